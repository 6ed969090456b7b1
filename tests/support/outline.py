"""What readers see of a page, in one form for trees and for rendered HTML, so that both compare.

A block is a tuple whose first item names it. Inlines are `(text, marks)`: the text with single
spaces and a line end for a forced break, and for each character that is no space the marks around
it (`strong`, `em`, `small`, `code`, `sup`, `sub`, `ruby`, `rt`, `a target`, `img alt target`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.model.tree import (
    Block,
    Code,
    CodeBlock,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from samizdat.render.markdown import WriteOptions, clean_code, clean_text, safe_target

Marks = frozenset[str]
Run = tuple[str, Marks]
Outline = list[tuple[Any, ...]]

_NAMES = {Strong: "strong", Emphasis: "em", Superscript: "sup", Subscript: "sub"}
_INLINE = frozenset({"strong", "em", "sup", "sub", "small", "code", "ruby", "rt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_TAGS = _HEADINGS | {"p", "ul", "ol", "blockquote", "table", "hr", "pre", "div", "section"}
_BLOCK_TAGS |= {"dl", "details", "summary", "script", "style"}
_NO_MARKS: Marks = frozenset()
_CAPTION: Marks = frozenset({"small"})
_IMAGE = "\ufffc"


def inline_outline(runs: Iterable[Run]) -> tuple[str, tuple[Marks, ...]]:
    """Return runs of characters as text and marks."""
    characters = [(c, marks) for text, marks in runs for c in text]
    text = "".join(c for c, _ in characters)
    text = re.sub("[ \t\r\f]+", " ", text)
    text = re.sub(" ?\n ?", "\n", text).strip(" \t\n")
    return text, tuple(marks for c, marks in characters if c not in " \t\r\f\n")


# ---- trees


def tree_outline(blocks: Iterable[Block], options: WriteOptions) -> Outline:
    """Return what a page of *blocks* should show."""
    blocks = tuple(blocks)
    lowest = min(_levels(blocks), default=options.min_heading)
    return list(_tree_blocks(blocks, options, options.min_heading - lowest))


def _levels(blocks: Iterable[Block]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.level
        elif isinstance(block, Quote):
            yield from _levels(block.blocks)
        elif isinstance(block, List):
            yield from (level for item in block.items for level in _levels(item.blocks))


def _tree_blocks(
    blocks: Iterable[Block], options: WriteOptions, shift: int
) -> Iterator[tuple[Any, ...]]:
    for block in blocks:
        yield from _tree_block(block, options, shift)


def _tree_block(block: Block, options: WriteOptions, shift: int) -> Iterator[tuple[Any, ...]]:
    match block:
        case Paragraph():
            yield from _leaf("p", block.children, options)
        case Heading():
            level = min(6, max(block.level + shift, options.min_heading))
            yield from _leaf(f"h{level}", block.children, options)
        case Quote():
            inner = list(_tree_blocks(block.blocks, options, shift))
            if inner:
                yield "quote", inner
        case List():
            items = [list(_tree_blocks(i.blocks, options, shift)) for i in block.items]
            if any(items):
                start = max(block.start, 0) if block.ordered else None
                yield "list", start, items if block.ordered else [i for i in items if i]
        case _:
            yield from _tree_object(block, options)


def _tree_object(block: Block, options: WriteOptions) -> Iterator[tuple[Any, ...]]:
    match block:
        case Rule():
            yield ("hr",)
        case CodeBlock():
            value = clean_code(block.value)
            if value.strip():
                yield "code", value.rstrip("\n")
        case Embed():
            label = options.embed_label(block)
            yield from _leaf("p", (Link(block.address, (Text(label),)),), options)
        case Figure():
            yield from _tree_figure(block, options)
        case Table():
            yield from _leaf("p", block.caption, options, _CAPTION)
            yield from _tree_table(block, options)
        case _:
            raise AssertionError(block)


def _leaf(
    name: str, inlines: Iterable[Inline], options: WriteOptions, marks: Marks = _NO_MARKS
) -> Iterator[tuple[Any, ...]]:
    content = inline_outline(_tree_runs(inlines, options, marks))
    if content[1]:
        yield name, content


def _tree_figure(figure: Figure, options: WriteOptions) -> Iterator[tuple[Any, ...]]:
    target = options.image(figure.image)
    if target:
        alt = clean_text(figure.image.alt).strip(" ")
        yield "p", (_IMAGE, (frozenset({f"img {alt} {_same(target)}"}),))
    else:
        yield from _leaf("p", (Text(options.missing_image(figure.image)),), options)
    yield from _leaf("p", figure.caption, options, _CAPTION)


def _tree_table(table: Table, options: WriteOptions) -> Iterator[tuple[Any, ...]]:
    rows = []
    for row in table.rows:
        cells = [inline_outline(_tree_runs(c.children, options, _NO_MARKS)) for c in row.cells]
        rows.append([cell for cell in cells if cell[1]])
    if any(rows):
        yield "table", [row for row in rows if row]


def _tree_runs(inlines: Iterable[Inline], options: WriteOptions, marks: Marks) -> Iterator[Run]:
    joined: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            joined.append(inline.value)
            continue
        yield clean_text("".join(joined)), marks
        joined.clear()
        yield from _tree_run(inline, options, marks)
    yield clean_text("".join(joined)), marks


def _tree_run(inline: Inline, options: WriteOptions, marks: Marks) -> Iterator[Run]:
    match inline:
        case LineBreak():
            yield "\n", marks
        case Code():
            yield clean_code(inline.value).replace("\n", " "), marks | {"code"}
        case Ruby():
            reading = clean_text(inline.reading).strip(" ")
            around = marks | {"ruby"} if reading else marks
            yield from _tree_runs(inline.base, options, around)
            yield reading, around | {"rt"}
        case Link():
            yield from _tree_link(inline, options, marks)
        case Strong() | Emphasis() | Superscript() | Subscript():
            yield from _tree_runs(inline.children, options, marks | {_NAMES[type(inline)]})
        case Text():
            yield inline.value, marks


def _tree_link(link: Link, options: WriteOptions, marks: Marks) -> Iterator[Run]:
    """Yield the words of a link, then the note that stands for its address if it has no target."""
    wanted = options.link(link.address)
    target = safe_target(wanted or "")
    mark = f"a {_same(target.replace('&amp;', '&'))}"
    inside = replace(options, link=lambda _: None, note=lambda _: "")
    runs = list(_tree_runs(link.children, inside, marks | {mark} if target else marks))
    end = len(runs)
    while end and not runs[end - 1][0].strip(" \t\n"):
        end -= 1
    last, around = runs[end - 1] if end else ("", marks)
    kept = last if "code" in around else last.rstrip(" \t\n")
    yield from (*runs[: max(0, end - 1)], (kept, around))
    note = "" if wanted or not end else options.note(link.address)
    if note:
        yield note, marks | {"sup"}
    yield from ((last[len(kept) :], around), *runs[end:])


def _same(target: str) -> str:
    """Return *target* in one spelling of percent signs, since renderers differ there."""
    return quote(unquote(target), safe="/:?#[]@!$&'()*+,;=~")


# ---- HTML


def html_outline(html: str) -> Outline:
    """Return what a reader sees of rendered *html*."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return list(_html_blocks(body))


def _html_blocks(node: LexborNode) -> Iterator[tuple[Any, ...]]:
    inlines: list[LexborNode] = []
    for child in node.iter(include_text=True):
        if child.tag in _BLOCK_TAGS:
            yield from _html_leaf("p", inlines)
            inlines = []
            yield from _html_block(child)
        else:
            inlines.append(child)
    yield from _html_leaf("p", inlines)


def _html_block(node: LexborNode) -> Iterator[tuple[Any, ...]]:
    match node.tag:
        case tag if tag == "p" or tag in _HEADINGS:
            yield from _html_leaf(str(node.tag), list(node.iter(include_text=True)))
        case "ul" | "ol":
            start = int(node.attributes.get("start") or 1) if node.tag == "ol" else None
            yield "list", start, [list(_html_blocks(i)) for i in node.iter()]
        case "blockquote":
            inner = list(_html_blocks(node))
            if inner:
                yield "quote", inner
        case "table":
            yield from _html_table(node)
        case "hr":
            yield ("hr",)
        case "pre":
            yield "code", node.text().removesuffix("\n")
        case _:
            yield str(node.tag), list(_html_blocks(node))


def _html_table(table: LexborNode) -> Iterator[tuple[Any, ...]]:
    rows = []
    for row in table.css("tr"):
        cells = [
            inline_outline(_html_runs(list(c.iter(include_text=True)), _NO_MARKS))
            for c in row.iter()
        ]
        rows.append([cell for cell in cells if cell[1]])
    yield "table", [row for row in rows if row]


def _html_leaf(name: str, nodes: list[LexborNode]) -> Iterator[tuple[Any, ...]]:
    content = inline_outline(_html_runs(nodes, _NO_MARKS))
    if content[1]:
        yield name, content


def _html_runs(nodes: Iterable[LexborNode], marks: Marks) -> Iterator[Run]:
    for node in nodes:
        tag = str(node.tag)
        if tag == "-text":
            yield (node.text_content or "").replace("\n", " "), marks
        elif tag == "br":
            yield "\n", marks
        elif tag == "img":
            attributes = node.attributes
            alt, source = attributes.get("alt") or "", attributes.get("src") or ""
            yield _IMAGE, marks | {f"img {alt} {_same(source)}"}
        else:
            yield from _html_runs(node.iter(include_text=True), marks | _html_mark(node, tag))


def _html_mark(node: LexborNode, tag: str) -> Marks:
    if tag == "a":
        return frozenset({f"a {_same(node.attributes.get('href') or '')}"})
    if tag == "span" and not node.attributes:
        return _NO_MARKS
    return frozenset({tag if tag in _INLINE else f"unexpected {tag}"})
