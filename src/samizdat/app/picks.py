"""Picks of stories that are not mirrored yet: queued one by one, other mirrors' pages followed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from samizdat.app.mirror import Mirror
from samizdat.app.view import find_stories
from samizdat.config import NewsroomConfig
from samizdat.desk import at
from samizdat.errors import FetchError
from samizdat.fetch import Fetcher
from samizdat.model.address import canonical_address, host_of
from samizdat.model.desk import Pick
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.sources import original_on_page

MOST = 50
"""Picks that one run queues or follows: a list pasted by mistake does not flood a newsroom."""

_FOLLOWED = "picks-followed"
"""The store's setting that keeps what other mirrors' pages led to."""

AGAIN = timedelta(hours=6)
"""Pause before a page that could not be followed is asked for again."""


@dataclass
class Followed:
    """What is known of picks that are pages of other mirrors: address → original, or when asked."""

    originals: dict[str, str]
    asked: dict[str, str]

    @classmethod
    def load(cls, mirror: Mirror) -> Followed:
        """Return what earlier runs found."""
        data = json.loads(mirror.store.setting(_FOLLOWED) or "{}")
        return cls(data.get("originals", {}), data.get("asked", {}))

    def save(self, mirror: Mirror) -> None:
        """Keep it for later runs."""
        data = {"originals": self.originals, "asked": self.asked}
        mirror.store.put_setting(_FOLLOWED, json.dumps(data, ensure_ascii=False, sort_keys=True))

    def is_due(self, address: str, now: datetime) -> bool:
        """Return whether *address* may be asked for now."""
        before = self.asked.get(address)
        return before is None or datetime.fromisoformat(before) + AGAIN <= now


async def fetch_picks(mirror: Mirror, fetcher: Fetcher) -> list[Failed]:
    """Queue the picks in force that are not mirrored; return those that cannot be.

    A pick of a known newsroom is queued singly. A page of this mirror or of another one made by
    samizdat is followed to its story.
    """
    active = at(mirror.rules, mirror.now()).picks
    known = find_stories(mirror.config, mirror.store, (pick.address for pick in active))
    missing = [pick for pick in active if pick.address not in known][:MOST]
    if not missing:
        return []
    followed = Followed.load(mirror)
    failed = [await _fetch(mirror, fetcher, pick, followed) for pick in missing]
    followed.save(mirror)
    return [one for one in failed if one is not None]


async def _fetch(mirror: Mirror, fetcher: Fetcher, pick: Pick, followed: Followed) -> Failed | None:
    room = room_of(mirror, pick.address)
    if room is not None:
        _queue(mirror, room, pick)
        return None
    original = followed.originals.get(pick.address, "")
    if not original and followed.is_due(pick.address, mirror.now()):
        followed.asked[pick.address] = mirror.now().isoformat(timespec="seconds")
        try:
            original = await _follow(mirror, fetcher, pick.address)
        except FetchError as error:
            return Failed.from_error(error, where=pick.address)
        if not original:
            return _stranger(mirror, pick)
        followed.originals[pick.address] = original
    if original:
        return _lead_to(mirror, pick, original)
    return None


def room_of(mirror: Mirror, address: str) -> NewsroomConfig | None:
    """Return the newsroom whose host *address* has, None if none has it."""
    host = host_of(address)
    rooms = [room for room in mirror.config.newsrooms.values() if host and host in room.hosts]
    under = [room for room in rooms if address.startswith(room.home)]
    return max(under or rooms, key=lambda room: len(room.home), default=None)


def _queue(mirror: Mirror, room: NewsroomConfig, pick: Pick) -> None:
    """Queue a pick once; a failed one is retried by the queue's own rules."""
    address = canonical_address(pick.address)
    if any(row.state in ("queued", "failed") for row in mirror.store.why(address).entries):
        return
    default = room.source[0].sections if room.source else tuple(room.sections)[:1] or ("news",)
    sections = (pick.section,) if pick.section.startswith(f"{room.id}/") else ()
    keys = sections or tuple(f"{room.id}/{key}" for key in default)
    mirror.store.queue_single(room.id, Entry(address=address), keys, mirror.now())


async def _follow(mirror: Mirror, fetcher: Fetcher, address: str) -> str:
    """Return the original's address that a page of another mirror names, "" if it names none."""
    response = await fetcher.fetch(canonical_address(address))
    if response.status != 200:
        return ""
    hosts = {host for room in mirror.config.newsrooms.values() for host in room.hosts}
    return original_on_page(response.body, hosts)


def _lead_to(mirror: Mirror, pick: Pick, original: str) -> Failed | None:
    """Let the pick's address mean the story at *original*, queueing that if it is not here yet."""
    story = mirror.store.find_story(original)
    if story is not None:
        mirror.store.add_address(canonical_address(pick.address), story)
        return None
    room = room_of(mirror, original)
    if room is None:
        return _stranger(mirror, pick)
    _queue(mirror, room, replace(pick, address=original))
    return None


def _stranger(mirror: Mirror, pick: Pick) -> Failed:
    where = f"{mirror.config.mirror.desk}/picks.csv:{pick.line}"
    what = f"{pick.address} belongs to no newsroom of this mirror"
    return Failed(where, what, "samizdat add URL, or take the line out", "DeskError")
