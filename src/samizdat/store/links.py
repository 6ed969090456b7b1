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
    .join(_head, _head.c.story == _address.c.story)
    .where(_link.c.story.in_(KEYS), _address.c.story != _link.c.story)
    .where(_head.c.state.in_(sorted(PAGED - {"merged"})))
)
"""The addresses of a story that was merged are those of the story it was merged into."""


class Links(Part):
    """Links between stories."""

    def link_targets(self, stories: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return id → {canonical address in its body → story with a page that it means}."""
        found: dict[str, dict[str, str]] = {}
        with self._database.read() as connection:
            for story, address, target in in_chunks(connection, stories, _TARGETS):
                found.setdefault(story, {})[address] = target
        return found
