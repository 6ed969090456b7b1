"""The demo newsrooms' pages, three designs, are read to the letter."""

import pytest

from samizdat.clean import clean_article
from samizdat.errors import NoStoryError
from samizdat.extract.page import PageJob, extract_page
from samizdat.extract.reader import read_fragment
from samizdat.model.article import Article
from samizdat.model.tree import Heading, List, Paragraph, Table
from samizdat.model.tree_text import inline_text, text_of
from samizdat_demo.content import NEWSROOMS, DemoNewsroom, DemoStory, newsroom
from samizdat_demo.pages import story_page


def cases(*, broken: bool) -> list[tuple[str, str]]:
    rooms = map(newsroom, NEWSROOMS)
    return [(r.id, s.id) for r in rooms for s in r.stories.values() if s.broken == broken]


def read(name: str, story_id: str) -> tuple[DemoNewsroom, DemoStory, Article, str]:
    room = newsroom(name)
    story = room.stories[story_id]
    root = f"https://demo.example/{name}"
    address = f"{root}/story/{story_id}.html"
    body = story_page(room, story, story.body, root)
    article = extract_page(PageJob(body, address, language=room.language))
    return room, story, clean_article(article, address=address, site=room.name), address


@pytest.mark.parametrize(("name", "story_id"), cases(broken=False))
def test_body_is_the_storys_own_block_by_block(name: str, story_id: str) -> None:
    _, story, article, address = read(name, story_id)
    own = read_fragment(story.body, address)
    assert text_of(article.blocks) == text_of(own)
    assert article.blocks == own


@pytest.mark.parametrize(("name", "story_id"), cases(broken=False))
def test_title_date_and_names_are_the_storys(name: str, story_id: str) -> None:
    _, story, article, _ = read(name, story_id)
    assert article.title == story.title
    assert article.published_at == story.published
    reporter = story.byline.removeprefix("记者 ").removeprefix("記者 ")
    assert article.authors == ((reporter,) if reporter != "本报综合" else ())


@pytest.mark.parametrize(("name", "story_id"), cases(broken=False))
def test_opening_picture_keeps_its_alt_text_and_caption(name: str, story_id: str) -> None:
    _, story, article, _ = read(name, story_id)
    if not story.image:
        assert article.lead is None
        return
    assert article.lead is not None
    assert article.lead.image.address.endswith(f"/img/{story.image}.jpg")
    assert article.lead.image.alt == story.alt
    assert inline_text(article.lead.caption) == story.caption


@pytest.mark.parametrize(("name", "story_id"), cases(broken=True))
def test_page_without_a_body_holds_no_story(name: str, story_id: str) -> None:
    with pytest.raises(NoStoryError):
        read(name, story_id)


def test_timetable_page_keeps_heading_table_and_list() -> None:
    _, _, article, _ = read("harbour", "ferry-timetable")
    kinds = [type(block) for block in article.blocks]
    assert kinds == [Paragraph, Paragraph, Heading, Table, Paragraph, List, Paragraph]
