"""What beginning and ending each block element does to the blocks being built."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from samizdat.extract.reader_build import Builder, Leave
from samizdat.extract.reader_frames import (
    CaptionFrame,
    CellFrame,
    FigureFrame,
    Frame,
    ListFrame,
    QuoteFrame,
    TableFrame,
    join_lines,
)
from samizdat.extract.reader_inline import STRONG, with_mark
from samizdat.extract.reader_tags import HEADINGS, LISTS, PREFORMATTED
from samizdat.model.tree import Paragraph, Rule

MAX_NESTING = 32
"""Lists and quotes within each other; what lies deeper is flattened into the last, so that no
reader of the tree runs out of stack."""


def open_block(builder: Builder, node: LexborNode, tag: str) -> Leave:
    """Begin the block element *node*; calling the answer ends it."""
    if builder.is_pre:
        builder.pre_line()
        return builder.pre_line
    builder.flush()
    if tag in HEADINGS:
        return builder.begin_heading(HEADINGS[tag])
    if tag in PREFORMATTED:
        return builder.begin_pre()
    opener = _OPENERS.get(tag)
    if opener is None:
        return builder.flush
    return opener(builder, node) or builder.flush


def _nested(builder: Builder, frame: Frame) -> Leave | None:
    if builder.nesting >= MAX_NESTING:
        return None
    builder.nesting += 1
    leave_frame = builder.push(frame)

    def leave() -> None:
        leave_frame()
        builder.nesting -= 1

    return leave


def _quote(builder: Builder, _: LexborNode) -> Leave | None:
    return _nested(builder, QuoteFrame())


def _list(builder: Builder, node: LexborNode) -> Leave | None:
    start = _whole(node.attributes.get("start"), 1, low=-9999, high=999_999)
    return _nested(builder, ListFrame(ordered=node.tag == "ol", start=start))


def _item(builder: Builder, _: LexborNode) -> Leave | None:
    around = builder.frames[-1]
    if not isinstance(around, ListFrame):
        return None
    frame = Frame()
    return builder.push(frame, lambda: around.add_item(frame.blocks))


def _term(builder: Builder, _: LexborNode) -> Leave | None:
    builder.marks = with_mark(builder.marks, STRONG)
    return None


def _figure(builder: Builder, _: LexborNode) -> Leave:
    return builder.push(FigureFrame())


def _figcaption(builder: Builder, _: LexborNode) -> Leave:
    return builder.push(CaptionFrame())


def _caption(builder: Builder, _: LexborNode) -> Leave | None:
    around = builder.frames[-1]
    if not isinstance(around, TableFrame):
        return None
    frame = CaptionFrame()

    def take() -> None:
        for block in frame.finish():
            if isinstance(block, Paragraph):
                around.caption = join_lines((Paragraph(around.caption), block))[0]
            else:
                around.add(block)

    return builder.push(frame, take)


def _table(builder: Builder, _: LexborNode) -> Leave:
    return builder.push(TableFrame(all_data=builder.all_tables))


def _row(builder: Builder, _: LexborNode) -> Leave | None:
    around = builder.frames[-1]
    if isinstance(around, TableFrame):
        around.rows.append([])
    return None


def _cell(builder: Builder, node: LexborNode) -> Leave | None:
    around = builder.frames[-1]
    if not isinstance(around, TableFrame) or not around.rows:
        return None
    columns, rows = (_whole(node.attributes.get(name), 1) for name in ("colspan", "rowspan"))
    frame = CellFrame(header=node.tag == "th", columns=columns, rows=rows)
    around.rows[-1].append(frame)
    return builder.push(frame, lambda: None)


def _rule(builder: Builder, _: LexborNode) -> Leave | None:
    builder.add(Rule())
    return None


_OPENERS: dict[str, Callable[[Builder, LexborNode], Leave | None]] = {
    "blockquote": _quote,
    "li": _item,
    "dt": _term,
    "figure": _figure,
    "figcaption": _figcaption,
    "caption": _caption,
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
    "hr": _rule,
    **dict.fromkeys(LISTS, _list),
}


def _whole(text: str | None, default: int, *, low: int = 1, high: int = 100) -> int:
    """Return a whole number of an attribute within bounds, *default* if it is none."""
    try:
        number = int((text or "").strip()[:12])
    except ValueError:
        return default
    return number if low <= number <= high else default
