"""Builds blocks from the elements and texts that the walk over the page meets in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from selectolax.lexbor import LexborNode

from samizdat.extract.reader_captions import Pairs
from samizdat.extract.reader_embeds import pick_embed
from samizdat.extract.reader_frames import Frame
from samizdat.extract.reader_images import emoji_of, pick_image
from samizdat.extract.reader_inline import Mark, Segment, is_blank, read_run, with_mark
from samizdat.model.address import join
from samizdat.model.tree import (
    Block,
    CodeBlock,
    Figure,
    Heading,
    Paragraph,
)

Leave = Callable[[], None]

_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*+)+/?+")
"""A reference that needs no resolving but the site's name before it: most links are such."""


class Builder:
    """The state between two steps of the walk; the walk calls `text` and `enter`."""

    def __init__(
        self, base: str, strip_image: tuple[str, ...], *, all_tables: bool = False
    ) -> None:
        self.base, self.strip_image, self.all_tables = base, strip_image, all_tables
        self.frames: list[Frame] = [Frame()]
        self.marks: tuple[Mark, ...] = ()
        self._run: list[Segment] = []
        self._lifted: list[Block] = []
        self._level = 0
        self._rubies = 0
        self._pre: list[str] | None = None
        self.nesting = 0
        self._pairs = Pairs()

    def text(self, value: str) -> None:
        """Take characters."""
        if self._pre is not None:
            self._pre.append(value)
        else:
            self._run.append((value, self.marks))

    def line_break(self) -> None:
        """Take a `<br>`."""
        if self._pre is not None:
            self._pre.append("\n")
        else:
            self._run.append((None, self.marks))

    def image(self, node: LexborNode) -> None:
        """Take an `<img>`: its character if it shows an emoji, else a figure after the text."""
        emoji = emoji_of(node.attributes)
        if emoji:
            self.text(emoji)
            return
        image = pick_image(node, self.base, self.strip_image)
        if image is not None:
            self._lift(Figure(image))

    def embed(self, node: LexborNode) -> None:
        """Take a player or frame."""
        found = pick_embed(node, self.base)
        if found is not None:
            self._lift(found)

    def link(self, reference: str) -> None:
        """Mark what follows as a link, if it is one that readers can follow."""
        address = _link_address(self.base, reference)
        if address:
            self.marks = with_mark(self.marks, ("a", address))

    def ruby(self) -> None:
        """Mark what follows as base and reading."""
        self.marks = with_mark(self.marks, ("ruby", str(self._rubies)))

    def end_reading(self) -> None:
        """After a reading comes another base."""
        self._rubies += 1
        self.marks = tuple(
            (kind, str(self._rubies) if kind == "ruby" else value) for kind, value in self.marks
        )

    def finish(self) -> tuple[Block, ...]:
        """Return all blocks read."""
        self.flush()
        return tuple(self._pairs.join(self.frames[0].blocks))

    def watch(self, leave: Leave) -> Leave:
        """Note what the block element that was just opened turns out to be, a caption perhaps."""
        frame = self.frames[-1]
        start = len(frame.blocks)

        def watched() -> None:
            leave()
            if self.frames[-1] is frame:
                self._pairs.note(frame.blocks, start)

        return watched

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if self._run:
            run, self._run = self._run, []
            if len(run) == 1 and run[0][0] is not None and run[0][0].isspace():
                run = []  # the white space between two blocks
            for inlines in read_run(run):
                level = self._level
                self.add(Heading(level, inlines) if level else Paragraph(inlines))
        if self._lifted:
            lifted, self._lifted = self._lifted, []
            for block in lifted:
                self.add(block)

    def add(self, block: Block) -> None:
        """Put a finished block where it belongs."""
        self.frames[-1].add(block)

    def push(self, frame: Frame, take: Leave | None = None) -> Leave:
        """Collect what follows in *frame*; the answer ends that.

        Then *take* is called, or what *frame* became goes to the frame around it.
        """
        level, self._level = self._level, 0
        self.frames.append(frame)

        def leave() -> None:
            self.flush()
            self.frames.pop()
            self._level = level
            if take is not None:
                take()
                return
            for block in frame.finish():
                self.add(block)

        return leave

    def begin_heading(self, level: int) -> Leave:
        """Make what follows a heading; the answer ends it."""
        before, self._level = self._level, level

        def leave() -> None:
            self.flush()
            self._level = before

        return leave

    @property
    def is_pre(self) -> bool:
        """Whether the walk is inside preformatted text."""
        return self._pre is not None

    def begin_pre(self) -> Leave:
        """Keep every character that follows; the answer ends it."""
        self._pre = []
        return self._end_pre

    def pre_line(self) -> None:
        """Begin a new line of preformatted text unless one has just begun."""
        if self._pre and not self._pre[-1].endswith("\n"):
            self._pre.append("\n")

    def _end_pre(self) -> None:
        value = "".join(self._pre or ()).strip("\n")
        self._pre = None
        if not is_blank(value):
            self.add(CodeBlock(value))
        self.flush()

    def _lift(self, block: Block) -> None:
        """Put a picture after the paragraph in which it stands, before it if no text came yet."""
        self._lifted.append(block)
        if all(value is None or is_blank(value) for value, _ in self._run):
            self._run.clear()
            self.flush()


def _link_address(base: str, reference: str) -> str:
    """Return the absolute address of a link, "" if readers cannot follow it anywhere."""
    reference = reference.strip()
    if reference.startswith("#"):
        return ""
    if reference[:7].lower() == "mailto:":
        return reference if "@" in reference and len(reference.split()) == 1 else ""
    if _PLAIN_PATH.fullmatch(reference):
        origin = _origin_of(base)
        return origin + reference if origin else ""
    return join(base, reference) if reference else ""


@lru_cache(maxsize=64)
def _origin_of(base: str) -> str:
    """Return what stands before the path of *base*."""
    return join(base, "/").removesuffix("/")
