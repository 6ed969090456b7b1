"""Whatever comes in wrong is one clear sentence: what, where, what to do; the rest goes on."""

from __future__ import annotations

import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samizdat.store import STORE_NAME
from samizdat_demo.git_server import GitServer
from tests.app.odd_newsroom import Answer, OddNewsroom, Town, feed, page


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A newsroom with one sound story, and its mirror."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    with OddNewsroom() as room:
        room.answers["/feed.xml"] = feed(room.root, "/sound")
        room.answers["/sound"] = page("Lighthouse painted")
        made = Town(folder, room)
        made.write()
        yield made


def _with(town: Town, answer: Answer) -> str:
    """Run with a second story that answers so; return what was said, the first being there."""
    town.room.answers["/odd"] = answer
    town.room.answers["/feed.xml"] = feed(town.room.root, "/odd", "/sound")
    said = town.run("sync")
    assert any("Lighthouse painted" in text for text in town.pages().values()), said
    return said


def test_unknown_key_names_the_nearest_and_its_line(town: Town) -> None:
    path = town.folder / "samizdat.toml"
    text = path.read_text(encoding="utf-8").replace("contact =", "contcat =")
    path.write_text(text, encoding="utf-8")
    said = town.run("sync", exit_code=2)
    assert "contcat" in said
    assert "contact" in said.replace("contcat", "")
    assert "samizdat.toml" in said
    assert "line 3" in said or ":3" in said


def test_a_feed_that_is_html_is_named_and_the_others_go_on(town: Town) -> None:
    town.sources = ("/feed.xml", "/about")
    town.room.answers["/about"] = page("About us", "<p>We are the town's newsroom.</p>")
    town.write()
    said = town.run("sync", exit_code=1)
    assert "/about" in said
    assert "try:" in said
    assert len(town.pages()) == 1


def test_a_source_and_a_story_that_are_not_there(town: Town) -> None:
    town.sources = ("/feed.xml", "/moved.xml")
    town.write()
    said = _with(town, Answer(b"gone", 404))
    assert "/moved.xml" in said
    assert "/odd" in said
    assert said.count("404") >= 2


def test_a_host_that_asks_us_to_wait_is_not_asked_again_before(town: Town) -> None:
    said = _with(town, Answer(b"slow down", 429, {"Retry-After": "3600"}))
    assert "429" in said
    asked = len(town.room.log)
    again = town.run("sync")
    assert len(town.room.asked("/odd")) == 1
    assert len(town.room.log) == asked, "the whole host is left alone"
    assert "try" in again or "0 new" in again


def test_an_answer_that_never_ends_is_given_up(town: Town) -> None:
    town.fetch += '\ndeadline = "2s"'
    town.write()
    said = _with(town, Answer(b"", drips=True))
    assert "/odd" in said
    assert "2" in said
    assert "failed" in said


@pytest.mark.parametrize(
    "answer",
    [
        page("Nothing here", "<div id=app></div>"),
        Answer(b""),
        Answer(b"\x00\x01\x02" * 99, headers={"Content-Type": "text/html"}),
    ],
    ids=["no body", "empty", "bytes"],
)
def test_a_page_without_a_story_fails_alone(town: Town, answer: Answer) -> None:
    said = _with(town, answer)
    assert "/odd" in said
    assert len(town.pages()) == 1


def test_a_story_without_a_title_is_still_a_story(town: Town) -> None:
    bare = page("").body.replace(b"<h1></h1>", b"")
    empty = feed(town.room.root, "/odd", "/sound").body.replace(b"<title>odd</title>", b"<title/>")
    town.room.answers["/odd"] = Answer(bare, headers={"Content-Type": "text/html"})
    town.room.answers["/feed.xml"] = Answer(empty)
    town.run("sync")
    assert len(town.pages()) == 2
    assert "Nothing" not in town.run("status", exit_code=0)


def test_a_picture_that_is_none_leaves_its_story_whole(town: Town) -> None:
    town.room.answers["/view.jpg"] = Answer(b"<html>not a picture</html>")
    body = page("Painted").body.replace(b"<p>", b"<p><img src=/view.jpg alt=View></p><p>", 1)
    said = _with(town, Answer(body, headers={"Content-Type": "text/html"}))
    assert "/view.jpg" in said
    assert len(town.pages()) == 2


def test_a_full_disk_is_told_and_the_next_run_goes_on(town: Town) -> None:
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from samizdat.cli.main import main\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, {resource.RLIM_INFINITY}))\n"
        f"sys.argv = ['samizdat', '-C', {str(town.folder)!r}, 'sync']\n"
        "main()\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said, said
    assert "try:" in said, said
    town.run("sync", exit_code=0)
    assert len(town.pages()) == 1


@pytest.mark.parametrize("refusal", ["status", "hook", "port"])
def test_a_remote_that_refuses_does_not_hold_up_the_other(
    town: Town, tmp_path: Path, refusal: str
) -> None:
    (tmp_path / "forge").mkdir()
    with GitServer(tmp_path / "forge") as forge:
        bare = forge.create("news.git")
        address, hook = f"{forge.address}/news.git", bare / "hooks" / "pre-receive"
        if refusal == "hook":
            hook.write_text("#!/bin/sh\necho 'quota exceeded' >&2\nexit 1\n")
            hook.chmod(0o755)
        forge.refuse = 403 if refusal == "status" else 0
        good = f'[[remote]]\nname = "forge"\npush = "{address}"\n'
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            dead = f"http://127.0.0.1:{closed.getsockname()[1]}/news.git"
            plain = town.remotes
            town.remotes = plain + (good.replace(address, dead) if refusal == "port" else good)
            town.write()
            said = town.run("sync", exit_code=1)
        assert "forge: " in said
        assert len(town.pages()) == 1, said
        forge.refuse = 0
        hook.unlink(missing_ok=True)
        town.remotes = plain + good
        town.write()
        town.run("sync", exit_code=0)
        words = ["git", "-C", str(bare), "ls-tree", "-r", "--name-only", "main"]
        listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
        assert set(town.pages()) <= set(listed)


@pytest.mark.parametrize("command", ["sync", "status", "build", "backup x"])
def test_a_folder_without_a_configuration_says_how_to_begin(tmp_path: Path, command: str) -> None:
    with OddNewsroom() as room:
        said = Town(tmp_path, room).run(*command.split(), exit_code=2)
    assert "samizdat.toml" in said
    assert "samizdat init" in said
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_a_newer_version_stays_untouched(town: Town) -> None:
    town.run("sync", exit_code=0)
    path = town.folder / "store" / STORE_NAME
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE schema SET version = version + 1")
    for command in ("sync", "status"):
        said = town.run(command, exit_code=1)
        assert "newer" in said
        assert "try:" in said
    shutil.rmtree(town.folder / "store")
