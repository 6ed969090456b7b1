"""A page of an edition tells what its newsroom and its sections are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samizdat.extract.mirror.titles import Titles, read_titles
from samizdat.model.page import Correction, SectionName, Signpost, StoryPage
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


def told(page: StoryPage, language: str) -> Titles:
    (file,) = render_page(page, look(language))
    keys = [section.key for section in page.sections]
    return read_titles(file.content.decode(), file.path, keys)


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


def test_a_page_of_nothing_names_nothing() -> None:
    assert read_titles("", "harbour/a.md", ["harbour/world"]) == Titles()
