"""Newsrooms that are configured no more: their stories stay, under the names readers knew."""

from __future__ import annotations

import json
from collections.abc import Mapping

from samizdat.config import Config, NewsroomConfig
from samizdat.edit.names import NewsroomName
from samizdat.model.desk import DeskRules, named
from samizdat.store import Store

_SECTIONS = "sections/"
"""Settings under which the names of newsrooms' sections are kept."""


def note_sections(store: Store, room: NewsroomConfig) -> None:
    """Keep the names of the sections of *room* for the day on which it is configured no more."""
    names = json.dumps(room.sections, ensure_ascii=False)
    if store.setting(_SECTIONS + room.id) != names:
        store.put_setting(_SECTIONS + room.id, names)


def former_newsrooms(config: Config, rules: DeskRules, store: Store) -> dict[str, NewsroomName]:
    """Return id → newsroom as it was last configured, for those that are no more."""
    former: dict[str, NewsroomName] = {}
    for id_, facts in store.newsroom_facts().items():
        if id_ not in config.newsrooms:
            sections = _sections(config, rules, store, id_)
            former[id_] = NewsroomName(id_, facts.name, facts.home, sections, facts.language)
    return former


def _sections(config: Config, rules: DeskRules, store: Store, newsroom: str) -> Mapping[str, str]:
    """Return section key → name: as the desk says, else as it was last configured."""
    kept: dict[str, str] = json.loads(store.setting(_SECTIONS + newsroom) or "{}")
    names = {f"{newsroom}/{key}": name for key, name in kept.items()}
    for key, rule in rules.sections.items():
        if key.partition("/")[0] == newsroom:
            fallback = names.get(key, key.partition("/")[2])
            names[key] = named(rule.names, config.mirror.language, fallback)
    return names
