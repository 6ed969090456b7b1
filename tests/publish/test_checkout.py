"""An editors' repository, read without a work tree."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import ConfigError, RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.publish import Checkout, GitOptions, checkout, read_branch
from samizdat_demo.git_server import GitServer

DESK = {"picks.csv": "address\n", "校正/渡轮.md": "更正\n", "strings/fa.toml": 'home = "خانه"\n'}


def everything(path: str) -> bool:
    return True


@pytest.fixture
def options(git_place: Any, git_server: GitServer, tmp_path: Path) -> GitOptions:
    git_place("desk")
    address = f"{git_server.address}/desk.git"
    return GitOptions("desk", address, tmp_path / "store" / "git", allow_http=True)


@pytest.fixture
def editor(options: GitOptions, git_server: GitServer, tools: Any, tmp_path: Path) -> Path:
    """A clone in which an editor works; the first files are pushed."""
    clone = tmp_path / "editor"
    tools.git(tmp_path, "clone", "-q", str(git_server.root / "desk.git"), str(clone))
    for path, text in DESK.items():
        (clone / path).parent.mkdir(exist_ok=True)
        (clone / path).write_text(text, "utf-8")
    push(tools, clone)
    return clone


def push(tools: Any, clone: Path) -> str:
    tools.git(clone, "add", "-A")
    tools.git(clone, "commit", "-q", "-m", "desk")
    tools.git(clone, "push", "-q", "origin", "HEAD:main")
    return str(tools.git(clone, "rev-parse", "HEAD")).strip()


def test_the_files_of_the_branch_are_read(options: GitOptions, editor: Path, tools: Any) -> None:
    read = read_branch(options, everything)
    assert read.files == {path: text.encode() for path, text in DESK.items()}
    assert read.tip == tools.git(editor, "rev-parse", "HEAD").strip()


def test_what_an_editor_pushes_is_there_the_next_time(
    options: GitOptions, editor: Path, tools: Any
) -> None:
    read_branch(options, everything)
    (editor / "picks.csv").write_text("address,title\n")
    (editor / "strings" / "fa.toml").unlink()
    tip = push(tools, editor)
    assert read_branch(options, everything) == Checkout(
        tip, {"picks.csv": b"address,title\n", "校正/渡轮.md": "更正\n".encode()}
    )


def test_a_branch_that_has_not_moved_is_asked_once_and_not_fetched(
    options: GitOptions, editor: Path, git_server: GitServer
) -> None:
    first = read_branch(options, everything)
    git_server.requests.clear()
    assert read_branch(options, everything) == first
    # Where it stands takes two requests of the protocol; a fetch would be more.
    assert len(git_server.requests) <= 2


def test_only_what_is_wanted_is_read(options: GitOptions, editor: Path) -> None:
    read = read_branch(options, lambda path: path.endswith(".csv"))
    assert set(read.files) == {"picks.csv"}
    assert set(read.others) == set(DESK) - {"picks.csv"}


def test_links_and_submodules_are_passed_over(
    options: GitOptions, editor: Path, tools: Any
) -> None:
    (editor / "notes.csv").symlink_to("/etc/hostname")
    tip = tools.git(editor, "rev-parse", "HEAD").strip()
    tools.git(editor, "update-index", "--add", "--cacheinfo", f"160000,{tip},module")
    tools.git(editor, "add", "notes.csv")
    tools.git(editor, "commit", "-q", "-m", "desk")
    tools.git(editor, "push", "-q", "origin", "HEAD:main")
    read = read_branch(options, everything)
    assert set(read.files) == set(DESK)
    assert set(read.others) == {"module", "notes.csv"}


def test_names_that_lead_elsewhere_are_passed_over(
    options: GitOptions, editor: Path, git_server: GitServer, tools: Any
) -> None:
    bare = git_server.root / "desk.git"
    blob = tools.git(editor, "rev-parse", "HEAD:picks.csv").strip()
    inner = _tree(bare, [(b"100644", b"evil.csv", blob)])
    files = [b"a\\b.csv", b"a\nb.csv", b"\xff.csv", b"good.csv"]
    entries = [(b"100644", name, blob) for name in files]
    root = _tree(bare, [*entries, (b"40000", b"..", inner), (b"40000", b".", inner)])
    commit = tools.git(bare, "commit-tree", "-m", "x", root).strip()
    tools.git(bare, "update-ref", "refs/heads/main", commit)
    asked: list[str] = []

    def wanted(path: str) -> bool:
        asked.append(path)
        return True

    assert set(read_branch(options, wanted).files) == {"good.csv"}
    assert asked == ["good.csv"]


def _tree(bare: Path, entries: list[tuple[bytes, bytes, str]]) -> str:
    """Write a tree as no honest git would."""
    body = b"".join(
        mode + b" " + name + b"\0" + bytes.fromhex(oid) for mode, name, oid in sorted(entries)
    )
    words = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    done = subprocess.run(words, cwd=bare, input=body, check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_more_than_a_desk_is_refused_in_one_sentence(
    options: GitOptions, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "MOST_BYTES", 10)
    with pytest.raises(RemoteRefusedError, match=r"3 files of \d+ bytes .* strings/fa.toml"):
        read_branch(options, everything)
    assert read_branch(options, lambda path: path == "picks.csv").files
    monkeypatch.setattr(checkout, "MOST_FILES", 0)
    with pytest.raises(RemoteRefusedError, match="desk: it holds 1 files"):
        read_branch(options, lambda path: path == "picks.csv")


def test_a_branch_that_is_not_there_is_named(options: GitOptions) -> None:
    with pytest.raises(RemoteRefusedError, match="no branch 'main'") as told:
        read_branch(options, everything)
    assert "[desk]" in told.value.hint


def test_a_desk_that_was_pushed_over_by_force_is_read_as_it_is(
    options: GitOptions, editor: Path, tools: Any
) -> None:
    read_branch(options, everything)
    tools.git(editor, "checkout", "-q", "--orphan", "anew")
    tools.git(editor, "rm", "-rfq", ".")
    (editor / "picks.csv").write_text("anew\n")
    tools.git(editor, "add", "-A")
    tools.git(editor, "commit", "-q", "-m", "anew")
    tools.git(editor, "push", "-q", "--force", "origin", "HEAD:main")
    assert read_branch(options, everything).files == {"picks.csv": b"anew\n"}


def test_desk_and_editions_share_one_repository(
    options: GitOptions, editor: Path, git_place: Any, tools: Any
) -> None:
    place = git_place("main")
    tools.desk(place.remote).publish({"a.md": "a\n"})
    first = read_branch(options, everything)
    assert place.remote._options.repository == options.repository
    assert tools.desk(place.remote).publish({"a.md": "a\n"}).tip == place.remote.tip()
    tools.git(options.repository, "fsck", "--full", "--strict", "--no-dangling")
    assert (
        tools.git(options.repository, "rev-parse", "refs/samizdat/read/desk").strip() == first.tip
    )


def test_who_is_not_let_in_is_told(
    options: GitOptions, editor: Path, git_server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_server.user, git_server.password = "mira", "harbour"
    monkeypatch.setenv("SAMIZDAT_TOKEN_DESK", "mira:port")
    with pytest.raises(RemoteRefusedError, match="desk: it did not let us in"):
        read_branch(options, everything)
    monkeypatch.setenv("SAMIZDAT_TOKEN_DESK", "mira:harbour")
    assert set(read_branch(options, everything).files) == set(DESK)


def test_a_server_that_is_down_leaves_what_was_read(
    options: GitOptions, editor: Path, git_server: GitServer
) -> None:
    read_branch(options, everything)
    git_server.refuse = 503
    with pytest.raises(RemoteUnreachableError):
        read_branch(options, everything)


@pytest.mark.parametrize(
    "address", ["-u", "ext::sh -c id", "http://desk.example/x.git", "git://x/y"]
)
def test_an_address_that_git_could_misread_is_never_asked(address: str, tmp_path: Path) -> None:
    with pytest.raises((ConfigError, RemoteError)):
        read_branch(GitOptions("desk", address, tmp_path / "git"), everything)
    assert not (tmp_path / "git").exists()
