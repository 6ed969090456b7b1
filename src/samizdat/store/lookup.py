"""Which stories many addresses mean, and further addresses that people give a story."""

from __future__ import annotations

from collections.abc import Iterable

from samizdat.store import schema
from samizdat.store.database import in_chunks, upsert
from samizdat.store.find import find_pages, spellings
from samizdat.store.look import AT
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty


class Lookup(Part):
    """Addresses, ids and paths → stories."""

    def find_stories(self, texts: Iterable[str]) -> dict[str, str]:
        """Return text → id, for those of *texts* that are a story's address, id or path."""
        ways = {text: spellings(text) for text in texts}
        found: dict[str, str] = {}
        with self._database.read() as connection:
            every = sorted({spelling for own in ways.values() for spelling in own})
            known = dict(in_chunks(connection, every, AT))
            for text, own in ways.items():
                story = next((known[s] for s in sorted(own) if s in known), None)
                if story is not None:
                    found[text] = story
            others = [text for text in ways if text not in found and "://" not in text]
            return found | find_pages(connection, others)

    def find_pages(self, texts: Iterable[str]) -> dict[str, str]:
        """Return text → id, for those of *texts* that end in a story's id or are a page's path."""
        with self._database.read() as connection:
            return find_pages(connection, texts)

    def add_address(self, address: str, story: str) -> None:
        """Let the canonical *address* mean *story* too, unless it means another one already."""
        with self._database.write() as connection:
            row = {"canonical": address, "story": story}
            connection.execute(upsert(schema.address), row)
            mark_linking_dirty(connection, addresses=[address])
