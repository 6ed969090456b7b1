"""What came of one story that was due: values that the store writer saves in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samizdat.app.mirror import Mirror
from samizdat.app.schedule import RETRIES, next_check, next_try
from samizdat.app.summary import Summary
from samizdat.model.failed import Failed
from samizdat.model.response import Validators
from samizdat.store import Due, Reading, Saved


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that nothing has changed."""

    due: Due
    validators: Validators


@dataclass(frozen=True, slots=True)
class Missing:
    """The server says that the story is not there (404, 410)."""

    due: Due
    status: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The story could not be read."""

    due: Due
    failed: Failed
    retry: datetime | None = None


Outcome = Reading | Unchanged | Missing | Broken


def save(mirror: Mirror, outcomes: Sequence[Outcome], summary: Summary) -> None:
    """Write *outcomes* into the store and count them in *summary*."""
    readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
    if readings:
        _save_readings(mirror, readings, summary)
    for outcome in outcomes:
        match outcome:
            case Unchanged():
                _save_unchanged(mirror, outcome, summary)
            case Missing():
                _save_missing(mirror, outcome, summary)
            case Broken():
                _save_broken(mirror, outcome, summary)
            case _:
                pass


def _save_readings(mirror: Mirror, readings: Sequence[Reading], summary: Summary) -> None:
    judged = mirror.verdicts.over(readings)
    for saved in mirror.store.save_readings(judged, mirror.now()):
        summary.new += saved.outcome == "new"
        summary.changed += saved.outcome == "changed"
        summary.unchanged += saved.outcome == "unchanged"
        if saved.outcome != "unchanged":
            mirror.listener.event(saved.outcome, story=saved.story.id, path=saved.story.path)
        if saved.kept_back:
            summary.failed.append(_kept_back(saved))


def _kept_back(saved: Saved) -> Failed:
    address = saved.story.minted_from
    what = f"revision {saved.revision} has lost most of its text and is not shown"
    return Failed(address, what, f"if that is right:  samizdat story show {address}")


def _save_unchanged(mirror: Mirror, outcome: Unchanged, summary: Summary) -> None:
    now, due = mirror.now(), outcome.due
    mirror.store.save_unchanged(
        due,
        now,
        validators=outcome.validators,
        next_check=next_check(due.entry.title, due.first_seen, now, mirror.config.recheck),
    )
    summary.unchanged += 1


def _save_missing(mirror: Mirror, outcome: Missing, summary: Summary) -> None:
    now = mirror.now()
    gone = mirror.store.save_missing(
        outcome.due, now, status=outcome.status, retry=now + RETRIES[1]
    )
    address = outcome.due.entry.address
    if gone:
        summary.removed += 1
        mirror.listener.event("gone", story=outcome.due.story, address=address)
    elif outcome.due.story is None:
        what = f"the story is announced, but not there (status {outcome.status})"
        summary.failed.append(Failed(address, what, "it is asked once more in an hour"))


def _save_broken(mirror: Mirror, outcome: Broken, summary: Summary) -> None:
    now = mirror.now()
    retry = outcome.retry or next_try(outcome.due.attempts, now)
    mirror.store.save_failed(outcome.due, outcome.failed, now, retry=retry)
    summary.failed.append(outcome.failed)
    mirror.listener.event("failed", address=outcome.failed.where, what=outcome.failed.what)
