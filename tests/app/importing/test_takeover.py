"""Going on in the repository of the existing mirror: every old address answers with our page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from samizdat.app.mirror import open_mirror
from tests.app.importing.conftest import STORIES, Desk, OldMirror, git
from tests.support.old_mirror import old_story, write_page


def test_every_old_page_is_ours_after_the_first_publication(desk: Desk, old: OldMirror) -> None:
    before = old.paths()
    report = desk.take(str(old.bare))
    assert report["taken_over"] == {"main": 35}
    (remote,) = desk.publish()["remotes"]
    assert remote["error"] is None
    for number in STORIES:
        news = old_story(number)
        page = old.read(news.path)
        assert re.search(rf"^# .*{number}$", page, re.MULTILINE), news.path
        assert "<ok" not in page
        assert news.original in page.replace("\\", "")
    assert before <= old.paths()


def test_what_people_have_there_stays(desk: Desk, old: OldMirror) -> None:
    kept = ["LICENSE", "about/contact.md", *(f"{old_story(n).path}.png" for n in STORIES)]
    before = {path: old.read(path) for path in kept}
    desk.take(str(old.bare))
    desk.publish()
    assert {path: old.read(path) for path in kept} == before
    assert git(old.bare, "rev-list", "--count", "master").strip() == "2"


def test_the_readme_is_ours_alone_and_stays_mergeable(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    desk.publish()
    readme = old.read("README.md")
    assert readme.startswith("<!-- samizdat:begin -->")
    assert "手机浏览请点击下面的栏目" not in readme
    git(old.work, "pull", "-q", str(old.bare), "master")
    old.write([("README.md", f"Read me first.\n\n{readme}")])
    news = old_story(8)
    old.write([(news.path, write_page(news))])
    desk.run("build", "--full")
    desk.publish()
    assert old.read("README.md").startswith("Read me first.\n")


def test_pages_that_changed_after_the_import_are_replaced_too(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    news = old_story(8)
    old.write([(news.path, write_page(news, "bare")), ("extra.md", "somebody's")])
    (remote,) = desk.publish()["remotes"]
    assert remote["error"] is None
    assert old.read(news.path).startswith("[") or "# " in old.read(news.path)
    assert "<ok" not in old.read(news.path)
    assert old.read("extra.md") == "somebody's"


def test_another_repository_gets_everything_and_owns_nothing_old(
    desk: Desk, old: OldMirror, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "master", str(fresh))
    text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    desk.configure(text.replace(str(old.bare), str(fresh)))
    assert desk.take(str(old.bare))["taken_over"] == {}
    (remote,) = desk.publish()["remotes"]
    assert remote["error"] is None
    there = set(git(fresh, "ls-tree", "-r", "-z", "--name-only", "master").split("\0"))
    assert {old_story(number).path for number in STORIES} <= there
    assert "LICENSE" not in there


def test_a_copy_of_the_same_commit_is_known_for_the_old_mirror(
    desk: Desk, old: OldMirror, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(old.bare), str(copy))
    assert desk.take(str(copy))["taken_over"] == {"main": 35}


def test_a_branch_that_readers_do_not_see_is_said(desk: Desk, old: OldMirror) -> None:
    text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    desk.configure(text.replace('branch = "master"', 'branch = "main"'))
    report = desk.take(str(old.bare))
    assert report["taken_over"] == {}
    assert 'branch = "master"' in report["notes"][0]


def test_a_remote_that_does_not_answer_is_a_note(
    desk: Desk, old: OldMirror, tmp_path: Path
) -> None:
    text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    desk.configure(text.replace(str(old.bare), str(tmp_path / "none.git")))
    report = desk.take(str(old.bare))
    assert report["new"] == 29
    assert "unknown" in report["notes"][0]


def test_a_plain_folder_is_gone_on_with_as_well(desk: Desk, old: OldMirror, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(old.work, folder, ignore=shutil.ignore_patterns(".git"))
    text = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    text = text.replace(str(old.bare), str(folder)).replace('"github"', '"folder"')
    desk.configure(text)
    assert desk.take(str(folder))["taken_over"] == {"main": 35}
    desk.publish()
    page = (folder / old_story(8).path).read_text(encoding="utf-8")
    assert "<ok" not in page
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("<!-- samizdat:begin -->")
    assert (folder / "LICENSE").read_text(encoding="utf-8") == "Our own words.\n"


def test_a_remote_that_was_published_to_is_left_as_it_is(desk: Desk, old: OldMirror) -> None:
    desk.take(str(old.bare))
    desk.publish()
    with open_mirror(desk.folder) as mirror:
        state = mirror.store.remote("main")
    assert desk.take(str(old.bare), "--newsroom", "harbour")["taken_over"] == {}
    with open_mirror(desk.folder) as mirror:
        assert mirror.store.remote("main") == state
