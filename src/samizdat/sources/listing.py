"""HTML listing pages: links to stories by a selector, and the link to the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from samizdat.errors import ParseError
from samizdat.sources.dates import parse_date, zone_of
from samizdat.sources.decode import decode
from samizdat.sources.finish import finish_entries, language_tag, usable_address
from samizdat.sources.markup import attribute, check_size, parse_html
from samizdat.sources.values import Announced, RawEntry, SourceOptions, Words

_SPACE = re.compile(r"\s+")
_DATE = re.compile(
    r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}[日일.]?(?:[T\s]{0,2}\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\b\d{1,2}\.\d{1,2}\.\d{4}(?:[,\s]{1,2}\d{1,2}:\d{2})?"
    r"|\b\d{1,2}\s[^\W\d_]{3,10}\.?,?\s\d{4}(?:[,\s]{1,2}\d{1,2}:\d{2})?"
    r"|\b[^\W\d_]{3,9}\.?\s\d{1,2},\s\d{4}"
)
_CARD_CHARS = 1500
_MOST_CARDS = 500
_MOST_LINKS = 5000
_PICTURES = ("src", "data-src", "data-original", "data-lazy-src")


def read_listing(
    body: bytes, address: str, options: SourceOptions, content_type: str = ""
) -> Announced:
    """Return the stories that a listing page links to.

    Raises:
        ParseError: no element matches the selector, or it is no selector.
    """
    check_size(body, address)
    tree = parse_html(decode(body, content_type), address)
    links = select_links(tree, options.selector, address)
    zone = zone_of(options.timezone)
    base = base_of(tree, address)
    raws = (_raw(link, card, base, zone) for link, card in links)
    entries, failed = finish_entries(raws, address, options)
    root = tree.root
    title = tree.css_first("title")
    return Announced(
        entries,
        failed,
        more=_next(tree, base, address, options.next) if options.pages > 1 else (),
        title=one_line(title) if title else "",
        language=language_tag(attribute(root, "lang") if root else ""),
    )


def select_links(
    tree: LexborHTMLParser, selector: str, address: str
) -> list[tuple[LexborNode, LexborNode]]:
    """Return (link, card) for each story; the card is the element around link and date."""
    nodes = css(tree, selector, address)
    found = [(link, node) for node in nodes if (link := _link_in(node)) is not None]
    if not found:
        what = "matched no link" if nodes else "matched nothing"
        raise ParseError(
            f"the selector {selector!r:.120} {what}",
            where=address,
            hint="the page may have been redesigned: check `selector` of this source",
        )
    if len(found) > _MOST_CARDS:
        return found[:_MOST_LINKS]
    many = len({link.mem_id for link, _ in found})
    return [(link, _card(link, node, many)) for link, node in found]


def css(tree: LexborHTMLParser, selector: str, address: str) -> list[LexborNode]:
    """Return the elements that *selector* matches.

    Raises:
        ParseError: it is no CSS selector.
    """
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ParseError(
            f"{selector!r:.120} is no CSS selector",
            where=address,
            hint="write it as a.headline, li.story a or h2 > a",
        ) from error


def base_of(tree: LexborHTMLParser, address: str) -> str:
    """Return the address that the page's relative links stand on."""
    node = tree.css_first("base[href]")
    href = attribute(node, "href") if node else ""
    return usable_address(address, href) or address


def one_line(node: LexborNode) -> str:
    """Return the node's text with its whitespace collapsed."""
    return _SPACE.sub(" ", node.text(deep=True)).strip()


def _link_in(node: LexborNode) -> LexborNode | None:
    """Return *node* or its most telling link: the one with the longest text."""
    if node.tag == "a":
        return node if attribute(node, "href") else None
    links = node.css("a[href]")
    return max(links, key=lambda link: len(one_line(link)), default=None)


def _card(link: LexborNode, node: LexborNode, many: int) -> LexborNode:
    """Return the largest element around *link* that holds no other story."""
    card = node
    if node.tag != "a" or many == 1:
        return card
    home = attribute(link, "href")
    for _ in range(4):
        parent = card.parent
        if parent is None or parent.tag in (
            "body",
            "html",
            "main",
            "ul",
            "ol",
            "tbody",
            "-document",
        ):
            break
        others = {attribute(a, "href") for a in parent.css("a[href]") if len(one_line(a)) > 12}
        if others - {home}:
            break
        card = parent
    return card


def _raw(link: LexborNode, card: LexborNode, base: str, zone: tzinfo) -> RawEntry:
    heading = link.css_first("h1, h2, h3, h4")
    title = one_line(heading or link) or attribute(link, "title")
    return RawEntry(
        link=(attribute(link, "href"),),
        base=base,
        title=Words(title or _alt(link), "text"),
        published=_date(card, title, zone),
        images=tuple(_pictures(card)),
    )


def _alt(link: LexborNode) -> str:
    picture = link.css_first("img[alt]")
    return attribute(picture, "alt") if picture else ""


def _pictures(card: LexborNode) -> Iterator[str]:
    picture = card.css_first("img")
    for name in _PICTURES if picture else ():
        value = attribute(picture, name) if picture else None
        if value and not value.startswith("data:"):
            yield value


def _date(card: LexborNode, title: str, zone: tzinfo) -> str:
    """Return the date that the card shows, "" if it shows none that can be read."""
    for node in card.css("time"):
        for value in (attribute(node, "datetime"), one_line(node)):
            if value and parse_date(value, zone):
                return value
    text = one_line(card)[:_CARD_CHARS].replace(title, " ", 1)
    found = _DATE.search(text)
    return found[0] if found and parse_date(found[0], zone) else ""


def _next(tree: LexborHTMLParser, base: str, address: str, selector: str) -> tuple[str, ...]:
    """Return the address of the next page, () if this is the last one."""
    chosen = selector or 'a[rel~="next"], link[rel~="next"]'
    for node in css(tree, chosen, address):
        link = node if attribute(node, "href") else node.css_first("a[href]")
        found = usable_address(base, attribute(link, "href") if link else "")
        if found and found != usable_address(address, address):
            return (found,)
    return ()
