"""What a source is asked with and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from samizdat.model.entry import Entry
from samizdat.model.failed import Failed

Kind = Literal["feed", "sitemap", "listing", "json", "js"]
"""What a document that announces stories can be."""


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How one source is read; from `[[newsroom.X.source]]` of samizdat.toml.

    Attributes:
        selector: listing: CSS of the story links, or of elements that hold one link each.
        next: listing: CSS of the link to the next page; "" is `a[rel=next]`, `link[rel=next]`.
        pages: how many listing pages or children of a sitemap index are followed at most.
        items: json, js: path to the array (`data.stories`, `$.data[0].stories`); for js its first
            step may be the variable's name.
        fields: json, js: field of an entry (address, title, published, updated, id, content,
            image, authors, tags, language) → path inside an item. Integers are positions in an
            array; a value with braces is a template: `/story/{id}.html`.
        include: only addresses in which this regular expression is found.
        exclude: no addresses in which this regular expression is found.
        timezone: zone of dates that name none; "" is UTC.
    """

    selector: str = ""
    next: str = ""
    pages: int = 1
    items: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    include: str = ""
    exclude: str = ""
    timezone: str = ""


NO_OPTIONS = SourceOptions()


@dataclass(frozen=True, slots=True)
class Announced:
    """What one document announces.

    Attributes:
        entries: the stories, in the document's order, each address once.
        failed: entries that cannot be used, one by one.
        more: further documents to read: the next listing page, children of a sitemap index newest
            first.
        title: the document's own title, plain text.
        language: BCP 47 tag as the document has it, "" if it does not say.
        home: absolute address of the site the document belongs to, "" if it does not say.
    """

    entries: tuple[Entry, ...] = ()
    failed: tuple[Failed, ...] = ()
    more: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    home: str = ""


TextKind = Literal["text", "html", "guess"]
"""Whether a value is plain text, HTML, or whatever the source happened to write."""


@dataclass(frozen=True, slots=True)
class Words:
    """A value of a document that may be HTML.

    Attributes:
        value: as it stands in the document.
        kind: what it is written in.
        base: address that its relative links stand on, if the document names one.
    """

    value: str
    kind: TextKind = "guess"
    base: str = ""


NO_WORDS = Words("")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One story as a document announces it, before anything is made canonical.

    Attributes:
        link: candidates for the address, best first; may be relative or unusable.
        base: address that relative links stand on.
        body: what the source offers as full text.
        summary: what it offers as a summary; may hold the full text all the same.
        images: candidates for the picture, best first.
    """

    link: tuple[str, ...]
    base: str
    guid: str = ""
    title: Words = NO_WORDS
    published: str = ""
    updated: str = ""
    body: Words = NO_WORDS
    summary: Words = NO_WORDS
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A document with its raw entries."""

    entries: tuple[RawEntry, ...]
    title: Words = NO_WORDS
    language: str = ""
    home: str = ""
