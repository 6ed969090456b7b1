"""The whole desk: what stays in force, and that nothing breaks it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.desk import Desk, Fault, Newsrooms, Problem, read_desk
from samizdat.desk.findings import MOST_PROBLEMS
from samizdat.desk.kinds import FILES
from samizdat.model.desk import DeskRules, NoteRule, Pick, Takedown, Term
from tests.desk.desks import KNOWN, desk_of

SOUND = {
    "picks.csv": "https://harbour.example/a,渡轮,harbour/world\n".encode(),
    "blocklist.txt": b"draft\n",
    "corrections/lamp.md": b"https://harbour.example/lamp\n\nNot so.\n",
}


def test_sound_desk_is_in_force_as_it_stands() -> None:
    desk = read_desk(SOUND, newsrooms=KNOWN)
    assert desk.is_sound
    assert desk.files == SOUND
    assert desk.kept == ()


def test_file_with_a_wrong_line_keeps_its_last_good_version_as_a_whole() -> None:
    new = SOUND | {"picks.csv": b"https://harbour.example/new\nharbour.example/b\n"}
    desk = read_desk(new, good=SOUND, newsrooms=KNOWN)
    assert [pick.address for pick in desk.rules.picks] == ["https://harbour.example/a"]
    assert desk.files == SOUND
    assert desk.kept == ("picks.csv",)
    assert [str(problem).partition("\n")[0] for problem in desk.problems] == [
        "picks.csv:2: “harbour.example/b” is no web address"
    ]


def test_other_files_change_meanwhile() -> None:
    new = SOUND | {"picks.csv": b"x\n", "blocklist.txt": b"advert\n"}
    desk = read_desk(new, good=SOUND, newsrooms=KNOWN)
    assert [rule.text for rule in desk.rules.blocklist] == ["advert"]
    assert desk.files == SOUND | {"blocklist.txt": b"advert\n"}


@pytest.mark.parametrize("good", [None, {}, {"picks.csv": b"also wrong\nhttps://old.example/"}])
def test_without_a_good_version_the_sound_rows_count(good: dict[str, bytes] | None) -> None:
    new = {"picks.csv": b"https://harbour.example/new\nharbour.example/b\n"}
    desk = read_desk(new, good=good, newsrooms=KNOWN)
    assert [pick.address for pick in desk.rules.picks] == ["https://harbour.example/new"]
    assert desk.files == new
    assert desk.kept == ()


def test_what_is_in_force_gives_the_same_rules_without_an_inspector() -> None:
    def inspect(path: str, text: str) -> list[Fault]:
        return [Fault(1, "a phrase that nobody knows")]

    new = {"strings/en.toml": b'hoem = "x"\n', "templates/home.md": b"{{ tilte }}\n"}
    new["picks.csv"] = b"https://harbour.example/new\nharbour.example/b\n"
    desk = read_desk(new, inspect=inspect)
    assert desk.files == {"picks.csv": new["picks.csv"]}
    assert read_desk(desk.files).rules == desk.rules


def test_file_that_is_gone_says_nothing_any_more() -> None:
    desk = read_desk({}, good=SOUND, newsrooms=KNOWN)
    assert desk == Desk()


def test_version_that_the_mirror_outgrew_is_no_good_version() -> None:
    renamed = Newsrooms(KNOWN.ids, frozenset({"harbour/news"}), KNOWN.sources)
    desk = read_desk(SOUND, good=SOUND, newsrooms=renamed)
    assert [problem.line for problem in desk.problems] == [1]
    assert desk.rules.picks == ()


def test_files_in_force_alone_give_the_same_rules() -> None:
    new = SOUND | {"picks.csv": b"x\n", "notes.csv": b"Hello\n,https://a.example/\n"}
    desk = read_desk(new, good=SOUND, newsrooms=KNOWN)
    assert read_desk(desk.files, newsrooms=KNOWN).rules == desk.rules


def test_notes_alone_replace_the_last_version() -> None:
    new = {"picks.csv": b"https://harbour.example/b\nhttps://harbour.example/b\n"}
    desk = read_desk(new, good=SOUND, newsrooms=KNOWN)
    assert desk.rules.picks[0].address == "https://harbour.example/b"


def test_paths_that_the_desk_does_not_know_are_left_aside() -> None:
    files = {"README.md": b"\xff", ".github/workflows/desk.yml": b"", "a/picks.csv": b"x"}
    assert read_desk(files) == Desk()
    assert read_desk({"PICKS.csv": b"x"}).problems[0].hint == "rename it to picks.csv"
    assert not read_desk({"picks.\x1b[31m": b"x", "corrections/\u202ea.md": b""}).problems


def test_thousands_of_wrong_lines_are_counted_and_end() -> None:
    known = Newsrooms(frozenset({"harbour"}), frozenset(f"harbour/s{n}" for n in range(400)))
    rows = "".join(f"https://harbour.example/{n},,harbour/section-{n}\n" for n in range(20_000))
    desk = desk_of("picks.csv", rows, known)
    assert len(desk.problems) == MOST_PROBLEMS + 1
    assert desk.problems[-1].what == "19,000 more lines like these"


def is_plain(problem: Problem) -> bool:
    """Return whether a terminal shows what is said as it stands."""
    said = f"{problem.file}{problem.what}{problem.hint}"
    return said.replace("\u200c", "").replace("\u200d", "").isprintable()


def test_what_is_said_holds_nothing_that_a_terminal_obeys() -> None:
    evil = "\x1b[31m\u202e\x07::error::\r\n"
    files = {
        "picks.csv": f'{evil}\n"{evil}",x\na,{evil}'.encode(),
        "blocklist.txt": f"/({evil}/\n".encode(),
        "sections.toml": f'[section."{evil.encode("unicode_escape").decode()}"]'.encode(),
        "promos.toml": f"[[promo]]\nname = {evil}".encode(),
        "corrections/a.md": evil.encode(),
    }
    problems = read_desk(files).problems
    assert len(problems) >= 5
    for problem in problems:
        assert is_plain(problem), repr(problem)


PATHS = [
    *FILES,
    *("corrections/a.md", "corrections/灯塔.md", "templates/home.md", "templates/x.md"),
    *("strings/fa.toml", "strings/x.toml", "Picks.csv", "README.md"),
]

FRAGMENTS = [
    *('"', ",", "\t", ";", "，", "\n", "\r", "[[promo]]", '[section."harbour/world"]', "[topic.a]"),
    *("names = ", "{", "}", "[", "]", "'''", '"""', "links", "keep = 5d", "#", "/", "(a|b)+", ".*"),
    *("title:", "hold:", "https://a.example/", "harbour/world", "2026-03-14", "until = ", "港口"),
    *("address,title", "\\", "\x00", "\ufeff", "“", "= ", "'", "choose = 1\n", "0x" + "f" * 5000),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
BYTES = st.one_of(
    st.binary(),
    TEXTS.map(str.encode),
    TEXTS.map(lambda text: text.encode("utf-16")),
    TEXTS.map(lambda text: text.encode("gb18030")),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
)
DESKS = st.dictionaries(st.sampled_from(PATHS), BYTES, max_size=6)


@settings(max_examples=300)
@given(DESKS, DESKS, st.sampled_from([None, KNOWN]))
def test_any_bytes_give_rules_or_problems_and_the_same_twice(
    files: dict[str, bytes], good: dict[str, bytes], known: Newsrooms | None
) -> None:
    desk = read_desk(files, good=good, newsrooms=known)
    again = read_desk(
        dict(reversed(files.items())), good=dict(reversed(good.items())), newsrooms=known
    )
    assert desk == again
    assert read_desk(desk.files, newsrooms=known).rules == desk.rules
    for problem in desk.problems:
        lines = files[problem.file].count(b"\n") + files[problem.file].count(b"\r") + 1
        assert 0 <= problem.line <= lines
        assert is_plain(problem), repr(problem)
        assert problem.what


MOMENTS = st.integers(0, 10**9).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=3 * seconds)
)
TERMS = st.one_of(
    st.just(Term()),
    st.builds(lambda start, days: Term(start, start + days), MOMENTS, st.just(timedelta(days=3))),
    st.builds(Term, MOMENTS),
)
WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda text: bool(text) and not text.startswith("#"))
)
ADDRESSES = st.integers(0, 10**6).map(lambda number: f"https://harbour.example/{number}")
SECTIONS = st.sampled_from(["", *sorted(KNOWN.sections)])


def _cell(text: str, mark: str) -> str:
    return '"' + text.replace('"', '""') + '"' if {mark, '"'} & set(text) else text


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _row(mark: str, *cells: str) -> str:
    return mark.join(_cell(cell, mark) for cell in cells)


@given(
    st.lists(st.builds(Pick, ADDRESSES, WORDS, SECTIONS, TERMS), unique_by=lambda p: p.address),
    st.lists(st.builds(NoteRule, WORDS, ADDRESSES, SECTIONS, TERMS), unique_by=lambda n: n.text),
    st.lists(st.builds(Takedown, ADDRESSES, WORDS), unique_by=lambda t: t.address),
    st.sampled_from(",;\t"),
    st.booleans(),
)
def test_sound_desk_reads_back(
    picks: list[Pick], notes: list[NoteRule], takedowns: list[Takedown], mark: str, header: bool
) -> None:
    def table(columns: str, rows: list[str]) -> bytes:
        return "\n".join([columns.replace(",", mark)] * header + rows).encode()

    files = {
        "picks.csv": table(
            "address,title,section,from,until",
            [
                _row(
                    mark, p.address, p.title, p.section, _moment(p.term.start), _moment(p.term.end)
                )
                for p in picks
            ],
        ),
        "notes.csv": table(
            "text,address,section,from,until",
            [
                _row(mark, n.text, n.address, n.section, _moment(n.term.start), _moment(n.term.end))
                for n in notes
            ],
        ),
        "takedowns.csv": table(
            "address,reason", [_row(mark, t.address, t.reason) for t in takedowns]
        ),
    }
    desk = read_desk(files, newsrooms=KNOWN)
    assert desk.is_sound, [str(problem) for problem in desk.problems]
    assert _without_lines(desk.rules) == DeskRules(
        tuple(picks), tuple(notes), takedowns=tuple(takedowns)
    )


def _without_lines(rules: DeskRules) -> DeskRules:
    return DeskRules(
        tuple(Pick(p.address, p.title, p.section, p.term) for p in rules.picks),
        tuple(NoteRule(n.text, n.address, n.section, n.term) for n in rules.notes),
        takedowns=tuple(Takedown(t.address, t.reason) for t in rules.takedowns),
    )


@pytest.mark.shared
def test_hostile_strings_in_every_field_break_nothing() -> None:
    shared = Path(__file__).resolve().parents[2] / ".." / "shared" / "hostile"
    if not shared.is_dir():
        pytest.skip("the shared corpus is not beside the repository: hostile strings and titles")
    strings = [
        json.loads(line)["s"]
        for name in ("strings/blns.jsonl", "titles/fields.jsonl")
        for line in (shared / name).read_text(encoding="utf-8").splitlines()
    ]
    assert len(strings) > 500
    for text in strings:
        quoted = json.dumps(text)
        plain = text.encode("utf-8", "replace").decode()
        files = {
            "picks.csv": _row(",", "https://harbour.example/a", plain, plain, plain, plain),
            "notes.csv": _row(",", plain, plain),
            "takedowns.csv": _row(",", plain, plain),
            "blocklist.txt": f"title: {plain}\n/{plain}/\n",
            "corrections/a.md": f"{plain}\n{plain}\n\n{plain}",
            "sections.toml": f"[section.{quoted}]\nnames = {quoted}\nsources = [{quoted}]\n",
            "topics.toml": f"[topic.a]\nnames = {quoted}\naliases = [{quoted}]\n",
            "promos.toml": f"[[promo]]\nname = {quoted}\n"
            f"links = [{{text = {quoted}, address = {quoted}}}]",
        }
        desk = read_desk({path: body.encode() for path, body in files.items()}, newsrooms=KNOWN)
        for address in (note.address for note in desk.rules.notes if note.address):
            assert address.startswith(("http://", "https://")) or ":" not in address
        for problem in desk.problems:
            assert is_plain(problem), repr(problem)
