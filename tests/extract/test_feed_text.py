"""An entry with full text is an article."""

import pytest

from samizdat.errors import NoStoryError
from samizdat.extract.feed_text import article_from_entry
from samizdat.model.entry import Entry
from samizdat.model.tree_text import text_of

ENTRY = Entry(
    "https://harbour.example/a",
    title="渡轮重返旧港口",
    content="<h1>渡轮重返旧港口</h1><p>第一班渡轮离开了<b>旧港口</b>。</p><script>x()</script>",
    authors=("林小雨",),
    image="https://harbour.example/ferry.jpg",
)


def test_entry_with_full_text_becomes_an_article() -> None:
    article = article_from_entry(ENTRY, language="zh-Hans")
    assert text_of(article.blocks) == "第一班渡轮离开了旧港口。"
    assert (article.title, article.authors, article.route) == (ENTRY.title, ("林小雨",), "feed")
    assert article.lead is not None
    assert article.lead.image.address == ENTRY.image
    assert article.language == "zh-Hans"


def test_entry_without_text_is_no_article() -> None:
    with pytest.raises(NoStoryError):
        article_from_entry(Entry("https://harbour.example/a", content="<img src=/x.png>"))
