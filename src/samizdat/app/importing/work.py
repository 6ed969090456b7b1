"""What worker processes do of an import: files of an existing mirror in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samizdat.app.worker import guarded
from samizdat.clean import clean_article
from samizdat.extract.mirror.page import read_old_page
from samizdat.extract.mirror.values import OldIndex, OldPage, OldStory, OtherPage
from samizdat.model.failed import Failed
from samizdat.store.prepared import Prepared, prepare


@dataclass(frozen=True, slots=True)
class KeptStory:
    """A story that was read, with all of it that a worker can make ready for the store.

    Attributes:
        story: without the body, which *prepared* has.
        prepared: of the whole article.
    """

    story: OldStory
    prepared: Prepared

    @property
    def path(self) -> str:
        """Of the file."""
        return self.story.path


KeptPage = KeptStory | OldIndex | OtherPage


def read_old_pages(jobs: list[OldPage]) -> list[KeptPage | Failed]:
    """Return what each file is, or why it cannot be read."""
    return [guarded(_read, job, job.path) for job in jobs]


def _read(job: OldPage) -> KeptPage:
    read = read_old_page(job)
    if not isinstance(read, OldStory):
        return read
    article = clean_article(read.article, address=read.original or read.own)
    bare = replace(article, blocks=(), lead=None)
    return KeptStory(replace(read, article=bare), prepare(article))
