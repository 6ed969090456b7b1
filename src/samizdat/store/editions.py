"""Editions: one build each of everything readers see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select, update

from samizdat.store import schema
from samizdat.store.part import Part
from samizdat.store.values import Edition

_edition = schema.edition


class Editions(Part):
    """The editions of a mirror, numbered from 1."""

    def begin_edition(
        self, as_of: datetime, parent: int | None, fingerprints: Mapping[str, str]
    ) -> int:
        """Begin an edition and return its number."""
        row = {"as_of": as_of, "parent": parent, "finished": False}
        with self._database.write() as connection:
            last = connection.execute(select(func.max(_edition.c.number))).scalar() or 0
            packed = json.dumps(dict(fingerprints), sort_keys=True)
            connection.execute(
                insert(_edition), {"number": last + 1, "fingerprints": packed, **row}
            )
            return last + 1

    def finish_edition(self, edition: int) -> None:
        """Note that every page of *edition* is built."""
        with self._database.write() as connection:
            mine = update(_edition).where(_edition.c.number == edition)
            connection.execute(mine.values(finished=True))

    def last_edition(self) -> Edition | None:
        """Return the newest edition, None before the first."""
        query = select(_edition).order_by(_edition.c.number.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return Edition(
            row.number, row.as_of, row.parent, json.loads(row.fingerprints), row.finished
        )
