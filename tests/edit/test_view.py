"""What the desk says, as pages need it."""

from __future__ import annotations

from datetime import UTC, datetime

from samizdat.edit.lists import home_page, section_page, teaser
from samizdat.edit.names import Names, NewsroomName
from samizdat.edit.view import Keep, View
from samizdat.model.desk import NoteRule, PromoLink, PromoRule, Term, named
from samizdat.model.page import RowPromo, Signpost, StickyNote, TopicName
from samizdat.model.story import Head, Story

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ROOM = NewsroomName(
    "harbour", "港口日报", "https://harbour.example/", {"harbour/world": "国际"}, "zh-Hans"
)
NAMES = Names({"harbour": ROOM}, order=("harbour/port", "harbour/world"))


def head(number: int) -> Head:
    story = Story(f"id{number}", "harbour", "https://h.example/", f"harbour/2026/03/00/id{number}")
    return Head(story, f"第{number}条", "zh-Hans", NOON, NOON, 1, 1, "hash", NOON)


def test_lists_show_no_more_than_the_editors_keep() -> None:
    view = View(keep={"harbour/world": Keep(3, NOON), "harbour/port": Keep(None, NOON)})
    assert view.kept("harbour/world", 50) == Keep(3, NOON)
    assert view.kept("harbour/world", 2) == Keep(2, NOON)
    assert view.kept("harbour/port", 10) == Keep(10, NOON)
    assert view.kept("harbour/other", 10) == Keep(10)


def test_editors_order_of_sections_comes_before_the_configurations() -> None:
    keys = ("harbour/zebra", "harbour/world", "harbour/port")
    assert NAMES.ordered(keys) == ("harbour/port", "harbour/world", "harbour/zebra")


def test_sections_of_a_newsroom_that_left_keep_their_order() -> None:
    room = NewsroomName("town", "Town", "", {"town/world": "World", "town/city": "City"})
    left = Names({}, former={"town": room})
    assert left.ordered(("town/city", "town/world")) == ("town/world", "town/city")


def test_home_page_carries_what_editors_pinned_and_picked() -> None:
    view = View(
        NAMES,
        navigation=(Signpost("关于", "about.md"),),
        notes=(NoteRule("明日停电"), NoteRule("封航", section="harbour/world")),
    )
    picked = {"": [teaser(head(1), "要闻")], "harbour/world": [teaser(head(2))]}
    page = home_page(
        view, {"harbour/world": [teaser(head(3))]}, picked, [TopicName("port", "港口")]
    )
    assert page.notes == (StickyNote("明日停电"),)
    assert [(t.title, t.language) for t in page.picks] == [("要闻", "")]
    assert [t.title for t in page.newsrooms[0].shelves[0].picks] == ["第2条"]
    assert page.topics == (TopicName("port", "港口"),)
    assert page.navigation == (Signpost("关于", "about.md"),)


def test_section_whose_stories_are_all_too_old_keeps_its_page_and_archive() -> None:
    promo = PromoRule("p", "row", (PromoLink("潮汐", "https://t.example/"),), row=1)
    view = View(NAMES, notes=(NoteRule("封航", section="harbour/world"),), promos=(promo,))
    page = section_page("harbour/world", view, [], [("2026-01", 4)])
    assert page is not None
    assert (page.teasers, page.months) == ((), (("2026-01", 4),))
    assert page.notes == (StickyNote("封航"),)
    assert page.promos == (RowPromo(1, Signpost("潮汐", "https://t.example/")),)


def test_term_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    term = Term(NOON, NOON.replace(hour=13))
    assert not term.holds(NOON.replace(hour=11, minute=59))
    assert term.holds(NOON)
    assert not term.holds(NOON.replace(hour=13))
    assert Term().holds(NOON)


def test_names_follow_the_closest_language() -> None:
    names = {"zh": "港口", "zh-Hant": "海港", "": "Harbour"}
    assert named(names, "zh-Hant-TW", "x") == "海港"
    assert named(names, "zh-Hans", "x") == "港口"
    assert named(names, "fa", "x") == "Harbour"
    assert named({}, "fa", "x") == "x"
