"""Ask the sources what they announce."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from samizdat.app.mirror import Mirror, source_options
from samizdat.app.pool import Batcher
from samizdat.app.schedule import beyond, next_look
from samizdat.app.summary import Summary
from samizdat.app.worker import SourceJob
from samizdat.config import NewsroomConfig, SourceConfig
from samizdat.errors import FetchError
from samizdat.fetch import Fetcher
from samizdat.model.address import canonical_address
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.model.response import Response, Validators
from samizdat.sources import Announced
from samizdat.store import SourceState


@dataclass(slots=True)
class Look:
    """One look at one source: what it needs and what came of it."""

    mirror: Mirror
    fetcher: Fetcher
    readers: Batcher
    summary: Summary
    room: NewsroomConfig
    source: SourceConfig
    failed: list[Failed] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The source's full id."""
        return f"{self.room.id}/{self.source.id}"


async def discover(
    mirror: Mirror,
    fetcher: Fetcher,
    readers: Batcher,
    summary: Summary,
    *,
    only: Sequence[str] | None = None,
) -> None:
    """Ask every source (or *only* those) conditionally and record what it announces."""
    looks = [
        Look(mirror, fetcher, readers, summary, room, source)
        for room in mirror.config.newsrooms.values()
        for source in room.source
        if only is None or f"{room.id}/{source.id}" in only
    ]
    for done, finished in enumerate(asyncio.as_completed([_look(look) for look in looks]), 1):
        await finished
        mirror.listener.step("discover", done=done, total=len(looks))


async def _look(look: Look) -> None:
    """Ask one source; its failure is a value in the summary."""
    state = look.mirror.store.source_state(look.id)
    look.summary.asked += 1
    try:
        response = await look.fetcher.fetch(look.source.address, validators=state.validators)
    except FetchError as error:
        _save_failure(look, state, Failed.from_error(error, where=look.source.address))
        return
    if response.status == 304:
        look.summary.silent += 1
        _save_success(look, state, response.validators, new=0)
    elif response.status != 200:
        hint = f"samizdat add {look.room.home}  finds where its feeds are now"
        what = f"the source is not there any more (status {response.status})"
        _save_failure(look, state, Failed(look.source.address, what, hint, "StatusError"))
    else:
        await _read(look, state, response)


async def _read(look: Look, state: SourceState, response: Response) -> None:
    """Read the source's document and those that it leads to, as long as they bring news."""
    first = await _announced(look, response)
    if isinstance(first, Failed):
        _save_failure(look, state, first)
        return
    new = _record(look, list(first.entries), first.failed)
    seen = {canonical_address(look.source.address), canonical_address(response.final_address)}
    queue = [*first.more]
    while queue and len(seen) < max(1, look.source.pages) and (new or _leads_on(first)):
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        further = await _fetch_further(look, address)
        if further is None:
            continue
        fresh = _record(look, list(further.entries), further.failed, already=new)
        new += fresh
        if fresh or not further.entries:
            queue += further.more
        elif not _leads_on(first):
            break
        if _enough(look, new):
            break
    _save_success(look, state, response.validators, new=new)


def _leads_on(first: Announced) -> bool:
    """Return whether the first document only names others (a sitemap index)."""
    return not first.entries and bool(first.more)


def _enough(look: Look, new: int) -> bool:
    count = look.source.backfill.count
    return count is not None and new >= count


async def _fetch_further(look: Look, address: str) -> Announced | None:
    """Return what a further document announces; its failure is told and stops nothing."""
    try:
        response = await look.fetcher.fetch(address)
    except FetchError as error:
        look.failed.append(Failed.from_error(error, where=address))
        return None
    if response.status != 200:
        return None
    announced = await _announced(look, response)
    if isinstance(announced, Failed):
        look.failed.append(announced)
        return None
    return announced


async def _announced(look: Look, response: Response) -> Announced | Failed:
    job = SourceJob(
        kind=look.source.kind,
        body=response.body,
        address=response.final_address,
        content_type=response.headers.get("content-type", ""),
        options=source_options(look.room, look.source),
    )
    announced: Announced | Failed = await look.readers.submit(job)
    return announced


def _record(
    look: Look, entries: list[Entry], failed: tuple[Failed, ...], *, already: int = 0
) -> int:
    """Record *entries*; return how many are new and wanted."""
    look.failed += failed
    now, backfill = look.mirror.now(), look.source.backfill
    if look.source.full_text == "never":
        entries = [replace(entry, content="") for entry in entries]
    if look.source.kind == "feed":
        entries = [_dated(entry) for entry in entries]
    recorded = look.mirror.store.record_entries(
        look.id,
        entries,
        now,
        skip=lambda entry, place: beyond(backfill, entry, place + already, now),
    )
    return recorded.new + recorded.changed


def _dated(entry: Entry) -> Entry:
    """Return *entry* with its time; an Atom entry often has only the time of its last change."""
    return replace(entry, published_at=entry.published_at or entry.updated_at)


def _save_success(look: Look, state: SourceState, validators: Validators, *, new: int) -> None:
    interval = next_look(look.source, state.interval, outcome="new" if new else "same")
    look.mirror.store.save_source(
        look.id,
        now=look.mirror.now(),
        validators=validators,
        interval=interval,
        changed=bool(new),
    )
    look.summary.failed += look.failed
    problems = {"problems": len(look.failed)} if look.failed else {}
    look.mirror.listener.event("discovered", source=look.id, new=new, **problems)


def _save_failure(look: Look, state: SourceState, failed: Failed) -> None:
    interval = next_look(look.source, state.interval, outcome="failed")
    look.mirror.store.save_source(
        look.id, now=look.mirror.now(), error=failed, interval=interval, changed=False
    )
    look.summary.failed.append(failed)
    look.mirror.listener.event("source failed", source=look.id, what=failed.what)
