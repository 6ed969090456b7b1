"""trafilatura as a pointer: which text nodes of the page does it take for the story?

Every text node of the twin tree carries a mark of two Braille characters, its number in base 256;
the marks that come out again name the nodes. Braille is printable, is no word character and no
letter of any script, so that neither trafilatura's filters nor its counts of words change, and
text that it rewrites, merges or moves still says where it is from.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from selectolax.lexbor import LexborNode

from samizdat.extract.xpath import plain_text, twin_of

_BRAILLE = 0x2800
_ANY_BRAILLE = re.compile(r"[\u2800-\u28ff]")
_MARK = re.compile(r"([\u2800-\u28ff])([\u2800-\u28ff])")
_MOST = 256 * 256
_LARGEST = 20_000
"""Elements; trafilatura copies and walks the tree many times, and the largest story page of 1,360
has under 12,000. Larger trees go to the pointer of last resort."""
_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea", "title"})


def point_at(root: LexborNode) -> list[LexborNode] | None:
    """Return the text nodes of the story in document order; None if no pointer is installed."""
    trafilatura = _trafilatura()
    if trafilatura is None:
        return None
    texts: list[LexborNode] = []

    def marked(node: LexborNode) -> str:
        text = _ANY_BRAILLE.sub("#", plain_text(node))
        bare = text.lstrip()
        if not bare or len(texts) >= _MOST or _tag_above(node) in _UNSEEN:
            return text
        number = len(texts)
        texts.append(node)
        mark = chr(_BRAILLE + number // 256) + chr(_BRAILLE + number % 256)
        return f"{text[: len(text) - len(bare)]}{mark}{bare}"

    twin = twin_of(root, marked)
    if len(twin.nodes) > _LARGEST:
        return []
    found = _run(trafilatura, twin.root)
    numbers = {(ord(a) - _BRAILLE) * 256 + ord(b) - _BRAILLE for a, b in _MARK.findall(found)}
    return [texts[number] for number in sorted(numbers) if number < len(texts)]


def _tag_above(node: LexborNode) -> str:
    parent = node.parent
    return (parent.tag or "") if parent is not None else ""


def _run(trafilatura: ModuleType, root: Any) -> str:
    """Return the text that trafilatura extracts, "" if it finds none or fails in any way."""
    with _silence():
        try:
            found = trafilatura.bare_extraction(
                root, include_comments=False, include_tables=True, with_metadata=False
            )
        except Exception:  # noqa: BLE001 - a pointer that fails is a pointer that finds nothing
            return ""
        return "".join(found.body.itertext()) if found is not None else ""


@contextmanager
def _silence() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@lru_cache(maxsize=1)
def _trafilatura() -> ModuleType | None:
    """Return the module, None where it or what it needs is not installed."""
    try:
        with _silence():
            import trafilatura  # noqa: PLC0415 - half a second, and most pages have a recipe
    except ImportError:
        return None
    for name in ("trafilatura", "htmldate", "justext", "courlan", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return trafilatura
