"""One way into every kind of source."""

from __future__ import annotations

from collections.abc import Callable

from samizdat.errors import ParseError
from samizdat.sources.data import read_js, read_json
from samizdat.sources.feed import read_feed
from samizdat.sources.guess import guess_listing
from samizdat.sources.listing import read_listing
from samizdat.sources.sitemap import read_sitemap
from samizdat.sources.values import NO_OPTIONS, Announced, Kind, SourceOptions


def read_source(
    kind: Kind,
    body: bytes,
    address: str,
    options: SourceOptions = NO_OPTIONS,
    *,
    content_type: str = "",
) -> Announced:
    """Return what the document *body* at *address* announces.

    Args:
        kind: what the operator says the source is.
        body: the answer's bytes, decompressed by the transport.
        address: where it was found in the end; relative links stand on it.
        options: how to read it.
        content_type: the answer's header, "" if unknown.

    Raises:
        ParseError: it is not what it should be, or the options do not fit it.
    """
    return _READERS[kind](body, address, options, content_type)


def _read_listing(
    body: bytes, address: str, options: SourceOptions, content_type: str = ""
) -> Announced:
    """Read a listing by its selector, or by the pattern that its links repeat."""
    if options.selector:
        return read_listing(body, address, options, content_type)
    guess = guess_listing(body, address, content_type=content_type)
    if guess is None:
        raise ParseError(
            "no repeated pattern of links to stories was found",
            where=address,
            hint="give this source a `selector`, such as li.story a",
        )
    return read_listing(body, address, guess.fill(options), content_type)


_READERS: dict[Kind, Callable[[bytes, str, SourceOptions, str], Announced]] = {
    "feed": read_feed,
    "sitemap": read_sitemap,
    "listing": _read_listing,
    "json": read_json,
    "js": read_js,
}
