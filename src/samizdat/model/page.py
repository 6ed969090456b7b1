"""Page values: views of heads in no format yet, and their keys.

Keys are format-free: `home`, `story/ID`, `section/KEY` with KEY = `newsroom/section`, `topic/KEY`,
each of these two also with a period (`section/KEY/2026`, `…/2026-03`, `…/2026-03-14`), and
`alias/PATH`; a renderer maps key → path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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


def topic_key(topic: str, period: str = "") -> str:
    """Return the key of a topic's page, or of its archive for *period* (`2026-03` or a day)."""
    return f"topic/{topic}/{period}" if period else f"topic/{topic}"


def alias_key(path: str) -> str:
    """Return the key of the page that stands at an old *path* and points to where it went."""
    return f"alias/{path}"


def image_key(variant_hash: str) -> str:
    """Return the key under which a published picture stands among the pages that show it."""
    return f"image/{variant_hash}"


LinkPolicy = Literal["keep", "footnote", "plain"]
"""What becomes of a body's link that leads out of the mirror: it stays, it becomes a footnote with
the address written out, or only its words stay."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """One link of the navigation bar, or of a promoted link: plain words and where they lead.

    Attributes:
        text: plain words.
        target: an absolute web address, or the path of a file of this edition from its root.
    """

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class StickyNote:
    """A note that an editor pinned to a page: plain words, and where they lead ("": nowhere)."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class RowPromo:
    """A promoted link that stands in a list after its *after*-th story."""

    after: int
    link: Signpost


@dataclass(frozen=True, slots=True)
class Correction:
    """A note that an editor put on a story's page.

    Attributes:
        paragraphs: plain text.
        at: aware UTC, when it was written, None if the editor did not say.
    """

    paragraphs: tuple[str, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic as readers meet it: its key and its display name."""

    key: str
    name: str


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

    def __reduce__(self) -> tuple[type[Teaser], tuple[object, ...]]:
        """Return what `pickle` keeps: hundreds of thousands go to workers, by way of a list each.

        What `dataclass` makes for classes with slots looks every field up each time.
        """
        shown = (self.title, self.language, self.sort_at, self.updated, self.gone)
        return Teaser, (self.id, self.path, *shown)


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section as readers meet it: its key `newsroom/section` and its display name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SectionShelf:
    """A section on the home page: the editors' picks, then its newest stories, newest first."""

    section: SectionName
    teasers: tuple[Teaser, ...]
    picks: tuple[Teaser, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsroomShelf:
    """A newsroom on the home page."""

    id: str
    name: str
    home: str
    shelves: tuple[SectionShelf, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page of a mirror: every newsroom with its sections' newest stories.

    Attributes:
        navigation: the operator's links.
        notes: pinned by editors.
        picks: recommended by editors, for no section in particular.
        topics: that the editors named, with a page, in their order.
    """

    title: str
    contact: str
    newsrooms: tuple[NewsroomShelf, ...]
    key: str = HOME
    navigation: tuple[Signpost, ...] = ()
    notes: tuple[StickyNote, ...] = ()
    picks: tuple[Teaser, ...] = ()
    topics: tuple[TopicName, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section's newest stories, newest first, and the months of its archive.

    Attributes:
        months: `2026-03` → number of stories, newest first. Years have pages too.
        promos: promoted links between the stories.
    """

    key: str
    newsroom: str
    section: SectionName
    teasers: tuple[Teaser, ...]
    months: tuple[tuple[str, int], ...]
    navigation: tuple[Signpost, ...] = ()
    notes: tuple[StickyNote, ...] = ()
    promos: tuple[RowPromo, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """All stories of a section in one year, in one month or on one day, newest first.

    Attributes:
        period: `2026`, `2026-03` or `2026-03-14`.
        teasers: the stories; empty where `parts` is not.
        parts: a year's months (`2026-03`), or the days (`2026-03-14`) of a month too long for one
            page → number of stories, newest first.
    """

    key: str
    newsroom: str
    section: SectionName
    period: str
    teasers: tuple[Teaser, ...]
    parts: tuple[tuple[str, int], ...] = ()
    navigation: tuple[Signpost, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic's newest stories of every newsroom, newest first, and the months of its archive."""

    key: str
    topic: TopicName
    teasers: tuple[Teaser, ...]
    months: tuple[tuple[str, int], ...]
    navigation: tuple[Signpost, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicArchivePage:
    """All stories of a topic in one month or on one day; fields as in `ArchivePage`."""

    key: str
    topic: TopicName
    period: str
    teasers: tuple[Teaser, ...]
    parts: tuple[tuple[str, int], ...] = ()
    navigation: tuple[Signpost, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasPage:
    """What stands at an old address of a page and points to where it is now.

    Printed QR codes and links from elsewhere lead here for ever.

    Attributes:
        path: of this file, from the edition's root, with its suffix.
        title: plain text of the page it leads to; "" if that page is not to be seen, or says only
            why its story was withdrawn.
        language: BCP 47 tag of the title.
        target: path of the file it leads to, "" if that is not to be seen.
        origin: address from which a merged story's id was minted, "" if it leads nowhere or is the
            page of no story.
        is_withdrawn: whether the page it leads to says only why its story was withdrawn.
    """

    key: str
    path: str
    title: str
    language: str
    target: str
    navigation: tuple[Signpost, ...] = ()
    origin: str = ""
    is_withdrawn: bool = False


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
        sort_at: aware UTC, orders lists; its month is the archive page that holds the story.
        topics: with a page, in the story's order.
        related: older stories on the same topics, the closest first.
        promos_above: promoted links before the body.
        promos_below: promoted links after the body.
        corrections: editors' notes on this story, oldest first.
        links: address of a link in the body → file of this edition that it leads to. Before the
            article is there: canonical address → file of the mirrored story.
        link_policy: what becomes of the body's other links.
        withheld: origin address of an image → the reason, in words for readers, why it was taken
            down.
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
    sort_at: datetime | None = None
    navigation: tuple[Signpost, ...] = ()
    topics: tuple[TopicName, ...] = ()
    related: tuple[Teaser, ...] = ()
    promos_above: tuple[Signpost, ...] = ()
    promos_below: tuple[Signpost, ...] = ()
    corrections: tuple[Correction, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    link_policy: LinkPolicy = "keep"
    withheld: Mapping[str, str] = field(default_factory=dict)


LISTS = (SectionPage, ArchivePage, TopicPage, TopicArchivePage)
"""The kinds of pages that have any number of `teasers`."""

Page = HomePage | SectionPage | ArchivePage | TopicPage | TopicArchivePage | AliasPage | StoryPage
