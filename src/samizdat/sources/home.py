"""What a home page, a robots.txt and habit say of where stories are announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.model.address import host_of
from samizdat.sources.decode import decode
from samizdat.sources.finish import language_tag, usable_address
from samizdat.sources.guess import looks_like_story_link
from samizdat.sources.listing import base_of, one_line
from samizdat.sources.markup import attribute, check_size, parse_html

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_JSON_TYPES = ("application/feed+json", "application/json")
_FEED_PATH = re.compile(
    r"(?:^|/)(?:rss|atom|feeds?|index\.xml|rdf)(?:[./?_-]|$)|\.(?:rss|atom|rdf)$|feed\.json$|[?&](?:format|feed|type)=(?:rss|atom)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|评论|評論|комментари|/trackback", re.IGNORECASE)
_SITEMAP_PATH = re.compile(r"sitemap(?:(?!sitemap)[^/])*\.(?:xml|txt)(?:\.gz)?$", re.IGNORECASE)
_LISTING_WORDS = re.compile(
    r"^(?:all (?:stories|news|articles)|latest(?: news)?|news|archive|more(?: news| stories)?|"
    r"最新|全部|更多|新闻|新聞|новости|все новости|اخبار|أخبار|آخرین اخبار|"
    r"noticias|actualités|nachrichten)",
    re.IGNORECASE,
)
_PLACES = (
    *("feed", "feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "rss/"),
    *("feeds/all.rss.xml", "full.xml", "news.xml", "news-sitemap.xml", "sitemap-news.xml"),
    *("sitemap_news.xml", "sitemap.xml", "sitemap_index.xml", "sitemap-index.xml", "sitemap.txt"),
)
_MENU = re.compile(r"(?i)\b(?:nav|menu)")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Hint:
    """An address that a page names, and the words it uses for it."""

    address: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class HomeHints:
    """What a home page says of its newsroom.

    Attributes:
        title: the newsroom's name as the page has it.
        language: BCP 47 tag, "" if the page does not say.
        feeds: announced feeds first, then links that look like one; feeds of comments are left out.
        sitemaps: sitemaps that the page links to.
        listings: section pages of the same site, likely listings first.
        story_links: how many links on the page look like stories.
    """

    title: str
    language: str
    feeds: tuple[Hint, ...]
    sitemaps: tuple[str, ...]
    listings: tuple[Hint, ...]
    story_links: int


def find_sources(body: bytes, address: str, *, content_type: str = "") -> HomeHints:
    """Return what the page at *address* says of where its newsroom announces stories.

    Raises:
        ParseError: the page is too large or nested too deeply.
    """
    check_size(body, address)
    tree = parse_html(decode(body, content_type), address)
    base = base_of(tree, address)
    links = list(_links(tree, base))
    stories = {
        hint.address
        for hint, _ in links
        if looks_like_story_link(hint.address, hint.title, address)
    }
    maps = (hint.address for hint, _ in links if _SITEMAP_PATH.search(urlsplit(hint.address).path))
    return HomeHints(
        title=_title(tree),
        language=_language(tree),
        feeds=_unique([*_announced_feeds(tree, base), *_linked_feeds(links)]),
        sitemaps=tuple(dict.fromkeys(maps))[:_MOST],
        listings=_listings(links, address, stories),
        story_links=len(stories),
    )


def _links(tree: LexborHTMLParser, base: str) -> Iterator[tuple[Hint, LexborNode]]:
    for node in tree.css("a[href]")[:3000]:
        target = usable_address(base, attribute(node, "href"))
        if target:
            yield Hint(target, one_line(node)[:200]), node


def _title(tree: LexborHTMLParser) -> str:
    """Return the site's name: og:site_name, application-name, or the title's part for it."""
    for selector in ('meta[property="og:site_name"]', 'meta[name="application-name"]'):
        node = tree.css_first(selector)
        name = " ".join(attribute(node, "content").split()) if node else ""
        if name:
            return name[:200]
    title, heading = tree.css_first("title"), tree.css_first("h1")
    text = one_line(title) if title else ""
    return (text or (one_line(heading) if heading else ""))[:200]


def _language(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html")
    found = attribute(root, "lang") if root else ""
    node = tree.css_first('meta[http-equiv="content-language" i], meta[property="og:locale"]')
    return language_tag(found) or language_tag(attribute(node, "content") if node else "")


def _announced_feeds(tree: LexborHTMLParser, base: str) -> Iterator[Hint]:
    for node in tree.css('link[rel~="alternate" i][href]'):
        kind = attribute(node, "type").partition(";")[0].strip().lower()
        address = usable_address(base, attribute(node, "href"))
        title = attribute(node, "title")[:200]
        json = kind in _JSON_TYPES and ("feed" in address or kind == _JSON_TYPES[0])
        if address and (kind in _FEED_TYPES or json) and "oembed" not in address:
            yield Hint(address, title)


def _linked_feeds(links: list[tuple[Hint, LexborNode]]) -> Iterator[Hint]:
    for hint, _ in links:
        parts = urlsplit(hint.address)
        where = parts.path + ("?" + parts.query if parts.query else "")
        named = hint.title.strip().lower() in (
            "rss",
            "atom",
            "rss feed",
            "feed",
            "rss订阅",
            "rss訂閱",
        )
        if (_FEED_PATH.search(where) or named) and not _SITEMAP_PATH.search(parts.path):
            yield hint


def _unique(hints: list[Hint]) -> tuple[Hint, ...]:
    found: dict[str, Hint] = {}
    for hint in hints:
        if not _COMMENTS.search(hint.address) and not _COMMENTS.search(hint.title):
            found.setdefault(hint.address, hint)
    return tuple(found.values())[:_MOST]


def _listings(
    links: list[tuple[Hint, LexborNode]], address: str, stories: set[str]
) -> tuple[Hint, ...]:
    """Return pages of the site that may list stories: named like it, or in its navigation."""
    named: dict[str, Hint] = {}
    sections: dict[str, Hint] = {}
    home = usable_address(address, address)
    for hint, node in links:
        if hint.address in (home, *stories) or host_of(hint.address) != host_of(address):
            continue
        if not hint.title or _FEED_PATH.search(urlsplit(hint.address).path):
            continue
        if _LISTING_WORDS.match(hint.title):
            named.setdefault(hint.address, hint)
        elif _in_navigation(node):
            sections.setdefault(hint.address, hint)
    return tuple({**named, **{k: v for k, v in sections.items() if k not in named}}.values())[
        :_MOST
    ]


def _in_navigation(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(5):
        if parent is None or not parent.is_element_node:
            return False
        names = f"{attribute(parent, 'class')} {attribute(parent, 'id')}"
        if parent.tag in ("nav", "header") or re.search(
            r"\b(?:nav|menu)", names[:200], re.IGNORECASE
        ):
            return True
        parent = parent.parent
    return False


def sitemaps_in_robots(text: str, address: str) -> tuple[str, ...]:
    r"""Return the sitemaps that a robots.txt names, absolute, each once.

    >>> sitemaps_in_robots("Sitemap: /map.xml\nsitemap: /map.xml", "https://n.example/robots.txt")
    ('https://n.example/map.xml',)
    """
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    values = (line.partition(":")[2] for line in lines if line.lower().startswith("sitemap:"))
    found = (usable_address(address, value) for value in values)
    return tuple(dict.fromkeys(place for place in found if place))[:200]


def usual_places(address: str) -> tuple[str, ...]:
    """Return addresses worth a look if a home page announces nothing.

    A newsroom may live under a path of a host that it shares: its own folder comes first, then
    the host's root.

    >>> usual_places("https://n.example/daily/index.html")[0]
    'https://n.example/daily/feed'
    """
    parts = urlsplit(address)
    last = parts.path.rpartition("/")[2]
    path = parts.path if parts.path.endswith("/") else parts.path + "/"
    folder = parts.path.rpartition("/")[0] + "/" if "." in last else path
    bases = dict.fromkeys(f"{parts.scheme}://{parts.netloc}{base}" for base in (folder, "/"))
    found = (usable_address(base, place) for base in bases for place in _PLACES)
    return tuple(dict.fromkeys(place for place in found if place))
