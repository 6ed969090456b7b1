"""The text of chosen nodes, told a second time: the measure against which the reader is held.

Shares with the reader only what elements are (`reader_tags`) and which pictures and players count;
how characters become lines is written anew, as substitutions on strings, so that a fault of one
of the two shows as a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from samizdat.extract.reader_embeds import pick_embed
from samizdat.extract.reader_images import emoji_of, pick_image, stand_ins
from samizdat.extract.reader_nodes import ReadOptions, hidden_ids, outermost
from samizdat.extract.reader_tags import (
    BLOCKS,
    EMBEDS,
    HEADINGS,
    IMAGES,
    LEFT_OUT,
    LISTS,
    LONGEST_CELL,
    PREFORMATTED,
)

_EDGE, _BREAK = "\x00e", "\x00b"
_SHOWS_NOTHING = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One leaf block: its kind and text; a picture's text is its caption."""

    kind: str
    text: str = ""


_Token = str | _Leaf | list[_Leaf]
"""Characters, an edge or break, a finished leaf, or the leaves of a container."""
_LIFTED = frozenset({"picture", "embed"})


def text_of_nodes(
    nodes: Sequence[LexborNode], base: str, options: ReadOptions | None = None
) -> str:
    """Return the text of *nodes* as `model.tree_text.text_of` gives that of their blocks."""
    options = options or ReadOptions()
    leaves: list[_Leaf] = []
    for node in outermost(nodes):
        teller = _Teller(base, options, options.exclude | (hidden_ids(node) - options.shown))
        leaves += _leaves([*teller.tokens(node)])
    return "\n\n".join(text for leaf in leaves if (text := leaf.text.strip()))


def _joined(leaves: Iterable[_Leaf]) -> str:
    """Return the texts of *leaves* as lines of one block."""
    return "\n".join(leaf.text for leaf in leaves if leaf.text)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Turns nodes into tokens, containers first into their leaves."""

    base: str
    options: ReadOptions
    left_out: frozenset[int]

    def tokens(self, node: LexborNode) -> Iterator[_Token]:
        """Yield the tokens of *node*."""
        if node.mem_id in self.left_out:
            return
        if node.text_content is not None:
            yield node.text_content
            return
        tag = node.tag or ""
        if tag == "noscript":
            for image in stand_ins(node, self.base):
                yield from self._picture(image)
        if tag in LEFT_OUT:
            return
        if tag == "br":
            yield _BREAK
        elif tag in IMAGES or tag in EMBEDS:
            yield from self._media(node, tag)
        elif tag in BLOCKS:
            yield from (_EDGE, *self._block(node, tag), _EDGE)
        else:
            yield from self._inside(node)

    def _inside(self, node: LexborNode) -> Iterator[_Token]:
        child = node.first_child
        while child is not None:
            yield from self.tokens(child)
            child = child.next

    def _leaves_inside(self, node: LexborNode) -> list[_Leaf]:
        return _leaves([*self._inside(node)])

    def _media(self, node: LexborNode, tag: str) -> Iterator[_Token]:
        if tag in IMAGES:
            yield from self._picture(node)
        elif pick_embed(node, self.base):
            yield _Leaf("embed")

    def _picture(self, node: LexborNode) -> Iterator[_Token]:
        emoji = emoji_of(node.attributes)
        if emoji:
            yield emoji
        elif pick_image(node, self.base, self.options.strip_image):
            yield _Leaf("picture")

    def _block(self, node: LexborNode, tag: str) -> Iterator[_Token]:
        if tag == "hr":
            yield _Leaf("rule")
        elif tag in PREFORMATTED:
            yield from self._preformatted(node)
        elif tag == "table":
            yield self._table(node)
        elif tag == "figure":
            yield _figure(self._leaves_inside(node))
        elif tag == "figcaption":
            leaves = self._leaves_inside(node)
            yield [_Leaf(leaf.kind) for leaf in leaves if leaf.kind in _LIFTED]
            yield [leaf for leaf in (_Leaf("p", _joined(leaves)),) if leaf.text]
        elif tag == "blockquote" or tag in LISTS:
            leaves = self._leaves_inside(node)
            yield [_Leaf("box"), *leaves] if leaves else []
        elif tag in HEADINGS:
            leaves = self._leaves_inside(node)
            yield [_Leaf("h", leaf.text) if leaf.kind == "p" else leaf for leaf in leaves]
        else:
            yield from self._inside(node)

    def _preformatted(self, node: LexborNode) -> Iterator[_Token]:
        inside = [part for part in _flat(self._inside(node)) if isinstance(part, _Leaf)]
        yield [_Leaf(part.kind) for part in inside if part.kind in _LIFTED]
        text = ""
        for part in _verbatim(node, self.base, self.left_out):
            starts_line = part == _EDGE and text and not text.endswith("\n")
            text += "\n" if starts_line or part == _BREAK else part.replace(_EDGE, "")
        if not re.fullmatch(_SHOWS_NOTHING + "*", text):
            yield _Leaf("pre", text.strip("\n"))

    def _table(self, node: LexborNode) -> list[_Leaf]:
        captions: list[_Leaf] = []
        rows: list[list[list[_Leaf]]] = []
        headed = False
        for part in self._table_parts(node):
            if part.tag == "caption":
                captions += self._leaves_inside(part)
            elif part.tag == "tr":
                rows.append([])
            elif rows:
                headed = headed or part.tag == "th"
                rows[-1].append(self._leaves_inside(part))
        title = [_Leaf("p", _joined(captions))] if captions else []
        cells = [cell for row in rows for cell in row]
        filled = [sum(1 for cell in row if _joined(cell).strip()) for row in rows]
        data = self.options.all_tables and rows
        if data or (
            len([n for n in filled if n]) > 1 < max(filled)
            and all(_is_datum(cell, headed=headed) for cell in cells)
        ):
            return [_Leaf("box"), *title, *(_Leaf("p", _joined(cell)) for cell in cells)]
        return [*title, *(leaf for cell in cells for leaf in cell)]

    def _table_parts(self, table: LexborNode) -> Iterator[LexborNode]:
        """Yield captions, rows and cells of *table* itself in order."""
        child = table.first_child
        while child is not None:
            if child.mem_id not in self.left_out:
                if child.tag in {"caption", "tr", "td", "th"}:
                    yield child
                if child.tag in {"tbody", "thead", "tfoot", "tr"}:
                    yield from self._table_parts(child)
            child = child.next


def _is_datum(cell: list[_Leaf], *, headed: bool) -> bool:
    if any(leaf.kind == "picture" and leaf.text for leaf in cell):
        return False
    texts = [leaf for leaf in cell if leaf.kind not in _LIFTED]
    if any(leaf.kind != "p" for leaf in texts):
        return False
    return headed or not texts or (len(texts) == 1 and len(texts[0].text.strip()) <= LONGEST_CELL)


def _figure(leaves: list[_Leaf]) -> list[_Leaf]:
    """Beside pictures, plain text of a figure is their caption, line by line."""
    kinds = {leaf.kind for leaf in leaves}
    if "picture" not in kinds or not kinds <= {"picture", "p", "h"}:
        return leaves
    captions: list[list[_Leaf]] = []
    before: list[_Leaf] = []
    for leaf in leaves:
        if leaf.kind == "picture":
            captions.append([*before, leaf])
            before = []
        else:
            (captions[-1] if captions else before).append(leaf)
    return [_Leaf("picture", _joined(lines)) for lines in captions]


def _verbatim(node: LexborNode, base: str, left_out: frozenset[int]) -> Iterator[str]:
    child = node.first_child
    while child is not None:
        tag = child.tag or ""
        if child.mem_id in left_out:
            pass
        elif child.text_content is not None:
            yield child.text_content
        elif tag == "br":
            yield _BREAK
        elif tag in IMAGES:
            yield emoji_of(child.attributes)
        elif tag == "noscript":
            yield from (emoji_of(image.attributes) for image in stand_ins(child, base))
        elif tag not in LEFT_OUT and tag not in EMBEDS:
            edge = [_EDGE] if tag in BLOCKS else []
            yield from (*edge, *_verbatim(child, base, left_out), *edge)
        child = child.next


def _flat(tokens: Iterable[_Token]) -> Iterator[str | _Leaf]:
    for token in tokens:
        if isinstance(token, list):
            yield from token
        else:
            yield token


def _leaves(tokens: list[_Token]) -> list[_Leaf]:
    """Return the leaves that *tokens* make: a picture comes after the text in which it stands."""
    leaves: list[_Leaf] = []
    lifted: list[_Leaf] = []
    run = ""
    for token in [*_flat(tokens), _EDGE]:
        if isinstance(token, str) and token != _EDGE:
            run += token
        elif isinstance(token, _Leaf) and token.kind in _LIFTED and _shows(run):
            lifted.append(token)
        else:
            leaves += [*_paragraphs(run), *lifted]
            leaves += [token] if isinstance(token, _Leaf) else []
            run, lifted = "", []
    return leaves


def _shows(run: str) -> bool:
    return not re.fullmatch(rf"(?:{_SHOWS_NOTHING}|{_BREAK})*", run)


def _paragraphs(run: str) -> Iterator[_Leaf]:
    run = re.sub(r"[ \t\n\f\r]+", " ", run)
    run = re.sub(rf" ?{_BREAK} ?", _BREAK, run)
    for part in re.split(rf"{_BREAK}(?:{_SHOWS_NOTHING}*{_BREAK})+", run):
        text = re.sub(rf"^(?:{_SHOWS_NOTHING}*{_BREAK})+|(?:{_BREAK}{_SHOWS_NOTHING}*)+$", "", part)
        if not re.fullmatch(_SHOWS_NOTHING + "*", text):
            yield _Leaf("p", text.replace(_BREAK, "\n").strip(" "))
