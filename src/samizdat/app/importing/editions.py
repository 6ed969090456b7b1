"""An edition that samizdat published → the store that it came from, as far as pages tell.

Ids, paths, addresses, sections, dates and pictures come back as they were; the desk and the
configuration are no part of an edition, and stories that no page showed are not there to be found.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from posixpath import dirname, join, normpath

from samizdat.app.importing.gather import SUFFIX, Gathered
from samizdat.app.importing.rooms import Rooms
from samizdat.app.importing.save import BATCH
from samizdat.app.importing.sources import ImportSources
from samizdat.app.importing.values import Imported, ImportOptions
from samizdat.app.importing.work import KeptEdition
from samizdat.app.mirror import Mirror
from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.entry import Entry
from samizdat.model.identity import is_key
from samizdat.model.page import HOME, section_key, story_key, topic_key
from samizdat.model.response import Response
from samizdat.model.story import Head
from samizdat.model.story_mark import StoryMark
from samizdat.store import Due, Reading
from samizdat.store.paths import is_safe_path

README = "README.md"
Stand = tuple[str, tuple[str, ...], datetime | None]
"""Where a story stood: its newsroom, full keys of its sections, and the time that orders it."""

_PERIOD = re.compile(r"(\d{4})-(\d\d)")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")


@dataclass(slots=True)
class EditionSaver:
    """Brings the stories of an edition back into the store.

    Attributes:
        rooms: learns newsrooms that are not configured.
        pages: path of a file → key of the page that stands there.
    """

    mirror: Mirror
    rooms: Rooms
    options: ImportOptions
    report: Imported
    sources: ImportSources
    pages: dict[str, str] = field(default_factory=dict)
    _newsrooms: dict[str, str] = field(default_factory=dict)
    _sections: set[str] = field(default_factory=set)
    _moved: dict[str, str] = field(default_factory=dict)

    def prepare(self, gathered: Gathered) -> None:
        """Learn which newsrooms and sections the edition has; its lists are nobody's stories."""
        for page in gathered.editions:
            mark = page.mark
            if mark.state not in ("withdrawn", "merged"):
                room = self.rooms.claim(mark.newsroom, host_of(mark.address), mark.language)
                self._newsrooms[page.path] = room
                self._sections.update(filter(_is_section, mark.sections))
                self._name(room, page)
        if gathered.editions:
            kept = gathered.stories.items()
            gathered.stories = {path: one for path, one in kept if not self._is_list(path)}
            gathered.others = [one for one in gathered.others if not self._is_list(one.path)]

    def _name(self, room: str, page: KeptEdition) -> None:
        """Note what *page* calls a newsroom that is not configured, and its sections."""
        new = self.rooms.new.get(room)
        if new is None:
            return
        if page.titles.newsroom:
            new.names[page.titles.newsroom] += 1
        for key, name in page.titles.sections:
            newsroom, _, section = key.partition("/")
            if newsroom == room and is_key(section):
                new.sections.setdefault(section, Counter())[name] += 1

    def names(self) -> dict[str, dict[str, str]]:
        """Return newsroom → section key → what most pages call it, of those not configured."""
        return {
            room.id: {key: told.most_common(1)[0][0] for key, told in room.sections.items()}
            for room in self.rooms.new.values()
            if room.sections
        }

    def save(self, gathered: Gathered) -> None:
        """Save stories, then what other pages lead to."""
        told = [p for p in gathered.editions if p.mark.state != "merged"]
        for start in range(0, len(told), BATCH):
            self._save_batch(told[start : start + BATCH])
            done = min(start + BATCH, len(told))
            self.mirror.listener.step("save", done=done, total=len(told))
        if not self.options.dry_run:
            self._merge([p for p in gathered.editions if p.mark.state == "merged"])
            self._lead_on(gathered)

    def _save_batch(self, batch: list[KeptEdition]) -> None:
        store, now = self.mirror.store, self.mirror.now()
        there = store.heads([page.mark.id for page in batch])
        by_address = self._by_address(batch)
        fresh = []
        for page in batch:
            if page.mark.id in there or page.mark.address in by_address:
                self.report.unchanged += 1
            else:
                self.report.new += 1
                fresh.append(page)
        if self.options.dry_run:
            return
        placed = [(page, place) for page in fresh if (place := self._place(page))]
        readings = [self._reading(page, place) for page, place in placed]
        store.save_readings(self.mirror.verdicts.over(readings), now)
        self._settle(batch)

    def _by_address(self, batch: list[KeptEdition]) -> dict[str, str]:
        addresses = [page.mark.address for page in batch if page.mark.address]
        return self.mirror.store.find_stories(addresses)

    def _settle(self, batch: list[KeptEdition]) -> None:
        """Give stories the states that readers saw, and note where they stand."""
        by_address = self._by_address(batch)
        ids = [*(page.mark.id for page in batch), *by_address.values()]
        heads = self.mirror.store.heads(ids)
        for page in batch:
            mark = page.mark
            head = heads.get(mark.id) or heads.get(by_address.get(mark.address, ""))
            if head is None:
                continue
            if head.story.id == mark.id:
                self._give_state(head, mark)
            self.pages[page.path] = story_key(head.story.id)
            if f"{head.story.path}{SUFFIX}" != page.path:  # it was here before, at another path
                self._moved[page.path] = story_key(head.story.id)

    def _give_state(self, head: Head, mark: StoryMark) -> None:
        store, now = self.mirror.store, self.mirror.now()
        if mark.state == "withdrawn" and not _is_withdrawn(head):
            store.set_state(mark.id, "withdrawn", mark.reason, now, by="person")
        elif mark.state == "gone" and head.state == "shown":
            store.set_state(mark.id, "gone", mark.reason, now, by="")

    def _reading(self, page: KeptEdition, place: Stand) -> Reading:
        """Return the story as if it had been read when its page says that it was mirrored."""
        mark, now = page.mark, self.mirror.now()
        is_withdrawn = mark.state == "withdrawn"
        address = _canonical(mark.address)
        room, sections, first = place
        source = self.sources.find(room, sections)
        due = Due.unqueued(Entry(address, title=mark.title), source, room, min(first or now, now))
        read_at = min(mark.mirrored or now, now)
        return Reading(
            due=due,
            article=page.article,
            response=Response(address, address, 200, b"", read_at) if address else None,
            addresses=(address,) if address else (),
            next_check=now if self.options.recheck and not is_withdrawn else None,
            prepared=page.prepared,
            state="withdrawn" if is_withdrawn else "shown",
            reason=mark.reason if is_withdrawn else "",
            cause="import",
            path=page.path.removesuffix(SUFFIX),
            story_id=mark.id,
            updated=mark.updated,
        )

    def _place(self, page: KeptEdition) -> Stand | None:
        """Return where a story stood; of a withdrawn one its links tell."""
        if page.mark.state == "withdrawn":
            return self._place_by_links(page)
        room = self._newsrooms.get(page.path, "")
        if not room:
            self.report.add_flaw(page.path, 1, "its newsroom is one too many")
            return None
        keys = tuple(filter(_is_section, page.mark.sections))
        return room, keys or (f"{room}/news",), page.mark.first

    def _place_by_links(self, page: KeptEdition) -> Stand | None:
        files = [normpath(join(dirname(page.path), p.target)) for p in page.pointers]
        stems = [file.removesuffix(SUFFIX) for file in files if file.endswith(SUFFIX)]
        keys = tuple(dict.fromkeys(stem for stem in stems if stem in self._sections))
        months = [match for stem in stems if (match := _PERIOD.fullmatch(stem.rpartition("/")[2]))]
        month = months[0] if months else _IN_PATH.search(page.path)
        first = datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC) if month else None
        room = (keys or (page.path,))[0].partition("/")[0]
        known = self.mirror.config.newsrooms
        room = room if room in known else next(iter(known), "")
        if not room:
            self.report.add_flaw(page.path, 1, "no newsroom is configured that it could belong to")
            return None
        return room, keys or (f"{room}/news",), first

    def _merge(self, pages: list[KeptEdition]) -> None:
        """Let the pages of merged stories point to what they turned out to be again."""
        store, now = self.mirror.store, self.mirror.now()
        for page in pages:
            into = self.pages.get(page.mark.target, "").removeprefix(story_key(""))
            if not into:
                self.report.add_flaw(page.path, 1, "the story that it was merged into is not there")
                continue
            if page.mark.id not in store.heads([page.mark.id]):
                target = store.heads([into])[into]
                place = self._merged_room(page, target), target.sections, page.mark.first
                store.save_readings([self._reading(page, place)], now)
            if page.mark.id in store.heads([page.mark.id]):
                store.merge(page.mark.id, into, now)
            else:
                self._moved[page.path] = story_key(into)

    def _merged_room(self, page: KeptEdition, target: Head) -> str:
        """Return the newsroom of a merged story: its path may tell, else the one it led to has."""
        room = page.path.partition("/")[0]
        return room if room in self.mirror.config.newsrooms else target.story.newsroom

    def _lead_on(self, gathered: Gathered) -> None:
        """Let the pages at old addresses lead where they led."""
        rows = {path: page for path, page in self._moved.items() if is_safe_path(path)}
        for alias in gathered.aliases:
            page = self._page_of(alias.target)
            if page and is_safe_path(alias.path):
                rows[alias.path] = page
            else:
                self.report.add_flaw(alias.path, 1, "where this old address leads is not known")
        before = self.mirror.store.aliases(list(rows))
        self.mirror.store.add_aliases(rows)
        self.report.aliases += len(rows.keys() - before.keys())

    def _is_list(self, file: str) -> bool:
        """Return whether *file* stands where our own lists do: they are made anew."""
        shelf = "/".join(file.removesuffix(SUFFIX).split("/")[:2])
        return file == README or shelf in self._sections or shelf.startswith("topics/")

    def _page_of(self, file: str) -> str:
        """Return the key of the page that the file of an edition shows, "" if none is known."""
        stem = file.removesuffix(SUFFIX)
        if file == README:
            return HOME
        if stem in self._sections:
            return section_key(stem)
        folder, _, name = stem.partition("/")
        return topic_key(name) if folder == "topics" and is_key(name) else self.pages.get(file, "")


def _is_section(key: str) -> bool:
    room, _, section = key.partition("/")
    return is_key(room) and is_key(section)


def _is_withdrawn(head: Head) -> bool:
    return head.state == "withdrawn" and head.decided_by == "person"


def _canonical(address: str) -> str:
    try:
        return canonical_address(address) if is_web(address) else ""
    except ValueError:
        return ""
