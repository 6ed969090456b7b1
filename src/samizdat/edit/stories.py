"""One head → its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from samizdat.edit.promos import story_promos
from samizdat.edit.view import View
from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.page import AliasPage, StoryPage, Teaser, TopicName, story_key
from samizdat.model.story import Head

VISIBLE = frozenset({"shown", "gone"})
"""States in which lists name the story and its page shows it."""

_NO_ARTICLE = Article(title="", blocks=())


@dataclass(frozen=True, slots=True)
class Around:
    """What a story's page shows besides the story.

    Attributes:
        variants: origin address of an image → stored derivative.
        withheld: origin address of an image → why it was taken down.
        topics: with a page, in the story's order.
        related: older stories, the closest first.
        links: address of a link in the body → file of this edition.
        target: of a merged story: the file of the story that it turned out to be, "" if that
            cannot be seen.
        target_title: and its title.
        target_language: and the language of the title.
        target_withdrawn: whether that file says only why its story was withdrawn.
    """

    variants: Mapping[str, Variant] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[TopicName, ...] = ()
    related: Sequence[Teaser] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    target_title: str = ""
    target_language: str = ""
    target_withdrawn: bool = False


def story_page(
    head: Head, article: Article, address: str, around: Around, view: View
) -> StoryPage | AliasPage | None:
    """Return the story's page, None while it is held or hidden.

    A withdrawn story keeps its page and path, without title, body and pictures; a merged one keeps
    its path, which leads to the story that it turned out to be.
    """
    if head.state == "merged":
        return _pointer(head, around, view)
    if head.state == "withdrawn":
        return _withdrawn(head, address, view)
    return _shown(head, article, address, around, view) if head.state in VISIBLE else None


def _shown(head: Head, article: Article, address: str, around: Around, view: View) -> StoryPage:
    language, names = head.language, view.names
    return StoryPage(
        key=story_key(head.story.id),
        id=head.story.id,
        path=head.story.path,
        newsroom_id=head.story.newsroom,
        newsroom=names.newsroom(head.story.newsroom),
        address=address,
        title=head.title,
        language=language,
        sections=tuple(names.section(key) for key in names.ordered(head.sections)),
        article=article,
        content_hash=head.content_hash,
        mirrored_at=head.mirrored_at,
        published_at=head.published_at,
        variants=around.variants,
        updated=head.updated,
        state=head.state,
        reason=head.reason,
        sort_at=head.sort_at,
        navigation=view.navigation,
        topics=around.topics,
        # Without the mark of an update: else each one would be news on some dozens of pages.
        related=tuple(_unmarked(other) for other in around.related),
        promos_above=story_promos(view.promos, "above", head.story.id, head.sections, language),
        promos_below=story_promos(view.promos, "below", head.story.id, head.sections, language),
        corrections=view.corrections.get(head.story.id, ()),
        links=around.links,
        link_policy=view.link_policy,
        withheld=around.withheld,
    )


def _unmarked(told: Teaser) -> Teaser:
    return replace(told, updated=False) if told.updated else told


def _pointer(head: Head, around: Around, view: View) -> AliasPage:
    return AliasPage(
        key=story_key(head.story.id),
        path=f"{head.story.path}.md",
        title=around.target_title if around.target else "",
        language=around.target_language,
        target=around.target,
        navigation=view.navigation,
        origin=head.story.minted_from if around.target and not around.target_withdrawn else "",
        is_withdrawn=around.target_withdrawn,
    )


def _withdrawn(head: Head, address: str, view: View) -> StoryPage:
    names = view.names
    return StoryPage(
        key=story_key(head.story.id),
        id=head.story.id,
        path=head.story.path,
        newsroom_id=head.story.newsroom,
        newsroom=names.newsroom(head.story.newsroom),
        address=address,
        title="",
        language=head.language,
        sections=tuple(names.section(key) for key in names.ordered(head.sections)),
        article=_NO_ARTICLE,
        content_hash="",
        mirrored_at=head.mirrored_at,
        published_at=head.published_at,
        updated=head.updated,
        state=head.state,
        reason=head.reason,
        sort_at=head.sort_at,
        navigation=view.navigation,
    )
