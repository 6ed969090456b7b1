"""Page keys → page values, by bounded queries to the store."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.app.keys import Key, file_of
from samizdat.app.mirror import Mirror
from samizdat.app.story_pages import story_pages
from samizdat.edit.lists import (
    HOME_STORIES,
    MONTH_STORIES,
    SECTION_STORIES,
    archive_page,
    home_page,
    section_page,
    teaser,
    topic_archive_page,
    topic_page,
)
from samizdat.edit.view import View
from samizdat.model.page import (
    HOME,
    AliasPage,
    Page,
    Teaser,
    TopicName,
    section_key,
    story_key,
    topic_key,
)
from samizdat.model.story import Head
from samizdat.model.topic import FEWEST_STORIES

Months = dict[str, dict[str, int]]
"""Shelf → month → number of stories, as far as one call has asked."""


def compose(mirror: Mirror, keys: Sequence[str], *, bodies: bool = True) -> dict[str, Page | None]:
    """Return the page of each key, None where there is no such page now.

    Args:
        mirror: the mirror.
        keys: page keys.
        bodies: False leaves the stories' articles out, which a fingerprint does not need.
    """
    parsed = {key: Key.parse(key) for key in keys}
    stories = [key.name for key in parsed.values() if key.kind == "story"]
    pages: dict[str, Page | None] = dict(story_pages(mirror, stories, bodies=bodies))
    pages |= _aliases(mirror, [key.name for key in parsed.values() if key.kind == "alias"])
    months: Months = {}
    for text, key in parsed.items():
        match key.kind:
            case "section":
                pages[text] = _section(mirror, key.name)
            case "archive":
                pages[text] = _archive(mirror, key, months)
            case "topic":
                pages[text] = _topic(mirror, key.name)
            case "topic-archive":
                pages[text] = _topic_archive(mirror, key, months)
            case _ if text == HOME:
                pages[text] = _home(mirror)
            case _:
                pass
    return {key: pages.get(key) for key in keys}


def _home(mirror: Mirror) -> Page:
    view = mirror.view
    newest = {key: _newest(mirror, view, key, HOME_STORIES) for key in mirror.store.section_keys()}
    return home_page(view, newest, _picked(mirror, view), _home_topics(mirror, view))


def _newest(mirror: Mirror, view: View, section: str, limit: int) -> list[Head]:
    """Return the newest heads of a section, as many and as old as its lists may show."""
    keep = view.kept(section, limit)
    heads = mirror.store.newest(section, keep.count or 0) if keep.count else []
    return [head for head in heads if keep.since is None or head.sort_at >= keep.since]


def _picked(mirror: Mirror, view: View) -> dict[str, list[Teaser]]:
    """Return the editors' picks by shelf; a story that cannot be seen is left out."""
    heads = mirror.store.heads([pick.story for pick in view.picks])
    picked: dict[str, list[Teaser]] = {}
    for pick in view.picks:
        head = heads.get(pick.story)
        if head is not None and head.state in ("shown", "gone"):
            picked.setdefault(pick.section, []).append(teaser(head, pick.title))
    return picked


def _home_topics(mirror: Mirror, view: View) -> list[TopicName]:
    """Return the topics that the desk names and that have a page, in its order."""
    if not view.topics or not view.names.topics:
        return []
    counts = mirror.store.topic_counts(list(view.names.topics))
    return [
        TopicName(key, name)
        for key, name in view.names.topics.items()
        if counts.get(key, 0) >= FEWEST_STORIES
    ]


def _section(mirror: Mirror, section: str) -> Page | None:
    newest = _newest(mirror, mirror.view, section, SECTION_STORIES)
    return section_page(section, mirror.view, newest, mirror.store.month_counts(section))


def _archive(mirror: Mirror, key: Key, months: Months) -> Page | None:
    heads, parts = _held(mirror, key, months)
    return archive_page(key.name, key.period, mirror.view, heads, parts)


def _held(mirror: Mirror, key: Key, months: Months) -> tuple[list[Head], list[tuple[str, int]]]:
    """Return what an archive page lists: stories, or parts with numbers of stories."""
    store, shelf = mirror.store, f"{key.shelf}/{key.name}"
    if shelf not in months:
        months[shelf] = dict(store.month_counts(key.name, kind=key.shelf))
    if len(key.period) == 4:
        return [], [(m, n) for m, n in months[shelf].items() if m.startswith(f"{key.period}-")]
    is_long = months[shelf].get(key.period[:7], 0) > MONTH_STORIES
    if is_long and len(key.period) == 7:
        return [], store.day_counts(key.name, key.period, kind=key.shelf)
    if len(key.period) > 7 and not is_long:
        return [], []
    return store.heads_in(key.name, key.period, kind=key.shelf), []


def _topic(mirror: Mirror, topic: str) -> Page | None:
    name = _topic_name(mirror, topic)
    if name is None:
        return None
    newest = mirror.store.newest(topic, SECTION_STORIES, kind="topic")
    months = mirror.store.month_counts(topic, kind="topic")
    return topic_page(name, mirror.view, newest, months)


def _topic_archive(mirror: Mirror, key: Key, months: Months) -> Page | None:
    name = _topic_name(mirror, key.name)
    if name is None:
        return None
    heads, parts = _held(mirror, key, months)
    return topic_archive_page(name, key.period, mirror.view, heads, parts)


def _topic_name(mirror: Mirror, topic: str) -> TopicName | None:
    """Return the topic's name, None if it has no page."""
    if not mirror.view.topics or mirror.store.topic_counts([topic]).get(topic, 0) < FEWEST_STORIES:
        return None
    spelling = mirror.store.topic_names([topic]).get(topic, "")
    return mirror.view.names.topic(topic, spelling)


def day_keys(mirror: Mirror, key: str) -> list[str]:
    """Return the keys of the day pages of the month page *key*, whether they exist or not."""
    parsed = Key.parse(key)
    days = mirror.store.day_counts(parsed.name, parsed.period, kind=parsed.shelf)
    key_of = topic_key if parsed.shelf == "topic" else section_key
    return [key_of(parsed.name, day) for day, _ in days]


def _aliases(mirror: Mirror, paths: Sequence[str]) -> dict[str, Page | None]:
    """Return the pages at old paths; each leads to where its page is now."""
    targets = mirror.store.aliases(paths)
    stories = [Key.parse(t).name for t in targets.values() if Key.parse(t).kind == "story"]
    heads = mirror.store.heads(stories)
    return {
        f"alias/{path}": _alias(mirror, path, target, heads) for path, target in targets.items()
    }


def _alias(mirror: Mirror, path: str, target: str, heads: dict[str, Head]) -> Page:
    key, names = Key.parse(target), mirror.view.names
    title, language, file = "", "", ""
    if key.kind == "story":
        head = heads.get(key.name)
        if head is not None and head.state in ("shown", "gone"):
            title, language, file = head.title, head.language, f"{head.story.path}.md"
    elif key.kind == "section":
        title, file = names.section(key.name).name, file_of(f"section:{key.name}")
    else:
        title, file = mirror.view.title, file_of(HOME)
    return AliasPage(f"alias/{path}", path, title, language, file, mirror.view.navigation)


__all__ = ["Key", "compose", "day_keys", "story_key"]
