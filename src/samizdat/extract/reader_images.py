"""Which picture an `<img>` stands for, if any that belongs to a story."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from samizdat.extract.reader_tags import IMAGES
from samizdat.model.address import join
from samizdat.model.tree import Image

Attributes = Mapping[str, str | None]

WIDEST = 1600
"""Pixels; of several sizes offered, the largest up to this is taken."""
_SMALLEST = 2

_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SOURCES = (
    *("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-echo", "data-url"),
    *("data-original-src", "data-hi-res-src", "data-full-src", "data-image", "_src", "file", "src"),
)
_BEACON = re.compile(
    r"(?:^|[/_.-])(?:spacer|blank|transparent|pixel|clear|grey|gray|dot|1x1|placeholder)\.(?:gif|png)"
    r"|[/.](?:doubleclick|scorecardresearch|google-analytics)\.|facebook\.com/tr\b",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"(?:^|\s)(?:emoji|wp-smiley|twemoji|emojione)(?:\s|$)")
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:\s++([\d.]+)([wxh]))?[^,]*(?:,|$)", re.ASCII)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*$")


def emoji_of(attributes: Attributes) -> str:
    """Return the character that an emoji's picture stands for, "" if it is no such picture."""
    alt = attributes.get("alt") or ""
    if 0 < len(alt) <= 8 and not alt.isascii() and _EMOJI.search(attributes.get("class") or ""):
        return alt
    return ""


def pick_image(node: LexborNode, base: str, strip: tuple[str, ...] = ()) -> Image | None:
    """Return the picture that an `<img>` stands for, None if it is none of the story.

    Lazy attributes come before `src`, which then holds a placeholder. Left out are `data:`
    addresses, tracking pixels, spacers, vector files, and addresses that hold a word of *strip*.
    """
    attributes = node.attributes
    width, height = _pixels(attributes, "width"), _pixels(attributes, "height")
    if 0 < width <= _SMALLEST or 0 < height <= _SMALLEST:
        return None
    for reference in _references(node, attributes):
        address = join(base, reference)
        if not address or _BEACON.search(address) or _is_vector(address):
            continue
        if any(word and word in address for word in strip):
            return None
        return Image(address, (attributes.get("alt") or "").strip(), width, height)
    return None


def stand_ins(noscript: LexborNode, base: str) -> list[LexborNode]:
    """Return the pictures of a `<noscript>` unless the lazy one before it can be shown."""
    before = noscript.prev
    while before is not None and before.tag in {"-text", "-comment"}:
        before = before.prev
    lazy = _images(before) if before is not None else []
    return [] if any(pick_image(image, base) for image in lazy) else _images(noscript)


def _images(node: LexborNode) -> list[LexborNode]:
    return [node] if node.tag in IMAGES else node.css("img")


def _references(node: LexborNode, attributes: Attributes) -> list[str]:
    """Return what *node* offers, the best first."""
    sets = [attributes.get(name) for name in _SETS]
    sets += _picture_sources(node)
    offered = [best_of_set(text) for text in sets if text]
    plain = [attributes.get(name) or "" for name in _SOURCES]
    return [text for text in (*offered, *plain) if text and not text.lstrip().startswith("data:")]


def _picture_sources(node: LexborNode) -> list[str | None]:
    """Return the sets of the `<source>`s beside an `<img>` in a `<picture>`."""
    parent = node.parent
    if parent is None or parent.tag != "picture":
        return []
    found: list[str | None] = []
    for source in parent.css("source"):
        attributes = source.attributes
        if "svg" not in (attributes.get("type") or ""):
            found += [attributes.get(name) for name in _SETS]
    return found


def best_of_set(text: str) -> str:
    """Return the largest picture of a `srcset` that is at most `WIDEST` wide, else the smallest.

    >>> best_of_set("/a-800.jpg 800w, /a-1600.jpg 1600w, /a-3200.jpg 3200w")
    '/a-1600.jpg'
    """
    sized: list[tuple[float, str]] = []
    for match in _CANDIDATE.finditer(text[:20_000].strip("\t\n\f\r\v ,")):
        reference, number, unit = match.groups()
        size = _number(number) if number else 1.0
        # A density says nothing of pixels: 2x counts as the widest that is wanted.
        sized.append((size if unit == "w" else size * WIDEST / 2, reference))
    fitting = [item for item in sized if item[0] <= WIDEST]
    if fitting:
        return max(fitting, key=lambda item: item[0])[1]
    return min(sized, key=lambda item: item[0])[1] if sized else ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _pixels(attributes: Attributes, name: str) -> int:
    """Return a declared size, 0 if it is not in pixels."""
    match = _PIXELS.match(attributes.get(name) or "")
    return int(match[1]) if match else 0


def _is_vector(address: str) -> bool:
    return address.partition("?")[0].lower().endswith((".svg", ".svgz"))
