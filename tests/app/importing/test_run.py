"""An existing mirror is brought over whole: stories, sections, names, dates, addresses."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samizdat.app.importing.save import IMPOSSIBLE
from samizdat.app.mirror import open_mirror
from samizdat.config import load_config
from samizdat.errors import ConfigError, UsageError
from samizdat.model.story import Head
from samizdat.model.tree_text import block_texts
from samizdat.store import Reading
from samizdat_demo.git_server import GitServer
from tests.app.importing.conftest import STORIES, Desk, OldMirror, git
from tests.support.old_mirror import (
    VOICES,
    damage_of,
    expected_texts,
    old_story,
    words_of,
    write_page,
)


def heads(desk: Desk) -> dict[str, Head]:
    """Return the heads of all stories by path."""
    with open_mirror(desk.folder) as mirror:
        found = mirror.store.heads(list(mirror.store.all_story_ids()))
        return {head.story.path: head for head in found.values()}


def test_every_story_is_there_with_its_old_path_and_its_newsroom(
    desk: Desk, old: OldMirror
) -> None:
    report = desk.take(str(old.bare))
    assert (report["new"], report["failed"]) == (29, [])
    found = heads(desk)
    assert set(found) == {old_story(n).path.removesuffix(".md") for n in STORIES}
    rooms = {VOICES[0]: "gangkou", VOICES[1]: "haiwan", VOICES[2]: "harbour", VOICES[3]: "bandar"}
    for number in STORIES:
        news = old_story(number)
        head = found[news.path.removesuffix(".md")]
        assert head.story.newsroom == rooms[news.voice]
        assert head.title == news.title
        assert head.sort_at.date() == news.day
        assert head.updated == 0
        assert head.sections == (f"{rooms[news.voice]}/{news.voice.section}",)
    assert report["newsrooms"] == ["gangkou", "haiwan", "bandar"]


def test_the_bodies_are_what_the_newsrooms_wrote(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    with open_mirror(desk.folder) as mirror:
        for number in STORIES:
            news = old_story(number)
            story = mirror.store.find_story(news.original)
            assert story is not None
            if damage_of(number) != "bare":
                assert mirror.store.find_story(news.own) == story
            article = mirror.store.articles([story])[story]
            assert [t.strip() for t in block_texts(article.blocks)] == expected_texts(news)
            assert mirror.store.revisions(story)[-1].cause == "import"


def test_new_newsrooms_and_names_stand_in_the_configuration(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    rooms = load_config(desk.folder).newsrooms
    assert dict(rooms["harbour"].sections) == {"news": "News", "nsc303": "Harbour"}
    assert dict(rooms["gangkou"].sections) == {"nsc101": "港口新闻"}
    assert (rooms["haiwan"].language, rooms["haiwan"].source) == ("zh-Hant", ())
    assert rooms["bandar"].hosts == ("bandar.example",)


def test_twice_is_as_good_as_once(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    config = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    before = heads(desk)
    again = desk.take(str(old.bare))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 29)
    assert (again["aliases"], again["newsrooms"], again["sections"]) == (0, [], {})
    assert heads(desk) == before
    assert (desk.folder / "samizdat.toml").read_text(encoding="utf-8") == config


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk, old: OldMirror) -> None:
    config = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    would = desk.take(str(old.bare), "--dry-run")
    assert (desk.folder / "samizdat.toml").read_text(encoding="utf-8") == config
    assert heads(desk) == {}
    done = desk.take(str(old.bare))
    assert would | {"taken_over": {}} == done | {"taken_over": {}}


def test_a_page_that_changed_gets_a_revision_that_is_no_update(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    news = old_story(8)
    text = write_page(news).replace(news.head, f"{news.head}！")
    old.write([(news.path, text)])
    assert desk.take(str(old.bare))["changed"] == 1
    head = heads(desk)[news.path.removesuffix(".md")]
    assert (head.latest, head.updated) == (2, 0)


def test_what_a_newsroom_itself_gave_is_not_replaced(desk: Desk, old: OldMirror) -> None:
    news = old_story(10)
    desk.take(str(old.bare), "--recheck")
    with open_mirror(desk.folder, command="test") as mirror:
        story = mirror.store.find_story(news.original)
        assert story is not None
        found = mirror.store.take_due(100, mirror.now(), mirror.config.fetch.deadline)
        due = next(due for due in found if due.story == story)
        article = mirror.store.articles([story])[story]
        fresh = replace(article, title="Fresh from the newsroom", route="recipe")
        mirror.store.save_readings([Reading(due, fresh, None, (news.original,))], mirror.now())
    report = desk.take(str(old.bare))
    assert (report["known"], report["unchanged"], report["changed"]) == (1, 28, 0)
    assert heads(desk)[news.path.removesuffix(".md")].title == "Fresh from the newsroom"


def test_the_desk_has_its_say_on_what_is_imported(desk: Desk, old: OldMirror) -> None:
    rules = desk.folder / "desk"
    rules.mkdir()
    hidden, held = old_story(8), old_story(10)
    (rules / "blocklist.txt").write_text(
        f"title: {hidden.title}\nhold: body: {words_of(held.paragraphs[0][:1]).strip()}\n",
        encoding="utf-8",
    )
    report = desk.take(str(old.bare))
    assert report["failed"] == []
    found = heads(desk)
    assert found[hidden.path.removesuffix(".md")].state == "hidden"
    assert found[held.path.removesuffix(".md")].state == "held"
    assert [head.state for head in found.values()].count("shown") == 27


def test_undated_stories_have_the_time_of_their_first_commit(desk: Desk, old: OldMirror) -> None:
    page = "### Undated\n---\n\nThe ferry runs again.\n\nhttps://harbour.example/undated\n"
    old.write([("pages/nsc303/undated.md", page)], when="2026-02-03T04:05:06Z")
    old.write([("pages/nsc303/undated.md", page + "\n")], when="2026-03-03T00:00:00Z")
    desk.take(str(old.bare))
    head = heads(desk)["pages/nsc303/undated"]
    assert head.sort_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert head.published_at is None


def test_one_story_at_two_paths_is_one_with_an_alias(desk: Desk, old: OldMirror) -> None:
    news = old_story(8)
    copy = news.path.replace("nsc101", "nsc202")
    old.write([(copy, write_page(news))], when="2026-03-01T00:00:00Z")
    report = desk.take(str(old.bare))
    assert report["new"] == 29
    with open_mirror(desk.folder) as mirror:
        story = mirror.store.find_story(news.original)
        assert mirror.store.aliases([copy]) == {copy: f"story/{story}"}
        assert mirror.store.find_story(copy) == story
    head = heads(desk)[news.path.removesuffix(".md")]
    assert head.sections == ("gangkou/nsc101", "gangkou/nsc202")


def test_lists_lead_to_their_sections_and_the_most_read_home(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    with open_mirror(desk.folder) as mirror:
        paths = sorted(path for path in old.paths() if path.startswith("indexes/"))
        assert mirror.store.aliases(paths) == {
            "indexes/Harbour.md": "section/harbour/nsc303",
            "indexes/خبرهای بندر.md": "section/bandar/nsc404",
            "indexes/海灣要聞.md": "section/haiwan/nsc202",
            "indexes/港口新闻.md": "section/gangkou/nsc101",
            "indexes/热点推荐.md": "home",
        }


@pytest.mark.parametrize("kind", ["work tree", "plain folder", "http"])
def test_any_place_of_the_files_will_do(
    kind: str, desk: Desk, old: OldMirror, tmp_path: Path
) -> None:
    if kind == "http":
        root = tmp_path / "forge"
        root.mkdir()
        shutil.copytree(old.bare, root / "news.git")
        with GitServer(root) as server:
            with pytest.raises(ConfigError, match="in the clear"):
                desk.take(f"{server.address}/news.git")
            text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
            desk.configure(f'{text}\n[fetch]\nallow_private = ["127.0.0.1"]\n')
            assert desk.take(f"{server.address}/news.git")["new"] == 29
        return
    folder = tmp_path / "plain"
    if kind == "plain folder":
        shutil.copytree(old.work, folder, ignore=shutil.ignore_patterns(".git"))
    else:
        git(tmp_path, "clone", "-q", str(old.bare), str(folder))
    assert desk.take(str(folder))["new"] == 29
    assert not list(desk.folder.glob("store/import-*"))


def test_a_story_without_an_original_needs_a_newsroom(desk: Desk, old: OldMirror) -> None:
    own = "https://forge.example/mirror/goodnews/blob/master/pages/nsc303/lost.md"
    page = f"### Lost\n---\n\nThe ferry runs again.\n\n<hr/>\nShare this:\n{own}\n"
    old.write([("pages/nsc303/lost.md", page)])
    report = desk.take(str(old.bare))
    assert report["failed"] == [
        {
            "where": "pages/nsc303/lost.md",
            "what": "it names no original, so that no newsroom can be told",
            "hint": "--newsroom ID  takes such stories into that newsroom",
        }
    ]
    assert desk.take(str(old.bare), "--newsroom", "harbour")["new"] == 1
    assert heads(desk)["pages/nsc303/lost"].story.newsroom == "harbour"


def test_unknown_hosts_go_to_the_newsroom_that_is_named(desk: Desk, old: OldMirror) -> None:
    report = desk.take(str(old.bare), "--newsroom", "harbour")
    assert report["newsrooms"] == []
    assert {head.story.newsroom for head in heads(desk).values()} == {"harbour"}
    assert set(load_config(desk.folder).newsrooms) == {"harbour"}


def test_imported_stories_are_asked_for_only_on_request(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    with open_mirror(desk.folder) as mirror:
        assert mirror.store.count_due(mirror.now()) == 0
    again = Desk(desk.folder.parent / "again")
    again.folder.mkdir()
    again.configure((desk.folder / "samizdat.toml").read_text(encoding="utf-8"))
    again.take(str(old.bare), "--recheck")
    with open_mirror(again.folder) as mirror:
        assert mirror.store.count_due(mirror.now()) == 29


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(desk: Desk, old: OldMirror) -> None:
    deep = "### Deep\n---\n\n" + "<div>" * 2000 + "\n\nhttps://harbour.example/deep\n"
    dead = write_page(old_story(10)).replace("<ok href", "<ok><a href", 1)
    old.write([("pages/nsc303/deep.md", deep), ("pages/nsc303/n10.md", dead)])
    report = desk.take(str(old.bare))
    assert report["new"] == 29
    assert [f["where"] for f in report["failed"]] == ["pages/nsc303/deep.md"]
    assert [f["where"].partition(":")[0] for f in report["flaws"]] == ["pages/nsc303/n10.md"]
    assert report["others"] == ["about/contact.md"]


def test_the_summary_says_what_people_want_to_know(desk: Desk, old: OldMirror) -> None:
    said = desk.run("import", str(old.bare)).output
    assert "Imported 29 stories: 29 new" in said
    assert "invented spaces" in said
    assert "Pictures to fetch: 29." in said
    assert "Old addresses that lead on: 5." in said
    assert "new newsroom  gangkou" in said
    assert "new section   harbour/nsc303  Harbour" in said
    assert "left out, no story: about/contact.md" in said


def test_a_place_without_stories_is_said_to_be_none(desk: Desk, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="no story's page was found"):
        desk.take(str(empty))


def test_a_mirror_without_a_newsroom_can_import(tmp_path: Path, old: OldMirror) -> None:
    desk = Desk(tmp_path / "new")
    desk.folder.mkdir()
    desk.configure('[mirror]\ntitle = "New"\n')
    assert desk.take(str(old.bare))["new"] == 29
    assert set(load_config(desk.folder).newsrooms) == {"gangkou", "haiwan", "harbour", "bandar"}


def test_paths_that_our_own_pages_need_are_not_taken(desk: Desk, old: OldMirror) -> None:
    news = old_story(10)
    odd = {
        "images/n10.md": news,
        "topics/a.md": old_story(14),
        "harbour/nsc303.md": old_story(18),
    }
    old.write([(path, write_page(story)) for path, story in odd.items()])
    git(old.work, "rm", "-q", *(story.path for story in odd.values()))
    old.write([("NOTES", "moved")])
    desk.take(str(old.bare))
    found = heads(desk)
    assert not {"images/n10", "topics/a"} & set(found)
    assert len(found) == 29


def test_a_text_whose_letters_do_not_tell_its_language_is_the_same_the_second_time(
    desk: Desk, old: OldMirror
) -> None:
    chinese = old_story(4).voice
    short = (
        "### 更正\n\n---\n\n#### [A](../../README.md)\n\n<p>\n 日月火土人口手足。\n</p>\n<hr/>\n"
    )
    short += f"{chinese.note}https://{chinese.host}/gb/25/1/2/n104.htm\n"
    latin = write_page(replace(old_story(6), number=106), "markdown")
    latin = latin.replace(VOICES[2].host, VOICES[3].host)
    old.write([("pages/x/n104.md", short), ("pages/x/n106.md", latin)])
    first = desk.take(str(old.bare))
    assert (first["new"], first["failed"]) == (31, [])
    told = {path: head.language for path, head in heads(desk).items() if path.startswith("pages/x")}
    assert told == {"pages/x/n104": "zh-Hans", "pages/x/n106": "fa"}
    second = desk.take(str(old.bare))
    assert (second["changed"], second["unchanged"]) == (0, 31)


def test_a_file_whose_name_is_not_utf_8_is_read_from_a_repository_too(
    desk: Desk, old: OldMirror
) -> None:
    news = replace(old_story(42), number=242)
    old.write([(os.fsdecode(b"pages/caf\xe9.md"), write_page(news))], when="2026-03-01T10:00:00Z")
    report = desk.take(str(old.bare))
    assert report["new"] == 30
    assert [f["what"] for f in report["flaws"]] == [IMPOSSIBLE]
    titles = {head.title: path for path, head in heads(desk).items()}
    assert titles[news.title].startswith("harbour/2025/")
    desk.publish()
    assert titles[news.title] + ".md" in old.paths()


def test_names_that_no_edition_can_have_are_told_before_and_after(
    desk: Desk, old: OldMirror
) -> None:
    names = ("pages/new\nline.md", "pages/back\\slash.md", "topics/own.md")
    old.write((name, write_page(old_story(200 + n))) for n, name in enumerate(names))
    would = desk.take(str(old.bare), "--dry-run")
    assert {f["where"] for f in would["flaws"]} == {f"{name}:1" for name in names[:2]}
    said = desk.run("import", str(old.bare)).stdout
    assert "\npages/new\ufffdline.md:1: a file of an edition cannot have this name" in said
    assert "\npages/back\\slash.md:1: a file of an edition cannot have this name" in said
    assert "\ntopics/own.md:1: this address is kept for a page of the edition" in said
