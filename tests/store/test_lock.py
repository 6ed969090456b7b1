import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samizdat.errors import LockedError
from samizdat.store import Lock

SINCE = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from samizdat.store.lock import Lock
lock = Lock.acquire(Path(sys.argv[1]), command="sync", now=datetime(2026, 3, 14, 12, tzinfo=UTC))
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_run_learns_who_holds_the_mirror(tmp_path: Path) -> None:
    with Lock.acquire(tmp_path, command="watch", now=SINCE) as lock:
        held = json.loads(lock.path.read_text())
        assert (held["pid"], held["command"]) == (os.getpid(), "watch")
        with pytest.raises(LockedError, match=r"watch .*since 2026-03-14T12:00:00"):
            Lock.acquire(tmp_path, command="sync", now=SINCE)
    Lock.acquire(tmp_path, command="sync", now=SINCE).release()


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError, match=f"process {holder.pid}"):
            Lock.acquire(tmp_path, command="sync", now=SINCE)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    Lock.acquire(tmp_path, command="sync", now=SINCE).release()


def test_a_lock_not_yet_signed_is_still_held(tmp_path: Path) -> None:
    with Lock.acquire(tmp_path, command="sync", now=SINCE) as lock:
        lock.path.write_bytes(b"")
        with pytest.raises(LockedError, match="only just begun"):
            Lock.acquire(tmp_path, command="sync", now=SINCE)
