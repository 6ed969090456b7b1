"""Page keys → page values, by bounded queries to the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samizdat.app.mirror import Mirror
from samizdat.edit.lists import (
    HOME_STORIES,
    MONTH_STORIES,
    SECTION_STORIES,
    archive_page,
    home_page,
    section_page,
)
from samizdat.edit.stories import story_page
from samizdat.model.article import Article
from samizdat.model.page import HOME, Page, section_key

Months = dict[str, dict[str, int]]
"""Section → month → number of stories, as far as one call has asked."""

_NO_ARTICLE = Article(title="", blocks=())


@dataclass(frozen=True, slots=True)
class Key:
    """A page key, taken apart: `home`, `story/ID`, `section/KEY`, `section/KEY/PERIOD`."""

    kind: str
    name: str = ""
    period: str = ""

    @classmethod
    def parse(cls, key: str) -> Key:
        """Return *key* taken apart; a section's KEY is `newsroom/section`."""
        kind, _, rest = key.partition("/")
        if kind != "section":
            return cls(kind, rest)
        newsroom, _, rest = rest.partition("/")
        section, _, period = rest.partition("/")
        return cls("archive" if period else "section", f"{newsroom}/{section}", period)


def compose(mirror: Mirror, keys: Sequence[str], *, bodies: bool = True) -> dict[str, Page | None]:
    """Return the page of each key, None where there is no such page now.

    Args:
        mirror: the mirror.
        keys: page keys.
        bodies: False leaves the stories' articles out, which a fingerprint does not need.
    """
    parsed = {key: Key.parse(key) for key in keys}
    stories = [key.name for key in parsed.values() if key.kind == "story"]
    pages = _stories(mirror, stories, bodies=bodies)
    months: Months = {}
    for text, key in parsed.items():
        if key.kind == "section":
            pages[text] = _section(mirror, key.name)
        elif key.kind == "archive":
            pages[text] = _archive(mirror, key.name, key.period, months)
        elif text == HOME:
            pages[text] = _home(mirror)
    return {key: pages.get(key) for key in keys}


def _home(mirror: Mirror) -> Page:
    store = mirror.store
    newest = {key: store.newest(key, HOME_STORIES) for key in store.section_keys()}
    config = mirror.config.mirror
    return home_page(config.title, config.contact, mirror.names, newest)


def _section(mirror: Mirror, section: str) -> Page | None:
    newest = mirror.store.newest(section, SECTION_STORIES)
    return section_page(section, mirror.names, newest, mirror.store.month_counts(section))


def _archive(mirror: Mirror, section: str, period: str, months: Months) -> Page | None:
    store = mirror.store
    if len(period) == 4:
        return None  # no year has a page yet
    if section not in months:
        months[section] = dict(store.month_counts(section))
    long = months[section].get(period[:7], 0) > MONTH_STORIES
    if len(period) > 7:
        heads = store.heads_in(section, period) if long else []
        return archive_page(section, period, mirror.names, heads)
    if long:
        return archive_page(section, period, mirror.names, (), store.day_counts(section, period))
    return archive_page(section, period, mirror.names, store.heads_in(section, period))


def day_keys(mirror: Mirror, key: str) -> list[str]:
    """Return the keys of the day pages of the month page *key*, whether they exist or not."""
    parsed = Key.parse(key)
    days = mirror.store.day_counts(parsed.name, parsed.period)
    return [section_key(parsed.name, day) for day, _ in days]


def _stories(mirror: Mirror, ids: Sequence[str], *, bodies: bool) -> dict[str, Page | None]:
    if not ids:
        return {}
    store = mirror.store
    heads = store.heads(ids)
    articles = store.articles(list(heads)) if bodies else {}
    addresses = store.original_address(list(heads))
    origins = store.origins(list(heads))
    variants = store.variants(_flat(origins.values()), mirror.config.images.spec.name)
    pages: dict[str, Page | None] = {}
    for id_, head in heads.items():
        own = {o: variants[o] for o in origins.get(id_, ()) if o in variants}
        article = articles.get(id_, _NO_ARTICLE)
        page = story_page(head, article, addresses.get(id_, ""), own, mirror.names)
        pages[f"story/{id_}"] = page
    return pages


def _flat(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(item for group in groups for item in group))
