"""The share block of one remote: the page's address there and its QR picture."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samizdat.model.page import StoryPage
from samizdat.model.tree import Paragraph, Text
from samizdat.render.git import ShareAddress, apply_share, render_page, share_fingerprint
from samizdat.render.qr import qr_png
from samizdat.render.wording import SHIPPED, load_wording
from tests.support.git_pages import every_page, look, story
from tests.support.renderers import github

HERE = ShareAddress("https://forge.example/mirror/news/blob/main/", "github")
PATH = "harbour/2026/03/b6/rw4n3ejhmxur"


def shared(page: StoryPage, language: str, address: ShareAddress = HERE) -> tuple[bytes, bytes]:
    (plain,) = render_page(page, look(language))
    page_file, picture = apply_share(plain, page, address, look(language))
    assert (page_file.path, picture.path) == (f"{PATH}.md", f"{PATH}.png")
    assert page_file.share_at is None
    return page_file.content, picture.content


@pytest.mark.parametrize("language", SHIPPED)
def test_the_block_shows_the_address_and_its_picture(language: str) -> None:
    content, picture = shared(story(language), language)
    tree = LexborHTMLParser(github(content.decode()))
    url = f"https://forge.example/mirror/news/blob/main/{PATH}.md"
    written, pressed = [a for a in tree.css("a") if a.attributes["href"] == url]
    assert written.text() == url
    (image,) = pressed.css("img")
    assert image.attributes["src"] == "rw4n3ejhmxur.png"
    assert image.attributes["alt"] == look(language).wording.qr_alt
    assert picture == qr_png(url)


@given(
    language=st.sampled_from(SHIPPED),
    story_language=st.sampled_from(["en", "fa", "zh-Hans", ""]),
    title=st.text(max_size=40),
    body=st.lists(st.text(min_size=1, max_size=60), max_size=4),
    gone=st.booleans(),
)
def test_nothing_but_the_slot_changes(
    language: str, story_language: str, title: str, body: list[str], gone: bool
) -> None:
    page = story("en")
    blocks = tuple(Paragraph((Text(text),)) for text in body)
    page = replace(
        page,
        title=title,
        language=story_language,
        article=replace(page.article, blocks=blocks),
        state="gone" if gone else "shown",
    )
    (plain,) = render_page(page, look(language))
    assert plain.share_at is not None
    content, _ = shared(page, language)
    added = len(content) - len(plain.content)
    assert content[: plain.share_at] == plain.content[: plain.share_at]
    assert content[plain.share_at + added :] == plain.content[plain.share_at :]
    block = content[plain.share_at : plain.share_at + added]
    assert plain.content[: plain.share_at].endswith(b"\n\n")
    assert block.endswith(b"\n\n")
    assert b"forge.example" in block
    assert b"forge.example" not in plain.content


def test_the_picture_may_come_from_a_copy_of_the_files() -> None:
    far = replace(HERE, images="https://cdn.example/新闻")
    content, picture = shared(story("en"), "en", far)
    near, same = shared(story("en"), "en")
    way = f"https://cdn.example/%E6%96%B0%E9%97%BB/{PATH}.png"
    assert content == near.replace(b"(rw4n3ejhmxur.png)", f"({way})".encode())
    assert picture == same
    with pytest.raises(ValueError, match="https addresses only"):
        shared(story("en"), "en", replace(HERE, images="http://cdn.example/"))


def test_the_story_itself_is_not_needed_for_the_overlay() -> None:
    page = story("en")
    (plain,) = render_page(page, look("en"))
    emptied = replace(page, article=replace(page.article, blocks=(), lead=None))
    assert apply_share(plain, emptied, HERE, look("en")) == apply_share(
        plain, page, HERE, look("en")
    )


def test_a_page_without_a_place_stays_as_it_is() -> None:
    page = every_page("en")["withdrawn"]
    assert isinstance(page, StoryPage)
    (plain,) = render_page(page, look("en"))
    assert apply_share(plain, page, HERE, look("en")) == (plain,)


def test_an_address_too_long_for_a_picture_is_shown_without() -> None:
    far = ShareAddress("https://forge.example/" + "mirror/" * 40)
    page = story("en")
    (plain,) = render_page(page, look("en"))
    (only,) = apply_share(plain, page, far, look("en"))
    assert far.of(plain.path).encode() in only.content
    assert b".png" not in only.content


@pytest.mark.parametrize(
    "public", ["https://forge.example/a/blob/main", "https://forge.example/a/blob/main/"]
)
def test_a_public_address_may_end_in_a_slash_or_not(public: str) -> None:
    assert ShareAddress(public).of("a/b.md") == "https://forge.example/a/blob/main/a/b.md"


def test_an_address_of_letters_outside_ascii_is_percent_encoded() -> None:
    content, _ = shared(story("en"), "en", ShareAddress("https://forge.example/新闻 (1)/"))
    tree = LexborHTMLParser(github(content.decode()))
    url = f"https://forge.example/%E6%96%B0%E9%97%BB%20(1)/{PATH}.md"
    assert url in [a.attributes["href"] for a in tree.css("a")]


def test_the_fingerprint_changes_with_whatever_the_block_says() -> None:
    around = look("en")
    own = replace(around, wording=load_wording("en", 'share = "Pass it on:"'))
    moved = ShareAddress("https://other.example/mirror/")
    prints = [
        share_fingerprint(HERE, around),
        share_fingerprint(moved, around),
        share_fingerprint(replace(HERE, images="https://cdn.example/"), around),
        share_fingerprint(HERE, own),
        share_fingerprint(HERE, look("fa")),
    ]
    assert len(set(prints)) == len(prints)
    assert share_fingerprint(HERE, replace(around, title="Other")) == prints[0]
