"""When `watch` turns to a remote that failed again: not at once, and ever more seldom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samizdat.app.summary import RemoteOutcome

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
"""A forge that is down for a day is asked some hundred times and not seventeen thousand."""


@dataclass(slots=True)
class Patience:
    """The remotes that failed of late; a remote that takes an edition is forgiven at once.

    Attributes:
        failures: remote → how often it failed in a row.
        not_before: remote → when it is tried again.
    """

    failures: dict[str, int] = field(default_factory=dict)
    not_before: dict[str, datetime] = field(default_factory=dict)

    def willing(self, names: Iterable[str], now: datetime) -> list[str]:
        """Return those of *names* whose pause is over."""
        return [name for name in names if self.not_before.get(name, now) <= now]

    def heard(self, outcomes: Sequence[RemoteOutcome], now: datetime) -> None:
        """Take note of how publishing ended."""
        for outcome in outcomes:
            if outcome.error is None:
                self.failures.pop(outcome.name, None)
                self.not_before.pop(outcome.name, None)
                continue
            count = self.failures.get(outcome.name, 0)
            self.failures[outcome.name] = count + 1
            pause = min(FIRST_PAUSE * 2 ** min(count, 10), LONGEST_PAUSE)
            self.not_before[outcome.name] = now + pause
