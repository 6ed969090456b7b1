"""The source of an old page's body → blocks of the tree, what was damaged repaired."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from samizdat.extract.guard import check_page
from samizdat.extract.mirror.markdown import to_html
from samizdat.extract.mirror.spaces import join_lines
from samizdat.extract.mirror.tags import tags_of
from samizdat.extract.mirror.values import Flaw, Repair
from samizdat.extract.reader import ReadOptions, node_ids, read_blocks
from samizdat.model.tree import (
    Block,
    Figure,
    Heading,
    Inline,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Quote,
)

_INDENTED = re.compile(r"(?: {4}|\t)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_HREF_TAG = re.compile(r"<([a-z][a-z0-9-]*)\s[^<>]*?\bhref\s*=", re.IGNORECASE)
_LINKS = frozenset({"a", "link", "base", "area", "image", "use"})
"""Elements that may have an `href`; on any other one it leads nowhere."""
_MARKDOWN_PICTURE = re.compile(r"\s*!\[([^\]\n]*)\]\(\s*<?([^\s()<>]+)[^)\n]*\)\s*$")
_WIDE = re.compile(r"[\u0590-\u08ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JUNK = (
    '[id^="gtx-"], [class^="gtx-"], script, style, ins.adsbygoogle, '
    '[style*="visibility: hidden" i], [style*="visibility:hidden" i]'
)
"""What tools and scripts left in pages: shown to nobody, or empty."""
_HIGHEST = 2
"""The level of a body's highest heading: the title alone stands above."""


@dataclass(slots=True)
class Mended:
    """What was repaired so far, what could not be, and the topic words met."""

    counts: dict[Repair, int] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def add(self, repair: Repair, count: int) -> None:
        """Count *repair*."""
        if count:
            self.counts[repair] = self.counts.get(repair, 0) + count


def read_body(source: str, base: str, mended: Mended, *, where: str = "") -> tuple[Block, ...]:
    """Return the blocks of a body's *source*, which is HTML or Markdown with HTML inside.

    Args:
        source: lines of the page.
        base: absolute address against which references resolve.
        mended: gets what was repaired.
        where: the file, for errors.

    Raises:
        ParseError: the body would cost far more to read than any real one, or it is Markdown and
            there is nothing that reads Markdown.
    """
    check_page(source, where=where)
    source = _without_code(source, mended)
    if not is_html(source):
        source = to_html(source, where=where)
    blocks = read_html(source, base, mended, where=where)
    return _level(blocks, mended)


def read_html(source: str, base: str, mended: Mended, *, where: str = "") -> tuple[Block, ...]:
    """Return the blocks of a piece of an old page that is HTML."""
    source, removed = join_lines(_with_links(source, mended))
    mended.add("spaces", removed)
    check_page(source, where=where)
    body = _parsed(source)
    if body is None:
        return ()
    junk = node_ids(body.css(_JUNK))
    mended.add("junk", len(junk))
    mended.tags += tags_of(body)
    return read_blocks((body,), base, ReadOptions(exclude=junk))


def read_lead(
    source: str, base: str, mended: Mended, *, where: str = ""
) -> tuple[Figure | None, tuple[Block, ...]]:
    """Return the opening picture with its caption, and what else stands beside it."""
    picture = _MARKDOWN_PICTURE.match(source)
    if picture:
        alt, address = (escape(unescape(text)) for text in picture.groups())
        source = f'<img alt="{alt}" src="{address}">'
    blocks = read_html(source, base, mended, where=where)
    figures = [block for block in blocks if isinstance(block, Figure)]
    if not figures:
        return None, blocks
    lead, *others = figures
    caption = lead.caption or _lines(b for b in blocks if isinstance(b, Paragraph | Heading))
    return replace(lead, caption=caption), tuple(others)


def _lines(blocks: Iterable[Paragraph | Heading]) -> tuple[Inline, ...]:
    lines: list[Inline] = []
    for block in blocks:
        lines += ([LineBreak()] if lines else []) + [*block.children]
    return tuple(lines)


def _parsed(source: str) -> LexborNode | None:
    source = source.replace("\x00", "").encode("utf-8", "replace").decode()
    return LexborHTMLParser(source, options=LexborDocumentOptions.WO_EVENTS).body


def is_html(source: str) -> bool:
    """Return whether *source* is one piece of HTML: no words stand outside of its elements."""
    text = source.strip()
    if not (text.startswith("<") and text.endswith(">")):
        return False
    body = _parsed(text)
    if body is None:
        return False
    child = body.first_child
    while child is not None:
        if (child.text_content or "").strip():
            return False
        child = child.next
    return True


def _with_links(source: str, mended: Mended) -> str:
    """Return *source* with elements that only have an address made links."""
    found = [name.lower() for name in _HREF_TAG.findall(source)]
    dead = [name for name in found if name not in _LINKS]
    mended.add("links", len(dead))
    for name in set(dead):
        source = re.sub(rf"<(/?){name}(?=[\s/>])", r"<\1a", source, flags=re.IGNORECASE)
    return source


def _without_code(source: str, mended: Mended) -> str:
    """Return *source* with indented lines that a forge shows as code made paragraphs.

    A body is damaged so as a whole, or from an empty line on, where HTML goes on indented. Indented
    lines that are neither HTML nor mostly of a script in which nobody programs stay code.
    """
    lines = source.split("\n")
    runs = [run for run in _indented_runs(lines) if _is_prose(lines[run.start : run.stop])]
    everything = sum(map(bool, map(str.strip, lines)))
    indented = sum(1 for line in lines if line.strip() and _INDENTED.match(line))
    if indented * 10 >= everything * 9 and everything > 2 and not source.lstrip().startswith("<"):
        runs = _indented_runs(lines)
    for run in runs:
        lines[run.start : run.stop] = [line.strip() for line in lines[run.start : run.stop]]
    mended.add("code", len(runs))
    return "\n".join(lines)


def _indented_runs(lines: Sequence[str]) -> list[range]:
    """Return the runs of lines that Markdown reads as indented code: after an empty line."""
    runs: list[range] = []
    start, fenced, blank = -1, False, True
    for at, line in enumerate([*lines, ""]):
        is_code = bool(line.strip()) and _INDENTED.match(line) and not fenced
        if is_code and start < 0 and blank:
            start = at
        elif not is_code and start >= 0:
            runs.append(range(start, at))
            start = -1
        fenced ^= _FENCE.match(line) is not None
        blank = not line.strip()
    return runs


def _is_prose(lines: Sequence[str]) -> bool:
    text = "".join(lines).strip()
    if re.match(r"<[a-zA-Z/!]", text):
        return True
    return len(_WIDE.findall(text)) * 10 >= len(text) * 4


def _level(blocks: tuple[Block, ...], mended: Mended) -> tuple[Block, ...]:
    """Return *blocks* with the highest heading on the level right below the title."""
    levels = [*_levels(blocks)]
    by = min(levels, default=_HIGHEST) - _HIGHEST
    if not by:
        return blocks
    mended.add("headings", len(levels))
    return tuple(_lifted(block, by) for block in blocks)


def _levels(blocks: Iterable[Block]) -> Iterable[int]:
    for block in blocks:
        match block:
            case Heading():
                yield block.level
            case Quote():
                yield from _levels(block.blocks)
            case List():
                for item in block.items:
                    yield from _levels(item.blocks)
            case _:
                pass


def _lifted(block: Block, by: int) -> Block:
    match block:
        case Heading():
            return replace(block, level=min(6, max(1, block.level - by)))
        case Quote():
            return Quote(tuple(_lifted(b, by) for b in block.blocks))
        case List():
            items = (ListItem(tuple(_lifted(b, by) for b in i.blocks)) for i in block.items)
            return replace(block, items=tuple(items))
        case _:
            return block
