"""Whole editions: the text of every rendered story is the text of its tree, on three forges.

What is compared is the whole outline (blocks, marks, link targets, pictures) and, by a second way
that shares no code with the writer, the plain text; `plain_texts` says what is normalised.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from samizdat.app.worker import read_stories
from samizdat.extract.page import PageJob
from samizdat.model.article import Article
from samizdat.model.page import StoryPage
from samizdat_demo.content import NEWSROOMS, newsroom
from samizdat_demo.newsroom import State
from samizdat_demo.pages import story_page
from tests.support.renderers import RENDERERS
from tests.support.story_pages import (
    body_of,
    dangers,
    expected_outline,
    markdown_of,
    plain_texts,
    shown_outline,
    shown_texts,
    story_of,
)

SHARED = Path(__file__).parents[3] / "shared"
ONE_IN = 12
"""How many of the corpus pages `make test` reads; the trials read them all."""


def read(pages: list[tuple[str, bytes]]) -> list[StoryPage]:
    """Return the pages that hold a story, read as the app reads them."""
    articles = read_stories([PageJob(body, address) for address, body in pages])
    told = zip(pages, articles, strict=True)
    return [story_of(article, page[0]) for page, article in told if isinstance(article, Article)]


def assert_faithful(pages: list[StoryPage]) -> None:
    documents = [markdown_of(page) for page in pages]
    for forge, render in RENDERERS.items():
        for page, html in zip(pages, render(documents), strict=True):
            where = (forge, page.address)
            assert dangers(html) == [], where
            shown = shown_outline(html)
            assert shown == expected_outline(page), where
            assert [*shown_texts(shown)] == plain_texts(body_of(page)), where


def corpus(*, every: bool) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of the shared pages, or of a lasting sample of them."""
    for name in ("corpus", "corpus-more"):
        folder = SHARED / name
        if not folder.is_dir():
            pytest.skip(f"the shared corpus is absent: {folder}")
        for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            digest = hashlib.sha256(row["id"].encode()).digest()
            if every or not int.from_bytes(digest[:4], "big") % ONE_IN:
                body = gzip.decompress((folder / row["html_file"]).read_bytes())
                yield row["url"] or "https://unknown.example/a", body


def demo() -> Iterator[tuple[str, bytes]]:
    """Yield every story of the demo as it opens and as it stands after all that happens to it."""
    later = State()
    for name in NEWSROOMS:
        room, root = newsroom(name), f"http://127.0.0.1/{name}"
        later.corrected.update(room.stories)
        later.updates.update({id_: len(story.updating) for id_, story in room.stories.items()})
        for id_, story in room.stories.items():
            if story.broken:  # its page has no body, on purpose
                continue
            for moment, state in (("first", State()), ("last", later)):
                body = story_page(room, story, state.body(story), root)
                yield f"{root}/story/{id_}.html?{moment}", body


def test_every_story_of_the_demo_is_shown_as_it_is() -> None:
    served = [*demo()]
    pages = read(served)
    assert len(pages) == len(served)
    assert {page.language.partition("-")[0] for page in pages} >= {"en", "zh", "fa", "ru"}
    assert_faithful(pages)


@pytest.mark.shared
def test_a_sample_of_real_stories_is_shown_as_it_is() -> None:
    pages = read([*corpus(every=False)])
    assert len(pages) > 90
    assert_faithful(pages)


@pytest.mark.shared
@pytest.mark.slow
def test_every_real_story_is_shown_as_it_is() -> None:
    pages = read([*corpus(every=True)])
    assert len(pages) > 1340
    assert_faithful(pages)
