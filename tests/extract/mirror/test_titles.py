"""A page of an edition tells what its newsroom and its sections are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samizdat.errors import ParseError
from samizdat.extract.mirror.titles import Titles, read_titles
from samizdat.model.page import Correction, SectionName, Signpost, StoryPage
from samizdat.model.story_mark import read_machine_line
from samizdat.model.tree import Paragraph, Strong, Text
from samizdat.render.git import render_page
from tests.support.git_pages import look, story

HARBOUR = SectionName("harbour/world", "国际")
NAMES = (
    "The Harbour Post",
    "港口日报 *号外*",
    "بندرنامه",
    "[Town](https://elsewhere.example/) & <b>Crier</b>",
    "1. `Crier`",
    "_@town.example",
)


BOLD_FIRST = (
    Paragraph((Strong((Text("BREAKING"),)), Text(" The ferry is back."))),
    Paragraph((Text("By the way, "), Strong((Text("it is late"),)))),
)


def told(page: StoryPage, language: str, template: str = "") -> Titles:
    templates = (("story", template),) if template else ()
    (file,) = render_page(page, replace(look(language), templates=templates))
    assert not file.notice
    text, keys = file.content.decode(), [section.key for section in page.sections]
    mark = read_machine_line(text)
    assert mark is not None
    return read_titles(text, file.path, keys, mark.body)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "fa", "ar", "ru"])
def test_names_come_back_from_pages_in_every_language(language: str) -> None:
    page = story(language)
    names = tuple((section.key, section.name) for section in page.sections)
    assert names
    assert told(page, language) == Titles(page.newsroom, names)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_name_is_its_text_whatever_it_holds(name: str, language: str) -> None:
    page = replace(story(language), newsroom=name, sections=(replace(HARBOUR, name=name),))
    assert told(page, language) == Titles(name, (("harbour/world", name),))


def test_links_to_anything_else_name_nothing() -> None:
    bar = (Signpost("About us", "about.md"), Signpost("Elsewhere", "https://e.example/world.md"))
    page = replace(story("en"), sections=(HARBOUR,), navigation=bar)
    assert told(page, "en").sections == (("harbour/world", "国际"),)


def test_a_page_without_a_newsrooms_name_takes_none_from_a_correction() -> None:
    note = Correction(("The bridge opened in May.",), None)
    page = replace(story("en"), newsroom="", corrections=(note,))
    page = replace(page, article=replace(page.article, authors=()))
    assert told(page, "en").newsroom == ""


@pytest.mark.parametrize(
    "template",
    [
        "{{ title }}\n\n{{ body }}\n\n{{ original }}\n",
        "{{ body }}\n\n{{ title }}\n\n{{ original }}\n",
        "{{ title }}\n\n{{ share }}\n\n{{ body }}\n\n{{ original }}\n",
    ],
)
def test_a_storys_own_bold_words_are_nobodys_name(template: str) -> None:
    page = story("en")
    page = replace(page, article=replace(page.article, blocks=BOLD_FIRST, lead=None))
    assert told(page, "en", template).newsroom == ""
    assert told(page, "en").newsroom == page.newsroom


def test_bold_words_inside_a_line_are_no_byline() -> None:
    assert read_titles("By the way, **BREAKING** news.\n", "harbour/a.md", []).newsroom == ""


def test_a_page_of_nothing_names_nothing() -> None:
    assert read_titles("", "harbour/a.md", ["harbour/world"]) == Titles()


@pytest.mark.parametrize("mark", ["> ", "<b>"])
def test_first_lines_that_nest_without_end_are_refused(mark: str) -> None:
    with pytest.raises(ParseError, match="more than"):
        read_titles(mark * 30_000, "harbour/a.md", ())
