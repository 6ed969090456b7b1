"""`watch` as systemd runs it: goes on by itself, ends cleanly when told."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable

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
