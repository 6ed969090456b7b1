"""What hosts told us about how to ask them."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from samizdat.store import schema
from samizdat.store.database import as_dict, upsert
from samizdat.store.part import Part
from samizdat.store.values import HostState

_SAVE = upsert(schema.host, "robots", "robots_at", "not_before", "failures")


class Hosts(Part):
    """The state of hosts."""

    def host_state(self, host: str) -> HostState:
        """Return what is known of *host*; nothing is known of a new one."""
        table = schema.host
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.host == host)).one_or_none()
        return HostState(**as_dict(row)) if row else HostState(host)

    def host_states(self) -> list[HostState]:
        """Return what is known of every host."""
        with self._database.read() as connection:
            rows = connection.execute(select(schema.host).order_by(schema.host.c.host))
            return [HostState(**as_dict(row)) for row in rows]

    def save_host(self, state: HostState) -> None:
        """Keep *state*."""
        with self._database.write() as connection:
            connection.execute(_SAVE, asdict(state))
