"""The machine line says where the body stands, whatever stands around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samizdat.model.page import StoryPage
from samizdat.model.story_mark import StoryMark, read_machine_line
from samizdat.model.tree import Figure, Image, Link, Paragraph, Text
from samizdat.render.git import Look, ShareAddress, apply_share, render_page
from samizdat.render.git.story import story_parts
from samizdat.render.wording import SHIPPED
from tests.support.git_pages import desk_story, look, story

SHARE = ShareAddress("https://forge.example/mirror/news/blob/main/", "github")
SHARE_FIRST = "{{ title }}\n\n{{ share }}\n\n{{ body }}\n\n{{ original }}\n"
BODY_FIRST = "{{ body }}\n\n{{ title }}\n\n{{ original }}\n\n{{ share }}\n"


def published(page: StoryPage, around: Look) -> str:
    """Return the page as a remote has it, with its share block."""
    (file,) = render_page(page, around)
    return apply_share(file, page, SHARE, around)[0].content.decode()


def told(text: str) -> StoryMark:
    mark = read_machine_line(text)
    assert mark is not None
    return mark


def at_its_place(text: str) -> str:
    """Return the lines that the machine line calls the body."""
    first, count = told(text).body
    lines = text.rstrip("\n").split("\n")
    start = first - 1 if first > 0 else len(lines) + first
    return "\n".join(lines[start : start + count])


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("wording", ["en", "fa"])
@pytest.mark.parametrize("make", [story, desk_story])
@pytest.mark.parametrize("template", ["", SHARE_FIRST, BODY_FIRST])
def test_the_body_is_found_where_the_line_says(
    language: str, wording: str, make: type[StoryPage], template: str
) -> None:
    page: StoryPage = make(language)  # type: ignore[call-arg]
    around = look(wording)
    if template:
        around = replace(around, templates=(("story", template),))
    body = story_parts(page, around).body
    assert body
    assert at_its_place(published(page, around)) == body


def test_a_body_that_is_said_elsewhere_too_is_found_once() -> None:
    page = replace(story("en"), title="Twice")
    page = replace(
        page, article=replace(page.article, blocks=(Paragraph((Text("Twice"),)),), lead=None)
    )
    text = published(page, look("en"))
    assert at_its_place(text) == "Twice"
    assert text.split("\n")[told(text).body[0] - 3].startswith("Published")


def test_a_story_without_a_body_says_no_place() -> None:
    page = story("en")
    bare = replace(page, article=replace(page.article, blocks=(), lead=None))
    assert told(published(bare, look("en"))).body == (0, 0)


def test_pictures_that_the_page_lacks_are_told_in_their_order() -> None:
    page = story("en")
    figures = tuple(
        Figure(Image(f"https://i.example/{n}.jpg"), (Text(f"picture {n}"),)) for n in (2, 1, 3)
    )
    lead = Figure(Image("https://i.example/lead.jpg"))
    page = replace(
        page,
        article=replace(page.article, blocks=figures, lead=lead),
        variants={},
        withheld={"https://i.example/3.jpg": "at the owner's request"},
    )
    pictures = told(published(page, look("en"))).pictures
    assert pictures == (("https://i.example/2.jpg", ""), ("https://i.example/1.jpg", ""))


def test_links_and_footnotes_are_told_with_their_addresses() -> None:
    page = story("en")
    near, far = "https://harbour.example/a", "https://elsewhere.example/b"
    words = (Link(near, (Text("near"),)), Text(" and "), Link(far, (Text("far"),)))
    page = replace(
        page,
        article=replace(page.article, blocks=(Paragraph(words),)),
        links={near: "harbour/2026/03/aa/near.md"},
        link_policy="footnote",
    )
    mark = told(published(page, look("en")))
    assert mark.links == ((near, "harbour/2026/03/aa/near.md"),)
    assert mark.notes == (far,)


def test_why_a_story_is_gone_or_withdrawn_is_told() -> None:
    for state in ("gone", "withdrawn"):
        page = replace(story("en"), state=state, reason="the newsroom took it down")
        mark = told(published(page, look("en")))
        assert (mark.state, mark.reason) == (state, "the newsroom took it down")
