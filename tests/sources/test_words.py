# the fixtures are documents
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.sources.values import TextKind, Words
from samizdat.sources.words import author_names, plain_line


@pytest.mark.parametrize(
    ("value", "kind", "line"),
    [
        ("Ferry &amp; quay", "guess", "Ferry & quay"),
        ("a < b and b > c", "guess", "a < b and b > c"),
        ("a<b</a>", "guess", "a<b</a>"),
        ("The <title> element", "guess", "The <title> element"),
        ("<b>Ferry</b> is<br>back", "guess", "Ferry is back"),
        ("&lt;b&gt; in HTML", "guess", "<b> in HTML"),
        ("AT&T and R&D", "guess", "AT&T and R&D"),
        ("Q&amp;A &#8212; tide", "text", "Q&A — tide"),
        ("<b>kept</b>", "text", "<b>kept</b>"),
        ("<p>a &lt; b</p>", "html", "a < b"),
        ("5 < 6 &amp; 7", "html", "5 < 6 & 7"),
        (" two\n\t lines ", "text", "two lines"),
        ("کتاب\u200cخانه", "html", "کتاب\u200cخانه"),
        ("全角\u3000空白", "guess", "全角\u3000空白"),
        ("港口<em>渡轮</em>", "html", "港口渡轮"),
    ],
)
def test_titles_are_plain_text(value: str, kind: TextKind, line: str) -> None:
    assert plain_line(Words(value, kind)) == line


@given(st.text(st.characters(exclude_characters="&", exclude_categories=["Cs"]), max_size=80))
def test_text_titles_lose_nothing_but_spaces_and_controls(value: str) -> None:
    squeezed = plain_line(Words(value, "text")).replace(" ", "")
    assert squeezed == "".join(c for c in value if c > " " and c != "\x7f")


def test_a_title_brings_no_control_to_a_terminal() -> None:
    assert plain_line(Words("\x1b]0;Ferry\x07 &#7;back\x00", "text")) == "]0;Ferry back"


def test_author_names_are_names() -> None:
    values = (
        "Mara Lind",
        "desk@n.example",
        "desk@n.example (Mara Lind)",
        "",
        "林海 <lin@n.example>",
    )
    assert author_names(values) == ("Mara Lind", "林海")
