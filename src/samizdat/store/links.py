"""Where the links of stories' bodies lead within the mirror."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.dirty import PAGED
from samizdat.store.part import Part

_link, _address, _head = schema.story_link, schema.address, schema.head
_TARGETS = (
    select(_link.c.story, _link.c.address, _address.c.story)
    .join(_address, _address.c.canonical == _link.c.address)
    .where(_link.c.story.in_(KEYS), _address.c.story != _link.c.story)
)
"""The addresses of a story that was merged are those of the story it was merged into."""

_STATES = select(_head.c.story, _head.c.state).where(_head.c.story.in_(KEYS))
"""Not a part of the query before: asked both at once, SQLite begins with every story shown."""


class Links(Part):
    """Links between stories."""

    def link_targets(self, stories: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return id → {canonical address in its body → story with a page that it means}."""
        found: dict[str, dict[str, str]] = {}
        with self._database.read() as connection:
            rows = list(in_chunks(connection, stories, _TARGETS))
            states = dict(in_chunks(connection, [target for *_, target in rows], _STATES))
        for story, address, target in rows:
            if states[target] in PAGED:
                found.setdefault(story, {})[address] = target
        return found
