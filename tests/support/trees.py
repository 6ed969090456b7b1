"""Hypothesis strategies for adversarial trees: text that looks like markup, in every position."""

from hypothesis import strategies as st

from samizdat.model.tree import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)

_FRAGMENTS = (
    *("*", "**", "_", "__", "`", "``", "~", "~~", "\\", "#", "##", ">", "<", "&", "|", "!", "$"),
    *("[", "]", "(", ")", "{", "}", ":", ";", "=", "+", "-", ".", "/", "^", "%", '"', "'", "@"),
    *("- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", "# ", "---", "===", "***", "```", "~~~", "+++"),
    *("[x](y)", "![i](z)", "[x]: /u", "[^1]", "[^1]: n", "[ ] ", "[x] ", "[!NOTE]", "[TOC]"),
    *("[[w]]", "[[_TOC_]]", "<b>", "</b>", "<!-- c -->", "<?p?>", "<![CDATA[x]]>", "<a@b.example>"),
    *(
        "http://n.example/a",
        "https://n.example",
        "ftp://n.example",
        "www.n.example",
        "WWW.n.example",
    ),
    *("a@n.example", "mailto:a@n.example", "xmpp:a@n.example/b", "@user", "#12", "!45", "o/r#1"),
    *(":smile:", ":+1:", "$x$", "$$", "$`y`$", "{{ v }}", "{% t %}", "{+ i +}", "[- d -]", "::: t"),
    *("&amp;", "&#42;", "&copy", "GH-1", "%3", "| a | b |", "|---|", ":-:", "\t", "  ", " ", " "),
    *(
        "港口",
        "开馆。",
        "，",
        "「图」",
        "（一）",
        "سلام",
        "می\u200cروم",
        "Привет",
        "é",
        "א",
        "한국",
        "ไทย",
    ),
    *("word", "a", "b", "1", "snake_case", "2*3", "👩‍🚀", "🏴\U000e0067\U000e0062\U000e007f", "❤️"),
    *(
        "\u3000",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\u2028",
        "\u202e",
        "\u2067",
        "\u2069",
        "\x07",
        "\x85",
    ),
)


def texts(*, min_size: int = 1) -> st.SearchStrategy[str]:
    """Return plain texts, most of them built from pieces of markup."""
    pieces = st.lists(st.sampled_from(_FRAGMENTS), min_size=min_size, max_size=6).map("".join)
    anything = st.text(min_size=min_size, max_size=8)
    return st.one_of(pieces, pieces, pieces, anything)


def addresses() -> st.SearchStrategy[str]:
    """Return absolute addresses, some with characters that mean something to Markdown."""
    tails = (
        "",
        "/",
        "/a(b)",
        "/a(b",
        "/港口?x=1&amp;y=2",
        "/a b",
        "/<x>",
        "/#[1]",
        "/a_b_c*",
        "/|",
    )
    return st.sampled_from([f"https://n.example{tail}" for tail in tails] + ["mailto:a@n.example"])


def _wrap(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    several = st.lists(children, min_size=0, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Strong, several),
        st.builds(Emphasis, several),
        st.builds(Link, addresses(), several),
        st.builds(Superscript, several),
        st.builds(Subscript, several),
        st.builds(Ruby, several, texts()),
    )


def inline_lists(*, max_size: int = 5) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Return the inlines of a leaf block."""
    leaves: st.SearchStrategy[Inline] = st.one_of(
        st.builds(Text, texts()),
        st.builds(Text, texts()),
        st.builds(Code, texts()),
        st.just(LineBreak()),
    )
    one = st.recursive(leaves, _wrap, max_leaves=6)
    return st.lists(one, min_size=1, max_size=max_size).map(tuple)


def figures() -> st.SearchStrategy[Figure]:
    """Return pictures with a description and most with a caption."""
    images = st.builds(Image, st.just("https://n.example/a.jpg"), texts(min_size=0))
    return st.builds(Figure, images, st.one_of(st.just(()), inline_lists(max_size=3)))


def tables() -> st.SearchStrategy[Table]:
    """Return tables with and without header row, rows of any length."""
    cells = st.builds(Cell, st.one_of(st.just(()), inline_lists(max_size=2)))
    rows = st.lists(st.builds(Row, st.lists(cells, max_size=3).map(tuple)), min_size=1, max_size=3)
    return st.builds(_table, rows, st.booleans(), st.one_of(st.just(()), inline_lists(max_size=2)))


def _table(rows: list[Row], header: bool, caption: tuple[Inline, ...]) -> Table:
    first = Row(tuple(Cell(c.children, header=header) for c in rows[0].cells))
    return Table((first, *rows[1:]), caption)


def _contain(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(blocks, max_size=3).map(tuple)
    paragraph = st.builds(Paragraph, inline_lists(max_size=2)).map(lambda p: (p,))
    items = st.lists(
        st.builds(ListItem, st.one_of(paragraph, several)), min_size=1, max_size=3
    ).map(tuple)
    return st.one_of(
        st.builds(Quote, several),
        st.builds(List, items, st.booleans(), st.integers(0, 12)),
    )


def block_lists(*, max_size: int = 4) -> st.SearchStrategy[tuple[Block, ...]]:
    """Return the blocks of a body, nested in lists and quotes."""
    leaves: st.SearchStrategy[Block] = st.one_of(
        st.builds(Paragraph, inline_lists()),
        st.builds(Heading, st.integers(1, 6), inline_lists(max_size=3)),
        figures(),
        tables(),
        st.just(Rule()),
        st.builds(CodeBlock, st.one_of(texts(), st.lists(texts(), max_size=4).map("\n".join))),
        st.builds(Embed, addresses(), texts(min_size=0)),
    )
    one = st.recursive(leaves, _contain, max_leaves=5)
    return st.lists(one, min_size=1, max_size=max_size).map(tuple)
