"""Everything that text can hold, on whole pages: three forges show the tree and nothing else.

The pages run in both directions, with a story in either, and carry all that editors put around a
body, so that nothing around it changes how a renderer reads it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from samizdat.model.article import content_hash
from samizdat.model.page import StoryPage
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
from samizdat.render.git import Look, render_page
from samizdat.render.git.paths import relative
from samizdat.render.markdown import WriteOptions, clean_text
from samizdat.render.wording import load_wording
from tests.support.git_pages import VOICES, desk_story, look, variant
from tests.support.outline import Outline, html_outline, tree_outline
from tests.support.renderers import RENDERERS
from tests.support.story_pages import dangers

PICTURE = "https://harbour.example/pictures/lighthouse.jpg"
Hostile = Callable[[str], list[dict[str, Any]]]


def words(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def items(*blocks: tuple[Block, ...], ordered: bool = False, start: int = 1) -> List:
    return List(tuple(ListItem(own) for own in blocks), ordered=ordered, start=start)


def row(*texts: str | tuple[Inline, ...], header: bool = False) -> Row:
    cells = (words(text) if isinstance(text, str) else text for text in texts)
    return Row(tuple(Cell(cell, header) for cell in cells))


KINDS: dict[str, tuple[Block, ...]] = {
    "table": (
        paragraph("Before"),
        Table(
            (
                row("队", "Points | goals", "لیگ", header=True),
                row("港口队", (Code("a|b"), Text(" | $3")), "بندر ۲–۱"),
                row((Strong(words("灯塔队。")), Text("后")), "`x`", (Ruby(words("港"), "gǎng"),)),
                Row((Cell(words("across"), columns=2), Cell(words("one")))),
                row("", "alone", ""),
            ),
            (Text("Caption with "), Emphasis(words("stress"))),
        ),
        paragraph("After"),
        Table((row("no", "header"), row("1.", "- x"))),
    ),
    "nested lists": (
        items(
            (paragraph("one"), items((paragraph("a"),), (paragraph("b"), paragraph("b two")))),
            (paragraph("two"), items((paragraph("seven"),), (Rule(),), ordered=True, start=7)),
            (Quote((paragraph("quoted"), items((paragraph("in a quote"),)))),),
            (CodeBlock("line\n\n- no list\n"), paragraph("after code")),
            (Heading(2, words("A heading")),),
        ),
        items((paragraph("another list"),), ordered=True, start=0),
        items((paragraph("a third"),), ordered=True),
    ),
    "ruby": (
        paragraph(
            "在", Ruby(words("港口"), "ㄍㄤˇ ㄎㄡˇ"), "，", Ruby(words("*北*"), "<běi>"), "。"
        ),
        paragraph(Strong((Ruby(words("灯"), "dēng"), Text("塔"))), "与", Ruby(words("a[b]"), "|")),
    ),
    "raised and lowered": (
        paragraph("H", Subscript(words("2")), "O, 10", Superscript(words("−3")), " m", "²"),
        paragraph(Superscript((Emphasis(words("n")), Text("+1"))), "x", Subscript(words("i,j"))),
        Heading(3, (Text("CO"), Subscript(words("2")))),
    ),
    "formulas": (
        paragraph("$E=mc^2$ and $$\\int_0^1 x\\,dx$$ cost $5 or US$6"),
        paragraph("$`a_b`$ \\(x_1\\) \\[y^2\\]"),
        paragraph("\\[ a block \\]"),
        paragraph("$$"),
        paragraph("\\begin{align} a &= b \\\\ c &= d \\end{align}"),
        paragraph("$$"),
    ),
    "code": (
        paragraph("Run ", Code("git `log` | head"), " or ", Code(" x "), " or ", Code("{{ v }}")),
        CodeBlock("```\n~~~\n<script>alert(1)</script>\n\n    four spaces\n\ttab\n$ x\n"),
        CodeBlock("{% liquid %}\n{{ v }}\n"),
        paragraph(Strong((Code("a*b"),)), Link("https://n.example/", (Code("c]d"),))),
    ),
    "directions": (
        paragraph("The word سلام (salām) and the number ۱۲۳ in ", Strong(words("شهر")), "."),
        paragraph("متن با English و ", Link("https://n.example/a", words("پیوند link")), " ۱۲:۳۰"),
        paragraph("می\u200cشود \u200fRLM\u200e LRM \u2067isolated\u2069 שלום 港口"),
        items((paragraph("1) سلام"),), (paragraph("(سلام)"),)),
        Quote((paragraph("«سلام» – he said"),)),
        Heading(2, words("سلام: Harbour")),
    ),
    "breaks and pictures": (
        paragraph("one", LineBreak(), "- two", LineBreak(), "3. three\\", LineBreak(), "# four"),
        Figure(Image(PICTURE, "alt ] [x](y)"), (Text("Photo: "), Emphasis(words("摄。")))),
        Figure(Image("https://harbour.example/lost.jpg"), words("<small> print")),
        Embed("https://video.example/watch?v=1&t=2", "A film | with bars"),
        Rule(),
    ),
    "headings": tuple(
        Heading(level, words(text))
        for level, text in ((1, "C #"), (6, "{#id .class}"), (2, "---"), (3, "1. x"), (4, "[ ] y"))
    ),
}


def page_of(blocks: tuple[Block, ...], page_language: str, language: str) -> StoryPage:
    """Return a page with everything around *blocks*, whose links stay links."""
    page = desk_story(page_language)
    article = replace(page.article, blocks=blocks, lead=None, language=language)
    return replace(
        page,
        title=VOICES[language].headlines[0],
        language=language,
        article=article,
        content_hash=content_hash(article),
        links={},
        link_policy="keep",
        variants={PICTURE: variant(PICTURE)},
        withheld={},
    )


def options_of(page: StoryPage, around: Look) -> WriteOptions:
    """Return what a reader should see of pictures and players."""

    def picture(image: Image) -> str | None:
        stored = page.variants.get(image.address)
        return relative(f"{page.path}.md", stored.path) if stored else None

    def missing(image: Image) -> str:
        return around.wording.image_missing

    def player(embed: Embed) -> str:
        return around.wording.embed.replace("{name}", embed.title)

    return WriteOptions(image=picture, missing_image=missing, embed_label=player)


def unwrapped(outline: Outline) -> Outline:
    """Return *outline* without divisions."""
    flat: Outline = []
    for block in outline:
        flat.extend(unwrapped(block[1]) if block[0] == "div" else [block])
    return flat


def places(whole: Outline, part: Outline) -> list[int]:
    """Return where *part* stands in *whole*."""
    ends = range(len(whole) - len(part) + 1)
    return [at for at in ends if whole[at : at + len(part)] == part]


def assert_shown(pages: list[StoryPage], around: Look) -> None:
    """Check that every renderer shows each page's body once, whole, and the same page."""
    documents = [render_page(page, around)[0].content.decode() for page in pages]
    shown: dict[int, Outline] = {}
    for forge, render in RENDERERS.items():
        for number, html in enumerate(render(documents)):
            page = pages[number]
            where = (forge, documents[number])
            assert [found for found in dangers(html) if "about.md" not in found] == [], where
            whole = unwrapped(html_outline(html))
            expected = tree_outline(page.article.blocks, options_of(page, around))
            assert not expected or len(places(whole, expected)) == 1, where
            assert shown.setdefault(number, whole) == whole, where


@pytest.mark.parametrize("page_language", ["en", "fa"])
@pytest.mark.parametrize("language", ["en", "fa", "zh-Hans"])
def test_every_kind_of_text_is_shown_on_every_forge(page_language: str, language: str) -> None:
    pages = [page_of(blocks, page_language, language) for blocks in KINDS.values()]
    assert_shown(pages, look(page_language))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_all_kinds_together_are_shown_on_every_forge(language: str) -> None:
    together = tuple(block for blocks in KINDS.values() for block in blocks)
    other = "fa" if language == "en" else "en"
    pages = [page_of(together, language, told) for told in (language, other)]
    assert_shown(pages, look(language))


@pytest.mark.shared
@pytest.mark.parametrize("language", ["en", "fa"])
def test_markdown_as_title_and_as_paragraph_is_the_text_that_it_is(
    language: str, hostile: Hostile
) -> None:
    cases = [record["markdown"] for record in hostile("markdown/spec.jsonl")]
    assert len(cases) > 200
    around = Look("", load_wording(language))
    pages = []
    for text in cases:
        told = page_of((paragraph(text), Heading(2, words(text))), language, "en")
        related = tuple(replace(teaser, title=text) for teaser in told.related)
        pages.append(replace(told, title=text, related=related))
    assert_shown(pages, around)
    documents = [render_page(page, around)[0].content.decode() for page in pages]
    for render in RENDERERS.values():
        for text, html in zip(cases, render(documents), strict=True):
            title = clean_text(text).strip(" ")
            if title:
                heads = [b for b in unwrapped(html_outline(html)) if b[0] == "h1"]
                assert [head[1][0] for head in heads] == [title], text
