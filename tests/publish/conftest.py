"""Remotes of every kind, and people who work on them too."""

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from samizdat.model.file import Changes, Receipt, Tip, Written
from samizdat.publish import Folder, Git, GitOptions, Keep, Memory, Remote, keep_nothing
from samizdat_demo.git_server import GitServer

AS_OF = datetime(2026, 3, 14, 6, 30, tzinfo=UTC)
OURS = "samizdat@localhost"


def git(folder: Path, *words: str) -> str:
    """Run git as a person does, without the settings of whoever runs the tests."""
    person = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Mira",
        "GIT_AUTHOR_EMAIL": "mira@reader.example",
        "GIT_COMMITTER_NAME": "Mira",
        "GIT_COMMITTER_EMAIL": "mira@reader.example",
    }
    done = subprocess.run(["git", *words], cwd=folder, env=person, check=False, capture_output=True)
    assert done.returncode == 0, (words, done.stderr.decode())
    return done.stdout.decode()


def changes(
    files: Mapping[str, bytes | str],
    *,
    edition: int = 1,
    removed: tuple[str, ...] = (),
    known: Mapping[str, str] | None = None,
    message: str = "",
) -> Changes:
    """Return an edition's changes; README.md is shared with people."""
    written = {}
    for path, text in files.items():
        content = text.encode() if isinstance(text, str) else text
        written[path] = Written(
            read=lambda content=content: content,  # type: ignore[misc]
            hash=hashlib.sha256(content).hexdigest(),
            managed_part=path.endswith("README.md"),
        )
    return Changes(
        edition=edition,
        as_of=AS_OF + timedelta(minutes=edition),
        message=message or f"Edition {edition}\n\nNews from the harbour.",
        written=written,
        removed=removed,
        known=dict(known or {}),
    )


class Place(Protocol):
    """A remote as its readers and the people who may write to it see it."""

    @property
    def remote(self) -> Remote: ...
    def read(self, path: str) -> bytes | None: ...
    def put(self, path: str, content: bytes | None) -> None: ...
    def recreate(self) -> None: ...


@dataclass
class MemoryPlace:
    remote: Memory

    def read(self, path: str) -> bytes | None:
        return self.remote.files.get(path)

    def put(self, path: str, content: bytes | None) -> None:
        self.remote.files.pop(path, None)
        if content is not None:
            self.remote.files[path] = content

    def recreate(self) -> None:
        self.remote.files.clear()
        self.remote.own.clear()
        self.remote.tips[:] = [Tip("77")]


@dataclass
class FolderPlace:
    remote: Folder

    def read(self, path: str) -> bytes | None:
        target = self.remote.path / path
        return target.read_bytes() if target.is_file() else None

    def put(self, path: str, content: bytes | None) -> None:
        target = self.remote.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            target.unlink()
        else:
            target.write_bytes(content)

    def recreate(self) -> None:
        for name in ("tip", "files"):
            (self.remote.path / ".samizdat" / name).unlink(missing_ok=True)


@dataclass
class GitPlace:
    remote: Git
    bare: Path
    clone: Path

    def read(self, path: str) -> bytes | None:
        listed = git(self.bare, "ls-tree", "-r", "-z", "--name-only", "main").split("\0")
        if path not in listed:
            return None
        return subprocess.run(
            ["git", "cat-file", "blob", f"main:{path}"],
            cwd=self.bare,
            check=True,
            capture_output=True,
        ).stdout

    def put(self, path: str, content: bytes | None) -> None:
        if not self.clone.exists():
            git(self.bare.parent, "clone", "-q", str(self.bare), str(self.clone))
        if git(self.bare, "for-each-ref", "refs/heads/main"):
            git(self.clone, "pull", "-q", "--ff-only", "origin", "main")
        target = self.clone / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            target.unlink()
        else:
            target.write_bytes(content)
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-q", "-m", "A reader's work")
        git(self.clone, "push", "-q", "origin", "HEAD:main")

    def recreate(self) -> None:
        tree = git(self.bare, "mktree").strip()
        commit = git(self.bare, "commit-tree", "-m", "Begun anew", tree).strip()
        git(self.bare, "update-ref", "refs/heads/main", commit)

    def commits(self) -> list[str]:
        return git(self.bare, "log", "--format=%ce", "main").split()

    def check(self) -> None:
        """The remote holds whole and strictly valid objects only."""
        git(self.bare, "fsck", "--full", "--strict", "--no-dangling")


@dataclass
class Desk:
    """The caller: keeps the file table and the tip, as the store does."""

    remote: Remote
    tip: Tip | None = None
    table: dict[str, str] = field(default_factory=dict)
    edition: int = 0

    def publish(
        self, files: Mapping[str, bytes | str], *, removed: tuple[str, ...] = ()
    ) -> Receipt:
        receipt = self.unsaved(files, removed=removed)
        self.tip = receipt.tip
        for path in removed:
            self.table.pop(path, None)
        self.table |= receipt.objects
        return receipt

    def unsaved(
        self, files: Mapping[str, bytes | str], *, removed: tuple[str, ...] = ()
    ) -> Receipt:
        """Publish, and lose the receipt."""
        self.edition += 1
        known = {path: self.table[path] for path in [*files, *removed] if path in self.table}
        todo = changes(files, edition=self.edition, removed=removed, known=known)
        return self.remote.publish(todo, expected=self.tip)

    def revert(self, to: Tip, keep: Keep = keep_nothing) -> Receipt:
        """Go back to *to*, and keep the file table as the store does."""
        receipt = self.lost_revert(to, keep)
        self.tip = receipt.tip
        for path in receipt.removed:
            self.table.pop(path, None)
        self.table |= receipt.objects
        return receipt

    def lost_revert(self, to: Tip, keep: Keep = keep_nothing) -> Receipt:
        """Go back to *to*, and lose the receipt."""
        assert self.tip is not None
        at = AS_OF + timedelta(minutes=self.edition, seconds=30)
        return self.remote.revert(to, expected=self.tip, at=at, keep=keep)


@pytest.fixture
def git_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    root = tmp_path / "served"
    root.mkdir()
    with GitServer(root) as server:
        yield server


@pytest.fixture
def git_place(tmp_path: Path, git_server: GitServer) -> Callable[..., GitPlace]:
    """Make a bare repository and the remote for it, by path or over HTTP."""

    def make(name: str = "main", *, http: bool = False, **options: Any) -> GitPlace:
        bare = git_server.create(f"{name}.git")
        address = f"{git_server.address}/{name}.git" if http else str(bare)
        remote = Git(
            GitOptions(name, address, tmp_path / "store" / "git", allow_http=True, **options)
        )
        return GitPlace(remote, bare, tmp_path / f"clone-{name}")

    return make


@pytest.fixture(params=["memory", "folder", "git", "http"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, git_place: Callable[..., GitPlace]
) -> Place:
    """Return a remote of each kind."""
    if request.param == "memory":
        return MemoryPlace(Memory("main"))
    if request.param == "folder":
        return FolderPlace(Folder("main", tmp_path / "folder"))
    return git_place(http=request.param == "http")


@pytest.fixture
def desk(place: Place) -> Desk:
    return Desk(place.remote)


@pytest.fixture
def tools() -> "Tools":
    return Tools()


class Tools:
    """What tests call by name: fixtures are how test modules share code here."""

    git = staticmethod(git)
    changes = staticmethod(changes)
    desk = Desk
