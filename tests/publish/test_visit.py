"""Repositories and folders of others are read, never run and never written."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samizdat.errors import ConfigError, RemoteError, SamizdatError, UsageError
from samizdat.publish import GitOptions, visit
from samizdat_demo.git_server import GitServer
from tests.support.need import need


def git(folder: Path, *words: str, when: str = "2026-03-14T12:00:00Z") -> str:
    environment = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    identity = ("-c", "user.name=Lin", "-c", "user.email=lin@mirror.example")
    command = [need("git"), "-C", str(folder), *identity, *words]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    ).stdout


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a work tree of three commits; a page was moved, one has a name with spaces."""
    folder = tmp_path / "old"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "master")
    write(folder, {"pages/港口 a.md": "one", "README.md": "home"})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "1", when="2026-01-01T00:00:00Z")
    write(folder, {"pages/b\nc.md": "two", "README.md": "home again"})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "2", when="2026-02-01T00:00:00Z")
    git(folder, "mv", "pages/港口 a.md", "pages/moved.md")
    (folder / "link.md").symlink_to("/etc/passwd")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "3", when="2026-03-01T00:00:00Z")
    return folder


def options(address: object, tmp_path: Path, *, allow_http: bool = False) -> GitOptions:
    return GitOptions("import", str(address), tmp_path / "ours", allow_http=allow_http)


def bare_of(folder: Path) -> Path:
    bare = folder.parent / "bare.git"
    git(folder.parent, "clone", "-q", "--bare", str(folder), str(bare))
    return bare


@pytest.mark.parametrize("kind", ["work tree", "bare", "address", "linked work tree"])
def test_head_is_read_whatever_the_repository_is(old: Path, tmp_path: Path, kind: str) -> None:
    address: object = old
    if kind == "bare":
        address = bare_of(old)
    elif kind == "address":
        address = f"file://{bare_of(old)}"
    elif kind == "linked work tree":
        git(old, "worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
        address = tmp_path / "linked"
    with visit(options(address, tmp_path)) as found:
        assert set(found.files()) == {"README.md", "pages/b\nc.md", "pages/moved.md"}
        assert found.read("README.md") == b"home again"
        assert found.read("pages/moved.md") == b"one"
        assert found.files()["pages/moved.md"].size_bytes == 3
        assert found.commit == git(old, "rev-parse", "HEAD").strip()
        assert found.branch == ("" if kind == "linked work tree" else "master")
        assert found.first_seen() == {
            "README.md": datetime(2026, 1, 1, tzinfo=UTC),
            "pages/港口 a.md": datetime(2026, 1, 1, tzinfo=UTC),
            "pages/b\nc.md": datetime(2026, 2, 1, tzinfo=UTC),
            "pages/moved.md": datetime(2026, 1, 1, tzinfo=UTC),
            "link.md": datetime(2026, 3, 1, tzinfo=UTC),
        }


def test_a_repository_behind_http_is_fetched(old: Path, tmp_path: Path) -> None:
    root = tmp_path / "forge"
    root.mkdir()
    with GitServer(root) as server:
        git(old.parent, "clone", "-q", "--bare", str(old), str(root / "news.git"))
        with visit(options(f"{server.address}/news.git", tmp_path, allow_http=True)) as found:
            assert found.read("README.md") == b"home again"
            assert len(found.first_seen()) == 5
        with pytest.raises(RemoteError):
            visit(options(f"{server.address}/none.git", tmp_path, allow_http=True)).__enter__()


def test_what_is_not_committed_is_not_read(old: Path, tmp_path: Path) -> None:
    (old / "README.md").write_text("a draft", encoding="utf-8")
    with visit(options(old, tmp_path)) as found:
        assert found.read("README.md") == b"home again"


def test_a_shallow_clone_tells_what_it_knows(old: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{old}", "shallow")
    with visit(options(tmp_path / "shallow", tmp_path)) as found:
        assert found.read("pages/moved.md") == b"one"
        assert found.first_seen()["pages/moved.md"] == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_visited_repositorys_configuration_runs_nothing(old: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    program.chmod(0o755)
    for key in ("core.pager", "core.fsmonitor", "gpg.program", "core.sshCommand", "core.editor"):
        git(old, "config", key, str(program))
    git(old, "config", "log.showSignature", "true")
    for hook in ("post-checkout", "pre-auto-gc", "reference-transaction"):
        (old / ".git" / "hooks" / hook).write_text(program.read_text(encoding="utf-8"), "utf-8")
        (old / ".git" / "hooks" / hook).chmod(0o755)
    with visit(options(old, tmp_path)) as found:
        assert found.files()
        assert found.first_seen()
        found.read("README.md")
    assert not mark.exists()


def test_a_visit_writes_nothing(old: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in old.rglob("*") if path.is_file()}
    with visit(options(old, tmp_path)) as found:
        found.first_seen()
    assert before == {p: p.stat().st_mtime_ns for p in old.rglob("*") if p.is_file()}


def test_a_plain_folder_gives_its_regular_files(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    write(folder, {"pages/a.md": "one", "README.md": "home"})
    (folder / "secret.md").symlink_to("/etc/passwd")
    (folder / "elsewhere").symlink_to("/etc")
    os.mkfifo(folder / "pipe.md")
    with visit(options(folder, tmp_path)) as found:
        assert list(found.files()) == ["README.md", "pages/a.md"]
        assert found.read("pages/a.md") == b"one"
        assert (found.commit, found.branch, found.first_seen()) == ("", "", {})
        with pytest.raises(RemoteError):
            found.read("secret.md")
        with pytest.raises(RemoteError):
            found.read("pipe.md")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("ext::sh -c id", ConfigError),
        ("http://forge.example/a.git", ConfigError),
        ("git://forge.example/a.git", ConfigError),
        ("--upload-pack=touch x", ConfigError),
        ("https://forge.example/\na", ConfigError),
    ],
)
def test_an_address_that_git_could_mistake_is_refused(
    address: str, error: type[SamizdatError], tmp_path: Path
) -> None:
    with pytest.raises(error), visit(options(address, tmp_path)):
        pass


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no repository and no folder"):
        visit(options(tmp_path / "none", tmp_path)).__enter__()
    git(tmp_path, "init", "-q", "empty")
    with pytest.raises(UsageError, match=r"empty: the repository holds no commit\n  try: "):
        visit(options(tmp_path / "empty", tmp_path)).__enter__()
