"""Runs one selector on a document: CSS on the lexbor tree, XPath on its lxml twin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from samizdat.errors import ParseError
from samizdat.extract.document import Document
from samizdat.extract.xpath import Twin, find_xpath, twin_of
from samizdat.model.recipe import Selector


@lru_cache(maxsize=1024)
def check_css(query: str) -> None:
    """Raise ParseError if *query* is no CSS selector."""
    try:
        LexborHTMLParser("<p>").css(query)
    except SelectolaxError as error:
        hint = "correct the selector"
        raise ParseError(f"{query!r} is no CSS selector", hint=hint) from error


class Picker:
    """Finds nodes and values in one document; the twin for XPath is built once, if ever."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._made: Twin | None = None

    def _twin(self) -> Twin:
        if self._made is None:
            self._made = twin_of(_root(self._document))
        return self._made

    def nodes(self, selector: Selector) -> list[LexborNode]:
        """Return the elements that *selector* finds, in document order, each once."""
        return [item for item in self._found(selector) if not isinstance(item, str)]

    def values(self, selector: Selector) -> list[str]:
        """Return the texts or attributes that *selector* finds, one line each, blank ones gone."""
        texts = (_value(item, selector.attribute) for item in self._found(selector))
        return [text for text in (" ".join(text.split()) for text in texts) if text]

    def first_values(self, selectors: Iterable[Selector]) -> list[str]:
        """Return the values of the first of *selectors* that gives any."""
        return next(filter(None, map(self.values, selectors)), [])

    def _found(self, selector: Selector) -> list[LexborNode | str]:
        if selector.language == "xpath":
            return find_xpath(self._twin(), selector.query)
        nodes: dict[int, LexborNode | str] = {}
        for node in self._document.tree.css(selector.query):
            nodes.setdefault(node.mem_id, node)
        return list(nodes.values())


def _value(item: LexborNode | str, attribute: str) -> str:
    if isinstance(item, str):
        return item
    return (item.attributes.get(attribute) if attribute else item.text()) or ""


def _root(document: Document) -> LexborNode:
    root = document.tree.root
    if root is None:
        raise ParseError("the page is empty", where=document.address)
    return root
