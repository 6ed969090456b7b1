"""Facts of the mirror that are no configuration, such as that publication is held."""

from __future__ import annotations

from sqlalchemy import select

from samizdat.store import schema
from samizdat.store.database import upsert
from samizdat.store.part import Part

_setting = schema.setting
_PUT = upsert(_setting, "value")


class Settings(Part):
    """Words under names."""

    def setting(self, name: str) -> str:
        """Return what is kept under *name*, "" if nothing is."""
        query = select(_setting.c.value).where(_setting.c.name == name)
        with self._database.read() as connection:
            return connection.execute(query).scalar() or ""

    def put_setting(self, name: str, value: str) -> None:
        """Keep *value* under *name*."""
        with self._database.write() as connection:
            connection.execute(_PUT, {"name": name, "value": value})
