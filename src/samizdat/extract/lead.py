"""The picture that opens a story, and the title that its body need not say again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from samizdat.extract.titles import key_of
from samizdat.model.tree import Block, Figure, Heading, Image, Inline, Paragraph, Quote, Text
from samizdat.model.tree_text import inline_text

Inlines = tuple[Inline, ...]

_SIZE = re.compile(r"[-_@]?\d{2,4}x\d{0,4}(?=\.|$)|@\dx")


def split_lead(
    blocks: tuple[Block, ...], address: str, caption: str = "", shown: Figure | None = None
) -> tuple[Figure | None, tuple[Block, ...]]:
    """Return the opening picture and the body without it.

    A figure before the first words opens the story, whatever the page says for machines. The
    picture at *address* is used if the body does not show it further down: nothing is shown twice.
    *shown* is that picture, or one that no address names, as the page has it above the body; its
    caption is no paragraph of the story then.
    """
    words = (Text(caption),) if caption else ()
    if blocks and isinstance(blocks[0], Figure):
        figure = blocks[0]
        return replace(figure, caption=figure.caption or words), blocks[1:]
    address = address or (shown.image.address if shown else "")
    if not address:
        return None, blocks
    name = name_of(address)
    if any(name_of(figure.image.address) == name for figure in _figures(blocks)):
        return None, blocks
    if shown is None:
        return Figure(Image(address), words), blocks
    return replace(shown, caption=shown.caption or words), _without_line(blocks, shown.caption)


def _without_line(blocks: tuple[Block, ...], line: Inlines) -> tuple[Block, ...]:
    """Return *blocks* without the first if it says *line*."""
    if blocks and isinstance(blocks[0], Paragraph) and line:
        return blocks[inline_text(blocks[0].children) == inline_text(line) :]
    return blocks


def _figures(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Quote):
            yield from _figures(block.blocks)


def name_of(address: str) -> str:
    """Return what two sizes of one picture have in common: the file's name without its size."""
    path = urlsplit(address).path
    name = _SIZE.sub("", path.rpartition("/")[2])
    return name if len(name) >= 12 else path


def without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Return *blocks* without a first heading or paragraph that is the title again."""
    key = key_of(title)
    for place, block in enumerate(blocks[:3]):
        if isinstance(block, Heading | Paragraph) and key:
            if key_of(inline_text(block.children)) == key:
                return blocks[:place] + blocks[place + 1 :]
            if isinstance(block, Paragraph):
                break
    return blocks
