"""A linear look at a page before it is parsed: what would cost too much is refused.

Nested tags are quadratic in every HTML parser tried (DESIGN, decision 7), and a page can be made
of one tag with any number of attributes.
"""

from samizdat.errors import ParseError

MAX_BYTES = 12_000_000
MAX_TAGS = 150_000
MAX_DEPTH = 500
MAX_TAG_LENGTH = 500_000


def check_size(body: bytes, *, where: str = "") -> None:
    """Raise ParseError if *body* is larger than any real page."""
    if len(body) > MAX_BYTES:
        raise _refused(f"the page has {len(body):,} bytes, more than {MAX_BYTES:,}", where)


def check_page(text: str, *, where: str = "") -> None:
    """Raise ParseError if parsing *text* would cost far more than any real page does."""
    if text.count("<") > MAX_TAGS:
        raise _refused(f"the page has more than {MAX_TAGS:,} tags", where)


def _refused(what: str, where: str) -> ParseError:
    return ParseError(what, where=where, hint="open it in a browser; if it is a story, report it")
