"""Containers that are being read: what they collect and what they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from samizdat.extract.reader_inline import Inlines, merge_texts
from samizdat.extract.reader_tags import LONGEST_CELL
from samizdat.model.tree import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    Inline,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Table,
)
from samizdat.model.tree_text import text_of


class Frame:
    """Blocks read so far inside one container; this one adds nothing of its own."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, block: Block) -> None:
        """Take *block*, the next one in order."""
        self.blocks.append(block)

    def finish(self) -> Iterable[Block]:
        """Return what the container is in the tree."""
        return self.blocks


class QuoteFrame(Frame):
    """A `<blockquote>`."""

    def finish(self) -> Iterable[Block]:
        """Return a quote unless nothing was quoted."""
        return [Quote(tuple(self.blocks))] if self.blocks else []


class ListFrame(Frame):
    """A `<ul>` or `<ol>`."""

    def __init__(self, *, ordered: bool = False, start: int = 1) -> None:
        super().__init__()
        self.ordered, self.start = ordered, start
        self.items: list[ListItem] = []

    def add(self, block: Block) -> None:
        """Take a block that stands outside any item: a sub-list belongs to the item before it."""
        if isinstance(block, List) and self.items:
            self.items[-1] = ListItem((*self.items[-1].blocks, block))
        else:
            self.items.append(ListItem((block,)))

    def add_item(self, blocks: Sequence[Block]) -> None:
        """Take the blocks of one `<li>`."""
        if blocks:
            self.items.append(ListItem(tuple(blocks)))

    def finish(self) -> Iterable[Block]:
        """Return the list unless it has no items."""
        return [List(tuple(self.items), self.ordered, self.start)] if self.items else []


class FigureFrame(Frame):
    """A `<figure>`: beside pictures, plain text in it is their caption."""

    def finish(self) -> Iterable[Block]:
        """Return the pictures with their captions, or the blocks if it holds other things too."""
        plain = all(isinstance(block, Figure | Paragraph | Heading) for block in self.blocks)
        if plain and any(isinstance(block, Figure) for block in self.blocks):
            return _captioned(self.blocks)
        return self.blocks


class CaptionFrame(Frame):
    """A `<figcaption>` or `<caption>`, which becomes one paragraph."""

    def finish(self) -> Iterable[Block]:
        """Return the caption's pictures, then its text as one paragraph."""
        text, others = join_lines(self.blocks)
        return [*others, Paragraph(text)] if text else others


class CellFrame(Frame):
    """A `<td>` or `<th>`."""

    def __init__(self, *, header: bool, columns: int, rows: int) -> None:
        super().__init__()
        self.header, self.columns, self.rows = header, columns, rows

    def is_simple(self, *, lines: bool) -> bool:
        """Return whether the content fits a cell of data; *lines* allows it several paragraphs."""
        texts = [b for b in self.blocks if not isinstance(b, Figure | Embed)]
        if any(isinstance(b, Figure) and b.caption for b in self.blocks):
            return False
        if not all(isinstance(b, Paragraph) for b in texts):
            return False
        return lines or not texts or (len(texts) == 1 and len(text_of(texts)) <= LONGEST_CELL)


class TableFrame(Frame):
    """A `<table>`: data where its cells are short texts or *all_data* says so, else layout."""

    def __init__(self, *, all_data: bool = False) -> None:
        super().__init__()
        self._all_data = all_data
        self.caption: Inlines = ()
        self.rows: list[list[CellFrame]] = []

    def finish(self) -> Iterable[Block]:
        """Return a table with its pictures after it, or the blocks of all cells in order."""
        if not self._is_data():
            caption: list[Block] = [Paragraph(self.caption)] if self.caption else []
            cells = (cell.blocks for row in self.rows for cell in row)
            return [*caption, *self.blocks, *(block for blocks in cells for block in blocks)]
        lifted: list[Block] = list(self.blocks)
        rows = [Row(tuple(self._cells(row, lifted))) for row in self.rows if row]
        return [Table(tuple(rows), self.caption), *lifted]

    def _is_data(self) -> bool:
        """Two rows with text or more, one of them with two texts, each cell simple."""
        if any(not isinstance(block, Figure | Embed) for block in self.blocks):
            return False
        if self._all_data and self.rows:
            return True
        headed = any(cell.header for row in self.rows for cell in row)
        filled = [sum(1 for cell in row if text_of(cell.blocks)) for row in self.rows]
        if sum(1 for count in filled if count) < 2 or max(filled) < 2:
            return False
        return all(cell.is_simple(lines=headed) for row in self.rows for cell in row)

    @staticmethod
    def _cells(row: Iterable[CellFrame], lifted: list[Block]) -> Iterator[Cell]:
        for cell in row:
            text, others = join_lines(cell.blocks)
            lifted.extend(others)
            yield Cell(text, cell.header, cell.columns, cell.rows)


def join_lines(blocks: Iterable[Block]) -> tuple[Inlines, list[Block]]:
    """Return the text of *blocks* as lines of one block, and the pictures and embeds apart."""
    lines: Inlines = ()
    others: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure | Embed):
            others.append(block)
            lines = _line(lines, block.caption) if isinstance(block, Figure) else lines
        elif isinstance(block, Paragraph | Heading):
            lines = _line(lines, block.children)
        else:
            lines = _line(lines, _flat(block))
    bare = [replace(b, caption=()) if isinstance(b, Figure) else b for b in others]
    return merge_texts(lines), bare


def _line(lines: Inlines, added: Inlines) -> Inlines:
    if not lines or not added:
        return lines or added
    return (*lines, LineBreak(), *added)


def _flat(block: Block) -> Inlines:
    """Return a nested block's leaves as lines."""
    match block:
        case Quote():
            return join_lines(block.blocks)[0]
        case List():
            return join_lines([inner for item in block.items for inner in item.blocks])[0]
        case Table():
            cells = (cell.children for row in block.rows for cell in row.cells)
            return join_lines([Paragraph(text) for text in (block.caption, *cells) if text])[0]
        case CodeBlock():
            return tuple(_code_lines(block.value))
        case _:
            return ()


def _code_lines(value: str) -> Iterator[Inline]:
    for number, line in enumerate(value.split("\n")):
        if number:
            yield LineBreak()
        if line:
            yield Code(line)


def _captioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the figures of *blocks* with the texts between them as captions, in order."""
    figure: Figure | None = None
    before: Inlines = ()
    for block in blocks:
        if isinstance(block, Figure):
            if figure is not None:
                yield figure
            figure = replace(block, caption=_line(before, block.caption))
            before = ()
        elif figure is None:
            before = _line(before, _words(block))
        else:
            figure = replace(figure, caption=_line(figure.caption, _words(block)))
    if figure is not None:
        yield figure


def _words(block: Block) -> Inlines:
    return block.children if isinstance(block, Paragraph | Heading) else ()
