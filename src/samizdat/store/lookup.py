"""Which stories many addresses mean, and further addresses that people give a story."""

from __future__ import annotations

from collections.abc import Iterable

from samizdat.store import schema
from samizdat.store.database import in_chunks, upsert
from samizdat.store.find import find_story, spellings
from samizdat.store.look import AT
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty


class Lookup(Part):
    """Addresses, ids and paths → stories."""

    def find_stories(self, texts: Iterable[str]) -> dict[str, str]:
        """Return text → id, for those of *texts* that name a story as `find_story` takes them.

        Addresses are looked up some hundred at a time; the few other texts one by one.
        """
        ways = {text: spellings(text) for text in texts}
        found: dict[str, str] = {}
        with self._database.read() as connection:
            every = sorted({spelling for own in ways.values() for spelling in own})
            known = dict(in_chunks(connection, every, AT))
            for text, own in ways.items():
                story = next((known[s] for s in sorted(own) if s in known), None)
                if story is None and "://" not in text:
                    story = find_story(connection, text)
                if story is not None:
                    found[text] = story
        return found

    def add_address(self, address: str, story: str) -> None:
        """Let the canonical *address* mean *story* too, unless it means another one already."""
        with self._database.write() as connection:
            row = {"canonical": address, "story": story}
            connection.execute(upsert(schema.address), row)
            mark_linking_dirty(connection, addresses=[address])
