"""The newsroom's topic words: the words of links to its pages of a topic."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from samizdat.model.topic import tag_key

_FOLDERS = frozenset({"tag", "tags", "topic", "topics", "keyword", "keywords", "label", "labels"})
_LONGEST = 40


def tags_of(body: LexborNode) -> Iterator[str]:
    """Yield the topic words of the links in *body* in order, each once."""
    seen: set[str] = set()
    for node in body.css("a[href]"):
        name = _topic(node.attributes.get("href") or "", node.text())
        key = tag_key(name)
        if key and key not in seen:
            seen.add(key)
            yield name


def _topic(address: str, words: str) -> str:
    """Return the topic that a link leads to, "" if it leads to none.

    The link's words are the name, unless they are a sentence; then the address is.
    """
    try:
        segments = [segment for segment in urlsplit(address).path.split("/") if segment]
    except ValueError:
        return ""
    if not {segment.lower() for segment in segments[:-1]} & _FOLDERS:
        return ""
    name = " ".join(words.split()).strip("#＃ ")
    if 0 < len(name) <= _LONGEST:
        return name
    last = unquote(segments[-1])
    name = (last.rpartition(".")[0] or last).replace("-", " ").strip()
    return "" if name.isdigit() or len(name) > _LONGEST else name
