"""An existing mirror in a repository, and a mirror of samizdat beside it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samizdat.cli.main import cli
from samizdat.errors import SamizdatError
from tests.support.need import need
from tests.support.old_mirror import write_mirror

STORIES = range(1, 30)
"""The stories of the existing mirror: every damage in every language, or nearly."""

WHEN = "2026-02-01T10:00:00Z"


def git(folder: Path, *words: str, when: str = WHEN) -> str:
    """Return what git says in *folder*."""
    environment = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    identity = ("-c", "user.name=Lin", "-c", "user.email=lin@mirror.example")
    command = [need("git"), "-C", str(folder), *identity, *words]
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return done.stdout.decode("utf-8", "surrogateescape")


@dataclass
class OldMirror:
    """A bare repository of an existing mirror, and the work tree that its operator keeps."""

    bare: Path
    work: Path

    def write(self, files: Iterable[tuple[str, str]], when: str = WHEN) -> None:
        """Commit *files* and push them."""
        for path, text in files:
            (self.work / path).parent.mkdir(parents=True, exist_ok=True)
            (self.work / path).write_text(text, encoding="utf-8")
        git(self.work, "add", "-A")
        git(self.work, "commit", "-q", "-m", "hourly", when=when)
        git(self.work, "push", "-q", str(self.bare), "HEAD:master")

    def paths(self) -> set[str]:
        """Return the paths of the bare repository's branch."""
        listed = git(self.bare, "ls-tree", "-r", "-z", "--name-only", "master")
        return set(listed.split("\0")) - {""}

    def read(self, path: str) -> str:
        """Return a text file of the bare repository's branch."""
        return git(self.bare, "show", f"master:{path}")


@dataclass
class Desk:
    """The mirror's folder, and what its operator runs there."""

    folder: Path

    def configure(self, text: str) -> None:
        """Write samizdat.toml."""
        (self.folder / "samizdat.toml").write_text(text, encoding="utf-8")

    def run(self, *words: str) -> Result:
        """Run `samizdat` in the mirror's folder; our own errors are raised."""
        result = CliRunner().invoke(cli, ["-C", str(self.folder), *words])
        if isinstance(result.exception, SamizdatError):
            raise result.exception
        assert result.exit_code in (0, 1), (result.output, result.exception)
        return result

    def take(self, *words: str) -> dict[str, Any]:
        """Run `import --json` and return its object."""
        report: dict[str, Any] = json.loads(self.run("import", "--json", *words).stdout)
        return report

    def publish(self) -> dict[str, Any]:
        """Build and publish, and return the last summary."""
        self.run("build")
        summary: dict[str, Any] = json.loads(self.run("publish", "--json").stdout)
        return summary


@pytest.fixture
def old(tmp_path: Path) -> OldMirror:
    """Give an existing mirror of 29 stories in four languages."""
    bare, work = tmp_path / "old.git", tmp_path / "old"
    bare.mkdir()
    work.mkdir()
    git(bare, "init", "-q", "--bare", "-b", "master")
    git(work, "init", "-q", "-b", "master")
    mirror = OldMirror(bare, work)
    mirror.write(write_mirror(STORIES))
    return mirror


@pytest.fixture
def desk(tmp_path: Path, old: OldMirror) -> Desk:
    """Give a mirror that publishes to the existing mirror's repository and knows one newsroom."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    desk = Desk(folder)
    desk.configure(
        f"""
        [mirror]
        title = "Harbours"

        [newsroom.harbour]
        name = "Harbour Post"
        home = "https://harbour.example/"
        language = "en"

        [newsroom.harbour.sections]
        news = "News"

        [[remote]]
        name = "main"
        push = "{old.bare}"
        public = "https://forge.example/mirror/goodnews/blob/master/"
        forge = "github"
        branch = "master"
        """
    )
    return desk
