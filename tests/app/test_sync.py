"""A mirror's life, by the commands that an operator runs, on real servers."""

from __future__ import annotations

import json

from tests.app.conftest import Desk


def test_first_run_mirrors_every_story_that_has_a_body(mirror: Desk) -> None:
    summary = mirror.sync()
    assert (summary["new"], summary["changed"], summary["removed"]) == (14, 0, 0)
    assert [remote["error"] for remote in summary["remotes"]] == [None]
    assert summary["remotes"][0]["commit"] == mirror.git_words("rev-parse", "main").strip()
    stories = [p for p in mirror.paths() if p.endswith(".md") and p.count("/") == 4]
    assert len(stories) == 14


def test_a_page_without_a_body_fails_alone_with_a_hint(mirror: Desk) -> None:
    failed = mirror.sync()["failed"]
    assert [failure["where"].rsplit("/")[-1] for failure in failed] == ["empty-page.html"]
    assert all(failure["what"] and failure["hint"] for failure in failed)
    assert mirror.run("sync").exit_code == 0, "a story that waits for its next try fails no run"


def test_json_has_exactly_the_promised_keys(mirror: Desk) -> None:
    summary = mirror.sync()
    assert set(summary) == {"new", "changed", "removed", "failed", "remotes"}
    assert set(summary["failed"][0]) == {"where", "what", "hint"}
    assert set(summary["remotes"][0]) == {"name", "commit", "files", "error"}


def test_without_news_nothing_is_fetched_written_or_committed(mirror: Desk) -> None:
    mirror.sync()
    commits = mirror.git_words("rev-list", "--count", "main")
    mirror.asked()
    summary = mirror.sync()
    asked = mirror.asked()
    assert summary == {
        "new": 0,
        "changed": 0,
        "removed": 0,
        "failed": [],
        "remotes": [{"name": "main", "commit": None, "files": 0, "error": None}],
    }
    assert mirror.git_words("rev-list", "--count", "main") == commits
    sources = {key for key in asked if "robots.txt" not in key}
    assert sources == {
        "304 /harbour/feed.xml",
        "304 /gangkou/",
        "304 /bandar/feed.json",
    }


def test_corrected_story_changes_its_page_and_keeps_both_revisions(mirror: Desk) -> None:
    mirror.sync()
    path, before = mirror.page_with("a point in the last minute")
    assert "ninth minute" in before
    mirror.news.state.corrected.add("football-draw")
    assert mirror.sync()["changed"] == 0, "no story is asked before its re-check is due"
    summary = mirror.sync("--recheck", "all")
    assert summary["changed"] == 1
    after = mirror.read(path)
    assert "nineteenth minute" in after
    assert "updated once" in after or "updated" in after
    known = json.loads(mirror.run("why", "--json", path).stdout)
    assert [revision["number"] for revision in known["revisions"]] == [1, 2]
    assert {revision["cause"] for revision in known["revisions"]} == {"source"}


def test_story_that_is_gone_keeps_its_page_with_a_note(mirror: Desk) -> None:
    mirror.sync()
    path, before = mirror.page_with("quay lamp")
    mirror.news.state.removed.add("quay-lamp")
    assert mirror.sync("--recheck", "all")["removed"] == 0, "gone is a 404 or 410 twice"
    assert mirror.sync("--recheck", "all")["removed"] == 1
    after = mirror.read(path)
    assert after != before
    assert "It has stood there since 1911" in after
    state = json.loads(mirror.run("why", "--json", path).stdout)["head"]["state"]
    assert state == "gone"


def test_feed_that_falls_silent_removes_nothing(mirror: Desk) -> None:
    mirror.sync()
    paths = mirror.paths()
    mirror.news.state.silent |= {"harbour", "gangkou", "bandar"}
    summary = mirror.sync("--recheck", "all")
    assert (summary["removed"], summary["changed"]) == (0, 0)
    assert mirror.paths() == paths


def test_live_story_is_told_as_updated(mirror: Desk) -> None:
    mirror.sync()
    mirror.news.state.updates["storm-warning"] += 1
    assert mirror.sync("--recheck", "all")["changed"] == 1
    _, page = mirror.page_with("storm moves up the coast")
    assert "the outer pier is closed" in page


def test_full_text_feed_is_read_without_fetching_its_stories(desk: Desk) -> None:
    desk.configure("bandar")
    assert desk.sync()["new"] == 3
    assert not [key for key in desk.asked("/bandar/story/") if key.startswith("200")]


def test_gbk_pages_that_declare_gb2312_read_as_they_are(desk: Desk) -> None:
    desk.configure("gangkou")
    desk.sync()
    _, page = desk.page_with("海港博物館展出百年航海圖")
    assert "策展人歐陽薇說" in page


def test_pictures_are_webp_without_metadata(desk: Desk) -> None:
    desk.configure("harbour")
    desk.sync()
    pictures = [p for p in desk.paths() if p.endswith(".webp")]
    assert len(pictures) == 4
    for path in pictures:
        blob = desk.git_words("cat-file", "-s", f"main:{path}")
        assert 500 < int(blob) < 200_000
    # The machine line names the pictures' origins, as a comment that loads nothing.
    pages = [
        desk.read(p).partition("<!-- samizdat:story ")[0] for p in desk.paths() if p.endswith(".md")
    ]
    assert not any("img/ferry.jpg" in page for page in pages), "no page loads from the newsroom"


def test_dry_run_names_what_it_would_read_and_writes_nothing(mirror: Desk) -> None:
    before = mirror.run("status", "--json").stdout
    result = mirror.run("sync", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "New ferry timetable adds two evening crossings" in result.output
    assert "15 new stories announced" in result.output
    data = json.loads(mirror.run("sync", "--dry-run", "--json").stdout)
    assert (data["new"], data["changed"], data["removed"]) == (15, 0, 0)
    assert data["failed"] == data["remotes"] == []
    assert mirror.run("status", "--json").stdout == before
    assert mirror.sync()["new"] == 14


def test_story_from_a_feed_is_asked_whether_it_is_still_there(desk: Desk) -> None:
    desk.configure("bandar")
    desk.sync()
    path, before = desk.page_with("کتابخانهٔ شهر چهارشنبه‌ها")
    summary = desk.sync("--recheck", "all")
    assert (summary["changed"], summary["removed"]) == (0, 0), "its page does not count as a change"
    desk.news.state.removed.add("library-fa")
    desk.sync("--recheck", "all")
    assert desk.sync("--recheck", "all")["removed"] == 1
    assert desk.read(path) != before


def test_story_in_two_sources_is_fetched_once_and_stands_in_two_sections(desk: Desk) -> None:
    desk.configure("harbour")
    path = desk.folder / "samizdat.toml"
    atom = desk.news.address("harbour", "atom.xml")
    more = f'[[newsroom.harbour.source]]\nkind = "feed"\naddress = "{atom}"\nsections = ["town"]\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert desk.sync()["new"] == 6
    asked = desk.asked("/harbour/story/ferry-timetable.html")
    assert asked == {"200 /harbour/story/ferry-timetable.html": 1}
    for section in ("harbour/news.md", "harbour/town.md"):
        assert "New ferry timetable" in desk.read(section)


def test_pages_of_a_removed_newsroom_keep_its_names(mirror: Desk) -> None:
    mirror.sync()
    home, section = mirror.read("README.md"), mirror.read("harbour/news.md")
    path, before = mirror.page_with("New ferry timetable")
    assert "**The Harbour Post** ·" in before
    assert mirror.run("remove", "harbour").exit_code == 0
    (mirror.folder / "desk").mkdir(exist_ok=True)
    (mirror.folder / "desk" / "notes.csv").write_text("text,address\nLow water,\n", "utf-8")
    mirror.sync()
    assert "**The Harbour Post** ·" in mirror.read(path)
    assert mirror.read("harbour/news.md") == section
    lines = mirror.read("README.md").replace("> Low water\n\n", "").split("\n")
    assert sorted(lines) == sorted(home.split("\n")), "it stands last, as it was"


def test_an_emptied_page_is_kept_back_until_a_person_shows_it(mirror: Desk) -> None:
    mirror.sync()
    path, before = mirror.page_with("New ferry timetable")
    address = mirror.news.address("harbour", "story/ferry-timetable.html")
    mirror.news.state.emptied.add("ferry-timetable")
    failed = mirror.sync("--recheck", "all")["failed"]
    (told,) = [one for one in failed if one["where"] == address]
    assert told["what"] == "revision 2 has lost most of its text and is not shown"
    assert mirror.read(path) == before
    assert "kept back  revision 2" in mirror.run("why", address).output
    mirror.news.state.removed.add("ferry-timetable")
    for _ in range(2):
        mirror.sync("--recheck", "all")
    gone = mirror.read(path)
    assert gone != before
    assert "People who work late" in gone
    assert "being moved" not in gone
    assert mirror.run("story", "show", address).exit_code == 0
    mirror.sync()
    assert "being moved" in mirror.read(path)
    assert "kept back" not in mirror.run("why", address).output
