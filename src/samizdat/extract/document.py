"""The parsed page of one response."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import lxml.etree
import lxml.html
from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from samizdat.extract.encoding import decode_html
from samizdat.extract.guard import check_kind, check_page, check_size
from samizdat.model.address import join
from samizdat.model.recipe import Rewrite


class Document:
    """One page: its text, its lexbor tree and, where a recipe needs XPath, its lxml tree.

    Attributes:
        address: the address that answered.
        text_source: the page's HTML as decoded and rewritten, before parsing.
        tree: the lexbor tree; its nodes cannot leave this process.
    """

    def __init__(self, text_source: str, address: str) -> None:
        self.address, self.text_source = address, text_source
        self.tree = LexborHTMLParser(text_source, options=LexborDocumentOptions.WO_EVENTS)

    @cached_property
    def base(self) -> str:
        """The absolute address against which the page's references resolve (`<base href>`)."""
        element = self.tree.css_first("base[href]")
        reference = element.attributes.get("href") if element is not None else ""
        return join(self.address, reference or "") or self.address

    @cached_property
    def lxml(self) -> lxml.html.HtmlElement:
        """The same text as an lxml tree, for XPath; an empty page is an empty `<html>`."""
        # Bytes, since lxml refuses str with an XML declaration.
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
        body = self.text_source.encode("utf-8", "replace")
        try:
            return lxml.html.document_fromstring(body, parser=parser, ensure_head_body=True)
        except lxml.etree.LxmlError:
            return lxml.html.document_fromstring(b"<html></html>", ensure_head_body=True)


def parse_document(
    body: bytes, address: str, *, declared: str = "", rewrites: Iterable[Rewrite] = ()
) -> Document:
    """Return the page that *body* holds.

    Args:
        body: decompressed bytes.
        address: the address that answered, after redirects.
        declared: the charset of the Content-Type header.
        rewrites: done in order on the decoded text before it is parsed.

    Raises:
        ParseError: it is no page, or one that would cost far more to parse than any real page.
    """
    check_size(body, where=address)
    check_kind(body, where=address)
    text = decode_html(body, declared).text
    for rewrite in rewrites:
        if rewrite.find:
            text = text.replace(rewrite.find, rewrite.replace)
    check_page(text, where=address)
    return Document(text, address)
