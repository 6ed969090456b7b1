"""Invented pages of every kind, on which a template is tried before readers see it."""

from __future__ import annotations

from datetime import UTC, datetime

from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.page import (
    ArchivePage,
    Correction,
    HomePage,
    NewsroomShelf,
    Page,
    SectionName,
    SectionPage,
    SectionShelf,
    Signpost,
    StickyNote,
    StoryPage,
    Teaser,
    TopicName,
    TopicPage,
    section_key,
    story_key,
    topic_key,
)
from samizdat.model.tree import CodeBlock, Figure, Image, Link, Paragraph, Text

_WHEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
_PORT = SectionName("harbour/port", "港口 <i>")
_ROW = Teaser("eaa7vq4nya4q", "harbour/2026/03/e3/eaa7vq4nya4q", "[Ferry] *runs*", "en", _WHEN)
_STORM = TopicName("storms", "توفان")
_MONTHS = (("2026-03", 1),)
_PICTURE = "https://harbour.example/a.jpg"


def sample_pages(kind: str) -> list[Page]:
    """Return pages of *kind*: one with everything, one with as little as can be."""
    match kind:
        case "home":
            shelf = SectionShelf(_PORT, (_ROW,), (_ROW,))
            room = NewsroomShelf("harbour", "港口日报", "https://harbour.example/", (shelf,))
            whole = HomePage("Mirror", "", (room,), notes=(StickyNote("No ferry"),), picks=(_ROW,))
            return [whole, HomePage("", "", ())]
        case "section":
            key = section_key(_PORT.key)
            return [SectionPage(key, "港口日报", _PORT, (_ROW,), _MONTHS)]
        case "archive":
            key = section_key(_PORT.key, "2026-03")
            return [
                ArchivePage(key, "港口日报", _PORT, "2026-03", (_ROW,)),
                ArchivePage(section_key(_PORT.key, "2026"), "港口日报", _PORT, "2026", (), _MONTHS),
            ]
        case "topic":
            return [TopicPage(topic_key("storms"), _STORM, (_ROW,), _MONTHS)]
        case _:
            return [_story(full=True), _story(full=False)]


def _story(*, full: bool) -> StoryPage:
    words = Paragraph((Text("The ferry <b> runs. "), Link("https://h.example/", (Text("More"),))))
    picture = Figure(Image(_PICTURE, "A lamp"), (Text("The lamp."),))
    blocks = (words, picture, CodeBlock("<script>no</script>")) if full else (words,)
    return StoryPage(
        key=story_key(_ROW.id),
        id=_ROW.id,
        path=_ROW.path,
        newsroom_id="harbour",
        newsroom="港口日报",
        address="https://harbour.example/ferry",
        title=_ROW.title,
        language="en",
        sections=(_PORT,) if full else (),
        article=Article(_ROW.title, blocks),
        content_hash="",
        mirrored_at=_WHEN,
        sort_at=_WHEN,
        variants={_PICTURE: Variant("0" * 64, 9, 9, 9)} if full else {},
        topics=(_STORM,) if full else (),
        related=(_ROW,) if full else (),
        promos_above=(Signpost("Tides", "https://tides.example/"),) if full else (),
        corrections=(Correction(("It was forty.",), _WHEN),) if full else (),
    )
