"""What worker processes run: values in, values out, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from samizdat.clean import clean_article
from samizdat.errors import ParseError, SamizdatError
from samizdat.extract.feed_text import article_from_entry
from samizdat.extract.images import decode_image
from samizdat.extract.page import PageJob, extract_page
from samizdat.model.article import Article
from samizdat.model.asset import Decoded, ImageSpec
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.model.prepared import Prepared, prepare
from samizdat.sources import Announced, Kind, SourceOptions, read_source

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class FeedJob:
    """A story whose full text came with its feed."""

    entry: Entry
    language: str = ""

    @property
    def address(self) -> str:
        """Where the story is."""
        return self.entry.address


@dataclass(frozen=True, slots=True)
class SourceJob:
    """A source's document to read."""

    kind: Kind
    body: bytes
    address: str
    content_type: str
    options: SourceOptions


@dataclass(frozen=True, slots=True)
class ImageJob:
    """A picture to prepare for readers."""

    body: bytes
    address: str
    spec: ImageSpec


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that was read, with all of it that a worker can make ready for the store."""

    article: Article
    prepared: Prepared


def keep_stories(jobs: list[PageJob | FeedJob]) -> list[Kept | Failed]:
    """Return what `read_stories` does, ready for the store: packing is half the work of saving."""
    return [guarded(_keep_story, job, job.address) for job in jobs]


def _keep_story(job: PageJob | FeedJob) -> Kept:
    article = _read_story(job)
    return Kept(article, prepare(article, job.body if isinstance(job, PageJob) else b""))


def read_stories(jobs: list[PageJob | FeedJob]) -> list[Article | Failed]:
    """Return each page or feed text as a clean article, or why it is none."""
    return [guarded(_read_story, job, job.address) for job in jobs]


def _read_story(job: PageJob | FeedJob) -> Article:
    if isinstance(job, FeedJob):
        article = article_from_entry(job.entry, language=job.language)
    else:
        article = extract_page(job)
    return clean_article(article, address=job.address)


def read_sources(jobs: list[SourceJob]) -> list[Announced | Failed]:
    """Return what each document announces, or why it cannot be read."""
    return [guarded(_read_source, job, job.address) for job in jobs]


def _read_source(job: SourceJob) -> Announced:
    return read_source(job.kind, job.body, job.address, job.options, content_type=job.content_type)


def decode_images(jobs: list[ImageJob]) -> list[Decoded | Failed]:
    """Return each picture as its stored derivative, or why it is none."""
    return [guarded(lambda one: decode_image(one.body, one.spec), job, job.address) for job in jobs]


def guarded(function: Callable[[J], R], job: J, where: str) -> R | Failed:
    """Return *function*(*job*) or its failure as a value.

    An error that is not ours is a defect of samizdat or of a library; the page is named, the run
    goes on.
    """
    try:
        return function(job)
    except SamizdatError as error:
        return Failed.from_error(error, where=where)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  one story never stops a run
        what = f"reading it met an unexpected {type(error).__name__}: {error}"
        hint = "please report this address to the makers of samizdat"
        return Failed(where, what[:300], hint, ParseError.__name__)
