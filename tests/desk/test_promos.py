"""promos.toml."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samizdat.model.desk import PromoLink, PromoRule, Term
from tests.desk.desks import desk_of, problem_of, problems_of, rules_of

WHOLE = """
[[promo]]
name = "apps"
place = "above"
links = [
  { text = "阅读器", address = "https://reader.example/" },
  { text = "Radio", address = "radio/today.md" },
  { text = "رادیو", address = "https://radio.example/" },
]
choose = 2
sections = ["harbour/world"]
languages = ["zh", "FA"]
from = 2026-03-14
until = "2026-03-20 08:00"

[[promo]]
name = "between"
place = "row"
row = 5

[[promo.links]]
text = "Mirrors"
address = "mirrors.md"
"""


def test_whole_promos_arrive() -> None:
    assert rules_of("promos.toml", WHOLE).promos == (
        PromoRule(
            "apps",
            "above",
            (
                PromoLink("阅读器", "https://reader.example/"),
                PromoLink("Radio", "radio/today.md"),
                PromoLink("رادیو", "https://radio.example/"),
            ),
            choose=2,
            sections=("harbour/world",),
            languages=("zh", "fa"),
            term=Term(datetime(2026, 3, 14, tzinfo=UTC), datetime(2026, 3, 20, 8, tzinfo=UTC)),
        ),
        PromoRule("between", "row", (PromoLink("Mirrors", "mirrors.md"),), row=5),
    )


def test_dates_may_be_toml_dates() -> None:
    text = WHOLE.replace('"2026-03-20 08:00"', "2026-03-20T08:00:00+08:00")
    assert rules_of("promos.toml", text).promos[0].term.end == datetime(2026, 3, 20, tzinfo=UTC)


def test_tables_may_be_written_in_one_line() -> None:
    text = 'promo = [{ name = "a", links = { text = "A", address = "a.md" } }]'
    assert "no list of links" in problem_of("promos.toml", text).what
    sound = text.replace("{ text", "[{ text").replace('a.md" }', 'a.md" }]')
    assert rules_of("promos.toml", sound).promos[0].place == "below"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('name = "apps"', 'nam = "apps"', 3, "did you mean “name”?"),
        ('name = "apps"', "", 2, "it seeds the rotation"),
        ('"above"', '"top"', 4, "one of above, below, row"),
        ('address = "radio/today.md"', 'adress = "radio/today.md"', 7, "did you mean “address”?"),
        ("radio/today.md", "javascript:alert(1)", 7, "write an address"),
        ('text = "Radio", ', "", 7, "{ text = "),
        ("choose = 2", "choose = -2", 10, ""),
        ("choose = 2", 'choose = "two"', 10, ""),
        ('"harbour/world"', '"harbour/wold"', 11, "did you mean “harbour/world”?"),
        ('"zh"', '"Chinese!"', 12, "such as en, zh-Hans or fa"),
        ("2026-03-14", '"14 March"', 13, "2026-03-14"),
        ("from = 2026-03-14", "from = 2027-03-14", 14, ""),
        ("row = 5", "row = 0", 19, "row = 5 puts it"),
        ("row = 5", "", 18, "row = 5 puts it"),
        ('name = "between"', 'name = "apps"', 17, "give each its own"),
    ],
)
def test_wrong_promo_says_line_and_mend_and_does_not_count(
    old: str, new: str, line: int, words: str
) -> None:
    desk = desk_of("promos.toml", WHOLE.replace(old, new))
    wrong = [problem for problem in desk.problems if problem.grade == "wrong"]
    assert [problem.line for problem in wrong] == [line], [str(p) for p in desk.problems]
    assert words in wrong[0].hint
    assert len(desk.rules.promos) == 1


def test_what_does_nothing_is_a_note() -> None:
    text = WHOLE.replace("choose = 2", "choose = 3\nrow = 4")
    notes = problems_of("promos.toml", text)
    assert {(problem.line, problem.grade) for problem in notes} == {(10, "note"), (11, "note")}


def test_broken_table_does_not_hide_the_others() -> None:
    text = WHOLE.replace('name = "apps"', "name = “apps”")
    desk = desk_of("promos.toml", text)
    assert [(problem.line, problem.hint) for problem in desk.problems] == [
        (3, 'use straight quotes ("), not curly ones')
    ]
    assert [promo.name for promo in desk.rules.promos] == ["between"]
