"""Raw entries as entries: canonical addresses, plain titles, UTC dates, each story once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import tzinfo

from samizdat.errors import ParseError
from samizdat.model.address import canonical_address, is_web, join
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.sources.dates import parse_date, zone_of
from samizdat.sources.values import RawEntry, SourceOptions, Words
from samizdat.sources.words import author_names, full_text, plain_line

_CANONICAL = re.compile(
    r"https?://(?:(?!xn--)[a-z0-9-]{1,63}\.)+(?!xn--)[a-z][a-z0-9-]{0,62}/[A-Za-z0-9/%:@!$&'()*+,;=~._-]*\Z"
)
"""Addresses that are canonical as they stand: most are, and joining and splitting them again takes
most of the time that a large sitemap takes."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}$")


def finish_entries(
    raws: Iterable[RawEntry], address: str, options: SourceOptions
) -> tuple[tuple[Entry, ...], tuple[Failed, ...]]:
    """Return the usable entries, each address once, and the others as failures.

    Raises:
        ParseError: the options hold a broken regular expression or an unknown time zone.
    """
    zone = zone_of(options.timezone)
    wanted, here = _filter(options), usable_address(address, address)
    entries: dict[str, Entry] = {}
    failed: list[Failed] = []
    for raw in raws:
        story = _address(raw, here)
        if not story:
            failed.append(_without_address(raw, address))
        elif story not in entries and wanted(story):
            entries[story] = _entry(raw, story, zone)
    return tuple(entries.values()), tuple(failed)


class _Filter:
    """Whether an address passes `include` and `exclude`."""

    __slots__ = ("_exclude", "_include")

    def __init__(self, include: re.Pattern[str] | None, exclude: re.Pattern[str] | None) -> None:
        self._include, self._exclude = include, exclude

    def __call__(self, address: str) -> bool:
        if self._include is not None and not self._include.search(address):
            return False
        return self._exclude is None or not self._exclude.search(address)


def _filter(options: SourceOptions) -> _Filter:
    return _Filter(
        _pattern("include", options.include) if options.include else None,
        _pattern("exclude", options.exclude) if options.exclude else None,
    )


def _pattern(name: str, expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ParseError(
            f"{expression!r:.80} is no regular expression: {error}",
            where=name,
            hint="escape special characters with a backslash",
        ) from error


def _address(raw: RawEntry, here: str) -> str:
    """Return the canonical address of the first candidate that leads to a page elsewhere."""
    for link in raw.link:
        found = usable_address(raw.base, link)
        if found and found != here:
            return found
    return ""


def usable_address(base: str, link: str) -> str:
    """Return *link* on *base* in canonical spelling, "" if it leads to no page."""
    link = link.strip()
    if _CANONICAL.match(link):
        return link
    if not link or (link.startswith("#") and not is_web(link)):
        return ""
    joined = join(base, link)
    try:
        return canonical_address(joined) if joined else ""
    except ValueError:
        return ""


def _without_address(raw: RawEntry, address: str) -> Failed:
    link = next((link for link in raw.link if link.strip()), "")
    name = plain_line(raw.title) or raw.guid or "untitled"
    what = f"its link {link!r:.120} leads to no web page" if link else "it has no link"
    hint = "check the document in a browser; other entries are not affected"
    return Failed(
        address, f"the entry {name!r:.120} cannot be mirrored: {what}", hint, "ParseError"
    )


def _entry(raw: RawEntry, story: str, zone: tzinfo) -> Entry:
    image = next((found for link in raw.images if link and (found := join(raw.base, link))), "")
    tags = (plain_line(Words(tag[:500])) for tag in raw.tags)
    return Entry(
        address=story,
        guid=raw.guid.strip(),
        title=plain_line(raw.title),
        published_at=parse_date(raw.published, zone) if raw.published else None,
        updated_at=parse_date(raw.updated, zone) if raw.updated else None,
        content=full_text(raw.body, raw.summary),
        authors=author_names(raw.authors),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        image=image,
        language=language_tag(raw.language),
    )


def language_tag(value: str) -> str:
    """Return *value* as a BCP 47 tag, "" if it cannot be one.

    >>> language_tag("zh_CN")
    'zh-CN'
    """
    value = value.strip()
    return value.replace("_", "-") if _LANGUAGE.match(value) else ""
