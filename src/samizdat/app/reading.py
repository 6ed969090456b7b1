"""`samizdat extract`: single pages and batches of them, without a mirror."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from samizdat.app.mirror import system_clock
from samizdat.app.pool import PoolLimits, WorkerPool
from samizdat.app.worker import FeedJob, read_stories
from samizdat.errors import SamizdatError, UsageError
from samizdat.extract.page import PageJob
from samizdat.fetch import FetchOptions, HttpFetcher
from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.article import Article
from samizdat.model.failed import Failed
from samizdat.model.recipe import Recipe
from samizdat.model.tree_text import text_of
from samizdat.render.markdown import WriteOptions, write_blocks

BATCH = 16
MAX_PAGE = 64 * 1024 * 1024
"""Bytes of one page, after decompression; a gzip file may claim anything."""

FIELDS = (
    *("id", "url", "route", "confidence", "title", "authors", "published", "language"),
    *("text", "markdown", "error"),
)


Answers = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page of a batch: what is known of it before it is read.

    Attributes:
        id: the caller's name for it.
        url: its address.
        file: where its bytes are.
        error: why it cannot even be looked for, "" if it can.
    """

    id: object
    url: str
    file: Path
    error: str = ""


def answer(id_: object, url: str, result: Article | Failed) -> dict[str, Any]:
    """Return *result* with the keys that `extract --batch` promises; unknown ones are null."""
    line: dict[str, Any] = dict.fromkeys(FIELDS)
    line |= {"id": id_, "url": url, "authors": []}
    if isinstance(result, Failed):
        return line | {"error": result.what}
    return line | {
        "route": result.route,
        "confidence": round(result.confidence, 3),
        "title": result.title,
        "authors": list(result.authors),
        "published": result.published_at.isoformat() if result.published_at else None,
        "language": result.language or None,
        "text": text_of(result.blocks, captions=False),
        "markdown": to_markdown(result),
    }


def to_markdown(article: Article) -> str:
    """Return the body as Markdown; pictures point to their origin."""
    options = WriteOptions(image=lambda image: image.address, link=lambda address: address)
    return write_blocks(article.blocks, options)


def read_page_file(path: Path) -> bytes:
    """Return the bytes of a page; `.gz` is decompressed.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as file:
            return file.read(MAX_PAGE)
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"the file cannot be read: {error}", where=str(path)) from error


def page_lines(path: Path) -> Iterator[PageFile]:
    """Yield the pages that the JSON-lines file *path* names; a bad line is a page with an error.

    Raises:
        UsageError: there is no such file.
    """
    if not path.is_file():
        raise UsageError("there is no such file", where=str(path))
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _page_line(line, number, path.parent)


def _page_line(line: str, number: int, folder: Path) -> PageFile:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return PageFile(None, "", folder, f"line {number} is not JSON")
    if not isinstance(data, dict) or not isinstance(data.get("file"), str):
        id_ = data.get("id") if isinstance(data, dict) else None
        return PageFile(id_, "", folder, f'line {number} names no "file"')
    return PageFile(data.get("id"), str(data.get("url") or ""), folder / data["file"])


def read_batch(path: Path, recipe: Recipe | None, jobs: int) -> Iterable[dict[str, Any]]:
    """Yield an answer for every line of *path*, in order; one bad page is one line with `error`."""
    pool, pages = WorkerPool(PoolLimits(workers=jobs)), page_lines(path)
    ahead: deque[asyncio.Task[Answers]] = deque()
    with asyncio.Runner() as runner:
        try:
            while answers := runner.run(_next(pages, recipe, pool, ahead)):
                yield from answers
        finally:
            pool.close()


async def _next(
    pages: Iterator[PageFile],
    recipe: Recipe | None,
    pool: WorkerPool,
    ahead: deque[asyncio.Task[Answers]],
) -> Answers:
    """Return the next batch's answers, [] at the end; a few batches are under way *ahead*."""
    while len(ahead) < pool.workers + 2:
        batch = list(islice(pages, BATCH))
        if not batch:
            break
        ahead.append(asyncio.create_task(_read(batch, recipe, pool)))
    return await ahead.popleft() if ahead else []


async def _read(batch: list[PageFile], recipe: Recipe | None, pool: WorkerPool) -> Answers:
    prepared = [_prepare(page, recipe) for page in batch]
    jobs: list[PageJob | FeedJob] = [one for one in prepared if isinstance(one, PageJob)]
    results = iter(await pool.run(read_stories, jobs))
    return [
        answer(page.id, page.url, one if isinstance(one, Failed) else next(results))
        for page, one in zip(batch, prepared, strict=True)
    ]


def _prepare(page: PageFile, recipe: Recipe | None) -> PageJob | Failed:
    if page.error:
        return Failed(str(page.file), page.error)
    try:
        body = read_page_file(page.file)
    except UsageError as error:
        return Failed.from_error(error)
    return PageJob(body=body, address=page.url, recipe=recipe)


async def _fetch(address: str, *, allow_private: bool) -> tuple[bytes, str, str]:
    options = FetchOptions(
        user_agent="samizdat (reads one page)",
        allow_private=frozenset({host_of(address)} if allow_private else ()),
    )
    async with HttpFetcher(options, now=system_clock) as fetcher:
        response = await fetcher.fetch(address)
    if response.status != 200:
        raise UsageError(f"the page is not there (status {response.status})", where=address)
    return response.body, response.final_address, response.declared_charset


def read_single(
    name: str, address: str, recipe: Recipe | None, *, allow_private: bool
) -> tuple[str, Article | Failed]:
    """Return the address and the article of one file or web page.

    Raises:
        UsageError: there is no such file or page.
        FetchError: the page does not answer.
    """
    charset = ""
    if is_web(name):
        canonical = canonical_address(name)
        body, final, charset = asyncio.run(_fetch(canonical, allow_private=allow_private))
        address = address or final
    else:
        body = read_page_file(Path(name))
    job = PageJob(body=body, address=address, declared_charset=charset, recipe=recipe)
    try:
        return address, _alone(job)
    except SamizdatError as error:
        return address, Failed.from_error(error, where=address or name)


def _alone(job: PageJob) -> Article | Failed:
    """Read one page in a limited worker, as a run does."""
    pool, jobs = WorkerPool(PoolLimits(workers=1)), list[PageJob | FeedJob]((job,))
    reading = pool.run(read_stories, jobs)
    try:
        return asyncio.run(reading)[0]
    finally:
        pool.close()
