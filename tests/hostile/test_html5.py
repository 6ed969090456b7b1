"""What HTML parsers are tested with, as pages of a newsroom and as bodies of a feed."""

from __future__ import annotations

from html import escape

import pytest

from samizdat.clean import clean_article
from samizdat.errors import NoStoryError, ParseError
from samizdat.extract.page import PageJob, extract_page
from samizdat.extract.reader import read_fragment
from samizdat.model.page import StoryPage
from samizdat.model.tree_text import text_of
from tests.support.harmless import STORY, assert_harmless, by_sixteen, slow
from tests.support.haunted import with_body
from tests.support.hostile import html5_inputs, texts
from tests.support.story_pages import story_of

pytestmark = pytest.mark.shared

HERE = "https://harbour.example/city/a"
WORDS = "The ferry sails again at noon, and the lighthouse can be visited on Sundays. "
PAGE = (
    "<!doctype html><html lang=en><head><title>{text}</title><meta name=author content='{text}'>"
    "<meta property=og:title content='{text}'><meta name=keywords content='{text},ferry'>"
    "<link rel=canonical href='{text}'><meta property=og:image content='{text}'>"
    "<meta property=article:published_time content='{text}'></head><body><article>"
    "<h1>{text}</h1><p class=byline>{text}</p><p>" + WORDS * 4 + "</p>"
    "<p><a href='{text}'>{text}</a></p><figure><img src='{text}' alt='{text}'><figcaption>{text}"
    "</figcaption></figure><p>" + WORDS * 4 + "</p>{html}</article></body></html>"
)


def test_every_input_of_the_html_parsers_is_a_harmless_body() -> None:
    given = html5_inputs()
    assert len(given) > 6000
    assert_harmless(
        with_body(STORY, tuple(block for text in some for block in read_fragment(text, HERE)))
        for some in by_sixteen(given)
    )


@pytest.mark.parametrize("one_in", [20, slow(1)])
def test_a_hostile_page_of_a_newsroom_is_a_harmless_story(one_in: int) -> None:
    given = (texts("xss/html.jsonl") + html5_inputs())[::one_in]
    pages = [page for text in given if (page := page_with(text))]
    assert len(pages) > 0.98 * len(given)
    assert_harmless(pages)


def page_with(text: str) -> StoryPage | None:
    """Return the story that we read on a page which shows *text* everywhere; None if none is."""
    html = PAGE.replace("{html}", text).replace("{text}", escape(text))
    job = PageJob(html.encode("utf-8", "replace"), HERE)
    try:
        article = clean_article(extract_page(job), address=HERE)
    except (NoStoryError, ParseError):
        return None
    assert "ferry sails" in text_of(article.blocks)
    return story_of(article, HERE)
