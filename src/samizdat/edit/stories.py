"""One head → its page."""

from collections.abc import Mapping

from samizdat.edit.names import Names
from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.page import StoryPage, story_key
from samizdat.model.story import Head

VISIBLE = frozenset({"shown", "gone"})
"""States in which lists name the story and its page shows it."""


def story_page(
    head: Head,
    article: Article,
    address: str,
    variants: Mapping[str, Variant],
    names: Names,
) -> StoryPage | None:
    """Return the story's page, None while it is held or hidden.

    A withdrawn story keeps its page and path, without title, body and pictures.
    """
    if head.state not in VISIBLE and head.state != "withdrawn":
        return None
    withdrawn = head.state == "withdrawn"
    return StoryPage(
        key=story_key(head.story.id),
        id=head.story.id,
        path=head.story.path,
        newsroom_id=head.story.newsroom,
        newsroom=names.newsroom(head.story.newsroom),
        address=address,
        title="" if withdrawn else head.title,
        language=head.language,
        sections=tuple(names.section(key) for key in names.ordered(head.sections)),
        article=Article(title="", blocks=()) if withdrawn else article,
        content_hash="" if withdrawn else head.content_hash,
        mirrored_at=head.mirrored_at,
        published_at=head.published_at,
        variants={} if withdrawn else variants,
        updated=head.updated,
        state=head.state,
        reason=head.reason,
    )
