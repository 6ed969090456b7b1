"""The desk's rules that are in force: the last sound state of every file of the editors' folder."""

from __future__ import annotations

from samizdat.config import Config
from samizdat.desk import Newsrooms, read_desk
from samizdat.model.desk import DeskRules
from samizdat.store import Store

IN_FORCE = "desk"
"""The store's setting that names the snapshot in force by its hash."""

BLOCKLIST = "blocklist.txt"
REVIEW = "sections.toml"
"""What the desk's reason for a story's state begins with: the file that has the rule."""


def reads_bodies(rules: DeskRules) -> bool:
    """Return whether a rule of the blocklist looks at the words of stories."""
    return any("body" in rule.fields for rule in rules.blocklist)


def rules_in_force(config: Config, store: Store) -> DeskRules:
    """Return the rules of the snapshot in force; none before the first run."""
    snapshot = store.setting(IN_FORCE)
    if not snapshot:
        return DeskRules()
    return read_desk(store.desk_files(snapshot), newsrooms=known_of(config)).rules


def known_of(config: Config) -> Newsrooms:
    """Return what the desk may speak of: newsrooms, sections and sources."""
    rooms = config.newsrooms.values()
    return Newsrooms(
        ids=frozenset(config.newsrooms),
        sections=frozenset(
            f"{room.id}/{key}"
            for room in rooms
            for key in (*room.sections, *(k for s in room.source for k in s.sections))
        ),
        sources=frozenset(f"{room.id}/{source.id}" for room in rooms for source in room.source),
    )
