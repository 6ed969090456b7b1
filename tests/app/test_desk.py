"""An editor works in the desk's folder: what readers get at the next run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.app.conftest import Desk


def write(mirror: Desk, path: str, text: str) -> Path:
    """Write a file of the desk."""
    target = mirror.folder / "desk" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def story(mirror: Desk, room: str, name: str) -> str:
    """Return the address of a demo story."""
    return mirror.news.address(room, f"story/{name}.html")


@pytest.fixture
def synced(mirror: Desk) -> Desk:
    """Give the mirror after its first run."""
    mirror.sync()
    return mirror


def test_pick_stands_on_top_of_the_home_page_until_its_time_is_over(synced: Desk) -> None:
    ferry = story(synced, "harbour", "ferry-timetable")
    write(synced, "picks.csv", f"{ferry},Evening ferries,,2026-01-01,2099-01-01\n")
    assert synced.sync()["failed"] == []
    path, _ = synced.page_with("New ferry timetable")
    assert f"[Evening ferries]({path})" in synced.read("README.md")
    write(synced, "picks.csv", f"{ferry},Evening ferries,,2025-01-01,2026-01-01\n")
    synced.sync()
    assert "Evening ferries" not in synced.read("README.md")


def test_pick_that_is_not_mirrored_is_fetched_by_itself(mirror: Desk) -> None:
    mirror.edit_config('backfill = "200"', 'backfill = "1"')
    mirror.sync()
    football = story(mirror, "harbour", "football-draw")
    assert mirror.run("why", football).exit_code in (0, 1)
    write(mirror, "picks.csv", f"address,title\n{football},\n")
    mirror.sync()
    path, _ = mirror.page_with("Harbour Rovers")
    assert path in mirror.read("README.md")


def test_pick_may_be_a_page_of_this_mirror(synced: Desk) -> None:
    public = "https://forge.example/mirror/news/blob/main/"
    synced.edit_config('public = ""', f'public = "{public}"')
    synced.sync()
    path, _ = synced.page_with("Library keeps")
    write(synced, "picks.csv", f"{public}{path},Open at night\n")
    assert synced.sync()["failed"] == []
    assert f"[Open at night]({path})" in synced.read("README.md")


def test_pick_of_a_stranger_is_named_with_its_line(synced: Desk) -> None:
    write(synced, "picks.csv", "address,title\nhttps://stranger.invalid/a,Odd\n")
    failed = synced.sync()["failed"]
    assert any("picks.csv:2" in one["where"] or "stranger" in one["where"] for one in failed)


def test_notes_stand_on_home_and_section_pages(synced: Desk) -> None:
    write(
        synced, "notes.csv", "text,address,section\nNo ferry on Sunday,,\n港口封航,,gangkou/news\n"
    )
    assert synced.sync()["failed"] == []
    assert "No ferry on Sunday" in synced.read("README.md")
    assert "港口封航" in synced.read("gangkou/news.md")
    assert "港口封航" not in synced.read("README.md")


def test_sections_are_named_ordered_and_fed_by_the_desk(synced: Desk) -> None:
    write(
        synced,
        "sections.toml",
        '[section."harbour/port"]\nnames = { en = "The Port", fa = "بندرگاه" }\n'
        'sources = ["harbour/feed"]\n\n[section."harbour/news"]\nnames = "All news"\n',
    )
    assert synced.sync()["failed"] == []
    home = synced.read("README.md")
    assert home.index("The Port") < home.index("All news")
    assert "New ferry timetable" in synced.read("harbour/port.md")


def test_section_under_review_holds_new_stories_until_a_person_shows_them(mirror: Desk) -> None:
    write(mirror, "sections.toml", '[section."harbour/news"]\nhold = true\n')
    mirror.sync()
    assert not [path for path in mirror.paths() if re.match(r"harbour/20\d\d/", path)]
    ferry = story(mirror, "harbour", "ferry-timetable")
    assert "held" in mirror.run("why", ferry).output
    assert mirror.run("story", "show", ferry).exit_code == 0
    mirror.sync("--recheck", "all")
    path, _ = mirror.page_with("New ferry timetable")
    assert path.removeprefix("harbour/") in mirror.read("harbour/news.md")


def test_retention_takes_stories_off_the_lists_and_leaves_their_pages(synced: Desk) -> None:
    before = [path for path in synced.paths() if re.match(r"harbour/20\d\d/.*\.md", path)]
    write(synced, "sections.toml", '[section."harbour/news"]\nkeep = "2"\n')
    assert synced.sync()["failed"] == []
    section = synced.read("harbour/news.md")
    assert len(re.findall(r"^- \[", section, re.MULTILINE)) == 2
    months = "".join(
        synced.read(path)
        for path in synced.paths()
        if re.fullmatch(r"harbour/news/\d{4}-\d\d\.md", path)
    )
    assert len(re.findall(r"^- \[", months, re.MULTILINE)) == len(before)
    assert set(before) <= set(synced.paths())


def test_blocklist_hides_what_is_there_and_what_comes_and_gives_it_back(synced: Desk) -> None:
    path, _ = synced.page_with("Harbour Rovers")
    write(synced, "blocklist.txt", "# no sport\ntitle: Rovers\nhold: 图书馆\n")
    assert synced.sync()["failed"] == []
    assert path not in synced.paths()
    assert path not in synced.read("README.md")
    football = story(synced, "harbour", "football-draw")
    told = synced.run("why", football).output
    assert "hidden" in told
    assert "blocklist.txt:2" in told
    assert "held" in synced.run("why", story(synced, "gangkou", "tushuguan")).output
    write(synced, "blocklist.txt", "")
    synced.sync()
    assert path in synced.paths()


def test_person_who_shows_a_story_overrules_the_blocklist(synced: Desk) -> None:
    write(synced, "blocklist.txt", "title: Rovers\n")
    synced.sync()
    football = story(synced, "harbour", "football-draw")
    assert synced.run("story", "show", football).exit_code == 0
    write(synced, "blocklist.txt", "title: Rovers\ntitle: nothing at all\n")
    synced.sync()
    assert synced.page_with("Harbour Rovers")


def test_takedown_leaves_only_the_reason_and_undoing_it_brings_the_story_back(
    synced: Desk,
) -> None:
    lamp, _ = synced.page_with("Library keeps")
    address = story(synced, "harbour", "library-night")
    write(synced, "takedowns.csv", f"address,reason\n{address},The author asked us to.\n")
    assert synced.sync()["failed"] == []
    page = synced.read(lamp)
    assert "The author asked us to." in page
    assert "midnight" not in page
    assert "Library keeps" not in synced.read("README.md")
    write(synced, "takedowns.csv", "address,reason\n")
    synced.sync()
    assert "midnight" in synced.read(lamp)


def test_taken_down_picture_is_replaced_by_its_reason_everywhere(synced: Desk) -> None:
    path, page = synced.page_with("New ferry timetable")
    pictures = re.findall(r"images/[0-9a-f]{2}/[0-9a-f]{32}\.webp", page)
    assert pictures
    origin = synced.news.address("harbour", "img/ferry.jpg")
    write(synced, "takedowns.csv", f"{origin},The photographer asked us to.\n")
    assert synced.sync()["failed"] == []
    page = synced.read(path)
    assert "The photographer asked us to." in page
    assert pictures[0] not in page
    assert pictures[0] not in synced.paths()
    write(synced, "takedowns.csv", "")
    synced.sync()
    assert pictures[0] in synced.paths()


def test_correction_stands_on_the_storys_page(synced: Desk) -> None:
    path, _ = synced.page_with("Library keeps")
    address = story(synced, "harbour", "library-night")
    note = write(
        synced, "corrections/library.md", f"{address}\n2026-11-21\n\nThe room seats *forty*.\n"
    )
    assert synced.sync()["failed"] == []
    assert r"The room seats \*forty\*." in synced.read(path)
    note.unlink()
    synced.sync()
    assert "room seats" not in synced.read(path)


def test_topics_gather_stories_of_several_newsrooms(synced: Desk) -> None:
    write(
        synced,
        "topics.toml",
        '[topic.ferries]\nnames = { en = "Ferries", zh = "渡轮" }\naliases = ["渡轮", "کشتی"]\n',
    )
    assert synced.sync()["failed"] == []
    page = synced.read("topics/ferries.md")
    for title in ("New ferry timetable", "渡轮新时刻表", "دو سفر شبانه"):
        assert title in page
    path, text = synced.page_with("渡轮新时刻表")
    assert "topics/ferries.md" in text
    _, newest = synced.page_with("New ferry timetable")
    assert path.rpartition("/")[2] in newest, "older stories of the topic are related"
    assert "topics/ferries.md" in synced.read("README.md")
    assert path in page


def test_promoted_links_are_fixed_drawn_and_dated(synced: Desk) -> None:
    links = ", ".join(
        f'{{ text = "Tides {n}", address = "https://tides.example/{n}" }}' for n in range(5)
    )
    write(
        synced,
        "promos.toml",
        f'[[promo]]\nname = "tides"\nplace = "below"\nchoose = 2\nlinks = [{links}]\n\n'
        '[[promo]]\nname = "old"\nplace = "above"\nuntil = 2020-01-01\n'
        'links = [{ text = "Too late", address = "https://tides.example/late" }]\n\n'
        '[[promo]]\nname = "row"\nplace = "row"\nrow = 1\nsections = ["harbour/news"]\n'
        'links = [{ text = "Pilots wanted", address = "https://pilots.example/" }]\n',
    )
    assert synced.sync()["failed"] == []
    _, page = synced.page_with("New ferry timetable")
    assert len(re.findall(r"https://tides\.example/\d", page)) == 2
    assert "Too late" not in page
    assert "https://pilots.example/" in synced.read("harbour/news.md")
    assert "https://pilots.example/" not in synced.read("gangkou/news.md")
    assert synced.sync()["remotes"][0]["commit"] is None, "drawn alike every time"


def test_broken_file_keeps_its_last_good_version_and_is_named(synced: Desk) -> None:
    write(synced, "notes.csv", "text\nNo ferry on Sunday\n")
    write(synced, "topics.toml", '[topic.ferries]\nnames = "Ferries"\naliases = ["渡轮"]\n')
    synced.sync()
    write(synced, "notes.csv", "text\nFerry again\n")
    write(synced, "topics.toml", '[topic.ferries]\nnames = "Ferries\n')
    failed = synced.sync()["failed"]
    assert [re.sub(r".*/", "", one["where"]) for one in failed] == ["topics.toml:2"]
    assert failed[0]["hint"] or failed[0]["what"]
    assert "Ferry again" in synced.read("README.md")
    assert "topics/ferries.md" in synced.paths()


def test_wording_is_changed_by_a_strings_file(synced: Desk) -> None:
    write(synced, "strings/en.toml", 'home = "Front page"\n')
    assert synced.sync()["failed"] == []
    assert "[Front page](" in synced.read("harbour/news.md")


def test_the_address_of_its_page_names_a_story_everywhere_in_the_desk(synced: Desk) -> None:
    public = "https://forge.example/mirror/news/-/blob/main/"
    synced.edit_config('public = ""', f'public = "{public}"')
    synced.sync()
    ferry, library, museum = (
        synced.page_with(words)[0] for words in ("New ferry", "Library keeps", "海港博物館")
    )
    copy = "https://copies.example/news/raw/main/"
    write(synced, "picks.csv", f"address,title\n{public}{museum}?ref_type=heads,A pick\n")
    write(synced, "corrections/library.md", f"{copy}{library}\n\nForty seats.\n")
    write(synced, "takedowns.csv", f"address,reason\n{public}{ferry}#top,On request.\n")
    assert synced.sync()["failed"] == []
    assert "[A pick](" in synced.read("README.md")
    assert "Forty seats." in synced.read(library)
    assert "On request." in synced.read(ferry)
    assert synced.run("story", "hide", f"{public}{museum}?plain=1").exit_code == 0


def test_the_check_notes_what_is_taken_down_or_corrected_and_not_there(synced: Desk) -> None:
    ferry = story(synced, "harbour", "ferry-timetable")
    (origin,) = re.findall(r'"pictures":\[\["([^"]+)"', synced.page_with("New ferry")[1])
    lines = [f"{ferry},", f"{ferry}x,", f"{origin},", "images/00/0000.webp,"]
    write(synced, "takedowns.csv", "\n".join(["address,reason", *lines, ""]))
    write(synced, "corrections/a.md", f"{ferry}y\n\nForty seats.\n")
    said = synced.run("desk", "check")
    assert said.exit_code == 0
    assert re.findall(r"^(\S+): note: nothing that is mirrored has", said.stdout, re.MULTILINE) == [
        *("takedowns.csv:3", "takedowns.csv:5", "corrections/a.md:1")
    ]


def test_a_new_file_of_words_or_looks_that_is_wrong_stops_nothing(synced: Desk) -> None:
    write(synced, "strings/en.toml", 'home = "Front page"\noriginal = "Original: {adress}"\n')
    write(synced, "templates/section.md", "{{ title }}\n\n{% for row in rows %}\n")
    write(synced, "notes.csv", "text\nNo ferry on Sunday\n")
    for _ in range(2):
        failed = synced.sync()["failed"]
        where = {re.sub(r".*desk/", "", one["where"]) for one in failed}
        assert where == {"strings/en.toml:2", "templates/section.md:3"}
    assert "No ferry on Sunday" in synced.read("README.md")
    assert "[Home](" in synced.read("harbour/news.md")
    assert synced.run("publish").exit_code == 0


def test_desk_in_a_git_repository_is_pulled_at_each_run(synced: Desk, tmp_path: Path) -> None:
    synced.git.create("desk.git")
    synced.edit_config("[mirror]\n", f'[mirror]\ndesk = "{synced.git.address}/desk.git"\n')
    work = tmp_path / "editor"

    def git(*words: str) -> None:
        who = ("-c", "user.name=Editor", "-c", "user.email=editor@mirror.example")
        subprocess.run(["git", *who, *words], cwd=work, check=True, capture_output=True)

    work.mkdir()
    git("init", "-q", "-b", "main")
    (work / "notes.csv").write_text("text\nNo ferry on Sunday\n", encoding="utf-8")
    (work / "README.md").write_text("For editors.\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "A note")
    git("push", "-q", f"{synced.git.address}/desk.git", "main")
    assert synced.sync()["failed"] == []
    assert "No ferry on Sunday" in synced.read("README.md")
    (work / "pick.csv").write_text("address\n", encoding="utf-8")
    (work / "promos.toml").symlink_to("/etc/hostname")
    git("add", "-A")
    git("commit", "-q", "-m", "A misspelt name and a link")
    git("push", "-q", f"{synced.git.address}/desk.git", "main")
    told = synced.run("desk", "check")
    assert "rename it to picks.csv" in told.output
    assert "promos.toml: this is no file inside the desk's folder" in told.output
    synced.git.close()
    failed = synced.sync()["failed"]
    assert any("desk" in one["where"] for one in failed), failed


def test_single_stories_are_handled_by_command(synced: Desk) -> None:
    path, _ = synced.page_with("Library keeps")
    library = story(synced, "harbour", "library-night")
    assert synced.run("story", "hide", path).exit_code == 0
    synced.sync()
    assert path not in synced.paths()
    assert synced.run("story", "show", library).exit_code == 0
    assert synced.run("story", "withdraw", library, "--reason", "On request.").exit_code == 0
    synced.sync()
    assert "On request." in synced.read(path)
    synced.run("story", "show", library)
    synced.asked()
    assert synced.run("story", "refetch", library).exit_code == 0
    synced.sync()
    assert any("200" in key and "library-night" in key for key in synced.asked())


def test_merged_story_points_to_the_other_one_for_ever(synced: Desk) -> None:
    path, _ = synced.page_with("Library keeps")
    target, _ = synced.page_with("New ferry timetable")
    done = synced.run("story", "merge", path, story(synced, "harbour", "ferry-timetable"))
    assert done.exit_code == 0, done.output
    synced.sync()
    page = synced.read(path)
    assert "New ferry timetable" in page
    assert target.rpartition("/")[2] in page
    assert "Library keeps" not in synced.read("README.md")
    synced.sync("--recheck", "all")
    assert "Library keeps" not in synced.read("README.md")
    refused = synced.run("story", "hide", path)
    assert "takes the two apart" in str(refused.exception)
    assert synced.run("story", "show", path).exit_code == 0
    synced.sync()
    assert "[Library keeps" in synced.read("README.md")
    assert "# Library keeps" in synced.read(path)


def test_a_command_says_when_readers_see_nothing_of_the_story(synced: Desk) -> None:
    library, ferry = (story(synced, "harbour", n) for n in ("library-night", "ferry-timetable"))
    assert synced.run("story", "withdraw", library).exit_code == 0
    assert "It stays withdrawn." in synced.run("story", "refetch", library).stdout
    merged = synced.run("story", "merge", ferry, library).stdout
    assert "That one is withdrawn: readers see neither until  samizdat story show " in merged


def test_story_that_is_not_mirrored_is_said_so(synced: Desk) -> None:
    done = synced.run("story", "hide", "https://harbour.example/none")
    assert done.exit_code != 0
    assert "no such story is mirrored" in str(done.exception)
    done = synced.run("story", "hide", " ")
    assert "give its address" in getattr(done.exception, "hint", "")


def test_body_links_lead_to_mirrored_pages_and_follow_the_policy(synced: Desk) -> None:
    _, page = synced.page_with("渡轮新时刻表")
    library, _ = synced.page_with("市图书馆")
    assert library.rpartition("/")[2] in page, "a link to a mirrored story stays inside"
    synced.run("story", "hide", library)
    synced.edit_config("[fetch]", '[pages]\nlinks = "plain"\n\n[fetch]')
    synced.sync()
    _, page = synced.page_with("渡轮新时刻表")
    assert "[市图书馆](" not in page
    assert "市图书馆" in page


def test_navigation_of_the_configuration_stands_on_every_page(synced: Desk) -> None:
    synced.edit_config(
        "[fetch]",
        '[[navigation]]\ntext = "About"\ntarget = "about.md"\n\n'
        '[[navigation]]\ntext = "Tides"\ntarget = "https://tides.example/"\n\n[fetch]',
    )
    assert synced.sync()["failed"] == []
    _, page = synced.page_with("New ferry timetable")
    assert "[About](../../../../about.md)" in page
    assert "[Tides](https://tides.example/)" in page
    assert "[About](about.md)" in synced.read("README.md")


def test_template_changes_the_look_and_a_broken_one_is_named(synced: Desk) -> None:
    good = "{{ title }}\n\n{{ body }}\n\n**{{ mirror }}**\n\n{{ original }}\n\n{{ share }}\n"
    write(synced, "templates/story.md", good)
    assert synced.sync()["failed"] == []
    path, page = synced.page_with("New ferry timetable")
    assert "**The Harbour Post**" in page
    write(synced, "templates/story.md", good + "<script>x</script>\n")
    failed = synced.sync()["failed"]
    assert [re.sub(r".*/desk/", "desk/", one["where"]) for one in failed] == [
        "desk/templates/story.md:10"
    ]
    assert synced.read(path) == page


def test_template_that_fails_on_a_page_is_told_and_the_page_has_the_built_in_look(
    synced: Desk,
) -> None:
    title = "{% if 'ferry' in title %}{% else %}{{ title }}{% endif %}"
    write(
        synced,
        "templates/story.md",
        title + "\n\n{{ body }}\n\nKept by **{{ mirror }}**\n\n{{ original }}\n",
    )
    result = synced.run("sync")
    assert result.exit_code == 0
    told = [line for line in result.output.splitlines() if "template not used" in line]
    assert len(told) == 1
    assert "{{ title }} does not come out whole" in told[0]
    _, page = synced.page_with("New ferry timetable")
    assert "Kept by" not in page
    _, other = synced.page_with("Library keeps")
    assert "Kept by **The Harbour Post**" in other
