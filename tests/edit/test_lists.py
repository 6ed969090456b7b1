"""Heads become pages that list them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from samizdat.edit.lists import HOME_STORIES, archive_page, home_page, section_page, teaser
from samizdat.edit.names import Names, NewsroomName
from samizdat.edit.stories import Around, story_page
from samizdat.edit.view import View
from samizdat.model.article import Article
from samizdat.model.page import StoryPage
from samizdat.model.story import Head, State, Story
from samizdat.model.tree import Paragraph, Text
from samizdat.render.git import Look, render_page
from samizdat.render.wording import load_wording

START = datetime(2026, 3, 1, tzinfo=UTC)
ROOM = NewsroomName(
    "harbour", "港口日报", "https://h.example/", {"harbour/world": "国际", "harbour/town": "本地"}
)
NAMES = Names({"harbour": ROOM})
VIEW = View(NAMES, title="Mirror")


def head(number: int, *, state: State = "shown", updated: int = 0) -> Head:
    story = Story(f"id{number}", "harbour", "https://h.example/", f"harbour/2026/03/00/id{number}")
    when = START + timedelta(hours=number)
    return Head(
        story=story,
        title=f"Story {number}",
        language="en",
        sort_at=when,
        published_at=when,
        shown=1,
        latest=1,
        content_hash="c",
        mirrored_at=when,
        updated=updated,
        state=state,
        reason="withdrawn at the author's wish" if state == "withdrawn" else "",
        sections=("harbour/town", "harbour/world"),
    )


def test_home_has_the_newest_of_each_section_in_the_configured_order() -> None:
    told = [teaser(head(n)) for n in range(30, 0, -1)]
    newest = {"harbour/town": told[:2], "harbour/world": told, "old/news": told[:1]}
    page = home_page(VIEW, newest)
    assert [room.id for room in page.newsrooms] == ["harbour", "old"]
    shelves = page.newsrooms[0].shelves
    assert [shelf.section.name for shelf in shelves] == ["国际", "本地"]
    assert len(shelves[0].teasers) == HOME_STORIES
    assert page.newsrooms[1].shelves[0].section.name == "news", "a newsroom that left keeps a place"


def test_empty_sections_and_newsrooms_are_left_out() -> None:
    assert home_page(VIEW, {}).newsrooms == ()
    assert section_page("harbour/world", VIEW, [], []) is None
    assert archive_page("harbour/world", "2026-03", VIEW, []) is None


def test_home_leads_to_a_section_that_has_nothing_but_an_archive() -> None:
    page = home_page(VIEW, {"harbour/world": [], "harbour/town": [teaser(head(1))]})
    (room,) = page.newsrooms
    assert [(s.section.name, len(s.teasers)) for s in room.shelves] == [("国际", 0), ("本地", 1)]
    (file,) = render_page(page, Look("M", load_wording("zh-Hans")))
    assert (
        "\n### [国际](harbour/world.md)\n\n### [本地](harbour/town.md)\n" in file.content.decode()
    )


def test_teasers_tell_updates_and_lost_originals() -> None:
    page = section_page(
        "harbour/world", VIEW, [*map(teaser, (head(2, updated=1), head(1, state="gone")))], []
    )
    assert page is not None
    assert [(t.updated, t.gone) for t in page.teasers] == [(True, False), (False, True)]


def test_a_long_month_lists_its_days_instead_of_stories() -> None:
    page = archive_page("harbour/world", "2026-03", VIEW, (), [("2026-03-02", 700)])
    assert page is not None
    assert (page.teasers, page.parts) == ((), (("2026-03-02", 700),))


def test_held_and_hidden_stories_have_no_page() -> None:
    article = Article("Story", (Paragraph((Text("Words."),)),))
    for state in ("held", "hidden"):
        assert (
            story_page(head(1, state=state), article, "https://h.example/1", Around(), VIEW) is None
        )


def test_a_withdrawn_story_shows_only_its_reason() -> None:
    article = Article("Story", (Paragraph((Text("Words."),)),))
    page = story_page(head(1, state="withdrawn"), article, "https://h.example/1", Around(), VIEW)
    assert isinstance(page, StoryPage)
    assert (page.title, page.article.blocks, page.content_hash) == ("", (), "")
    assert page.reason == "withdrawn at the author's wish"


@pytest.mark.parametrize(
    "title", ["港口今天重新开放，图书馆延长开馆时间" * 4, "@a:b:" * 60, "Ships"]
)
@pytest.mark.parametrize("rooms", [3, 69, 700])
def test_the_front_page_stays_within_what_forges_show(rooms: int, title: str) -> None:
    told = [replace(teaser(head(n)), title=title) for n in range(HOME_STORIES)]
    ids = [f"room{n}" for n in range(rooms)]
    keys = {id_: {f"{id_}/{k}": k for k in ("city", "world", "sport")} for id_ in ids}
    names = Names(
        {id_: NewsroomName(id_, id_, f"https://{id_}.example/", keys[id_]) for id_ in ids}
    )
    page = home_page(View(names), {key: told for own in keys.values() for key in own})
    (file,) = render_page(page, Look("", load_wording("fa")))
    assert len(file.content) < 450_000
    assert len(page.newsrooms) == rooms
    shown = {len(shelf.teasers) for room in page.newsrooms for shelf in room.shelves}
    assert len(shown) == 1
    assert rooms > 3 or "@" in title or shown == {HOME_STORIES}
