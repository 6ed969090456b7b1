"""How a run is shown: bars on a terminal, one line a step in a log."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self

from samizdat.app.listener import Listener, Silence
from samizdat.cli.say import say

LABELS = {
    "discover": "Asking sources",
    "fetch": "Reading stories",
    "import": "Reading pages",
    "save": "Saving stories",
    "build": "Building pages",
    "publish": "Publishing",
}


class Log:
    """One line an event, on standard error: `fetched story=… path=…`."""

    def step(self, name: str, *, done: int, total: int | None) -> None:
        """Say only where a step ended."""
        if total is not None and done == total:
            self.event(name, done=done)

    def event(self, name: str, **fields: object) -> None:
        """Write the event with its fields."""
        words = " ".join(f"{key}={_plain(value)}" for key, value in fields.items())
        say(f"{name} {words}".rstrip(), err=True)


def _plain(value: object) -> str:
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return f'"{text}"' if " " in text else text


class Bars:
    """Progress bars, on a terminal that has rich."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  an extra, absent on small servers
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description:<16}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def step(self, name: str, *, done: int, total: int | None) -> None:
        """Move the step's bar."""
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(LABELS.get(name, name), total=total)
        self._progress.update(self._tasks[name], completed=done, total=total or done)

    def event(self, name: str, **fields: object) -> None:
        """Say nothing; the summary at the end does."""


class Quietly(Silence):
    """A listener that can be entered like the bars."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


class LogLines(Log):
    """A log that can be entered like the bars."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


def choose_listener(*, quiet: bool) -> Bars | Quietly | LogLines:
    """Return bars on a terminal, log lines elsewhere, silence if *quiet*."""
    if quiet:
        return Quietly()
    if sys.stderr.isatty():
        try:
            return Bars()
        except ImportError:
            return LogLines()
    return LogLines()


__all__ = ["Bars", "Listener", "Log", "LogLines", "Quietly", "choose_listener"]
