"""Sitemaps: plain, news, image and index; gzip and text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from samizdat.errors import ParseError
from samizdat.model.address import is_web
from samizdat.model.failed import Failed
from samizdat.sources.dates import parse_date
from samizdat.sources.decode import decode
from samizdat.sources.finish import finish_entries, usable_address
from samizdat.sources.markup import MAX_BYTES, bare_xml, mended_xml, parse_xml, root_name
from samizdat.sources.values import Announced, RawEntry, SourceOptions, Words

MAX_UNPACKED = 2 * MAX_BYTES
MOST_PAGES = 50_000
"""Pages of one sitemap. Source: the sitemap protocol, which allows no more."""
_OLDEST = datetime.min.replace(tzinfo=UTC)


def read_sitemap(
    body: bytes, address: str, options: SourceOptions, content_type: str = ""
) -> Announced:
    """Return the pages of a sitemap, or the children of an index in `more`, newest first.

    `lastmod` is when a page was updated; only the news namespace says when it was published.

    Raises:
        ParseError: *body* is no sitemap.
    """
    body = unpack(body, address)
    text = decode(body, content_type)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _read_lines(text, address, options)
    if root_name(text) not in ("urlset", "sitemapindex"):
        raise _no_sitemap(address, f"a document of kind {root_name(text)!r}")
    root = _root(bare_xml(text, address), address)
    if _local(root) == "sitemapindex":
        return Announced(more=_children(root, address)[: max(1, options.pages)])
    named = sum(_local(element) == "url" for element in root)
    raws = (_raw(element, address) for element in root if _local(element) == "url")
    return _announced(raws, named, address, options)


def _announced(
    raws: Iterable[RawEntry], named: int, address: str, options: SourceOptions
) -> Announced:
    """Return the pages of a sitemap that names so many; that not all of them count is said."""
    entries, failed = finish_entries(islice(raws, MOST_PAGES), address, options)
    if named > MOST_PAGES:
        what = f"the sitemap names {named:,} pages; the first {MOST_PAGES:,} count"
        failed = (Failed(address, what, "a feed or a newer sitemap may name the rest"), *failed)
    return Announced(entries, failed)


def unpack(body: bytes, address: str) -> bytes:
    """Return *body*, unpacked if it is gzip; a cut-off stream gives what it holds.

    Raises:
        ParseError: it is damaged from the start, or grows beyond 64 MiB.
    """
    for _ in range(2):
        if not body.startswith(b"\x1f\x8b"):
            break
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            body = stream.decompress(body, MAX_UNPACKED)
        except zlib.error as error:
            raise ParseError(f"the gzip data is damaged: {error}", where=address) from error
        if stream.unconsumed_tail:
            raise ParseError(
                f"the document unpacks to more than {MAX_UNPACKED} bytes", where=address
            )
    return body


def _root(text: str, address: str) -> etree._Element:
    data = text.encode("utf-8", "replace")
    root = parse_xml(data)
    if root is None:
        mended = mended_xml(text).encode("utf-8", "replace")
        root = parse_xml(mended)
        root = parse_xml(mended, recover=True) if root is None else root
    if root is None:
        raise _no_sitemap(address, "no XML that can be read")
    return root


def _no_sitemap(address: str, what: str) -> ParseError:
    return ParseError(
        f"this sitemap is {what}",
        where=address,
        hint='robots.txt of the site names its sitemaps; a feed is of kind "feed"',
    )


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _children(index: etree._Element, address: str) -> tuple[str, ...]:
    """Return the addresses of an index's sitemaps, newest first, undated ones last."""
    found: dict[str, datetime] = {}
    for element in index:
        values = {_local(child): (child.text or "").strip() for child in element}
        child = usable_address(address, values.get("loc", ""))
        if child:
            found.setdefault(child, parse_date(values.get("lastmod", "")) or _OLDEST)
    return tuple(sorted(found, key=lambda child: found[child], reverse=True))


def _raw(url: etree._Element, address: str) -> RawEntry:
    values: dict[str, str] = {}
    for name, value in _values(url):
        values.setdefault(name, value)
    return RawEntry(
        link=(values.get("loc", ""),),
        base=address,
        title=Words(values.get("news:title", ""), "guess"),
        published=values.get("news:publication_date", ""),
        updated=values.get("lastmod", ""),
        tags=tuple(t.strip() for t in values.get("news:keywords", "").split(",") if t.strip()),
        images=(values.get("image:loc", ""),),
        language=values.get("news:language", ""),
    )


def _values(url: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the page's values by name; those of its news and image parts carry a prefix."""
    for child in url:
        name = _local(child)
        if name in ("news", "image"):
            for part in child.iter():
                yield f"{name}:{_local(part)}", (part.text or "").strip()
        else:
            yield name, (child.text or "").strip()


def _read_lines(text: str, address: str, options: SourceOptions) -> Announced:
    """Return the pages of a text sitemap: one address a line."""
    first = text.lstrip("\ufeff \t\r\n")[:4000].split("\n", 1)[0].strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()] if is_web(first) else ()
    if not lines:
        raise ParseError(
            "this sitemap is neither XML nor a list of addresses",
            where=address,
            hint="open the address in a browser",
        )
    raws = (RawEntry((line.lstrip("\ufeff"),), address) for line in lines)
    return _announced(raws, len(lines), address, options)
