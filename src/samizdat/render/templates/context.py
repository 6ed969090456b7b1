"""The names that a template may use, by kind of page; docs/guide/templates.md lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from samizdat.model.page import (
    ArchivePage,
    HomePage,
    Page,
    SectionPage,
    StoryPage,
    Teaser,
    TopicArchivePage,
    TopicPage,
)
from samizdat.render.git.frame import bar, foot, joined, notes_block, topics_line
from samizdat.render.git.home import (
    home_title,
    newsroom,
    recommended,
    section_link,
    shelf_list,
)
from samizdat.render.git.lists import archive_lines, list_title, list_way, period_content
from samizdat.render.git.paths import README, page_path
from samizdat.render.git.phrase import words
from samizdat.render.git.story import story_parts
from samizdat.render.git.teasers import teaser_link, teasers
from samizdat.render.look import Look
from samizdat.render.templates.piece import SHARE, Piece
from samizdat.render.wording import format_date

Context = Mapping[str, object]


def kind_of(page: Page) -> str:
    """Return the kind of template that *page* takes, "" if none does.

    A withdrawn story takes none: its page says the reason and nothing else.
    """
    match page:
        case HomePage():
            return "home"
        case SectionPage():
            return "section"
        case ArchivePage() | TopicArchivePage():
            return "archive"
        case TopicPage():
            return "topic"
        case StoryPage() if page.state != "withdrawn":
            return "story"
        case _:
            return ""


def context_of(page: Page, look: Look, image_base: str) -> Context:
    """Return name → piece of Markdown, text or list, for the template of *page*."""
    common = {"foot": Piece(foot(look)), "mirror": look.title, "language": look.wording.language}
    match page:
        case HomePage():
            return common | _home(page, look)
        case StoryPage():
            return common | _story(page, look, image_base)
        case SectionPage():
            notes = Piece(notes_block(page.notes, page_path(page), look.wording))
            rows = teasers(page.teasers, page_path(page), look.wording, promos=page.promos)
            return common | _list(page, look) | {"notes": notes, "stories": Piece(rows)}
        case TopicPage():
            rows = teasers(page.teasers, page_path(page), look.wording)
            return common | _list(page, look) | {"stories": Piece(rows)}
        case ArchivePage() | TopicArchivePage():
            way, title = list_way(page, look.wording), list_title(page, look.wording)
            content = Piece(period_content(page, look.wording))
            return common | {"navigation": Piece(way), "title": Piece(title), "stories": content}
        case _:
            return common


def _home(page: HomePage, look: Look) -> dict[str, object]:
    wording = look.wording
    rooms = [
        {
            "name": room.name or room.id,
            "whole": Piece(newsroom(room, wording)),
            "sections": [
                {"link": Piece(section_link(s, wording)), "stories": Piece(shelf_list(s, wording))}
                for s in room.shelves
            ],
        }
        for room in page.newsrooms
    ]
    whole = joined(newsroom(room, wording) for room in page.newsrooms) or words(wording.empty)
    return {
        "title": Piece(home_title(page, look)),
        "navigation": Piece(bar(README, page.navigation, wording)),
        "notes": Piece(notes_block(page.notes, README, wording)),
        "recommended": Piece(recommended(page, wording)),
        "topics": Piece(topics_line(page.topics, README, wording)),
        "newsrooms": rooms,
        "stories": Piece(whole),
        "mirrors": Piece(SHARE),
    }


def _list(page: SectionPage | TopicPage, look: Look) -> dict[str, object]:
    wording, path = look.wording, page_path(page)
    return {
        "navigation": Piece(list_way(page, wording)),
        "title": Piece(list_title(page, wording)),
        "archive": Piece(archive_lines(page, wording)),
        "rows": [_row(story, path, look) for story in page.teasers],
    }


def _row(story: Teaser, path: str, look: Look) -> dict[str, object]:
    return {
        "link": Piece(teaser_link(story, path, look.wording)),
        "date": format_date(look.wording, story.sort_at),
        "updated": story.updated,
        "gone": story.gone,
    }


def _story(page: StoryPage, look: Look, image_base: str) -> dict[str, object]:
    parts = story_parts(page, look, image_base)
    told = {one.name: getattr(parts, one.name) for one in fields(parts) if one.name != "way"}
    pieces: dict[str, object] = {
        name: Piece(text) for name, text in told.items() if isinstance(text, str)
    }
    body = joined((parts.body, parts.footnotes))
    return pieces | {
        "navigation": Piece(parts.way),
        "body": Piece(body),
        "newsroom": page.newsroom,
        "share": Piece(SHARE),
    }
