"""Page keys → page values, by bounded queries to the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the lists of one call share.

    Attributes:
        topics: key → name, for those of the topics asked for that have a page.
        months: shelf → month → number of stories, as far as the call has asked.
    """

    mirror: Mirror
    topics: Mapping[str, TopicName]
    months: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def months_of(self, name: str, kind: Literal["section", "topic"]) -> dict[str, int]:
        """Return month → number of stories of a shelf, newest month first."""
        if (kind, name) not in self.months:
            self.months[kind, name] = dict(self.mirror.store.month_counts(name, kind=kind))
        return self.months[kind, name]


def compose(mirror: Mirror, keys: Sequence[str], *, bodies: bool = True) -> dict[str, Page | None]:
    """Return the page of each key, None where there is no such page now.

    Args:
        mirror: the mirror.
        keys: page keys.
        bodies: False leaves the stories' articles out, which a fingerprint does not need.
    """
    parsed = {key: Key.parse(key) for key in keys}
    stories = [key.name for key in parsed.values() if key.kind == "story"]
    with mirror.store.one_moment():
        pages: dict[str, Page | None] = dict(story_pages(mirror, stories, bodies=bodies))
        pages |= _aliases(mirror, [key.name for key in parsed.values() if key.kind == "alias"])
        pages |= _lists(mirror, parsed)
    return {key: pages.get(key) for key in keys}


def _lists(mirror: Mirror, parsed: Mapping[str, Key]) -> dict[str, Page | None]:
    """Return the pages that list stories, of those asked for."""
    topics = [key.name for key in parsed.values() if key.kind in ("topic", "topic-archive")]
    lists = _Lists(mirror, _topic_names(mirror, topics))
    pages: dict[str, Page | None] = {}
    for text, key in parsed.items():
        match key.kind:
            case "section":
                pages[text] = _section(lists, key.name)
            case "archive":
                pages[text] = archive_page(key.name, key.period, mirror.view, *_held(lists, key))
            case "topic":
                pages[text] = _topic(lists, key.name)
            case "topic-archive":
                pages[text] = _topic_archive(lists, key)
            case _ if text == HOME:
                pages[text] = _home(mirror)
            case _:
                pass
    return pages


def _home(mirror: Mirror) -> Page:
    view = mirror.view
    newest = {key: _newest(mirror, view, key, HOME_STORIES) for key in mirror.store.section_keys()}
    return home_page(view, newest, _picked(mirror, view), _home_topics(mirror, view))


def _newest(mirror: Mirror, view: View, section: str, limit: int) -> list[Teaser]:
    """Return the newest stories of a section, as many and as old as its lists may show."""
    keep = view.kept(section, limit)
    told = mirror.store.newest(section, keep.count or 0) if keep.count else []
    return [teaser for teaser in told if keep.since is None or teaser.sort_at >= keep.since]


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


def _section(lists: _Lists, section: str) -> Page | None:
    mirror = lists.mirror
    newest = _newest(mirror, mirror.view, section, SECTION_STORIES)
    months = list(lists.months_of(section, "section").items())
    return section_page(section, mirror.view, newest, months)


def _held(lists: _Lists, key: Key) -> tuple[list[Teaser], list[tuple[str, int]]]:
    """Return what an archive page lists: stories, or parts with numbers of stories."""
    store, months = lists.mirror.store, lists.months_of(key.name, key.shelf)
    if len(key.period) == 4:
        return [], [(m, n) for m, n in months.items() if m.startswith(f"{key.period}-")]
    is_long = months.get(key.period[:7], 0) > MONTH_STORIES
    if is_long and len(key.period) == 7:
        return [], store.day_counts(key.name, key.period, kind=key.shelf)
    if len(key.period) > 7 and not is_long:
        return [], []
    return store.teasers_in(key.name, key.period, kind=key.shelf), []


def _topic(lists: _Lists, topic: str) -> Page | None:
    name = lists.topics.get(topic)
    if name is None:
        return None
    newest = lists.mirror.store.newest(topic, SECTION_STORIES, kind="topic")
    months = list(lists.months_of(topic, "topic").items())
    return topic_page(name, lists.mirror.view, newest, months)


def _topic_archive(lists: _Lists, key: Key) -> Page | None:
    name = lists.topics.get(key.name)
    if name is None:
        return None
    return topic_archive_page(name, key.period, lists.mirror.view, *_held(lists, key))


def _topic_names(mirror: Mirror, topics: Sequence[str]) -> dict[str, TopicName]:
    """Return key → name of those of *topics* that have a page."""
    if not topics or not mirror.view.topics:
        return {}
    counts, names = mirror.store.topic_counts(topics), mirror.store.topic_names(topics)
    return {
        key: mirror.view.names.topic(key, names.get(key, ""))
        for key, stories in counts.items()
        if stories >= FEWEST_STORIES
    }


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
    title, language, file, is_withdrawn = "", "", "", False
    if key.kind == "story":
        head = heads.get(key.name)
        if head is not None and head.state in ("shown", "gone"):
            title, language, file = head.title, head.language, f"{head.story.path}.md"
        elif head is not None and head.state == "withdrawn":
            file, is_withdrawn = f"{head.story.path}.md", True
    elif key.kind == "section":
        title, file = names.section(key.name).name, file_of(f"section:{key.name}")
    else:
        title, file = mirror.view.title, file_of(HOME)
    return AliasPage(
        *(f"alias/{path}", path, title, language, file, mirror.view.navigation),
        is_withdrawn=is_withdrawn,
    )


__all__ = ["Key", "compose", "day_keys", "story_key"]
