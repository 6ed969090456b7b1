"""An example desk: every file with a comment that explains it, and the forges' check."""

from __future__ import annotations

import re
from importlib import resources

from samizdat import __version__
from samizdat.errors import UsageError

SOURCE = f"git+https://forge.example/samizdat/samizdat.git@v{__version__}"
"""Where the check on the forge installs samizdat from, until the operator says."""

_WORKFLOWS = {
    "github.yml": ".github/workflows/desk.yml",
    "gitlab.yml": ".gitlab-ci.yml",
    "forgejo.yml": ".forgejo/workflows/desk.yml",
}
"""Files whose names begin with a dot would be lost on some ways that a package takes."""

_SAFE = re.compile(r"[A-Za-z0-9+:/@._~=-]+")


def example_files(source: str = SOURCE) -> dict[str, str]:
    """Return path → text of the example; its rules are comments, so that they change nothing.

    Args:
        source: what pip installs samizdat from in the forge's check.

    Raises:
        UsageError: *source* is nothing that pip installs from.
    """
    if not _SAFE.fullmatch(source):
        raise UsageError(
            "this is no place that pip installs from", where=source, hint=f"such as {SOURCE}"
        )
    folder = resources.files("samizdat.desk").joinpath("example_files")
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    return {
        _WORKFLOWS.get(name, name): text.replace("SOURCE", source)
        for name, text in sorted(texts.items())
    }
