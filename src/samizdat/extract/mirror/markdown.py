"""Markdown → HTML as GitHub renders it, by cmark: for reading only, never for readers' eyes."""

from __future__ import annotations

import re

from samizdat.errors import ParseError

EXTENSIONS = ("table", "strikethrough", "autolink")
_FOOTNOTES = 1 << 13
_UNSAFE = 1 << 17
"""Options of cmark-gfm (`cmark-gfm.h`); without the second one it would drop the page's own HTML,
which the tree takes or leaves by itself."""
_NONCHARACTER = re.compile(r"&#(?:0*6553[45]|x0*fff[ef]);", re.IGNORECASE)
"""References to U+FFFE and U+FFFF: cmark writes bytes for them that are no UTF-8."""


def to_html(text: str, *, where: str = "", extensions: tuple[str, ...] = EXTENSIONS) -> str:
    """Return *text* as HTML, raw HTML kept.

    Raises:
        ParseError: cmarkgfm, which an extra brings, is not installed.
    """
    try:
        from cmarkgfm.cmark import markdown_to_html_with_extensions  # noqa: PLC0415  an extra
    except ImportError as error:
        raise ParseError(
            "the page is Markdown, and cmarkgfm, which reads that, is not installed",
            where=where,
            hint="pip install 'samizdat[desk]'",
        ) from error
    options = _UNSAFE | _FOOTNOTES
    text = _NONCHARACTER.sub("\ufffd", text)
    return str(markdown_to_html_with_extensions(text, options, extensions))
