"""When things are due again: pure rules over times."""

import re
from datetime import datetime, timedelta

from samizdat.config import Backfill, RecheckConfig, SourceConfig
from samizdat.model.entry import Entry

RETRIES = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""Pauses before a story that failed is tried again; then it is given up."""

LEASE = timedelta(minutes=15)
"""How long a story that was handed out stays with one run."""

UPDATING_FOR = timedelta(days=2)
"""A title that promises updates is believed for this long."""


def next_check(
    title: str, first_seen: datetime, now: datetime, rules: RecheckConfig
) -> datetime | None:
    """Return when a story that was just read is asked for again, None for never."""
    age = now - first_seen
    if rules.updating and age < UPDATING_FOR and re.search(rules.updating, title):
        return now + rules.updating_every
    coming = sorted(step for step in rules.ages if step > age)
    return first_seen + coming[0] if coming else None


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when a story that failed *attempts* times before is tried again, None to give up."""
    return now + RETRIES[attempts] if attempts < len(RETRIES) else None


def next_look(source: SourceConfig, last: timedelta, *, outcome: str) -> timedelta:
    """Return the pause before the next look at a source.

    It halves when something was new, grows by half when nothing was, doubles after a failure, and
    stays between the source's bounds.

    Args:
        source: gives the bounds.
        last: the pause before this look.
        outcome: `new`, `same` or `failed`.
    """
    factor = {"new": 0.5, "same": 1.5, "failed": 2.0}[outcome]
    return min(max(last * factor, source.every), max(source.at_most, source.every))


def beyond(backfill: Backfill, entry: Entry, place: int, now: datetime) -> bool:
    """Return whether *entry*, the *place*-th newest of a look's new ones, is left in the past."""
    if backfill.count is not None and place >= backfill.count:
        return True
    when = entry.published_at or entry.updated_at
    return backfill.age is not None and when is not None and when < now - backfill.age
