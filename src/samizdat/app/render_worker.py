"""What a publication's worker processes run: page values in, files as Git keeps them out.

It imports little, since every worker holds what it imports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from samizdat.app.link_book import LinkBook
from samizdat.app.overlay import Overlay, lay_over
from samizdat.model.article_json import article_from_bytes
from samizdat.model.file import File
from samizdat.model.packing import unpack
from samizdat.model.page import Page, StoryPage
from samizdat.publish.pack import Blob
from samizdat.render.git import Look

Body = tuple[str, bytes]
"""An article as the store keeps it: the codec's name and the packed bytes."""

_AT_A_TIME = 32
"""Pages that take each step together: what a step works with then stays in the processor's cache,
which saves a third of the time on a busy machine."""


class Made(NamedTuple):
    """One file, rendered, hashed and deflated.

    Attributes:
        hash: hex SHA-256 of the bytes.
        object: raw Git id of the bytes.
        size: of the bytes.
        deflated: the bytes, deflated by zlib.
        notice: why an editors' template was not used, "" if there is nothing to say.
    """

    path: str
    hash: str
    object: bytes
    size: int
    managed_part: bool
    deflated: bytes
    notice: str = ""


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Pages to render for some remotes.

    Attributes:
        pages: each with the packed article, None for pages without one; a story's page comes
            without its article, since bytes cross to another process faster than trees.
    """

    look: Look
    book: LinkBook
    overlays: tuple[Overlay, ...]
    pages: Sequence[tuple[Page, Body | None]]


def render_pages(job: RenderJob) -> list[tuple[tuple[Made, ...], ...]]:
    """Return for each page, for each overlay, the files."""
    job = replace(job, look=_known(job.look))
    return [
        files
        for first in range(0, len(job.pages), _AT_A_TIME)
        for files in _render(job, job.pages[first : first + _AT_A_TIME])
    ]


@lru_cache(maxsize=4)
def _known(look: Look) -> Look:
    """Return the look that an earlier job came with, if it is the same.

    Caches then meet the very object that they know; each job crosses with a copy of its own.
    """
    return look


def with_article(page: Page, body: Body | None, book: LinkBook) -> Page:
    """Return *page* with the article that *body* holds; a withdrawn story shows none."""
    if body is None or not isinstance(page, StoryPage) or page.state == "withdrawn":
        return page
    return book.dressed(page, article_from_bytes(unpack(*body)))


def _render(
    job: RenderJob, parts: Sequence[tuple[Page, Body | None]]
) -> list[tuple[tuple[Made, ...], ...]]:
    """Return the files of some pages, one step for all of them after the other."""
    pages = [with_article(page, body, job.book) for page, body in parts]
    laid = [tuple(lay_over(page, job.overlays, job.look)) for page in pages]
    distinct = {id(file): file for each in laid for files in each for file in files}
    made = {place: _made(file) for place, file in distinct.items()}
    return [tuple(tuple(made[id(file)] for file in files) for files in each) for each in laid]


def _made(file: File) -> Made:
    blob = Blob.of(file.content)
    digest = hashlib.sha256(file.content).hexdigest()
    deflated = blob.deflated()
    managed, notice = file.managed_part, file.notice
    return Made(file.path, digest, blob.object, blob.size, managed, deflated, notice)
