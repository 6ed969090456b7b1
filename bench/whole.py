"""What a command costs as a whole: wall, CPU and the peak memory of it and all its children."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36
_EVERY = 0.02


@dataclass(frozen=True, slots=True)
class Whole:
    """What a command cost.

    Attributes:
        wall: seconds.
        cpu: seconds, user and system, of it and of every process it started.
        rss_mb: peak of the sum of resident memory over the tree, shared pages counted each time.
        pss_mb: the same with shared pages divided among those that share them; 0 for both if nobody
            looked.
        output: what it printed.
    """

    wall: float
    cpu: float
    rss_mb: float
    pss_mb: float
    output: str


def measured(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    memory: bool = True,
) -> Whole:
    """Run *command* in *folder* to its end, and that of every process it leaves.

    Looking at its *memory* costs time, the more the more processes it has: on few cores a run is
    either timed or looked at.
    """
    with suppress(OSError, AttributeError):  # so that processes it leaves come to us
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    # An installed samizdat is compiled once; compiling it at each start is not what is measured.
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, began = os.times(), time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=settings | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        watch = _Watch(child.pid) if memory else None
        output, errors = child.communicate()
        wall = time.perf_counter() - began
        peak = watch.end() if watch else (0, 0)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    after = os.times()
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}\n{errors[-2000:]}")
    spent = after.children_user + after.children_system
    cpu = spent - before.children_user - before.children_system
    return Whole(wall, cpu, peak[0] / 1024, peak[1] / 1024, output)


class _Watch:
    """Looks at a tree of processes many times a second."""

    def __init__(self, root: int) -> None:
        self._root, self._ended = root, threading.Event()
        self._peak = (0, 0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(_EVERY):
            sizes = [_sizes(pid) for pid in _tree(self._root)]
            now = sum(rss for rss, _ in sizes), sum(pss for _, pss in sizes)
            self._peak = max(self._peak[0], now[0]), max(self._peak[1], now[1])

    def end(self) -> tuple[int, int]:
        """Return the highest sums of resident and of proportional memory, kB."""
        self._ended.set()
        self._thread.join()
        return self._peak


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from _tree(int(child))


def _sizes(pid: int) -> tuple[int, int]:
    """Return a process's resident and proportional memory, kB; nothing once it has ended."""
    found = {"Rss:": 0, "Pss:": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            name, size, *_ = line.split()
            if name in found:
                found[name] = int(size)
    return found["Rss:"], found["Pss:"]
