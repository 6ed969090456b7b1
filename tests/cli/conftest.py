"""The commands' tests use the mirrors of the app's."""

from tests.app.conftest import desk, git, mirror, news

__all__ = ["desk", "git", "mirror", "news"]
