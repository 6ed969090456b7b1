"""The shared corpus of hostile addresses, names and words against git and the remotes."""

import json
import os
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ConfigError, RemoteError, SamizdatError
from samizdat.model.file import Tip
from samizdat.model.identity import is_key, mint_id
from samizdat.model.topic import own_topic
from samizdat.publish import Git, GitOptions, read_branch
from samizdat.publish.names import refusal
from samizdat.publish.options import is_branch

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile"
BRIEF = timedelta(seconds=5)
CONTROL = {".git", ".github", ".forgejo", ".gitmodules", "cname", "_config.yml", "jenkinsfile"}
CONTROL |= {".htaccess", "web.config", "netlify.toml", "makefile", ".envrc", ".nojekyll"}
PAGE = "harbour/2026/03/a7/x1.md"

pytestmark = pytest.mark.shared


def corpus(name: str, kind: str = "") -> list[dict[str, Any]]:
    """Return the lines of a file of the corpus, or end the test and say what was skipped."""
    path = HOSTILE / name
    if not path.exists():
        pytest.skip(f"the shared corpus is not beside the repository: shared/hostile/{name} {kind}")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    chosen = [line for line in lines if not kind or line["kind"] == kind]
    assert chosen
    return chosen


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """Hear every git that is started, with the protocols that it may use."""
    heard: list[tuple[list[str], dict[str, str]]] = []
    real = subprocess.Popen

    def popen(command: list[str], **more: Any) -> Any:
        heard.append((list(command), dict(more.get("env") or {})))
        return real(command, **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    return heard


def test_an_address_is_refused_or_stands_where_no_option_can(
    tmp_path: Path, asked: list[tuple[list[str], dict[str, str]]]
) -> None:
    for line in corpus("git/args.jsonl", "remote-url"):
        word = line["s"]
        with pytest.raises((ConfigError, RemoteError)) as caught:
            Git(GitOptions("main", word, tmp_path / "git", timeout=BRIEF)).tip()
        assert len(str(caught.value)) < 800
        with pytest.raises((ConfigError, RemoteError)):
            read_branch(GitOptions("desk", word, tmp_path / "git", timeout=BRIEF), bool)
        for command, environment in asked:
            allowed = environment.get("GIT_ALLOW_PROTOCOL", "")
            assert allowed in {"", "https", "ssh", "file"}
            for place, argument in enumerate(command):
                if word.strip() and word.strip() in argument:
                    assert "--" in command[:place], command
        asked.clear()
    assert not Path("/tmp/pwned").exists()


def test_a_secret_in_an_address_is_in_no_argument_log_or_word(
    tmp_path: Path, asked: list[tuple[list[str], dict[str, str]]], git_server: Any, tools: Any
) -> None:
    git_server.create("news.git")
    git_server.user, git_server.password = "mira", "pa55/w@rd"
    address = git_server.address.replace("://", "://mira:pa55%2Fw%40rd@") + "/news.git"
    remote = Git(GitOptions("main", address, tmp_path / "git", allow_http=True))
    remote.publish(tools.changes({PAGE: "x\n"}), expected=None)
    git_server.password = "another"
    with pytest.raises(RemoteError) as caught:
        remote.tip()
    told = [str(caught.value), repr(caught.value), *(word for words, _ in asked for word in words)]
    kept = [path.read_bytes() for path in (tmp_path / "git").rglob("*") if path.is_file()]
    for secret in ("pa55/w@rd", "pa55%2Fw%40rd"):
        assert not any(secret in text for text in told)
        assert not any(secret.encode() in data for data in kept)


def test_a_name_that_is_no_branch_is_neither_branch_nor_remote(tmp_path: Path) -> None:
    for line in corpus("git/args.jsonl", "branch-or-remote-name"):
        with pytest.raises(ConfigError):
            GitOptions("main", "/srv/x.git", tmp_path, branch=line["s"])
        if line["s"] != "HEAD":  # a fine name for a remote: it is never a ref by itself
            with pytest.raises(ConfigError):
                GitOptions(line["s"], "/srv/x.git", tmp_path)
    for line in corpus("paths/traversal.jsonl"):
        name = line["s"]
        if is_branch(name):
            checked = ["git", "check-ref-format", f"refs/heads/{name}"]
            assert subprocess.run(checked, check=False).returncode == 0, name


@given(st.from_regex(r"[\w./@{}~^:\-]{1,12}", fullmatch=True))
def test_every_branch_that_is_taken_is_one_for_git_too(name: str) -> None:
    if is_branch(name):
        done = subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], check=False)
        assert done.returncode == 0


def test_a_byline_never_becomes_who_a_commit_is_by(
    git_place: Any, tools: Any, tmp_path: Path
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    words = [line["s"] for line in corpus("git/args.jsonl", "author-or-byline")]
    for number, word in enumerate(words):
        todo = tools.changes({PAGE: f"{number} {word}\n"}, message=word, known=desk.table)
        receipt = place.remote.publish(todo, expected=desk.tip)
        desk.tip, desk.table = receipt.tip, dict(receipt.objects)
    identities = set(tools.git(place.bare, "log", "--format=%an|%ae|%cn|%ce", "main").split("\n"))
    assert identities == {"samizdat|samizdat@localhost|samizdat|samizdat@localhost", ""}
    raw = tools.git(place.bare, "log", "--format=raw", "main")
    who = re.findall(r"^(?:author|committer) samizdat <.*> \d+ \+0000$", raw, re.MULTILINE)
    assert len(who) == 2 * len(words)
    assert raw.count("\nparent ") == len(words) - 1
    place.check()


def test_no_byline_that_could_end_a_line_can_be_an_author(tmp_path: Path) -> None:
    for line in corpus("git/args.jsonl", "author-or-byline"):
        try:
            options = GitOptions("main", "/srv/x.git", tmp_path, author_name=line["s"])
        except ConfigError:
            continue
        assert not set(options.author_name) & set("<>\n\r\0\u202e")


def _names() -> list[str]:
    lines = corpus("paths/names.jsonl") + corpus("paths/traversal.jsonl")
    return [line["s"] for line in lines if "s" in line]


def test_a_name_is_written_inside_or_left_out_and_said(place: Any, desk: Any) -> None:
    names = list(dict.fromkeys(_names()))
    receipt = desk.publish(dict.fromkeys(names, "x\n") | {PAGE: "page\n"})
    assert place.read(PAGE) == b"page\n"
    for name in names:
        parts = {part.casefold().rstrip(". ") for part in name.split("/")}
        if name in receipt.objects:
            assert not parts & CONTROL, name
            assert ".." not in name.split("/")
            assert b"x" in place.read(name)
        else:
            assert any(name[:60].split("\n")[0] in note for note in receipt.notes) or refusal(name)
    for name in (".git", ".GITMODULES", ".github/CODEOWNERS", "_layouts/x.html", "../x"):
        assert name not in receipt.objects


def test_nothing_is_written_outside_a_folder(tmp_path: Path, tools: Any) -> None:
    from samizdat.publish import Folder  # noqa: PLC0415 - the adapter that touches a disk

    around = tmp_path / "a" / "b"
    around.mkdir(parents=True)
    remote = Folder("disk", around / "out")
    remote.publish(tools.changes(dict.fromkeys(_names(), "x\n")), expected=None)
    outside = [p for p in tmp_path.rglob("*") if p.is_file() and around / "out" not in p.parents]
    assert outside == []
    links = [path for path in (around / "out").rglob("*") if path.is_symlink()]
    assert links == []


def test_git_takes_every_tree_with_such_names(git_place: Any, tools: Any) -> None:
    place = git_place(http=True)
    for setting in ("transfer.fsckObjects", "receive.fsckObjects"):
        tools.git(place.bare, "config", setting, "true")
    tools.desk(place.remote).publish(dict.fromkeys(_names(), "x\n"))
    place.check()


def test_two_names_never_share_a_file_and_neither_vanishes(place: Any, tools: Any) -> None:
    desk = tools.desk(place.remote)
    pairs = [line["pair"] for line in corpus("paths/names.jsonl") if "pair" in line]
    for number, (one, other) in enumerate(pairs):
        first, second = f"p{number}/{one}", f"p{number}/{other}"
        receipt = desk.publish({first: "first\n", second: "second\n"})
        read = {path: place.read(path) for path in (first, second)}
        wanted = {first: b"first\n", second: b"second\n"}
        left_out = {path for path in wanted if path not in receipt.objects}
        assert all(read[path] == wanted[path] for path in wanted.keys() - left_out)
        assert len(left_out) <= 1
        assert bool(left_out) <= bool(receipt.notes)


def test_no_words_of_a_newsroom_become_a_path_by_themselves() -> None:
    for name in _names():
        assert set(mint_id("harbour", f"https://harbour.example/{name}")) <= set(
            "abcdefghijklmnopqrstuvwxyz234567"
        )
        topic = own_topic(name)
        assert topic == "" or is_key(topic)
        assert topic == "" or refusal(f"topics/{topic}.md") == ""


def test_a_tip_from_elsewhere_is_never_an_option(git_place: Any, tools: Any, asked: Any) -> None:
    remote = git_place().remote
    tools.desk(remote).publish({PAGE: "x\n"})
    asked.clear()
    todo = tools.changes({PAGE: "y\n"})
    for line in corpus("git/args.jsonl"):
        tip = Tip(line["s"])
        with pytest.raises(SamizdatError):
            remote.publish(todo, expected=tip)
        with pytest.raises(SamizdatError):
            remote.revert(tip, expected=tip, at=todo.as_of)
    assert not any(line["s"] in words for words, _ in asked for line in corpus("git/args.jsonl"))
    assert os.environ.get("GIT_DIR") is None
