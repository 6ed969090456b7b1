"""Which rules are in force at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samizdat.desk import at, next_turn
from samizdat.model.desk import BlockRule, DeskRules, NoteRule, Pick, PromoLink, PromoRule, Term

MONDAY = datetime(2026, 3, 16, tzinfo=UTC)
DAY = timedelta(days=1)


def test_only_what_holds_is_in_force_and_the_rest_stays() -> None:
    links = (PromoLink("Radio", "radio.md"),)
    rules = DeskRules(
        picks=(
            Pick("https://a.example/1", term=Term(MONDAY)),
            Pick("https://a.example/2", term=Term(MONDAY + DAY)),
            Pick("https://a.example/3"),
        ),
        notes=(NoteRule("Over", term=Term(None, MONDAY)), NoteRule("On", term=Term(MONDAY - DAY))),
        promos=(PromoRule("a", "below", links, term=Term(MONDAY, MONDAY + DAY)),),
        blocklist=(BlockRule("draft"),),
    )
    now = at(rules, MONDAY)
    assert [pick.address[-1] for pick in now.picks] == ["1", "3"]
    assert [note.text for note in now.notes] == ["On"]
    assert now.promos == rules.promos
    assert now.blocklist == rules.blocklist
    assert at(rules, MONDAY + DAY).promos == ()


def test_no_dates_never_turn() -> None:
    assert next_turn(DeskRules(picks=(Pick("https://a.example/1"),)), MONDAY) is None


MOMENTS = st.integers(0, 20).map(lambda days: MONDAY + days * DAY)
TERMS = st.builds(Term, st.none() | MOMENTS, st.none() | MOMENTS)


@given(st.lists(st.builds(NoteRule, st.text(), term=TERMS)), MOMENTS)
def test_until_the_next_turn_nothing_changes(notes: list[NoteRule], now: datetime) -> None:
    rules = DeskRules(notes=tuple(notes))
    turn = next_turn(rules, now)
    last = turn - timedelta(microseconds=1) if turn else now + 100 * DAY
    assert at(rules, last) == at(rules, now)
    assert turn is None or turn > now
