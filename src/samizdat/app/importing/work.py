"""What worker processes do of an import: files of an existing mirror in, values out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from samizdat.app.worker import ImageJob, guarded
from samizdat.clean import clean_article
from samizdat.extract.guard import check_size
from samizdat.extract.lead import split_lead
from samizdat.extract.mirror.edition import EditionBody, body_lines, read_edition_body
from samizdat.extract.mirror.lines import all_pointers
from samizdat.extract.mirror.page import read_old_page
from samizdat.extract.mirror.picture import keep_image
from samizdat.extract.mirror.titles import Titles, read_titles
from samizdat.extract.mirror.values import OldIndex, OldPage, OldStory, OtherPage, Pointer
from samizdat.model.article import Article
from samizdat.model.asset import Decoded
from samizdat.model.failed import Failed
from samizdat.model.prepared import Prepared, prepare
from samizdat.model.story_mark import StoryMark, read_alias_line, read_machine_line

_LINE = b"<!-- samizdat:"
_LONGEST_LINE = 1_000_100
"""Bytes at the end of a file among which a machine line is looked for."""


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


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """A story's page that samizdat itself published, ready for the store.

    Attributes:
        path: of the file, with suffix.
        mark: what the machine line says.
        article: without the body, which *prepared* has.
        prepared: of the whole article.
        pointers: all links of the page, where it is withdrawn: they alone tell where it stood.
        titles: what it calls its newsroom and its sections, where it is shown.
    """

    path: str
    mark: StoryMark
    article: Article
    prepared: Prepared
    pointers: tuple[Pointer, ...] = ()
    titles: Titles = field(default_factory=Titles)


@dataclass(frozen=True, slots=True)
class KeptAlias:
    """A page at an old address of an edition, and the file to which it leads."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Words:
    """What pages of our own say in place of pictures and players.

    Attributes:
        missing: in place of a picture that could not be mirrored.
        player: `{name}`, and the words around the name of a player or post.
    """

    missing: str = ""
    player: str = ""


@dataclass(frozen=True, slots=True)
class PageJob:
    """A file to read, of whatever kind it turns out to be."""

    page: OldPage
    words: Words

    @property
    def address(self) -> str:
        """What failures call it."""
        return self.page.path


KeptPage = KeptStory | KeptEdition | KeptAlias | OldIndex | OtherPage


def read_pages(jobs: list[PageJob]) -> list[KeptPage | Failed]:
    """Return what each file is, or why it cannot be read."""
    return [guarded(_read, job, job.address) for job in jobs]


def _read(job: PageJob) -> KeptPage:
    if _LINE in job.page.body[-_LONGEST_LINE:]:
        check_size(job.page.body, where=job.address)
        text = job.page.body.decode("utf-8", "replace")
        if (mark := read_machine_line(text)) is not None:
            return _edition(job, text, mark)
        if (alias := read_alias_line(text)) is not None:
            return KeptAlias(job.address, alias.target)
    read = read_old_page(job.page)
    if not isinstance(read, OldStory):
        return read
    article = clean_article(read.article, address=read.original or read.own)
    return KeptStory(replace(read, article=_bare(article)), prepare(article))


def _edition(job: PageJob, text: str, mark: StoryMark) -> KeptEdition:
    body = EditionBody(
        markdown=body_lines(text, mark.body),
        path=job.address,
        pictures={path: origin for origin, path in reversed(mark.pictures) if path},
        missing=tuple(origin for origin, path in mark.pictures if not path),
        links={path: address for address, path in reversed(mark.links)},
        notes=mark.notes,
        missing_words=job.words.missing,
        embed=job.words.player,
    )
    lead, blocks = split_lead(read_edition_body(body), "")
    article = Article(
        title=mark.title,
        blocks=blocks,
        authors=mark.authors,
        published_at=mark.published,
        language=mark.language,
        lead=lead,
        tags=mark.tags,
        route="import",
        confidence=1.0,
    )
    pointers = () if mark.state != "withdrawn" else _pointers(text)
    is_shown = mark.state not in ("withdrawn", "merged")
    titles = read_titles(text, job.address, mark.sections, mark.body) if is_shown else Titles()
    return KeptEdition(job.address, mark, _bare(article), prepare(article), pointers, titles)


def _bare(article: Article) -> Article:
    """Return *article* without what is packed already: it need not cross the process border."""
    return replace(article, blocks=(), lead=None)


def _pointers(text: str) -> tuple[Pointer, ...]:
    return tuple(pointer for line in text.split("\n") for pointer in all_pointers(line))


def keep_pictures(jobs: list[ImageJob]) -> list[Decoded | None]:
    """Return each published picture as it is, None in place of what is none."""
    kept = [guarded(_keep, job, job.address) for job in jobs]
    return [None if isinstance(one, Failed) else one for one in kept]


def _keep(job: ImageJob) -> Decoded:
    return keep_image(job.body, job.spec, where=job.address)
