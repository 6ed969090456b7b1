"""Promoted links: who sees which, and that little changes when a pool does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from samizdat.edit.promos import draw, row_promos, speaks, story_promos
from samizdat.model.desk import PromoLink, PromoRule
from samizdat.model.page import RowPromo, Signpost

LINKS = tuple(PromoLink(f"Tide table {n}", f"https://tides.example/{n}") for n in range(9))
POOL = PromoRule("tides", "below", LINKS, choose=3)


def test_fixed_links_stand_all_in_their_order() -> None:
    fixed = PromoRule("fixed", "above", LINKS[:4])
    assert draw(fixed, "one") == draw(fixed, "other") == LINKS[:4]


def test_rotating_links_are_drawn_by_the_story_and_always_alike() -> None:
    drawn = {story: draw(POOL, story) for story in map(str, range(200))}
    assert all(draw(POOL, story) == links for story, links in drawn.items())
    assert all(len(set(links)) == 3 for links in drawn.values())
    shown = [link for links in drawn.values() for link in links]
    counts = [shown.count(link) for link in LINKS]
    assert min(counts) > 30, "every link of a pool of nine has its share of 600 places"


def test_order_of_the_pool_does_not_count() -> None:
    turned = replace(POOL, links=LINKS[::-1])
    assert all(draw(POOL, str(n)) == draw(turned, str(n)) for n in range(50))


@given(st.text(max_size=12))
def test_new_link_changes_only_pages_where_it_is_drawn(story: str) -> None:
    new = PromoLink("Night ferry", "https://ferry.example/")
    before, after = draw(POOL, story), draw(replace(POOL, links=(*LINKS, new)), story)
    assert after == before or (new in after and set(after) - {new} < set(before))


def test_pool_smaller_than_its_places_is_shown_whole() -> None:
    assert set(draw(replace(POOL, links=LINKS[:2]), "story")) == set(LINKS[:2])
    assert draw(replace(POOL, links=()), "story") == ()


def test_rules_are_for_sections_and_languages() -> None:
    port = replace(POOL, name="port", place="above", links=LINKS[:1], choose=0)
    rules = (replace(port, sections=("harbour/port",)), replace(port, languages=("zh",)))
    shown = Signpost("Tide table 0", "https://tides.example/0")
    assert story_promos(rules, "above", "x", ("harbour/port",), "fa") == (shown,)
    assert story_promos(rules, "above", "x", ("harbour/world",), "zh-Hans") == (shown,)
    assert story_promos(rules, "above", "x", ("harbour/world",), "fa") == ()
    assert story_promos(rules, "below", "x", ("harbour/port",), "zh-Hans") == ()


def test_rows_come_in_the_order_of_the_page() -> None:
    late = PromoRule("late", "row", LINKS[:1], row=9)
    early = PromoRule("early", "row", LINKS[1:2], row=2)
    assert row_promos((late, early), "harbour/port", "en") == (
        RowPromo(2, Signpost("Tide table 1", "https://tides.example/1")),
        RowPromo(9, Signpost("Tide table 0", "https://tides.example/0")),
    )


def test_language_of_a_rule_takes_its_regions_and_scripts_only() -> None:
    assert speaks("zh", "zh-Hans")
    assert speaks("fa-AF", "fa-af")
    assert not speaks("zh-Hant", "zh-Hans")
    assert not speaks("zh", "zhx")
    assert not speaks("fa", "")
