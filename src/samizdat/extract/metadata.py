"""What a page says of its story outside the body: title, names, times, language, picture.

One pass over the head and one over the few nodes of the page that can hold a title, a byline or a
date; the page's own data for machines (JSON-LD, then meta elements) goes before what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from samizdat.extract.authors import clean_names
from samizdat.extract.dates import parse_date
from samizdat.extract.document import Document
from samizdat.extract.json_ld import StoryData, plain, read_json_ld
from samizdat.extract.metadata_page import date_of_address, shown_authors, shown_date, shown_tags
from samizdat.extract.titles import choose_title
from samizdat.model.address import canonical_address, join

_DECORATION = re.compile(
    r"(?:^|[/_.-])(?:(?:logos?|default[-_](?:image|share|social|og))[/_.-]|"
    r"(?:icon|favicon|sprite|placeholder|avatar|blank|spacer)s?[/.\d])",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"[,;、，]")
_HEAD = 'meta[content], link[rel][href], title, html[lang], script[type*="ld+json"]'


@dataclass(frozen=True, slots=True)
class Metadata:
    """The story's fields that stand outside its body; "", () or None where the page says nothing.

    Attributes:
        languages: tags that the page declares, the most telling first.
        lead_image: absolute address.
        data: what JSON-LD says.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    languages: tuple[str, ...] = ()
    lead_image: str = ""
    tags: tuple[str, ...] = ()
    canonical: str = ""
    data: StoryData = field(default_factory=StoryData)


@dataclass(slots=True)
class _Head:
    """The head's elements by name; of each name the values in order."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    scripts: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """Return the first value of the first of *names* that has one."""
        return next(self.values(*names), "")

    def values(self, *names: str) -> Iterator[str]:
        """Yield the values of *names*, in their order."""
        for name in names:
            yield from filter(None, map(plain, self.meta.get(name, ())))


def read_metadata(
    document: Document, *, zone: str = "", language: str = "", known: Collection[str] = ()
) -> Metadata:
    """Return what *document* says.

    Args:
        document: the page.
        zone: of times that name none, "" meaning UTC.
        language: the newsroom's, where the page names none.
        known: which of title, authors, published_at and tags the caller has from a better place;
            they are not looked for, which is most of the work.
    """
    head = _read_head(document)
    data = read_json_ld(head.scripts)
    languages = (head.language, data.language, *head.values("og:locale", "content-language"))
    spoken = next((tag.replace("_", "-") for tag in (*languages, language) if tag), "")
    return Metadata(
        title="" if "title" in known else _title(document, head, data),
        authors=() if "authors" in known else _authors(document, head, data),
        published_at=(
            None if "published_at" in known else _published(document, head, data, zone, spoken)
        ),
        modified_at=_first_date((data.modified, *head.values(*_MODIFIED)), zone, spoken),
        languages=tuple(filter(None, languages)),
        lead_image=_lead_image(document, head, data),
        tags=() if "tags" in known else _tags(document, head, data),
        canonical=_canonical(document, head),
        data=data,
    )


def _read_head(document: Document) -> _Head:
    head = _Head()
    for node in document.tree.css(_HEAD):
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            _read_meta(head, attributes)
        elif tag == "link":
            for word in (attributes["rel"] or "").lower().split():
                head.links.setdefault(word, attributes["href"] or "")
        elif tag == "title":
            # An SVG drawing has titles too; the page's own comes first.
            head.title = head.title or plain(node.text())
        elif tag == "html":
            head.language = attributes["lang"] or ""
        else:
            head.scripts.append(node.text() or "")
    return head


def _read_meta(head: _Head, attributes: dict[str, str | None]) -> None:
    for key in ("property", "name", "itemprop", "http-equiv"):
        if name := attributes.get(key):
            head.meta.setdefault(name.strip().lower(), []).append(attributes["content"] or "")


_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "sailthru.title")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "og:published_time"),
    *("published_time", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "pubdate"),
    *("publishdate", "publish-date", "publish_date", "publish_time", "sailthru.date"),
    *("parsely-pub-date", "date", "article.published", "cxenseparse:recs:publishtime"),
    *("og:release_date", "datecreated", "iso-8601-publish-date", "weibo: article:create_at"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod")
_AUTHORS = (
    *("author", "article:author", "og:article:author", "byl", "dc.creator", "dcterms.creator"),
    *("sailthru.author", "parsely-author", "cxenseparse:author", "byline", "article.author"),
)
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_TAGS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags")


def _title(document: Document, head: _Head, data: StoryData) -> str:
    metas, site = tuple(head.values(*_TITLES)), head.first("og:site_name")
    return choose_title(document, data.headline, metas, head.title, site=site)


def _authors(document: Document, head: _Head, data: StoryData) -> tuple[str, ...]:
    """Return the names; an organisation counts only where no person is named anywhere."""
    site = head.first("og:site_name").casefold()
    for raw in (data.authors, tuple(head.values(*_AUTHORS))):
        names = tuple(name for name in clean_names(raw) if name.casefold() != site)
        if names:
            return names
    return shown_authors(document) or clean_names(data.organisations)


def _published(
    document: Document, head: _Head, data: StoryData, zone: str, language: str
) -> datetime | None:
    """Return the time of publication; the day in the address is the last resort."""
    told = _first_date((data.published, *head.values(*_PUBLISHED)), zone, language)
    shown = None if told else shown_date(document, zone=zone, language=language)
    return told or shown or date_of_address(document.address, zone=zone)


def _first_date(texts: tuple[str, ...], zone: str, language: str) -> datetime | None:
    dates = (parse_date(text, zone=zone, language=language) for text in texts if text)
    return next(filter(None, dates), None)


def _lead_image(document: Document, head: _Head, data: StoryData) -> str:
    """Return the address of the picture that the page shows of itself elsewhere, no logo."""
    for reference in (*head.values(*_IMAGES), data.image):
        address = join(document.base, reference) if reference else ""
        if address and not _DECORATION.search(address):
            return address
    return ""


def _tags(document: Document, head: _Head, data: StoryData) -> tuple[str, ...]:
    """Return the topic words of the first place that has some, each once."""
    for raw in (tuple(head.values(*_TAGS)), data.tags, shown_tags(document)):
        words = [word.strip() for text in raw for word in _COMMAS.split(text)]
        tags = tuple(dict.fromkeys(word for word in words if 0 < len(word) <= 60))
        if tags:
            return tags[:30]
    return ()


def _canonical(document: Document, head: _Head) -> str:
    """Return the address the page claims for itself, "" if it claims none or a bad one."""
    for reference in (head.links.get("canonical", ""), head.first("og:url")):
        address = join(document.base, reference) if reference else ""
        try:
            if address:
                return canonical_address(address)
        except ValueError:
            continue
    return ""
