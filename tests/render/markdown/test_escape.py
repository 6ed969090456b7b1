"""Plain text stays plain in every renderer, and reads well raw."""

import pytest

from samizdat.model.tree import Link, Paragraph, Text
from samizdat.render.markdown import (
    WriteOptions,
    escape_text,
    heading,
    image,
    table_cell,
    title_link,
    write_blocks,
)
from tests.support.outline import html_outline, tree_outline
from tests.support.renderers import RENDERERS

TITLES = (
    "1. Harbour reopens",
    "2) Harbour reopens",
    "- dash", "+ plus", "* star", "# hash", "#", "> quote", "===", "---", "***", "___", "~~~",
    "```",
    "+++", ";;;", ": definition", "::: box", "::include{file=a}", "| a | b |", "|---|", ":--", "|",
    "[ ] open", "[x] done", "[~] dropped", "[!NOTE]", "[TOC]", "[[_TOC_]]", "[[Page]]", "[x]: /u",
    "[^1]: note", "a[^1]", "^[inline]", "[a](b)", "![a](b)", "[a][b]", "a] (b)", "\\", "a\\*b",
    "\\(x\\)",
    "*a*", "**a**", "_a_", "__a__", "snake_case", "2*3*4", "a * b", "`a`", "``", "~a~", "~~a~~",
    "5~8℃",
    "<b>a</b>", "<script>alert(1)</script>", "<!-- a -->", "<?a?>", "<a@b.example>", "a < b > c",
    "&amp;", "&#42;", "&copy;", "AT&T", "a &b; c", "\\&amp;",
    "http://n.example/a_b", "see https://n.example.", "见https://n.example/港口", "ftp://n.example",
    "www.n.example", "（www.n.example）", "WWW.n.example", "smb://n.example", "a@n.example",
    "news+tip@sub.n.example", "mailto:a@n.example", "xmpp:a@n.example/b", "@user", "@user/team",
    "#123", "!45", "$12", "~label", "%3", '%"a b"', "&7", "^alert#1", "owner/repo#1",
    "owner/repo!2",
    "GH-1", "0123abcdef", ":smile:", ":+1:", "12:30:45", "$x$", "$$x$$", "$`x`$", "{{ a }}",
    "{% a %}",
    "{+ in +}", "[- out -]", "{.a #b}", "x {#id}", ">>> a", "==a==", "C #", "F ##", "a^2^", "H~2~O",
    "a  b", "line\nline", "tab\tstop", "trailing\\", "trailing  ", "<br>", "a | b", "\\|", "``a`|`",
)  # fmt: skip

UNTOUCHED = (
    "今天，港口重新开放（图）。",
    "「图书馆」——开馆时间：9:30—17:00",
    "[图集] 今天的港口",
    "Harbour: AT&T, Q&A, 5 > 3, 50% of 12 #tags, snake_case and x = y - 1!",
    "می\u200cروم؟ «سلام»",
    "2026-03-01 12:30:45 - a.b (c)",
    "-5 °C, +3, 1.5 and 3.",
)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_prose_reads_raw_as_it_is(text: str) -> None:
    assert escape_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中文。", "中文。"),
        ("见 http://n.example/a", "见 http\\://n.example/a"),
        ("desk@n.example", "desk<span>@</span>n.example"),
        ("@人民日报", "@人民日报"),
        ("$5", "\\$5"),
        ("[x] done", "<span>[</span>x] done"),
    ],
)
def test_the_least_ugly_means_is_taken(text: str, expected: str) -> None:
    assert escape_text(text) == expected


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str, mark: str = "") -> tuple[str, tuple[frozenset[str], ...]]:
    shown = _one_line(text)
    marks = frozenset({mark} if mark else ())
    return shown, (marks,) * len(shown.replace(" ", ""))


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_title_is_its_text_wherever_it_stands(renderer: str) -> None:
    documents: list[str] = []
    expected: list[object] = []
    for title in TITLES:
        link = title_link(title, "a/b.md")
        in_cell = link.replace("|", "\\|")
        documents += [
            escape_text(title),
            f"- {escape_text(title)}\n- {link}",
            f"> {escape_text(title)}",
            heading(title, 3),
            f"before\n\n{link}",
            f"| {table_cell(title)} | b |\n| --- | --- |\n| a | {in_cell} |",
            image(title, "a.webp"),
        ]
        plain, linked = _plain(title), _plain(title, "a a/b.md")
        picture = ("￼", (frozenset({f"img {_one_line(title)} a.webp"}),))
        expected += [
            [("p", plain)],
            [("list", None, [[("p", plain)], [("p", linked)]])],
            [("quote", [("p", plain)])],
            [("h3", plain)],
            [("p", _plain("before")), ("p", linked)],
            [("table", [[plain, _plain("b")], [_plain("a"), linked]])],
            [("p", picture)],
        ]
    rendered = RENDERERS[renderer]([document + "\n" for document in documents])
    for document, html, want in zip(documents, rendered, expected, strict=True):
        assert html_outline(html) == want, document


@pytest.mark.parametrize(
    "text",
    [
        "@user", "owner/repo#1", "owner/repo!2", ":smile:", "[[Page]]", "a@n.example", "[TOC]",
        "{+ in +}", "[- out -]", "[!NOTE] a",
    ],
)  # fmt: skip
def test_what_forges_find_in_rendered_text_is_split(text: str) -> None:
    # Gitea and GitHub look for these in text nodes after rendering, where backslashes are gone.
    assert "<span>" in escape_text(text)


def test_no_line_begins_as_a_formula_of_forgejo() -> None:
    for title in TITLES:
        assert not escape_text(title).startswith("\\[")


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("words", ["!NOTE", "! then", "x", "!"])
def test_a_link_at_the_start_of_a_line_is_one_link(renderer: str, words: str) -> None:
    blocks = (Paragraph((Link("https://n.example/", (Text(words),)),)),)
    (html,) = RENDERERS[renderer]([write_blocks(blocks, WriteOptions()) + "\n"])
    assert html_outline(html) == tree_outline(blocks, WriteOptions())
    assert html.count("<a ") == 1
    assert "<span>" not in html
