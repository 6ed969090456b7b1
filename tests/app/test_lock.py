"""One run at a time writes; everybody may look meanwhile."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from samizdat.store import Store
from tests.app.odd_newsroom import Answer, OddNewsroom, Town, feed, page

STORIES = ("/one", "/two", "/three")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A mirror with three stories and a fourth that never ends."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    with OddNewsroom() as room:
        room.answers |= {path: page(f"Story {path[1:]}") for path in STORIES}
        room.answers["/feed.xml"] = feed(room.root, *STORIES)
        made = Town(folder, room, fetch='delay = "0s"\ndeadline = "10m"')
        made.write()
        made.run("sync", exit_code=0)
        room.answers["/drip"] = Answer(b"", drips=True)
        room.answers["/feed.xml"] = feed(room.root, "/drip", *STORIES)
        yield made


@contextmanager
def _running(town: Town) -> Iterator[None]:
    """Hold the mirror with a run that waits for an answer."""
    words = [sys.executable, "-m", "samizdat.cli.main", "-C", str(town.folder), "sync"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, stdout=quiet, stderr=quiet) as run:
        while not town.room.asked("/drip"):
            assert run.poll() is None
            time.sleep(0.05)
        try:
            yield
        finally:
            run.terminate()
            run.wait()


def test_a_second_run_says_who_holds_the_mirror(town: Town) -> None:
    with _running(town):
        for command in ("sync", "build", "publish"):
            said = town.run(command, exit_code=1)
            assert "another run holds this mirror: sync" in said
            assert "process" in said
            assert "since 20" in said
            assert "try:" in said
    town.room.answers["/drip"] = page("It ends")
    town.run("sync", exit_code=0)


def test_people_may_look_while_a_run_writes(town: Town) -> None:
    with _running(town):
        assert "3 shown" in town.run("status", exit_code=0)
        assert "shown" in town.run("why", f"{town.room.root}/one", exit_code=0)
        assert town.run("export", exit_code=0).count("\n") == 3
        words = [sys.executable, "-m", "samizdat.cli.main", "-C", str(town.folder), "serve"]
        with subprocess.Popen(
            [*words, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as served:
            assert served.stdout is not None
            try:
                line = served.stdout.readline()
                address = next(word for word in line.split() if word.startswith("http://"))
                opener = build_opener(ProxyHandler({}))
                with closing(opener.open(address.rstrip(".,"))) as answer:
                    assert "Story one" in answer.read().decode()
            finally:
                served.terminate()
                served.wait()


def test_a_backup_made_while_a_run_writes_restores_to_an_equal_store(
    town: Town, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    with _running(town):
        town.run("backup", str(copy), exit_code=0)
    other = tmp_path / "other"
    other.mkdir()
    (other / "samizdat.toml").write_bytes((town.folder / "samizdat.toml").read_bytes())
    again = Town(other, town.room, fetch=town.fetch)
    again.run("restore", str(copy), exit_code=0)
    assert again.run("export") == town.run("export")
    with Store.open(other / "store") as one, Store.open(town.folder / "store") as two:
        ids = list(one.all_story_ids())
        assert ids == list(two.all_story_ids())
        assert one.heads(ids) == two.heads(ids)
        assert [*one.pages_since(0)] == [*two.pages_since(0)]
        assert [*one.all_files("plain")] == [*two.all_files("plain")]
    said = again.run("restore", str(copy), exit_code=1)
    assert "try:" in said, "a store is never written over"
