"""A live demo newsroom, a Git server and mirrors of the one on the other."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samizdat.cli.main import cli
from samizdat.errors import SamizdatError
from samizdat_demo.git_server import GitServer
from samizdat_demo.newsroom import DemoServer


@dataclass
class Desk:
    """A mirror's folder, and the commands that an operator runs in it."""

    folder: Path
    news: DemoServer
    git: GitServer

    def run(self, *words: str) -> Result:
        """Run `samizdat` in the mirror's folder; errors come back as the result's exception."""
        return CliRunner().invoke(cli, ["-C", str(self.folder), *words])

    def sync(self, *words: str) -> dict[str, Any]:
        """Run `sync --json` and return its object."""
        result = self.run("sync", "--json", *words)
        if isinstance(result.exception, SamizdatError):
            raise result.exception
        assert result.exit_code in (0, 1), result.output
        summary: dict[str, Any] = json.loads(result.stdout)
        return summary

    def configure(self, *rooms: str) -> None:
        """Write samizdat.toml for *rooms*, pushing to a bare repository over smart HTTP."""
        self.git.create("news.git")
        remote = f"main={self.git.address}/news.git"
        first, *others = rooms
        done = self.run("init", self.news.address(first), "--allow-private", "--remote", remote)
        assert done.exit_code == 0, (done.output, done.exception)
        for room in others:
            done = self.run("add", self.news.address(room))
            assert done.exit_code == 0, (done.output, done.exception)

    def edit_config(self, old: str, new: str) -> None:
        """Replace *old* in samizdat.toml."""
        path = self.folder / "samizdat.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def git_words(self, *words: str) -> str:
        """Return what git says in the remote's repository."""
        command = ["git", "-C", str(self.git.root / "news.git"), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def paths(self) -> list[str]:
        """Return the paths of the remote's branch."""
        return self.git_words("ls-tree", "-r", "--name-only", "main").split()

    def read(self, path: str) -> str:
        """Return a text file of the remote's branch."""
        return self.git_words("show", f"main:{path}")

    def read_bytes(self, path: str) -> bytes:
        """Return any file of the remote's branch."""
        command = ["git", "-C", str(self.git.root / "news.git"), "show", f"main:{path}"]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def page_with(self, words: str) -> tuple[str, str]:
        """Return path and text of the one story page that holds *words* in its heading."""
        found = []
        for path in self.paths():
            if path.endswith(".md") and path.count("/") == 4:
                text = self.read(path)
                heads = [line for line in text.splitlines() if line.startswith("# ")]
                if any(words in line for line in heads):
                    found.append((path, text))
        assert len(found) == 1, (words, [path for path, _ in found])
        return found[0]

    def asked(self, prefix: str = "") -> dict[str, int]:
        """Return the newsroom's requests since the last call, by status and path."""
        with self.news.state.lock:
            asked = {key: n for key, n in self.news.state.asked.items() if prefix in key}
            self.news.state.asked.clear()
        return asked


@pytest.fixture
def news() -> Iterator[DemoServer]:
    """Give the demo newsrooms, live."""
    with DemoServer() as server:
        yield server


@pytest.fixture
def git(tmp_path: Path) -> Iterator[GitServer]:
    """Give a smart HTTP Git server."""
    root = tmp_path / "forge"
    root.mkdir()
    with GitServer(root) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, news: DemoServer, git: GitServer) -> Desk:
    """Give an empty mirror's folder beside both servers."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    return Desk(folder, news, git)


@pytest.fixture
def mirror(desk: Desk) -> Desk:
    """Give a mirror of all demo newsrooms, not yet run."""
    desk.configure("harbour", "gangkou", "bandar")
    return desk
