"""Find what a newsroom offers: its feeds, sitemaps and listings, from any one address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from samizdat.errors import FetchError, ParseError, SamizdatError
from samizdat.fetch import Fetcher
from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.failed import Failed
from samizdat.model.identity import is_key
from samizdat.model.response import Response
from samizdat.sources import (
    Announced,
    Hint,
    HomeHints,
    Kind,
    SourceOptions,
    find_sources,
    guess_listing,
    read_source,
    sitemaps_in_robots,
    sniff,
    usual_places,
)

MOST_FEEDS = 12
"""Feeds of one newsroom that are looked into; sites with hundreds name the main ones first."""

MOST_LISTINGS = 3
"""Section pages that are looked into where a newsroom has no feed."""


@dataclass(frozen=True, slots=True)
class Find:
    """A source that answered.

    Attributes:
        kind: how it is read.
        address: where it is.
        stories: how many it announces now.
        full_text: it carries whole stories.
        title: what it calls itself.
        selector: for a listing, the links to stories.
        next: for a listing, the link to the next page.
    """

    kind: Kind
    address: str
    stories: int
    full_text: bool = False
    title: str = ""
    selector: str = ""
    next: str = ""


@dataclass(slots=True)
class Scouted:
    """What was found at an address and what of it should be used.

    Attributes:
        what: what the address itself is.
        name: the newsroom's name for itself.
        home: its home page.
        language: BCP 47 tag, "" if it does not say.
        found: every source that answered, best first.
        chosen: those that a mirror should use.
        failed: what was tried and did not answer as hoped.
    """

    what: Literal["home", "feed", "sitemap", "listing", "json", "js", "story"]
    name: str
    home: str
    language: str = ""
    found: list[Find] = field(default_factory=list)
    chosen: list[Find] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


async def scout(fetcher: Fetcher, address: str) -> Scouted:
    """Return what *address* is and which sources lead to its newsroom's stories.

    Raises:
        FetchError: the address does not answer.
        ParseError: it is nothing a mirror can start from.
    """
    address = tidy_address(address)
    response = await fetcher.fetch(address)
    if response.status != 200:
        raise FetchError(
            f"the address is not there (status {response.status})",
            where=address,
            hint="check its spelling in a browser",
        )
    kind = sniff(response.body, response.final_address, response.content_type)
    if kind in ("feed", "sitemap", "json", "js"):
        return _from_source(kind, response)
    if kind is None:
        what = "this is neither a page, a feed nor a sitemap"
        raise ParseError(what, where=address, hint="give the newsroom's home page")
    return await _from_page(fetcher, response)


def tidy_address(address: str) -> str:
    """Return *address* as a web address; a bare host gets https.

    Raises:
        ParseError: it is none.
    """
    text = address if "://" in address else f"https://{address}"
    try:
        return canonical_address(text)
    except ValueError as error:
        hint = "write it like https://newsroom.example/"
        raise ParseError("this is no web address", where=address, hint=hint) from error


def _from_source(kind: Kind, response: Response) -> Scouted:
    address = response.final_address
    announced = read_source(kind, response.body, address, content_type=_type(response))
    find = _find(kind, address, announced)
    home = announced.home if is_web(announced.home) else _folder(address)
    name = announced.title or host_of(address)
    return Scouted(kind, name, home, announced.language, [find], [find])


def _find(kind: Kind, address: str, announced: Announced) -> Find:
    whole = sum(bool(entry.content) for entry in announced.entries)
    full = bool(announced.entries) and whole * 2 > len(announced.entries)
    count = len(announced.entries) or len(announced.more)
    return Find(kind, address, count, full, announced.title)


def _type(response: Response) -> str:
    return response.headers.get("content-type", "")


def _folder(address: str) -> str:
    """Return the address of the folder that *address* stands in."""
    return urljoin(address, ".")


async def _from_page(fetcher: Fetcher, response: Response) -> Scouted:
    address = response.final_address
    hints = find_sources(response.body, address)
    scouted = Scouted("home", hints.title or host_of(address), address, hints.language)
    await _try_feeds(fetcher, scouted, hints.feeds)
    listed = _listing(response)
    story = not _is_home(address) and _is_story(response.body, listed)
    if listed and not story and not scouted.found and not _is_home(address):
        scouted.what, scouted.home = "listing", _folder(address)
        scouted.found.append(listed)
    else:
        await _try_sitemaps(fetcher, scouted, hints)
        if not scouted.found:
            await _try_usual_places(fetcher, scouted)
        await _try_listings(fetcher, scouted, hints)
        scouted.found += [listed] if listed else []
    scouted.chosen = choose(scouted.found)
    if story or (not scouted.chosen and not _is_home(address)):
        scouted.what = "story"
    return scouted


_STORY_MARKS = re.compile(
    rb"""property=["']?og:type["']?\s+content=["']?article|"""
    rb"""["']@type["']\s*:\s*\[?\s*["'](?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting)["']""",
    re.IGNORECASE,
)
_PAGE_MARKS = re.compile(rb"""property=["']?og:type["']?\s+content=["']?website""", re.IGNORECASE)


def _is_story(body: bytes, listed: Find | None) -> bool:
    """Return whether a page is a story: it says so, or it neither denies it nor lists stories."""
    if _PAGE_MARKS.search(body):
        return False
    return bool(_STORY_MARKS.search(body)) or listed is None


def _is_home(address: str) -> bool:
    """Return whether *address* looks like a front page: a path that names no document."""
    parts = urlsplit(address)
    return (not parts.query and parts.path.endswith("/")) or parts.path in ("", "/index.html")


def _listing(response: Response) -> Find | None:
    """Return the page itself as a listing, None if its links form none."""
    address = response.final_address
    guess = guess_listing(response.body, address, content_type=_type(response))
    if guess is None:
        return None
    return Find(
        "listing",
        address,
        len(guess.entries),
        title="story links",
        selector=guess.selector,
        next=guess.next,
    )


async def _try_listings(fetcher: Fetcher, scouted: Scouted, hints: HomeHints) -> None:
    """Look into the section pages that the home page leads to, where no feed announces stories."""
    if any(find.kind in ("feed", "sitemap") for find in scouted.found):
        return
    for hint in hints.listings[:MOST_LISTINGS]:
        try:
            response = await fetcher.fetch(hint.address)
            find = _listing(response) if response.status == 200 else None
        except SamizdatError as error:
            scouted.failed.append(Failed.from_error(error, where=hint.address))
            continue
        scouted.found += [find] if find else []


async def _try_feeds(fetcher: Fetcher, scouted: Scouted, feeds: Iterable[Hint]) -> None:
    for address in list(dict.fromkeys(feed.address for feed in feeds))[:MOST_FEEDS]:
        await _try(fetcher, scouted, "feed", address)


async def _try_sitemaps(fetcher: Fetcher, scouted: Scouted, hints: HomeHints) -> None:
    robots = urljoin(scouted.home, "/robots.txt")
    named = list(hints.sitemaps)
    try:
        response = await fetcher.fetch(robots, robots=False)
        if response.status == 200:
            named += sitemaps_in_robots(response.body.decode("utf-8", "replace"), robots)
    except FetchError:
        pass  # a host without robots.txt names no sitemap there
    for address in list(dict.fromkeys(named))[:4]:
        await _try(fetcher, scouted, "sitemap", address)


async def _try_usual_places(fetcher: Fetcher, scouted: Scouted) -> None:
    """Probe the places where feeds and sitemaps usually are, until one answers."""
    for address in usual_places(scouted.home):
        await _try(fetcher, scouted, None, address, quietly=True)
        if scouted.found:
            return


async def _try(
    fetcher: Fetcher, scouted: Scouted, kind: Kind | None, address: str, *, quietly: bool = False
) -> None:
    """Add the source at *address* to what was found, or to what failed unless *quietly*."""
    try:
        response = await fetcher.fetch(address)
        if response.status != 200:
            raise FetchError(f"it is not there (status {response.status})", where=address)
        sniffed = sniff(response.body, response.final_address, response.content_type)
        actual = kind or (sniffed if sniffed != "page" else None)
        if actual is None:
            return
        announced = read_source(
            actual,
            response.body,
            response.final_address,
            SourceOptions(),
            content_type=_type(response),
        )
    except SamizdatError as error:
        if not quietly:
            scouted.failed.append(Failed.from_error(error, where=address))
        return
    if announced.entries or announced.more:
        scouted.found.append(_find(actual, address, announced))


def choose(found: Iterable[Find]) -> list[Find]:
    """Return which of *found* a mirror should use.

    Feeds come first, whole stories before summaries; two feeds of the same size are most often the
    same in two formats, so one stays. Without a feed the best sitemap serves, else the listing.
    """
    feeds = sorted(
        (f for f in found if f.kind == "feed" and f.stories), key=lambda f: not f.full_text
    )
    kept: dict[tuple[int, str], Find] = {}
    for feed in feeds:
        kept.setdefault((feed.stories, feed.title), feed)
    if kept:
        return list(kept.values())[:6]
    for kind in ("sitemap", "listing"):
        some = [f for f in found if f.kind == kind and f.stories]
        if some:
            return [max(some, key=lambda f: (bool(f.next), f.stories))]
    return []


_GENERIC = frozenset({"www", "news", "m", "en", "com", "org", "net", "co", "gov", "edu", "ac"})


def newsroom_id(home: str, name: str, taken: Iterable[str] = ()) -> str:
    """Return an id for a newsroom: of its host, or of its folder on a shared or bare host.

    >>> newsroom_id("https://www.harbour-news.example/", "")
    'harbour-news'
    """
    parts = urlsplit(home)
    host = parts.hostname or ""
    labels = [label for label in host.split(".")[:-1] if label not in _GENERIC]
    words = [segment for segment in parts.path.split("/") if segment]
    bare = not labels or re.fullmatch(r"[\d.]+|\[?[0-9a-f:]+\]?", host)
    candidates = [*(words[:1] if bare else ()), *labels[-1:], name, host, "newsroom"]
    keys = (_as_key(candidate) for candidate in candidates)
    base = next(key for key in keys if is_key(key))
    used, number, key = set(taken), 1, base
    while key in used:
        number += 1
        key = f"{base}-{number}"
    return key


def _as_key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
