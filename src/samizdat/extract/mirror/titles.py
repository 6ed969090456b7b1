"""What a page that samizdat itself published calls its newsroom and its sections."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from samizdat.extract.guard import check_page
from samizdat.extract.mirror.markdown import to_html

_LINES = 12
"""Lines of a page in which its names stand: the way back, the title, the byline."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Titles:
    """Names as readers met them.

    Attributes:
        newsroom: "" if the page does not say it.
        sections: (key, name) of those that the page leads back to.
    """

    newsroom: str = ""
    sections: tuple[tuple[str, str], ...] = ()


def read_titles(
    text: str, path: str, sections: Collection[str], body: tuple[int, int] = (0, 0)
) -> Titles:
    """Return what the page *text*, whose file is *path*, calls its newsroom and its *sections*.

    Args:
        text: of the page.
        path: of its file.
        sections: keys of those in which its story stands.
        body: where the story's own words stand, as `StoryMark.body` has it: they name nothing.

    Raises:
        ParseError: its first lines would cost far more to read than any real ones.
    """
    head = _head(text, *body)
    check_page(head, where=path)
    html = to_html(head, where=path)
    check_page(html, where=path)
    page = LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS).body
    if page is None:
        return Titles()
    files = {f"{key}.md": key for key in sections}
    found: dict[str, str] = {}
    for file, words in _links(page, path):
        if file in files and words:
            found.setdefault(files[file], words)
    return Titles(_newsroom(page), tuple(found.items()))


def _head(text: str, first: int, count: int) -> str:
    """Return the lines before the story's body that may hold names."""
    lines = text.rstrip("\n").split("\n")
    end = _LINES
    if count:
        end = min(end, first - 1 if first > 0 else max(0, len(lines) + first))
    return "\n".join(lines[:end])


def _links(body: LexborNode, path: str) -> Iterator[tuple[str, str]]:
    """Yield the file to which each link leads, and its words."""
    for link in body.css("a[href]"):
        target = unquote(link.attributes.get("href") or "")
        yield normpath(join(dirname(path), target)), _words(link)


def _newsroom(body: LexborNode) -> str:
    """Return the words with which the byline begins; a correction's are in a quotation."""
    for strong in body.css("p > strong:first-child"):
        if strong.prev is not None:  # words stand before it
            continue
        line = strong.parent
        around = line.parent.tag if line is not None and line.parent is not None else ""
        if around != "blockquote":
            return _words(strong)
    return ""


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())[:_LONGEST_NAME]
