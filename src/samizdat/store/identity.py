"""Which story a reading belongs to: the one its addresses or guid name, else a new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, select

from samizdat.model.address import canonical_address
from samizdat.model.identity import ID_LENGTH, mint_id, story_path
from samizdat.model.story import Story
from samizdat.store import schema
from samizdat.store.database import KEYS, as_dict, in_chunks
from samizdat.store.look import stories_at, stories_called
from samizdat.store.paths import free_paths
from samizdat.store.values import Reading

_STORIES = select(schema.story).where(schema.story.c.id.in_(KEYS))
_TITLES = select(schema.head.c.story, schema.head.c.title).where(schema.head.c.story.in_(KEYS))
_TAKEN = select(schema.story.c.id).where(schema.story.c.id == bindparam("id"))
_LONGEST = 52
"""Characters of a whole SHA-256 in base32."""
_ID = re.compile(r"[a-z2-7]{12,52}")


@dataclass(slots=True)
class Names:
    """Everything the store knows of the names in one batch of readings.

    Attributes:
        by_address: canonical address → story.
        by_guid: (source, guid) → story.
        stories: id → row of the story.
        claimed: (source, address) that an entry of that source was announced under.
        taken: ids that exist or were minted in this batch.
        titles: story to which a canonical leads → its title.
        free: frozen paths that readings ask for and may have.
        merged: story → the one that it turned out to be.
        minted: rows of new stories, in order.
        new_addresses: rows of addresses that lead to their story from now on.
        new_guids: rows of guids that do.
    """

    by_address: dict[str, str]
    by_guid: dict[tuple[str, str], str]
    stories: dict[str, Any]
    claimed: set[tuple[str, str]]
    taken: set[str]
    titles: dict[str, str]
    free: set[str]
    merged: dict[str, str] = field(default_factory=dict)
    minted: list[dict[str, Any]] = field(default_factory=list)
    new_addresses: list[dict[str, str]] = field(default_factory=list)
    new_guids: list[dict[str, str]] = field(default_factory=list)

    def add(self, connection: Connection, stories: Iterable[str]) -> None:
        """Learn of *stories*, which are known under other names."""
        found = in_chunks(connection, stories, _STORIES)
        self.stories |= {row.id: as_dict(row) for row in found}

    def resolve(self, connection: Connection, reading: Reading) -> str:
        """Return the id of the story that *reading* belongs to, and note its new names.

        A story named by the queue stays that story, or what it was merged into. Otherwise the
        oldest one that a name leads to wins; the other names stay with the stories that have them.
        """
        due, addresses = reading.due, self._believed(reading)
        named = {self.by_address[a] for a in addresses if a in self.by_address}
        guid = (due.source, due.entry.guid)
        if due.entry.guid and guid in self.by_guid:
            named.add(self.by_guid[guid])
        if due.story is not None:
            story = due.story
        elif named:
            story = min(named, key=lambda id_: (self.stories[id_]["first_seen"], id_))
        elif self._is_known(reading):
            story = reading.story_id
        elif lost := self._with_lost_address(reading, addresses):
            story = lost
        else:
            story = self._mint(connection, reading, addresses)
        story = self.merged.get(story, story)
        for address in addresses:
            if address not in self.by_address:
                self.by_address[address] = story
                self.new_addresses.append({"canonical": address, "story": story})
        if due.entry.guid and guid not in self.by_guid:
            self.by_guid[guid] = story
            self.new_guids.append({"source": due.source, "guid": due.entry.guid, "story": story})
        return story

    def _believed(self, reading: Reading) -> list[str]:
        """Return the addresses that count, without a canonical of a story with another title.

        Some sites print one canonical on all pages, as by leaving out the query that names the
        story: believed, each story would be taken for a change of the first.
        """
        own, title = own_addresses(reading), reading.article.title
        counted = counted_addresses(reading, self.claimed)
        leads = {a: self.titles.get(self.by_address.get(a, ""), title) for a in counted}
        return [a for a in counted if a in own or leads[a] == title]

    def _mint(self, connection: Connection, reading: Reading, addresses: list[str]) -> str:
        due, minted_from = reading.due, _minted_from(reading, addresses)
        id_ = self._new_id(connection, reading, minted_from)
        path = story_path(due.newsroom, id_, first_published(reading))
        if reading.path in self.free:
            self.free.discard(reading.path)
            path = reading.path
        row = {
            "id": id_,
            "newsroom": due.newsroom,
            "minted_from": minted_from,
            "path": path,
            "first_seen": due.first_seen,
        }
        self.taken.add(id_)
        self.stories[id_] = row
        self.titles[id_] = reading.article.title
        self.minted.append(row)
        return id_

    def _is_known(self, reading: Reading) -> bool:
        """Return whether the reading names a story of its newsroom by id."""
        row = self.stories.get(reading.story_id)
        return row is not None and row["newsroom"] == reading.due.newsroom

    def _with_lost_address(self, reading: Reading, addresses: list[str]) -> str:
        """Return the id of the story whose address nobody knew and that has this reading's, or "".

        A withdrawn story that came back from an edition is such a one: only its id was told, and
        that was minted from its address.
        """
        id_ = mint_id(reading.due.newsroom, _minted_from(reading, addresses))
        row = self.stories.get(id_)
        return id_ if row is not None and row["minted_from"] == "" and addresses else ""

    def _new_id(self, connection: Connection, reading: Reading, minted_from: str) -> str:
        if _ID.fullmatch(reading.story_id) and reading.story_id not in self.taken:
            return reading.story_id
        for length in range(ID_LENGTH, _LONGEST + 1):
            id_ = mint_id(reading.due.newsroom, minted_from, length=length)
            if not self._is_taken(connection, id_):
                break
        return id_

    def _is_taken(self, connection: Connection, id_: str) -> bool:
        if len(id_) == ID_LENGTH or id_ in self.taken:  # the first length was looked up
            return id_ in self.taken
        return connection.execute(_TAKEN, {"id": id_}).first() is not None


def _minted_from(reading: Reading, addresses: Sequence[str]) -> str:
    """Return the address from which a new story's id is minted."""
    return reading.minted_from or (addresses or [reading.due.entry.address])[-1]


def counted_addresses(reading: Reading, claimed: Collection[tuple[str, str]]) -> list[str]:
    """Return the addresses of *reading* that count.

    The entry's and the one that answered do. A canonical that another entry of the source was
    announced under does not: some sites print the same one on many pages. A front page never does:
    it is printed as canonical by mistake, and answers for stories that were taken away.
    """
    own, due = own_addresses(reading), reading.due
    return [
        a
        for a in reading.addresses
        if a == due.entry.address
        or (not _is_front_page(a) and (a in own or (due.source, a) not in claimed))
    ]


def _is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def mint_addresses(reading: Reading, claimed: Collection[tuple[str, str]]) -> set[str]:
    """Return the addresses from which a new story's id may be minted."""
    counted, own = counted_addresses(reading, claimed), own_addresses(reading)
    last = [a for a in counted if a in own] or [reading.due.entry.address]
    return {reading.minted_from or a for a in (*counted[-1:], last[-1])}


def own_addresses(reading: Reading) -> set[str]:
    """Return where the story was announced and where it answered, in canonical spelling."""
    own = {reading.due.entry.address}
    if reading.response is not None:
        try:
            own.add(canonical_address(reading.response.final_address))
        except ValueError:
            own.add(reading.response.final_address)
    return own


def first_published(reading: Reading) -> datetime:
    """Return when the story was first published, as far as its frozen path is concerned.

    A date that lies ahead of the first sight of the story is a mistake or a plan; the first sight
    counts then, and where there is no date.
    """
    seen = reading.due.first_seen
    said = reading.article.published_at or reading.due.entry.published_at
    return min(said, seen) if said else seen


def look_up(connection: Connection, readings: Sequence[Reading]) -> Names:
    """Return what the store knows of the names in *readings*, in a handful of queries."""
    by_address = stories_at(connection, [a for r in readings for a in r.addresses])
    by_guid: dict[tuple[str, str], str] = {}
    for source in {r.due.source for r in readings}:
        guids = [r.due.entry.guid for r in readings if r.due.source == source and r.due.entry.guid]
        found = stories_called(connection, source, guids) if guids else {}
        by_guid |= {(source, guid): story for guid, story in found.items()}
    known = {*by_address.values(), *by_guid.values()}
    known |= {r.due.story for r in readings if r.due.story is not None}
    claimed = _claimed(connection, readings)
    known |= {
        mint_id(r.due.newsroom, address)
        for r in readings
        if r.due.story is None
        for address in mint_addresses(r, claimed)
    }
    known |= {r.story_id for r in readings if r.story_id}
    stories = {row.id: as_dict(row) for row in in_chunks(connection, known, _STORIES)}
    led_to = {by_address[a] for r in readings for a in _foreign(r) if a in by_address}
    titles = {row.story: row.title for row in in_chunks(connection, led_to, _TITLES)}
    free = free_paths(connection, {r.path for r in readings if r.path})
    return Names(by_address, by_guid, stories, claimed, set(stories), titles, free)


def _foreign(reading: Reading) -> set[str]:
    """Return the addresses that only the page itself claims."""
    return set(reading.addresses) - own_addresses(reading)


def _claimed(connection: Connection, readings: Sequence[Reading]) -> set[tuple[str, str]]:
    """Return (source, address) of canonicals that other entries of the source have."""
    wanted: dict[str, set[str]] = {}
    for reading in readings:
        if foreign := _foreign(reading):
            wanted.setdefault(reading.due.source, set()).update(foreign)
    return {
        (source, address)
        for source, addresses in wanted.items()
        for address in _announced(connection, source, addresses)
    }


def _announced(connection: Connection, source: str, addresses: Collection[str]) -> Iterable[str]:
    for table in (schema.entry, schema.sighting):
        query = select(table.c.address).where(table.c.source == source)
        found = in_chunks(
            connection,
            addresses,
            query.where(table.c.address.in_(KEYS)),
        )
        yield from (row.address for row in found)


def story_of(row: Any) -> Story:
    """Return the story that a row holds."""
    return Story(row["id"], row["newsroom"], row["minted_from"], row["path"])
