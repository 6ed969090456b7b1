"""The bytes that editors' programs save."""

from __future__ import annotations

import pytest

from samizdat.desk.findings import Findings
from samizdat.desk.text import read_lines

CHINESE = "https://gangkou.example/1,北堤灯塔修缮九年后重新开放\nhttps://gangkou.example/2,渡轮"
RUSSIAN = "https://gavan.example/1,Паром вернулся в гавань\nhttps://gavan.example/2,Маяк"
PERSIAN = "https://bandar.example/1,فانوس دریایی دوباره باز می‌شود"


def read(data: bytes) -> tuple[list[str], list[str]]:
    """Return the lines, and what is said about them."""
    found = Findings("picks.csv")
    return read_lines(data, found), [str(problem) for problem in found.problems()]


@pytest.mark.parametrize("text", [CHINESE, RUSSIAN, PERSIAN, "", "a\nb"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_with_or_without_a_mark_needs_no_word(text: str, mark: str) -> None:
    assert read((mark + text).encode()) == (text.split("\n"), [])


@pytest.mark.parametrize("text", [CHINESE, RUSSIAN, PERSIAN])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_a_note(text: str, encoding: str) -> None:
    lines, said = read(text.encode(encoding))
    assert lines == text.split("\n")
    assert len(said) == 1
    assert "note: this file is in UTF-16" in said[0]
    assert "save the file as UTF-8" in said[0]


def test_gb18030_that_can_be_nothing_else_is_read_with_a_note() -> None:
    lines, said = read(CHINESE.encode("gb18030"))
    assert lines == CHINESE.split("\n")
    note = "picks.csv: note: this file is in GB18030, which was read all the same"
    assert said == [f"{note}\n  try: save the file as UTF-8"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        ("https://hangu.example/1,등대가 아홉 해 만에 다시 문을 엽니다", "euc-kr"),
        ("https://minato.example/1,灯台が九年ぶりに開いた、とのこと", "shift_jis"),
        ("https://gangkou.example/1,北堤燈塔修繕九年後重新開放", "big5"),
        ("https://phare.example/1,Le phare rouvre après neuf années d'été", "windows-1252"),
        ("https://gangkou.example/1,渡轮", "gb18030"),
    ],
)
def test_other_encodings_are_a_problem_that_says_how_to_save(text: str, encoding: str) -> None:
    lines, said = read(b"https://harbour.example/0,Sound\n" + text.encode(encoding))
    assert lines[0] == "https://harbour.example/0,Sound"
    assert lines[1] == ""
    assert said[0].startswith("picks.csv:2: this line is not UTF-8")
    assert "save the file as UTF-8" in said[0]


def test_only_broken_lines_are_lost() -> None:
    lines, said = read("港口,a\n".encode() + b"\xff\xfe\xfa,b\r\nc,d\re\x00f,\xe6\xb8")
    assert lines == ["港口,a", "", "c,d", ""]
    assert said == [
        "picks.csv:2: this line is not UTF-8, nor are 1 more\n  try: save the file as UTF-8"
    ]


def test_only_what_editors_see_as_a_line_end_ends_a_line() -> None:
    lines, _ = read("a\x0bb\x85c\u2028d\r\ne\rf\n".encode())
    assert lines == ["a\x0bb\x85c\u2028d", "e", "f", ""]
