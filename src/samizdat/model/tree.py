"""The document tree: the only form in which a story's body exists inside samizdat.

What the tree cannot hold cannot be published, so scripts, styles, frames, event handlers and
beacons are impossible by construction. Every node is a frozen value; children are tuples.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as the source has them, runs of HTML whitespace collapsed to one space."""

    value: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Inlines of strong importance."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed inlines."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Inlines that point to an absolute http, https or mailto address."""

    address: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a block."""


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised inlines."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered inlines."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base inlines with their reading above them; the text of the node is base, then reading."""

    base: tuple[Inline, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class Code:
    """A run of code inside a line."""

    value: str


Inline = Text | Strong | Emphasis | Link | LineBreak | Superscript | Subscript | Ruby | Code


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the story, by the address it has at its origin.

    Attributes:
        address: absolute http(s) address at the origin; rendering resolves it to a stored variant.
        alt: what the picture shows, in the source's words; not part of the tree's text.
        width: declared width in pixels, 0 if unknown.
        height: declared height in pixels, 0 if unknown.
    """

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; never empty of text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body; level 1 to 6 as in the source."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: blocks, of which the first is most often a paragraph."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list; ordered ones count from *start*."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture with its caption. The caption is part of the tree's text, the alt text is not."""

    image: Image
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row."""

    children: tuple[Inline, ...]
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data with an optional caption; rows may differ in length."""

    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two parts of the story."""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text; line ends and spaces are kept."""

    value: str


@dataclass(frozen=True, slots=True)
class Embed:
    """A player or post that the page embeds, kept as a link; it has no text of its own."""

    address: str
    title: str = ""


Block = Paragraph | Heading | List | Quote | Figure | Table | Rule | CodeBlock | Embed
