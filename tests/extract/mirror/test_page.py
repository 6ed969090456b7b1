"""A page of an existing mirror gives the story as its newsroom wrote it."""

from __future__ import annotations

import builtins
import contextlib
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.extract.mirror.page import read_old_page
from samizdat.extract.mirror.values import OldIndex, OldPage, OldStory, OtherPage, Place
from samizdat.model.tree import Figure, Heading, Link, Paragraph
from samizdat.model.tree_text import block_texts, inline_text, text_of
from tests.support.old_mirror import (
    FURNITURE,
    VOICES,
    Damage,
    OldNews,
    expected_texts,
    old_story,
    topic_address,
    write_mirror,
    write_page,
)

SEEDS = Path(__file__).resolve().parents[3] / ".." / "shared" / "seeds"
PLACES = {voice.host: Place(voice.language) for voice in VOICES}


def read(path: str, text: str) -> OldStory:
    story = read_old_page(OldPage(path, text.encode(), PLACES))
    assert isinstance(story, OldStory), story
    return story


def read_news(news: OldNews, damage: Damage = "html") -> OldStory:
    return read(news.path, write_page(news, damage))


def texts(story: OldStory) -> list[str]:
    return [text.strip() for text in block_texts(story.article.blocks)]


@pytest.mark.parametrize("damage", get_args(Damage))
@pytest.mark.parametrize("number", range(1, 41))
def test_the_body_is_what_the_newsroom_wrote(damage: Damage, number: int) -> None:
    news = old_story(number)
    assert texts(read_news(news, damage)) == expected_texts(news)


@pytest.mark.parametrize("number", range(4, 12))
def test_everything_else_of_a_story_is_found(number: int) -> None:
    news = old_story(number)
    story = read_news(news)
    article = story.article
    assert article.title == news.title
    assert (story.original, story.own) == (news.original, news.own)
    assert article.lead is not None
    assert article.lead.image.address == news.picture
    assert inline_text(article.lead.caption) == news.voice.caption
    assert article.tags == news.topics
    assert article.published_at is not None
    assert article.published_at.date() == news.day
    assert article.language == news.voice.language
    assert article.route == "import"
    assert not story.flaws


def test_what_stands_around_a_story_is_no_part_of_it() -> None:
    for number in range(4, 12):
        news = old_story(number)
        told = text_of(read_news(news).article.blocks)
        around = [*(words for words, _ in FURNITURE.promoted), news.voice.share, news.voice.note]
        assert not [words for words in around if words.strip() in told]
        assert news.own not in told


def test_dead_links_live_again() -> None:
    news = old_story(8)
    story = read_news(news)
    first = story.article.blocks[0]
    assert isinstance(first, Paragraph)
    link = next(inline for inline in first.children if isinstance(inline, Link))
    words = inline_text(link.children)
    assert link.address == topic_address(news.voice, words)
    assert story.repairs["links"] == len(news.paragraphs)


def test_every_repair_is_counted() -> None:
    news = old_story(8)
    repairs = read_news(news).repairs
    assert repairs["spaces"] == 2 * len(news.paragraphs)
    assert repairs["junk"] == 1
    assert repairs["headings"] == 1
    assert repairs["promoted"] == len(FURNITURE.promoted)
    assert (repairs["navigation"], repairs["share"], repairs["counters"]) == (2, 1, 1)
    assert read_news(news, "code").repairs["code"] == len(news.paragraphs) + 1
    assert read_news(news, "blank").repairs["code"] >= 1


def test_the_highest_heading_stands_right_below_the_title() -> None:
    blocks = read_news(old_story(8)).article.blocks
    assert [block.level for block in blocks if isinstance(block, Heading)] == [2]


def test_navigation_is_kept_for_the_names_of_sections() -> None:
    news = old_story(8)
    pointers = {p.words: p.target for p in read_news(news).pointers}
    assert pointers[news.voice.name] == f"../../indexes/{news.voice.name}.md?n8"


PAGE = """### The ferry runs again
------

{above}<div><p>
 The ferry runs again.
</p></div>
<hr/>
{below}"""


def page(above: str = "", below: str = "Original: https://harbour.example/a/n7.htm") -> OldStory:
    return read("pages/x/n7.md", PAGE.format(above=above, below=below))


def test_a_picture_between_paragraphs_stays_there() -> None:
    body = "<div><p>One.</p><img src='https://i.example/a.jpg'/><p>Two.</p></div>"
    story = page(above=body + "\n\n")
    kinds = [type(block).__name__ for block in story.article.blocks]
    assert kinds == ["Paragraph", "Figure", "Paragraph", "Paragraph"]


def test_a_picture_before_the_first_words_opens_the_story() -> None:
    body = "<div><img src='https://i.example/a.jpg'/><p>One.</p><p>Two.</p></div>\n\n"
    story = page(above=body)
    assert story.article.lead is not None
    assert texts(story) == ["One.", "Two.", "The ferry runs again."]


def test_a_story_of_one_picture_is_a_story() -> None:
    text = (
        "### A\n---\n\n<div><img src='https://i.example/a.jpg'/></div><hr/>\nhttps://h.example/n7\n"
    )
    story = read("pages/n7.md", text)
    assert story.article.lead is not None
    assert not story.article.blocks
    assert not story.flaws


def test_a_markdown_picture_opens_the_story() -> None:
    story = page(above="![the pier](http://i.example/a.jpg)\n\n")
    assert isinstance(story.article.lead, Figure)
    assert story.article.lead.image.address == "http://i.example/a.jpg"
    assert story.article.lead.image.alt == "the pier"


def test_code_that_is_code_stays_code() -> None:
    text = "### A\n---\n\nRun this:\n\n    ls -l /harbour\n\nThen wait.\n\nhttps://h.example/a\n"
    story = read("pages/n7.md", text)
    assert [type(b).__name__ for b in story.article.blocks] == [
        "Paragraph",
        "CodeBlock",
        "Paragraph",
    ]


def test_a_title_keeps_its_marks_and_loses_its_entities() -> None:
    text = PAGE.format(above="", below="https://h.example/n7").replace(
        "The ferry runs again\n---", "Q&amp;A: *3* ferries [map] C#\n---"
    )
    assert read("pages/n7.md", text).article.title == "Q&A: *3* ferries [map] C#"


def test_the_original_is_the_address_with_the_pages_own_name() -> None:
    below = "https://h.example/b/n7.htm <br/>\nGuide: https://guides.example/read"
    assert page(below=below).original == "https://h.example/b/n7.htm"


def test_a_moved_repository_is_still_the_pages_own_address() -> None:
    below = "https://elsewhere.example/u/r/raw/main/moved/n7.md\n\nhttps://h.example/1"
    story = page(below=below)
    assert story.own.endswith("/moved/n7.md")
    assert story.original == "https://h.example/1"


def test_what_cannot_be_repaired_is_said_with_its_line() -> None:
    above = "<p>Lost <ok>link</ok> and \ufffd\ufffd <img src='../a.jpg'/></p>\n\n"
    below = "https://forge.example/x/blob/main/pages/x/n7.md"
    said = [(flaw.line, flaw.what) for flaw in page(above=above, below=below).flaws]
    assert said == [
        (4, "no link to the original was found"),
        (4, "some characters were broken before and stay unreadable"),
        (4, "a link has no address any more; its words stay"),
        (4, "a picture has no address from which it could be fetched"),
    ]


def test_other_encodings_are_read_too() -> None:
    news = old_story(4)
    story = read_old_page(OldPage(news.path, write_page(news).encode("gb18030"), PLACES))
    assert isinstance(story, OldStory)
    assert texts(story) == expected_texts(news)


def test_lists_and_other_files_are_told_from_stories() -> None:
    kinds = {
        path: type(read_old_page(OldPage(path, text.encode())))
        for path, text in write_mirror(range(1, 60))
        if path.endswith(".md")
    }
    assert {p for p, kind in kinds.items() if kind is OldStory} == {
        old_story(number).path for number in range(1, 60)
    }
    assert {p for p, kind in kinds.items() if kind is OtherPage} == {"about/contact.md"}
    lists = {p for p, kind in kinds.items() if kind is OldIndex}
    assert lists == {"README.md", "indexes/热点推荐.md", *(f"indexes/{v.name}.md" for v in VOICES)}


def test_a_list_gives_its_title_and_links() -> None:
    files = dict(write_mirror(range(1, 30)))
    path = f"indexes/{VOICES[2].name}.md"
    index = read_old_page(OldPage(path, files[path].encode()))
    assert isinstance(index, OldIndex)
    assert index.title == "Harbour"
    targets = [pointer.target for pointer in index.pointers]
    assert targets[2:4] == ["../pages/nsc303/n2.md?n1", "../pages/nsc303/n6.md?n1"]


def test_markdown_without_its_reader_is_a_clear_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("cmarkgfm"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    news = old_story(4)
    assert texts(read_news(news)) == expected_texts(news)
    with pytest.raises(ParseError, match="cmarkgfm") as caught:
        read_news(news, "markdown")
    assert "pip install" in caught.value.hint


def test_hostile_pages_hold_nothing_but_text() -> None:
    above = (
        "<div><script>alert(1)</script><p onclick='x()'>Hello "
        "<ok href='javascript:alert(1)'>there</ok><iframe src='https://t.example/'></iframe>"
        "<img src=x onerror=alert(1)></p></div>\n\n"
    )
    story = page(above=above)
    assert texts(story)[0] == "Hello there"
    assert "javascript" not in repr(story.article)


def test_a_page_that_nests_without_end_is_refused() -> None:
    text = PAGE.format(above="<div>" * 20_000, below="https://h.example/n7")
    with pytest.raises(ParseError, match="nests"):
        read_old_page(OldPage("pages/n7.md", text.encode()))


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["a/n1.md", "README.md", "港.md"]))
def test_any_bytes_give_a_value_or_a_parse_error(body: bytes, path: str) -> None:
    with contextlib.suppress(ParseError):
        assert isinstance(read_old_page(OldPage(path, body)), OldStory | OldIndex | OtherPage)


PIECES = st.sampled_from(
    [
        *(
            "### 港口\n",
            "------\n",
            "\n",
            "#### [a](b.md?n1)\n",
            "[x](y.md) | [z](w.md)\n",
            "<hr/>\n",
        ),
        *(
            "<div>",
            "</div>\n",
            "<p>\n 港口\n",
            "</p>\n",
            "<ok href='/t'>\n  渡轮\n </ok>\n",
            "text\n",
        ),
        *(
            "    indented\n",
            "```\n",
            "![a](b)\n",
            "<img src='x' width='0'/>\n",
            "https://h.example/n1.md\n",
        ),
        *("Original: https://h.example/1\n", "| a | b |\n|---|---|\n", "> q\n", "1. x\n", "<!-- c"),
    ]
)


@pytest.mark.parametrize("words", ["![", "![](", "港", " ", "[", "](a)", "<a href="])
def test_lines_that_never_end_cost_no_more_than_their_length(words: str) -> None:
    line = "渡轮\n今天" + words * 100_000 + "x"
    text = (
        f"# 渡轮\n\n<p>{line} https://harbour.example/a/</p>\n\nhttps://harbour.example/a/n1.htm\n"
    )
    assert isinstance(read_old_page(OldPage("a/n1.md", text.encode())), OldStory | OtherPage)


ODD_ADDRESSES = (
    *(
        "http://[",
        "http://[::1/a/n1.md",
        "http://harbour.example:-1/a/n1.md",
        "https://[[]]/n1.htm",
    ),
    *("http://harbour.example:99999999/n1.htm", "https://harbour.example:x/a/n1.md"),
)


@pytest.mark.parametrize("address", ODD_ADDRESSES)
@pytest.mark.parametrize("number", [65534, 65535, 55296, 0, 1114112])
def test_what_is_no_address_or_character_loses_no_page(address: str, number: int) -> None:
    story = read(
        "a/n1.md",
        f"# [渡轮]({address})\n\n今天&#{number};恢复&#x{number:05X};。\n\n"
        f"https://harbour.example/a/n1.htm\n\n{address}\n",
    )
    assert (story.original, story.own) == ("https://harbour.example/a/n1.htm", "")
    assert "恢复" in text_of(story.article.blocks)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_order_of_parts_gives_a_value(text: str) -> None:
    read_old_page(OldPage("a/n1.md", text.encode()))


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the folder {SEEDS} is missing")
def test_the_two_seeds_are_read_whole() -> None:
    stories = []
    for file in sorted(SEEDS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        name = text.partition("?n")[2].partition(")")[0]
        folder = text.partition("/pages/")[2].partition("/")[0]
        stories.append((read(f"pages/{folder}/n{name}.md", text), text))
    assert len(stories) == 2
    assert sorted(len(story.article.blocks) for story, _ in stories) == [26, 32]
    for story, text in stories:
        assert f"### {story.article.title}\n" in text
        assert not story.flaws
        told = text_of(story.article.blocks)
        assert not [p.words for p in story.pointers if p.words.strip() in told]
        assert not [line for line in texts(story) if _has_gap(line)]
        assert story.article.published_at is not None
        assert story.article.lead is not None
    shared = set(stories[0][0].article.tags) & set(stories[1][0].article.tags)
    assert len(shared) == 2


def _has_gap(line: str) -> bool:
    """Return whether a space stands beside a Chinese character."""
    wide = [at for at, c in enumerate(line) if "\u3000" <= c <= "\u9fff"]
    return any(" " in line[max(0, at - 1) : at + 2] for at in wide)
