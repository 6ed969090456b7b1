"""`watch` as systemd runs it: goes on by itself, ends cleanly when told."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from samizdat.app import watch as watching
from samizdat.app.listener import Silence
from samizdat.app.mirror import open_mirror
from samizdat.app.summary import Summary
from tests.app.conftest import Desk

PATIENCE = 120


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until *true*, at most as long as any machine needs."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.2)


def commits(desk: Desk) -> int:
    try:
        return int(desk.git_words("rev-list", "--count", "main"))
    except subprocess.CalledProcessError:
        return 0


def test_watch_publishes_news_by_itself_and_ends_on_sigterm(desk: Desk) -> None:
    desk.news.state.hidden.add("library-night")
    desk.configure("harbour")
    desk.edit_config('kind = "feed"', 'kind = "feed"\nevery = "1s"\nat_most = "1s"')
    words = [sys.executable, "-m", "samizdat.cli.main", "-C", str(desk.folder), "watch"]
    watch = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_until(lambda: commits(desk) == 1)
        desk.news.state.hidden.clear()
        wait_until(lambda: commits(desk) == 2)
    finally:
        watch.send_signal(signal.SIGTERM)
        said, _ = watch.communicate(timeout=PATIENCE)
    assert watch.returncode == 0, said
    assert "Traceback" not in said
    assert "1 new, 0 changed" in said
    desk.page_with("until midnight")
    assert desk.sync()["new"] == 0, "the lock is free and nothing is lost"


class Steps(Silence):
    """Remembers which steps a run took."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def step(self, name: str, *, done: int, total: int | None) -> None:
        if done == total:
            self.names.append(name)


def test_watch_does_not_besiege_a_remote_that_is_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure("harbour")
    desk.git.refuse = 403
    monkeypatch.setattr(watching, "PAUSE", timedelta(0))
    steps, told = Steps(), list[Summary]()
    with open_mirror(desk.folder, command="watch", listener=steps) as mirror:
        watching.watch(mirror, told.append, cycles=5)
        assert steps.names.count("publish") == 1
        assert [bool(remote.error) for remote in told[0].remotes] == [True]
        desk.git.refuse = 0
        watching.watch(mirror, told.append, cycles=2)
        assert steps.names.count("publish") == 2, "it has caught up, and then nothing is to do"
    assert [bool(summary.remotes[0].commit) for summary in told] == [False, True]
