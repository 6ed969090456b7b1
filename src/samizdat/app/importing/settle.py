"""New newsrooms and names of sections → samizdat.toml, as `add` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from samizdat.app.importing.rooms import NewRoom
from samizdat.app.mirror import Mirror, put_configuration
from samizdat.app.setup import write_file
from samizdat.config import CONFIG_NAME, Config, load_config, parse_config
from samizdat.config.write import NewNewsroom, add_sections, write_newsroom
from samizdat.errors import ConfigError

Names = Mapping[str, Mapping[str, str]]
"""Newsroom → section key → display name."""


def lacking(config: Config, names: Names) -> dict[str, dict[str, str]]:
    """Return those of *names* that the newsrooms of *config* do not have."""
    found = {}
    for room, sections in names.items():
        known = config.newsrooms[room].sections if room in config.newsrooms else {}
        new = {key: name for key, name in sections.items() if key not in known}
        if new:
            found[room] = new
    return found


def settle(mirror: Mirror, rooms: Iterable[NewRoom], names: Names) -> list[str]:
    """Write what is new into samizdat.toml and the store; return what could not be written."""
    path = mirror.config.root / CONFIG_NAME
    text = before = path.read_text(encoding="utf-8")
    notes = []
    for room in rooms:
        text = f"{text.rstrip()}\n\n{write_newsroom(_newsroom(room, names.get(room.id, {})))}"
    for id_, sections in names.items():
        if id_ in mirror.config.newsrooms and sections:
            grown = add_sections(text, id_, sections)
            if _is_sound(mirror.config, grown):
                text = grown
            else:
                keys = ", ".join(sections)
                notes.append(f"the names of {keys} could not be added to [newsroom.{id_}]")
    if text != before:
        parse_config(text, root=mirror.config.root, where=str(path))
        write_file(path, text)
        mirror.config = load_config(mirror.config.root)
        mirror.forget_rules()
        put_configuration(mirror)
    return notes


def _newsroom(room: NewRoom, sections: Mapping[str, str]) -> NewNewsroom:
    host = room.hosts[0] if room.hosts else ""
    return NewNewsroom(
        id=room.id,
        name=room.name or host or room.id,
        home=f"https://{host}/" if host else "",
        language=room.language,
        hosts=tuple(room.hosts),
        sources=(),
        sections=sections,
    )


def _is_sound(config: Config, text: str) -> bool:
    try:
        parse_config(text, root=config.root)
    except ConfigError:
        return False
    return True
