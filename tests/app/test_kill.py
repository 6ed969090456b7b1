"""However a run ends, the next one goes on from there."""

from __future__ import annotations

import os
import posixpath
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest

from samizdat.app.schedule import LEASE
from samizdat.store import STORE_NAME, Lock
from samizdat_demo.content import NEWSROOMS, newsroom
from samizdat_demo.desk import write_desk
from samizdat_demo.git_server import GitServer
from samizdat_demo.newsroom import DemoServer
from tests.app.conftest import Desk

KILLS = 50
MANY_KILLS = 300
SLOW = 60_000
"""Bytes a second of the slow remote: a push takes seconds, so that kills fall into it."""
START = datetime(2031, 5, 5, 0, tzinfo=UTC)
STORIES = 14
LINK = re.compile(r"\]\(((?!https?:|mailto:)[^)\s]+)\)")
SHOWN_TIME = re.compile(r"\d+ May 2031, \d\d:\d\d|2031-05-\d\dT[\d:.]+")
"""The runs' own clock, which is all that may differ from an undisturbed run."""


def _start(*words: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *words], start_new_session=True, **quiet)  # type: ignore[call-overload, no-any-return]


def _session(leader: int) -> list[int]:
    """Return the processes that a run has started and that still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            facts = path.read_text().rpartition(")")[2].split()
            if int(facts[3]) == leader and facts[0] != "Z":
                found.append(int(path.parent.name))
    return found


def _wait_until(true: Callable[[], bool]) -> None:
    """Wait; a condition that never comes true ends in the test's failure, late."""
    for _ in range(2400):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


@dataclass
class Kills:
    """Runs that are killed at random moments, each a little later by the mirror's clock."""

    desk: Desk
    dice: random.Random
    runs: int = 0
    leaders: list[int] = field(default_factory=list)

    def run(self) -> subprocess.Popen[bytes]:
        """Start a run whose clock is past the leases of the one before."""
        self.runs += 1
        at = START + self.runs * (LEASE + timedelta(seconds=1))
        script = Path(__file__).with_name("run_at.py")
        child = _start(str(script), str(self.desk.folder), at.isoformat())
        self.leaders.append(child.pid)
        return child

    def finish(self) -> float:
        """Run to the end; return how long it took."""
        begun = time.monotonic()
        assert self.run().wait() in (0, 1)
        return time.monotonic() - begun

    def kill_one(self, after: float) -> bool:
        """Kill a run, every other time its leader alone; return whether it still ran."""
        child = self.run()
        with suppress(subprocess.TimeoutExpired):
            child.wait(after)
            return False
        kill = os.killpg if self.runs % 2 else os.kill
        kill(child.pid, signal.SIGKILL)
        child.wait()
        return True


def _content(desk: Desk) -> dict[str, str]:
    """Return path → text of the remote's branch, blob ids for pictures, without our clock."""
    pages = {}
    for line in desk.git_words("ls-tree", "-r", "main").splitlines():
        facts, _, path = line.partition("\t")
        text = path.endswith(".md")
        pages[path] = SHOWN_TIME.sub("T", desk.read(path)) if text else facts.split()[2]
    return pages


def _rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    path = desk.folder / "store" / STORE_NAME
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _check_whole(desk: Desk) -> None:
    assert _rows(desk, "PRAGMA integrity_check") == [("ok",)]
    assert _rows(desk, "PRAGMA foreign_key_check") == []
    assert _rows(desk, "SELECT COUNT(*) FROM dirty") == [(0,)]
    assert _rows(desk, "SELECT COUNT(*) FROM entry WHERE state = 'queued'") <= [(1,)]
    desk.git_words("fsck", "--full", "--strict", "--no-dangling")
    Lock.acquire(desk.folder / "store", command="test", now=START).release()


def test_fifty_kills_end_like_an_undisturbed_run(tmp_path: Path, mirror: Desk) -> None:
    _kill_and_compare(tmp_path, [mirror], KILLS)


@pytest.mark.slow
def test_three_hundred_kills_leave_two_remotes_whole_of_which_one_is_slow(
    tmp_path: Path, mirror: Desk
) -> None:
    write_desk(mirror.folder / "desk", mirror.news.story)
    with GitServer(_made(tmp_path / "slow-forge")) as slow:
        slow.create("news.git")
        slow.rate = SLOW
        config = mirror.folder / "samizdat.toml"
        text = config.read_text(encoding="utf-8")
        second = f'\n[[remote]]\nname = "slow"\npush = "{slow.address}/news.git"\n'
        config.write_text(text + second, encoding="utf-8")
        _kill_and_compare(tmp_path, [mirror, Desk(mirror.folder, mirror.news, slow)], MANY_KILLS)
        for remote in (mirror, Desk(mirror.folder, mirror.news, slow)):
            _check_editions(remote)


def _kill_and_compare(tmp_path: Path, remotes: list[Desk], wanted: int) -> None:
    """Kill *wanted* runs of a mirror, given once for each remote, and look at what is left."""
    mirror = remotes[0]
    seed = random.SystemRandom().randrange(10**9)
    dice = random.Random(seed)
    later = sorted(s for room in NEWSROOMS for s in newsroom(room).stories)
    dice.shuffle(later)
    mirror.news.state.hidden.update(later[2:])
    kills = Kills(mirror, dice)
    calm_folder = tmp_path / "calm"
    with GitServer(_made(tmp_path / "calm-forge")) as forge:
        calm = _copy(mirror, calm_folder, forge)
        long = Kills(calm, dice).finish()
        done = 0
        while done < wanted and kills.runs < 4 * wanted:
            done += kills.kill_one(dice.uniform(0, 1.05) * long)
            if kills.runs % (wanted // 16) == 0 and mirror.news.state.hidden:
                mirror.news.state.hidden.pop()
        assert done == wanted, f"seed {seed}"
        mirror.news.state.hidden.clear()
        _compare(kills, calm, seed)
        for remote in remotes:
            assert _content(remote) == _content(calm), f"seed {seed}"
            _check_whole(remote)


def _check_editions(desk: Desk) -> None:
    """Check that every commit that readers could have seen is a whole edition."""
    for commit in desk.git_words("rev-list", "main").split():
        paths = set(desk.git_words("ls-tree", "-r", "--name-only", commit).split("\n"))
        for page in sorted(path for path in paths if path.endswith(".md")):
            text = desk.git_words("show", f"{commit}:{page}")
            folder = PurePosixPath(page).parent
            for target in LINK.findall(text):
                led = posixpath.normpath(str(folder / target))
                assert led in paths, (commit, page, target)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _copy(desk: Desk, folder: Path, forge: GitServer) -> Desk:
    """Return a mirror of the same newsrooms with a forge of its own."""
    forge.create("news.git")
    text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    text = text.partition('[[remote]]\nname = "slow"')[0]
    _made(folder).joinpath("samizdat.toml").write_text(
        text.replace(desk.git.address, forge.address), encoding="utf-8"
    )
    if (desk.folder / "desk").is_dir():
        shutil.copytree(desk.folder / "desk", folder / "desk")
    return Desk(folder, desk.news, forge)


def _compare(kills: Kills, calm: Desk, seed: int) -> None:
    desk, undisturbed = kills.desk, Kills(calm, kills.dice, runs=kills.runs)
    for runs in (kills, undisturbed):
        runs.finish()
        runs.finish()
    ids = "SELECT id, path, minted_from FROM story ORDER BY id"
    assert _rows(desk, ids) == _rows(calm, ids), f"seed {seed}"
    assert len(_rows(desk, ids)) == STORIES
    revisions = "SELECT story, number, content_hash FROM revision ORDER BY story, number"
    assert _rows(desk, revisions) == _rows(calm, revisions), f"seed {seed}"
    assert _content(desk) == _content(calm), f"seed {seed}"
    _check_whole(desk)
    commits = desk.git_words("rev-list", "--count", "main")
    kills.finish()
    assert desk.git_words("rev-list", "--count", "main") == commits
    _wait_until(lambda: not [pid for leader in kills.leaders for pid in _session(leader)])


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_gives_back_what_it_holds(
    mirror: Desk, name: signal.Signals
) -> None:
    mirror.edit_config('delay = "0s"', 'delay = "1s"')
    child = _start("-m", "samizdat.cli.main", "-C", str(mirror.folder), "sync")
    _wait_until(lambda: _asked(mirror.news, "/story/") or child.poll() is not None)
    child.send_signal(name)
    assert child.wait() == 130
    stories = _rows(mirror, "SELECT COUNT(*) FROM story")
    assert stories < [(STORIES,)], "the signal came in the middle"
    _wait_until(lambda: not _session(child.pid))
    mirror.edit_config('delay = "1s"', 'delay = "0s"')
    mirror.sync()
    assert _rows(mirror, "SELECT COUNT(*) FROM story") == [(STORIES,)]
    _check_whole(mirror)


def _asked(news: DemoServer, words: str) -> bool:
    with news.state.lock:
        return any(words in key for key in news.state.asked)
