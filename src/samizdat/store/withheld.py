"""Pictures that editors took down: no page shows them, whatever address they are met under."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from samizdat.model.failed import Failed
from samizdat.model.page import story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks, many
from samizdat.store.dirty import mark_dirty, pictures_of
from samizdat.store.find import spellings
from samizdat.store.part import Part

WITHHELD = "withheld"
"""State of a picture that was taken down; its `error` holds the reason."""

_PUBLISHED = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})\.webp$")
_asset, _shows, _variant = schema.asset, schema.story_asset, schema.variant
_WITHHOLD = (
    update(_asset)
    .where(_asset.c.origin == bindparam("b_origin"))
    .values(state=WITHHELD, due_at=None, error=bindparam("b_error"))
)
_GIVE_BACK = (
    update(_asset)
    .where(_asset.c.origin == bindparam("b_origin"))
    .values(state=bindparam("b_state"), due_at=bindparam("b_due"), error=None, attempts=0)
)


class Withheld(Part):
    """What editors decide about pictures."""

    def withhold(self, pictures: Mapping[str, str], now: datetime) -> int:
        """Take down exactly *pictures*: address at the origin, or published path, → the reason.

        The same picture under another address goes with it. Those that are not named any more come
        back. Returns how many addresses changed; the pages that show them become dirty.
        """
        with self._database.write() as connection:
            wanted = _wanted(connection, pictures)
            rows = connection.execute(select(_asset).where(_asset.c.state == WITHHELD)).all()
            before = {row.origin: row for row in rows}
            fresh = {o: r for o, r in wanted.items() if o not in before or _why(before[o]) != r}
            back = [row for origin, row in before.items() if origin not in wanted]
            errors = {
                origin: Failed(origin, reason, kind="Withheld") for origin, reason in fresh.items()
            }
            many(connection, _WITHHOLD, [{"b_origin": o, "b_error": e} for o, e in errors.items()])
            many(connection, _GIVE_BACK, [_given_back(row, now) for row in back])
            _mark(connection, [*fresh, *(row.origin for row in back)])
        return len(fresh) + len(back)

    def withheld(self, origins: Collection[str]) -> dict[str, str]:
        """Return origin → the reason, for those of *origins* that are taken down."""
        query = select(_asset.c.origin, _asset.c.error).where(_asset.c.state == WITHHELD)
        with self._database.read() as connection:
            rows = in_chunks(connection, origins, query.where(_asset.c.origin.in_(KEYS)))
            return {row.origin: _why(row) for row in rows}

    def pictures_at(self, addresses: Iterable[str]) -> set[str]:
        """Return those of *addresses* under which `withhold` knows a picture."""
        with self._database.read() as connection:
            return {address for address in addresses if _origins(connection, address)}

    def withheld_pictures(self) -> set[str]:
        """Return the hashes of all derivatives, of any specification, of what is taken down."""
        query = select(_variant.c.hash).join(
            _asset, _asset.c.original_hash == _variant.c.original_hash
        )
        with self._database.read() as connection:
            return set(connection.execute(query.where(_asset.c.state == WITHHELD)).scalars())


def _why(row: Any) -> str:
    return row.error.what if row.error else ""


def _wanted(connection: Connection, pictures: Mapping[str, str]) -> dict[str, str]:
    """Return every origin that is one of *pictures* → the reason; the first that names it wins."""
    found: dict[str, str] = {}
    for address, reason in pictures.items():
        for origin in _same_picture(connection, _origins(connection, address)):
            found.setdefault(origin, reason)
    return found


def _origins(connection: Connection, address: str) -> list[str]:
    published = _PUBLISHED.search(address)
    if published is None:
        named = select(_asset.c.origin).where(_asset.c.origin.in_(sorted(spellings(address))))
        return list(connection.execute(named).scalars())
    starts = _variant.c.hash.between(published[1], published[1] + "g")
    made = select(_asset.c.origin).join(
        _variant, _variant.c.original_hash == _asset.c.original_hash
    )
    return list(connection.execute(made.where(starts).distinct()).scalars())


def _same_picture(connection: Connection, origins: Iterable[str]) -> list[str]:
    """Return *origins* and the other addresses under which the same bytes were met."""
    origins = list(origins)
    hashes = select(_asset.c.original_hash).where(_asset.c.origin.in_(KEYS))
    originals = [row.original_hash for row in in_chunks(connection, origins, hashes)]
    query = select(_asset.c.origin).where(_asset.c.original_hash.in_(KEYS))
    same = in_chunks(connection, filter(None, originals), query)
    return list(dict.fromkeys((*origins, *(row.origin for row in same))))


def _given_back(row: Any, now: datetime) -> dict[str, Any]:
    stored = bool(row.original_hash)
    return {
        "b_origin": row.origin,
        "b_state": "stored" if stored else "due",
        "b_due": None if stored else now,
    }


def _mark(connection: Connection, origins: Collection[str]) -> None:
    """Dirty the pages that show *origins*, and the published pictures made of them."""
    stories = select(_shows.c.story).where(_shows.c.origin.in_(KEYS))
    mark_dirty(connection, (story_key(r.story) for r in in_chunks(connection, origins, stories)))
    hashes = select(_asset.c.original_hash).where(_asset.c.origin.in_(KEYS))
    originals = [row.original_hash for row in in_chunks(connection, origins, hashes)]
    mark_dirty(connection, pictures_of(connection, filter(None, originals)))
