"""Page values: views of heads in no format yet, and their keys.

Keys are format-free (`home`, `story/ID`, `section/KEY`, `section/KEY/2026-03`,
`section/KEY/2026-03-14`, with KEY = `newsroom/section`); a renderer maps key → path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.story import State

HOME = "home"


def story_key(story_id: str) -> str:
    """Return the key of a story's page."""
    return f"story/{story_id}"


def section_key(section: str, period: str = "") -> str:
    """Return the key of a section's page, or of its archive for *period* (`2026-03` or a day)."""
    return f"section/{section}/{period}" if period else f"section/{section}"


def image_key(variant_hash: str) -> str:
    """Return the key under which a published picture stands among the pages that show it."""
    return f"image/{variant_hash}"


@dataclass(frozen=True, slots=True)
class Teaser:
    """One story in a list.

    Attributes:
        id: the story's id.
        path: the story's frozen path, without suffix.
        title: plain text in *language*; may be empty.
        language: BCP 47 tag.
        sort_at: aware UTC, orders lists.
        updated: the source has changed the story since it was first mirrored.
        gone: the original is gone.
    """

    id: str
    path: str
    title: str
    language: str
    sort_at: datetime
    updated: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section as readers meet it: its key `newsroom/section` and its display name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SectionShelf:
    """A section on the home page: its newest stories, newest first."""

    section: SectionName
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class NewsroomShelf:
    """A newsroom on the home page."""

    id: str
    name: str
    home: str
    shelves: tuple[SectionShelf, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page of a mirror: every newsroom with its sections' newest stories."""

    title: str
    contact: str
    newsrooms: tuple[NewsroomShelf, ...]
    key: str = HOME


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section's newest stories, newest first, and the months of its archive.

    Attributes:
        months: `2026-03` → number of stories, newest first.
    """

    key: str
    newsroom: str
    section: SectionName
    teasers: tuple[Teaser, ...]
    months: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """All stories of a section in one month or on one day, newest first.

    Attributes:
        period: `2026-03` or `2026-03-14`.
        teasers: the stories; empty where `days` is not.
        days: a month too long for one page: `2026-03-14` → number of stories, newest first.
    """

    key: str
    newsroom: str
    section: SectionName
    period: str
    teasers: tuple[Teaser, ...]
    days: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story as readers see it.

    Attributes:
        path: the story's frozen path, without suffix.
        newsroom: display name.
        address: of the original.
        sections: where the story stands.
        article: the shown revision.
        content_hash: of the shown revision.
        variants: origin address of an image → stored derivative. An image without one could not be
            mirrored, and its caption stands alone.
        mirrored_at: aware UTC, when the shown state was read.
        updated: how many times the source has changed the story since it was first mirrored.
        state: shown or gone (the page with a note), withdrawn (the reason in place of the story).
        reason: in words for readers, "" if shown.
    """

    key: str
    id: str
    path: str
    newsroom_id: str
    newsroom: str
    address: str
    title: str
    language: str
    sections: tuple[SectionName, ...]
    article: Article
    content_hash: str
    mirrored_at: datetime
    published_at: datetime | None = None
    variants: Mapping[str, Variant] = field(default_factory=dict)
    updated: int = 0
    state: State = "shown"
    reason: str = ""


Page = HomePage | SectionPage | ArchivePage | StoryPage
