"""Pages come out of worker processes as they do here."""

from __future__ import annotations

import hashlib
import os
import signal
import zlib
from dataclasses import replace

from samizdat.app.link_book import LinkBook
from samizdat.app.overlay import Overlay
from samizdat.app.render_pool import RenderPool
from samizdat.app.render_worker import RenderJob, render_pages
from samizdat.model.article import Article
from samizdat.model.article_json import article_to_bytes
from samizdat.model.packing import pack
from samizdat.model.page import StoryPage
from samizdat.publish.objects import object_id
from samizdat.render.git import ShareAddress, apply_share, render_page
from tests.support.git_pages import every_page, look, story

LANGUAGES = ("zh-Hans", "fa", "en", "ru")
SHARE = ShareAddress("https://forge.example/mirror/news/blob/main/")


def _job(*overlays: Overlay) -> RenderJob:
    """Return a job of every kind of page in four languages, stories without their articles."""
    parts = []
    for language in LANGUAGES:
        for page in every_page(language).values():
            body = pack(article_to_bytes(page.article)) if isinstance(page, StoryPage) else None
            bare = replace(page, article=Article("", ())) if isinstance(page, StoryPage) else page
            parts.append((bare, body))
    return RenderJob(look("zh-Hans"), LinkBook(), overlays, parts)


def test_workers_give_the_same_bytes_as_this_process() -> None:
    job = _job(Overlay(), Overlay(SHARE))
    pool = RenderPool(workers=2, few=0)
    try:
        assert pool.submit(job)() == render_pages(job)
        assert pool.ahead > 0
    finally:
        pool.close()


def test_a_killed_worker_loses_no_page() -> None:
    job = _job(Overlay(SHARE))
    pool = RenderPool(workers=2, few=0)
    try:
        pool.submit(job)()
        assert pool._executor is not None
        for process in list(pool._executor._processes.values()):
            os.kill(process.pid or 0, signal.SIGKILL)
        assert pool.submit(job)() == render_pages(job)
        assert pool.submit(job)() == render_pages(job)
    finally:
        pool.close()


def test_a_few_pages_start_no_process() -> None:
    job = _job(Overlay())
    pool = RenderPool(workers=2, few=len(job.pages))
    assert pool.submit(job)() == render_pages(job)
    assert pool.ahead == 0


def test_files_are_named_by_their_bytes_and_deflated_for_git() -> None:
    page = story("fa")
    body = pack(article_to_bytes(page.article))
    around = look("fa")
    ((files,),) = render_pages(RenderJob(around, LinkBook(), (Overlay(SHARE),), [(page, body)]))
    (plain,) = render_page(page, around)
    for made, file in zip(files, apply_share(plain, page, SHARE, around), strict=True):
        assert zlib.decompress(made.deflated) == file.content
        assert made.hash == hashlib.sha256(file.content).hexdigest()
        assert made.object == object_id(b"blob", file.content)
        assert (made.path, made.size) == (file.path, len(file.content))
    assert [made.path.rpartition(".")[2] for made in files] == ["md", "png"]


def test_what_two_remotes_show_alike_is_made_once() -> None:
    other = ShareAddress("https://elsewhere.example/news/")
    job = _job(Overlay(SHARE), Overlay(other))
    pairs = [pair for one, two in render_pages(job) for pair in zip(one, two, strict=True)]
    assert all((one is two) == (one.hash == two.hash) for one, two in pairs)
    assert {one is two for one, two in pairs} == {True, False}


def test_a_withdrawn_story_shows_nothing_of_its_article() -> None:
    page = replace(story("en"), state="withdrawn", reason="The newsroom asked.", title="")
    body = pack(article_to_bytes(page.article))
    with_body = render_pages(RenderJob(look("en"), LinkBook(), (Overlay(),), [(page, body)]))
    bare = replace(page, article=Article("", ()))
    assert with_body == render_pages(
        RenderJob(look("en"), LinkBook(), (Overlay(),), [(bare, None)])
    )
