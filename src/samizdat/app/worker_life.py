"""How a worker process begins, and when it ends by itself."""

from __future__ import annotations

import gc
import os
import resource
import signal
import threading
import time

from samizdat.app.garbage import ROOMY


def start_worker(memory_bytes: int, owner: int) -> None:
    """Limit this worker and tie its life to the process that owns the pool.

    What it has imported is spared the search for cycles, which it makes seldom.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    gc.set_threshold(ROOMY)
    threading.Thread(target=_leave_with, args=(owner,), daemon=True).start()


def _leave_with(owner: int) -> None:
    """End this worker when the pool's owner is gone, which SIGKILL leaves no time to say."""
    while _lives(owner):
        time.sleep(1)
    os._exit(1)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
