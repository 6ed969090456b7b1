"""Addresses, secrets and servers that do not answer as they should."""

import os
import socket
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import ConfigError, RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.model.file import Changes
from samizdat.publish import Folder, Git, GitOptions, open_remote
from samizdat.publish.address import parse_address, redact
from samizdat.publish.failure import explained
from samizdat.publish.process import git_version
from samizdat_demo.git_server import GitServer


def http_git(server: GitServer, store: Path, name: str = "main", **options: Any) -> Git:
    address = options.pop("address", f"{server.address}/news.git")
    return Git(GitOptions(name, address, store / "git", allow_http=True, **options))


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://forge.example/a/b.git", "https"),
        ("ssh://git@forge.example:2222/a/b.git", "ssh"),
        ("git@forge.example:a/b.git", "ssh"),
        ("forge.example:b.git", "ssh"),
        ("/srv/mirror.git", "file"),
        ("./mirror.git", "file"),
        ("file:///srv/mirror.git", "file"),
    ],
)
def test_each_kind_of_address_has_its_one_protocol(address: str, scheme: str) -> None:
    assert parse_address(address).scheme == scheme


@pytest.mark.parametrize(
    "address",
    [
        "",
        "-u",
        "--exec=id",
        "ext::sh -c id",
        "http://forge.example/x.git",
        "ftp://forge.example/x.git",
        "git://forge.example/x.git",
        "ssh://-oProxyCommand=id/x",
        "ssh://-l@forge.example/x",
        "git@forge.example:-x",
        "https:///x.git",
        "https://forge.example:port/x.git",
        "https://forge.example/a\nb",
        "https://forge.example/%0ahost=evil",
        "https://[::1/x.git",
        "file://forge.example/x.git",
    ],
)
def test_an_address_that_git_could_misread_is_refused(address: str) -> None:
    with pytest.raises(ConfigError):
        parse_address(address)


@pytest.mark.parametrize("branch", ["-x", ".", "HEAD", "a.lock", "a//b", "a\nb", "a..b", "", "a b"])
def test_what_cannot_be_a_branch_is_refused(branch: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        GitOptions("main", "/srv/x.git", tmp_path, branch=branch)


@pytest.mark.parametrize("author", ["A <a@b> B", "a\nb", "", "a> 0 +0000\n\nparent", "\u202eevil"])
def test_what_cannot_be_an_author_is_refused(author: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        GitOptions("main", "/srv/x.git", tmp_path, author_name=author)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "-x", "a b"])
def test_what_cannot_be_a_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        GitOptions(name, "/srv/x.git", tmp_path)


def test_a_password_in_an_address_is_not_in_arguments_options_or_words(tmp_path: Path) -> None:
    options = GitOptions("main", "https://me:secret@forge.example/x.git", tmp_path)
    assert "secret" not in repr(options)
    assert "secret" not in parse_address(options.address).location
    assert redact("to https://me:secret@forge.example/x") == "to https://forge.example/x"
    with pytest.raises(ConfigError) as caught:
        parse_address("http://me:secret@forge.example/x.git")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("given", ["token", "pair", "address"])
def test_a_server_that_asks_is_given_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git_server: GitServer, tools: Any, given: str
) -> None:
    git_server.create("news.git")
    git_server.user = "x-access-token" if given == "token" else "mira"
    git_server.password = "ghp_s3cret"
    address = f"{git_server.address}/news.git"
    if given == "address":
        address = address.replace("://", "://mira:ghp_s3cret@")
    else:
        token = "ghp_s3cret" if given == "token" else "mira:ghp_s3cret"
        monkeypatch.setenv("SAMIZDAT_TOKEN_FORGE_1", token)
    remote = http_git(git_server, tmp_path, "forge-1", address=address)
    receipt = remote.publish(tools.changes({"a.md": "a\n"}), expected=None)
    assert remote.tip() == receipt.tip
    kept = [path for path in (tmp_path / "git").rglob("*") if path.is_file()]
    assert not any(b"ghp_s3cret" in path.read_bytes() for path in kept)


def test_the_persons_credential_helper_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git_server: GitServer, tools: Any
) -> None:
    git_server.create("news.git")
    git_server.user, git_server.password = "mira", "harbour"
    helper = tmp_path / "helper"
    helper.write_text("#!/bin/sh\ntest $1 = get && printf 'username=mira\\npassword=harbour\\n'\n")
    helper.chmod(helper.stat().st_mode | stat.S_IXUSR)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(f"[credential]\n\thelper = {helper}\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert http_git(git_server, tmp_path).tip() is None


def test_a_wrong_or_absent_password_is_said_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git_server: GitServer
) -> None:
    git_server.create("news.git")
    git_server.user, git_server.password = "mira", "harbour"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SAMIZDAT_TOKEN_MAIN", "wr0ng-t0ken")
    with pytest.raises(RemoteRefusedError, match="did not let us in") as caught:
        http_git(git_server, tmp_path).tip()
    assert "wr0ng" not in str(caught.value)
    assert "SAMIZDAT_TOKEN_MAIN" in caught.value.hint
    monkeypatch.delenv("SAMIZDAT_TOKEN_MAIN")
    with pytest.raises(RemoteRefusedError, match="did not let us in"):
        http_git(git_server, tmp_path).tip()


def test_a_token_with_a_line_break_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git_server: GitServer
) -> None:
    monkeypatch.setenv("MY_TOKEN", "a\nhost=evil")
    with pytest.raises(ConfigError, match="control character"):
        http_git(git_server, tmp_path, token_env="MY_TOKEN").tip()


def test_a_dead_port_is_unreachable(tmp_path: Path, git_server: GitServer, tools: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    remote = http_git(git_server, tmp_path, address=f"http://127.0.0.1:{port}/x.git")
    with pytest.raises(RemoteUnreachableError, match="connection was refused"):
        remote.publish(tools.changes({"a.md": "a\n"}), expected=None)


def test_a_server_that_says_nothing_is_given_up(
    tmp_path: Path, git_server: GitServer, tools: Any
) -> None:
    git_server.create("news.git")
    git_server.delay = 600
    remote = http_git(git_server, tmp_path, timeout=timedelta(seconds=1))
    with pytest.raises(RemoteUnreachableError, match="main: "):
        remote.publish(tools.changes({"a.md": "a\n"}), expected=None)


@pytest.mark.parametrize(
    ("status", "kind"), [(403, RemoteRefusedError), (500, RemoteUnreachableError)]
)
def test_a_refusing_server_is_told_from_a_broken_one(
    tmp_path: Path, git_server: GitServer, status: int, kind: type[RemoteError]
) -> None:
    git_server.create("news.git")
    git_server.refuse = status
    with pytest.raises(kind):
        http_git(git_server, tmp_path).tip()
    assert git_server.requests[-1][2] == status


def test_an_absent_repository_is_named(tmp_path: Path, git_server: GitServer) -> None:
    with pytest.raises(RemoteRefusedError, match="no repository"):
        http_git(git_server, tmp_path).tip()
    with pytest.raises(RemoteRefusedError, match="no Git repository at"):
        Git(GitOptions("main", str(tmp_path / "none.git"), tmp_path / "git")).tip()


@pytest.mark.parametrize(
    ("words", "kind", "sentence"),
    [
        ("fatal: Could not resolve host: x", RemoteUnreachableError, "does not resolve"),
        ("git@x: Permission denied (publickey).", RemoteRefusedError, "did not let us in"),
        ("Host key verification failed.", RemoteRefusedError, "ssh key is not known"),
        ("fatal: write error: No space left on device", RemoteRefusedError, "disk is full"),
        ("remote: error: GH006: Protected branch update failed", RemoteRefusedError, "rules"),
        ("fatal: the remote end hung up unexpectedly", RemoteUnreachableError, "broke off"),
        ("fatal: something new", RemoteRefusedError, "something new"),
        ("", RemoteRefusedError, "without a word"),
    ],
)
def test_gits_words_become_one_clear_sentence(
    words: str, kind: type[RemoteError], sentence: str
) -> None:
    error = explained(words, where="main", token="SAMIZDAT_TOKEN_MAIN")
    assert type(error) is kind
    assert sentence in str(error)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("fatal: repository 'x' not found", "a private one needs a token in DESK_TOKEN"),
        ("fatal: Authentication failed for x", "put a token that may read in DESK_TOKEN"),
        ("The requested URL returned error: 403", "it did not let us in"),
        ("fatal: write error: No space left on device", "make room, then try again"),
    ],
)
def test_who_only_reads_is_not_told_to_write(words: str, said: str) -> None:
    error = str(explained(words, where="desk", token="DESK_TOKEN", reads_only=True))
    assert said in error
    assert "write to" not in error
    assert "publish" not in error


def test_a_servers_words_are_bounded_and_hide_secrets() -> None:
    said = "remote: " + "no " * 500 + "\nfatal: https://u:pw@h.example/x s3cret\x07"
    error = explained(said, where="main", token="T", secrets=("s3cret",))
    assert len(str(error)) < 500
    words = "fatal: https://u:pw@h.example/x s3cret\x07"
    short = str(explained(words, where="", token="", secrets=("s3cret",)))
    assert "h.example" in short
    for hidden in ("pw@", "s3cret", "\x07"):
        assert hidden not in short


def test_git_absent_or_too_old_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    remote = Git(GitOptions("main", "https://forge.example/x.git", tmp_path / "git"))
    with pytest.raises(RemoteError, match="no git was found"):
        remote.tip()
    with pytest.raises(RemoteError, match="no git was found"):
        remote.publish(Changes(1, datetime(2026, 3, 14, tzinfo=UTC), "m", {}), expected=None)
    fake = tools / "git"
    fake.write_text("#!/bin/sh\necho git version 1.8.3\n")
    fake.chmod(0o755)
    git_version.cache_clear()
    with pytest.raises(RemoteError, match=r"1\.8 was found"):
        remote.tip()


def test_a_path_is_opened_as_what_it_is(tmp_path: Path, git_place: Callable[..., Any]) -> None:
    bare = git_place().bare
    plain = tmp_path / "plain"
    plain.mkdir()
    store = tmp_path / "git"
    assert isinstance(open_remote(GitOptions("a", str(bare), store)), Git)
    assert isinstance(open_remote(GitOptions("a", str(plain), store)), Folder)
    assert isinstance(
        open_remote(GitOptions("a", str(tmp_path / "no"), store), forge="folder"), Folder
    )
    assert isinstance(open_remote(GitOptions("a", "https://forge.example/x", store)), Git)


def test_a_folder_that_holds_something_else_is_not_taken_for_our_repository(
    tmp_path: Path, git_place: Callable[..., Any], tools: Any
) -> None:
    theirs = tmp_path / "store" / "git"
    theirs.mkdir(parents=True)
    (theirs / "diary.txt").write_text("mine")
    with pytest.raises(RemoteError, match="holds something else"):
        git_place().remote.publish(tools.changes({"a.md": "a\n"}), expected=None)
    assert [path.name for path in theirs.iterdir()] == ["diary.txt"]


def test_stale_locks_in_our_repository_heal(
    tmp_path: Path, git_place: Callable[..., Any], tools: Any
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({"a.md": "a\n"})
    store = tmp_path / "store" / "git"
    lock = store / "packed-refs.lock"
    half = store / "objects" / "pack" / "tmp_samizdat_999999999_ab.pack"
    for path in (lock, half):
        path.write_bytes(b"half")
        os.utime(path, (0, 0))
    desk.publish({"a.md": "b\n"})
    assert not lock.exists()
    assert not half.exists()
