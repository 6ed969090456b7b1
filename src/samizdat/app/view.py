"""What pages need of configuration and desk at one moment, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from samizdat.app.former import former_newsrooms
from samizdat.app.keys import file_of
from samizdat.config import Config, NewsroomConfig
from samizdat.desk import at
from samizdat.edit.names import Names, NewsroomName
from samizdat.edit.view import Keep, PickedStory, View
from samizdat.model.desk import DeskRules, SectionRule, named
from samizdat.model.page import Correction, Signpost
from samizdat.store import Store

_PAGE = ".md"
"""What stands in the address of every page on a remote."""


def make_view(config: Config, rules: DeskRules, store: Store, as_of: datetime) -> View:
    """Return names and rules as they are in force at *as_of*."""
    rules = at(rules, as_of)
    return View(
        names=make_names(config, rules, former_newsrooms(config, rules, store)),
        title=config.mirror.title,
        contact=config.mirror.contact,
        navigation=_navigation(config),
        picks=_picks(config, rules, store),
        notes=rules.notes,
        promos=rules.promos,
        corrections=_corrections(config, rules, store),
        keep={key: _keep(rule, as_of) for key, rule in rules.sections.items()},
        link_policy=config.pages.links,
        topics=config.pages.topics,
        related=config.pages.related and config.pages.topics,
    )


def make_names(config: Config, rules: DeskRules, former: Mapping[str, NewsroomName]) -> Names:
    """Return the display names of newsrooms, sections and topics in the pages' language."""
    language = config.mirror.language
    topics = {
        key: named(rule.names, language, key)
        for key, rule in rules.topics.items()
        if not rule.hidden
    }
    return Names(
        {id_: _room(room, rules, language) for id_, room in config.newsrooms.items()},
        order=tuple(rules.sections),
        topics=topics,
        former=former,
    )


def _room(room: NewsroomConfig, rules: DeskRules, language: str) -> NewsroomName:
    keys = dict.fromkeys((*room.sections, *(key for s in room.source for key in s.sections)))
    names = {f"{room.id}/{key}": room.sections.get(key, key) for key in keys}
    for key, rule in rules.sections.items():
        if key.partition("/")[0] == room.id:
            fallback = names.get(key, key.partition("/")[2])
            names[key] = named(rule.names, language, fallback)
    return NewsroomName(room.id, room.name, room.home, names, room.language, room.hosts)


def _navigation(config: Config) -> tuple[Signpost, ...]:
    language = config.mirror.language
    return tuple(
        Signpost(named(link.names, language, link.text), file_of(link.target))
        for link in config.navigation
    )


def _picks(config: Config, rules: DeskRules, store: Store) -> tuple[PickedStory, ...]:
    """Return the picks whose stories are mirrored; a story once a shelf."""
    stories = find_stories(config, store, (pick.address for pick in rules.picks))
    found = {
        (stories[pick.address], pick.section): pick
        for pick in reversed(rules.picks)
        if pick.address in stories
    }
    return tuple(
        PickedStory(story, pick.title, section)
        for (story, section), pick in reversed(found.items())
    )


def _corrections(
    config: Config, rules: DeskRules, store: Store
) -> dict[str, tuple[Correction, ...]]:
    stories = find_stories(config, store, (rule.address for rule in rules.corrections))
    found: dict[str, list[Correction]] = {}
    for rule in rules.corrections:
        if rule.address in stories:
            found.setdefault(stories[rule.address], []).append(rule.correction)
    return {story: tuple(sorted(own, key=_age)) for story, own in found.items()}


def _age(correction: Correction) -> tuple[bool, datetime | None]:
    """Return what orders corrections: the oldest first, those without a time last."""
    return correction.at is None, correction.at


def find_stories(config: Config, store: Store, addresses: Iterable[str]) -> Mapping[str, str]:
    """Return address (or id, or path) → story, for those that are mirrored.

    The address of its page on a remote, or on a copy of one, names a story too: that is what an
    editor on the forge's web page has at hand.
    """
    wanted = dict.fromkeys(addresses)
    found = store.find_stories(wanted)
    pages = {a: _on_remote(config, a) or a for a in wanted if a not in found and _PAGE in a}
    by_page = store.find_pages(pages.values())
    return found | {a: by_page[page] for a, page in pages.items() if page in by_page}


def find_by_page(config: Config, store: Store, address: str) -> str | None:
    """Return the story on whose page *address* leads, None if none is known."""
    return store.find_story(_on_remote(config, address) or address)


def _on_remote(config: Config, address: str) -> str:
    """Return what follows a remote's address in *address*, "" if it is on none."""
    publics = (remote.public.rstrip("/") + "/" for remote in config.remotes if remote.public)
    return next((address.removeprefix(p) for p in publics if address.startswith(p)), "")


def _keep(rule: SectionRule, as_of: datetime) -> Keep:
    """Return how much of a section lists show; ages count by whole days, so a day is one state."""
    if rule.keep_for is None:
        return Keep(rule.keep)
    today = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    return Keep(rule.keep, today - rule.keep_for)
