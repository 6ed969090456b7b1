"""CSV as editors and their table programs write it."""

from __future__ import annotations

import pytest

from samizdat.desk.context import Context
from samizdat.desk.findings import Findings
from samizdat.desk.rows import read_rows
from tests.desk.desks import problem_of, problems_of, rules_of

COLUMNS = ("address", "title", "section", "from", "until")


def read(text: str) -> list[tuple[int, dict[str, str]]]:
    found = Findings("picks.csv")
    rows = [
        (row.line, {key: cell for key, cell in row.cells.items() if cell})
        for row in read_rows(text.split("\n"), COLUMNS, found, Context())
    ]
    assert not found.problems()
    return rows


@pytest.mark.parametrize("mark", [",", ";", "\t", ", ", " ;"])
@pytest.mark.parametrize("header", ["", "address,title,section\n", "URL,标题,栏目\n"])
def test_separator_and_header_are_found(mark: str, header: str) -> None:
    lines = header + "https://h.example/a,渡轮,harbour/news\nhttps://h.example/b,فانوس\n"
    rows = read(lines.replace(",", mark))
    first = 2 if header else 1
    assert rows == [
        (first, {"address": "https://h.example/a", "title": "渡轮", "section": "harbour/news"}),
        (first + 1, {"address": "https://h.example/b", "title": "فانوس"}),
    ]


def test_columns_stand_in_the_headers_order() -> None:
    rows = read("until,title,address\n2026-03-14,Ferry,https://h.example/a\n")
    assert rows[0][1] == {
        "until": "2026-03-14",
        "title": "Ferry",
        "address": "https://h.example/a",
    }


def test_empty_lines_comments_and_empty_cells_are_no_rows() -> None:
    rows = read("# this week\n\nhttps://h.example/a,,,,\n,,,,\n  \n  # next\nhttps://h.example/b")
    assert [line for line, _ in rows] == [3, 7]


def test_quoted_fields_hold_separators_quotes_and_line_ends() -> None:
    rows = read(
        '"https://h.example/a","One, two ""three""\nfour",harbour/news\nhttps://h.example/b'
    )
    assert rows[0] == (
        1,
        {
            "address": "https://h.example/a",
            "title": 'One, two "three"\nfour',
            "section": "harbour/news",
        },
    )
    assert rows[1][0] == 3


def test_quotes_inside_a_plain_field_stay() -> None:
    assert read('https://h.example/a,The "old" lamp')[0][1]["title"] == 'The "old" lamp'


def test_commas_in_titles_of_a_table_with_tabs_are_text() -> None:
    rows = read("https://h.example/a\tOne, two; three\nhttps://h.example/b\tFour, five")
    assert rows[0][1]["title"] == "One, two; three"


def test_quote_that_never_ends_costs_its_own_line_alone() -> None:
    text = 'https://h.example/a,"open\nhttps://h.example/b,"x" y\nhttps://h.example/c,Sound'
    desk = problems_of("picks.csv", text)
    assert [problem.line for problem in desk] == [1, 2]
    assert all("double quote" in problem.what for problem in desk)


def test_too_many_fields_say_what_to_do() -> None:
    problem = problem_of("picks.csv", "https://h.example/a,One,harbour/news,,,two")
    assert problem.line == 1
    assert problem.what == "6 fields, and the file has 5 columns"
    assert '"straight quotes"' in problem.hint


def test_curly_quotes_are_pointed_out() -> None:
    problem = problem_of("takedowns.csv", "https://h.example/a,“One, two”")
    assert "not in “curly” ones" in problem.hint


def test_unknown_column_names_the_nearest() -> None:
    problem = problem_of("picks.csv", "address,titel\nhttps://h.example/a,Ferry")
    assert (problem.line, problem.what) == (1, "there is no column “titel”")
    assert problem.hint == "did you mean “title”?"


def test_column_twice_or_missing_is_said() -> None:
    problems = problems_of("picks.csv", "title,section,title\nFerry,,Boat\n")
    assert "the column “title” is there twice" in {problem.what for problem in problems}
    assert "the column “address” is missing" in {problem.what for problem in problems}


def test_rows_survive_what_spreadsheets_add() -> None:
    rules = rules_of("picks.csv", "\ufeffaddress;title;;\r\nhttps://h.example/a;Fähre;;\r\n;;;\r\n")
    assert [(pick.address, pick.title, pick.line) for pick in rules.picks] == [
        ("https://h.example/a", "Fähre", 2)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hello, all;https://h.example/a\nThe ferry, the quay;https://h.example/b",
        "Hello; all,https://h.example/a\nThe ferry; the quay,https://h.example/b",
        '"Hello; all"\thttps://h.example/a',
    ],
)
def test_separators_inside_texts_are_not_taken_for_the_files(text: str) -> None:
    notes = rules_of("notes.csv", text).notes
    assert len(notes) == text.count("http")
    assert all(note.address.startswith("https://h.example/") for note in notes)


def test_comma_in_a_text_alone_is_taken_for_the_separator() -> None:
    assert problem_of("notes.csv", "Hello, all").what == "“all” leads nowhere"
