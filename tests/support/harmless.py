"""Pages as readers of one remote get them, on three forges: harmless, and made of words only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from selectolax.lexbor import LexborNode

from samizdat.model.page import HomePage, Page, StoryPage
from samizdat.render.git import Look, ShareAddress, apply_mirrors, apply_share, render_page
from samizdat.render.markdown import is_blank
from samizdat.render.wording import load_wording
from tests.support.git_pages import desk_story, every_page
from tests.support.harms import body_of, harms, skeleton, words_of
from tests.support.renderers import RENDERERS

LOOK = Look("Harbour mirror", load_wording("en"), "desk@mirror.example")
PUBLIC = ShareAddress("https://forge.example/m/n/blob/main/")
PAGES = every_page("en")
"""A page of every kind and state, by its name."""
STORY = desk_story("en")
"""A story with everything on it that newsroom, operator and editors can put there."""


def markdown_of(page: Page, look: Look = LOOK) -> str:
    """Return the page as a reader of one remote gets it."""
    file = render_page(page, look)[0]
    if isinstance(page, StoryPage):
        file = apply_share(file, page, PUBLIC, look)[0]
    if isinstance(page, HomePage):
        file = apply_mirrors(file, [(look.title, PUBLIC.public)], look)
    return file.content.decode()


def shown(documents: Sequence[str]) -> Iterator[tuple[str, list[LexborNode]]]:
    """Yield forge and bodies: no harm in any, and every forge shows the same words."""
    first: list[str] = []
    for forge, render in RENDERERS.items():
        bodies = [body_of(html) for html in render(documents)]
        said = [words_of(body) for body in bodies]
        first = first or said
        for document, body, here, there in zip(documents, bodies, said, first, strict=True):
            assert harms(body) == [], (forge, document)
            assert here == there, (forge, document)
        yield forge, bodies


def assert_harmless(pages: Iterable[Page]) -> None:
    """No page holds what no page may hold."""
    for _ in shown([markdown_of(page) for page in pages]):
        pass


def assert_only_words(documents: Iterable[tuple[str, str]]) -> None:
    """Each document is made of what its harmless twin is made of."""
    written = list(documents)
    twins = list(dict.fromkeys(twin for _, twin in written))
    for forge, bodies in shown([document for document, _ in written] + twins):
        bones = dict(zip(twins, map(skeleton, bodies[len(written) :]), strict=True))
        for (document, twin), body in zip(written, bodies, strict=False):
            assert skeleton(body) == bones[twin], (forge, document)


def harmless(text: str) -> str:
    """Return harmless words in place of *text*, none if a reader would not see it."""
    return "" if is_blank(text) else "Harbour"


def by_sixteen(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield *texts*, sixteen at a time: a page costs more than a paragraph."""
    return (texts[start : start + 16] for start in range(0, len(texts), 16))


def slow(value: object) -> Any:
    """Return a parameter of the trials."""
    return pytest.param(value, marks=pytest.mark.slow)
