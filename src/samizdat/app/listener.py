"""Who is told how a run goes on: a terminal, a log, nobody."""

from typing import Protocol


class Listener(Protocol):
    """Hears of a run's steps and events."""

    def step(self, name: str, *, done: int, total: int | None) -> None:
        """A step stands at *done* of *total* (None: not known)."""
        ...

    def event(self, name: str, **fields: object) -> None:
        """Something happened, as a log line with fields."""
        ...


class Silence:
    """Hears everything and says nothing."""

    def step(self, name: str, *, done: int, total: int | None) -> None:
        """Say nothing."""

    def event(self, name: str, **fields: object) -> None:
        """Say nothing."""
