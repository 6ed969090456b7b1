"""Which links of a page lead to stories, when nobody has said so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.errors import ParseError
from samizdat.model.address import host_of
from samizdat.model.entry import Entry
from samizdat.sources.decode import decode
from samizdat.sources.finish import usable_address
from samizdat.sources.listing import base_of, one_line, read_listing
from samizdat.sources.markup import attribute, check_size, parse_html
from samizdat.sources.values import NO_OPTIONS, SourceOptions

_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASIDE = frozenset({"nav", "footer", "header", "aside", "form", "menu"})
_ASIDE_WORDS = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|footer|header|sidebar|breadcrumbs?|pagination|pager|share|social|related)(?:$|[-_\s])",
    re.IGNORECASE,
)
_NO_STORY = re.compile(
    r"/(?:tag|tags|topic|topics|category|categories|author|authors|search|login|signin|register|about|contact|privacy|terms|page|feed|rss|archive|archives)(?:/|$|\.)",
    re.IGNORECASE,
)
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|css|js|xml|json|rss|atom)$", re.IGNORECASE
)
_STORY_PATH = re.compile(r"\d{4,}|[^/]-[^/]+-[^/]|\.s?html?$|/[0-9a-f]{8,}|/\d{4}/\d{1,2}")
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{1,40}$")
_MOST_LINKS = 3000
_LEAST_STORIES = 3


@dataclass(frozen=True, slots=True)
class ListingGuess:
    """A pattern of links that looks like a listing of stories.

    Attributes:
        selector: CSS of the links.
        next: CSS of the link to the next page, "" if the page has the usual one or none.
        entries: the stories that the selector finds.
    """

    selector: str
    next: str
    entries: tuple[Entry, ...]

    def fill(self, options: SourceOptions) -> SourceOptions:
        """Return *options* with what they leave open filled in."""
        return replace(options, selector=self.selector, next=options.next or self.next)


def looks_like_story_link(address: str, text: str, home: str) -> bool:
    """Return whether a link on the page *home* seems to lead to a story.

    The link's words must be long enough for a headline and its address must be deeper than the
    page's, on the same site, and not one of a section, tag, author or file.

    >>> home = "https://n.example/"
    >>> looks_like_story_link(home + "2026/03/ferry-is-back", "The ferry is back again", home)
    True
    >>> looks_like_story_link(home + "about", "About us and our newsroom", home)
    False
    """
    if not is_headline(text) or _site(address) != _site(home):
        return False
    path = urlsplit(address).path
    if _NO_STORY.search(path) or _FILES.search(path) or address.rstrip("/") == home.rstrip("/"):
        return False
    return bool(_STORY_PATH.search(path + "?" + urlsplit(address).query)) or path.count("/") >= 3


def _site(address: str) -> str:
    """Return the last two labels of the host: a newsroom's parts share them."""
    host = host_of(address)
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def is_headline(text: str) -> bool:
    """Return whether *text* is as long as a headline: four words, or eight wide characters."""
    wide = len(_WIDE.findall(text))
    return wide >= 6 or (len(text) >= 18 and len(text.split()) >= 3)


def guess_listing(body: bytes, address: str, *, content_type: str = "") -> ListingGuess | None:
    """Return the pattern whose links look most like a list of stories, None if none does.

    Raises:
        ParseError: the page is nested too deeply to be parsed.
    """
    check_size(body, address)
    tree = parse_html(decode(body, content_type), address)
    base = base_of(tree, address)
    following = _next_selector(tree)
    for selector in _selectors(_groups(tree, base, address)):
        options = replace(NO_OPTIONS, selector=selector)
        try:
            found = read_listing(body, address, options, content_type)
        except ParseError:
            continue
        stories = [e for e in found.entries if looks_like_story_link(e.address, e.title, address)]
        if len(stories) >= _LEAST_STORIES and len(stories) * 3 >= len(found.entries) * 2:
            return ListingGuess(selector, following, found.entries)
    return None


_Signature = tuple[str, ...]


def _groups(tree: LexborHTMLParser, base: str, address: str) -> dict[_Signature, dict[str, int]]:
    """Return for each shape of link the story addresses in it and how long their words are."""
    groups: dict[_Signature, dict[str, int]] = {}
    for link in tree.css("a[href]")[:_MOST_LINKS]:
        target = usable_address(base, attribute(link, "href"))
        text = one_line(link)
        if not target or not looks_like_story_link(target, text, address) or _is_aside(link):
            continue
        group = groups.setdefault(_signature(link), {})
        group[target] = max(group.get(target, 0), min(len(text.encode()), 200))
    return groups


def _selectors(groups: dict[_Signature, dict[str, int]]) -> list[str]:
    """Return the selectors of the most telling groups, best first."""
    ranked = sorted(groups.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [
        " > ".join(signature) for signature, links in ranked[:6] if len(links) >= _LEAST_STORIES
    ]


def _signature(link: LexborNode) -> _Signature:
    """Return the link and up to three elements around it as steps of a selector."""
    steps: list[str] = []
    node: LexborNode | None = link
    while node is not None and len(steps) < 4 and node.tag not in ("body", "html", "main"):
        steps.append(_step(node))
        node = node.parent
    return tuple(reversed(steps))


def _step(node: LexborNode) -> str:
    names = attribute(node, "class").split()
    name = next((name for name in names if _NAME.match(name)), "")
    return f"{node.tag}.{name}" if name else str(node.tag)


def _is_aside(link: LexborNode) -> bool:
    """Return whether the link stands in navigation rather than in a list of stories."""
    node = link.parent
    for _ in range(8):
        if node is None or node.tag in ("body", "html", "article", "main"):
            return False
        names = f"{attribute(node, 'class')} {attribute(node, 'id')}"
        if node.tag in _ASIDE or (len(names) < 200 and _ASIDE_WORDS.search(names)):
            return True
        node = node.parent
    return False


def _next_selector(tree: LexborHTMLParser) -> str:
    """Return a selector of the link to the next page where it is not the usual one."""
    if tree.css_first('a[rel~="next"], link[rel~="next"]') is not None:
        return ""
    for selector in ("a.next", "li.next > a", ".pagination .next a", "a.older", ".nav-previous a"):
        if tree.css_first(selector) is not None:
            return selector
    return ""
