"""Each command by the words that an operator types."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from samizdat.app.mirror import open_mirror
from samizdat.app.preview import Preview
from samizdat.cli.main import cli
from samizdat.errors import ConfigError, ParseError, StoreError, UsageError
from samizdat.web.preview import preview_server
from samizdat_demo.content import newsroom
from tests.app.conftest import Desk

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Ferry returns to the bay | Post</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>Ferry returns to the bay</h1>
<p class="byline">By Mara Lindqvist</p><time datetime="2026-03-01T08:00:00Z">1 March</time>
<p>The white ferry returns to the bay on Monday after eleven weeks in the yard.</p>
<p>Its engine was taken apart and put together again by four people from the town.</p>
<p>The first crossing is free, and the harbour band will play on the upper deck.</p>
</article></body></html>"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(words))
    return result.exit_code, result.stdout


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_extract_shows_a_page_as_markdown(page: Path) -> None:
    code, words = run("extract", str(page), "--url", "https://post.example/ferry")
    assert code == 0
    assert words.startswith("# Ferry returns to the bay\n\nMara Lindqvist · 2026-03-01 08:00 UTC\n")
    assert "The first crossing is free" in words
    assert "Home" not in words


def test_extract_batch_answers_every_line_in_order(page: Path, tmp_path: Path) -> None:
    batch = tmp_path / "pages.jsonl"
    lines = [
        json.dumps({"id": 1, "url": "https://post.example/1", "file": "page.html"}),
        json.dumps({"id": "two", "url": "https://post.example/2", "file": "absent.html"}),
        "this is no JSON",
        json.dumps({"id": 4, "url": "https://post.example/4"}),
        *(json.dumps({"id": n, "url": "", "file": "page.html"}) for n in range(5, 60)),
    ]
    batch.write_text("\n".join(lines), encoding="utf-8")
    code, words = run("extract", "--batch", str(batch), "--jobs", "2")
    answers = [json.loads(line) for line in words.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == [1, "two", None, 4, *range(5, 60)]
    assert [bool(answer["error"]) for answer in answers[:5]] == [False, True, True, True, False]
    keys = "id url route confidence title authors published language text markdown error"
    assert set(answers[0]) == set(answers[1]) == set(keys.split())
    assert answers[0]["published"] == "2026-03-01T08:00:00+00:00"
    assert answers[0]["authors"] == ["Mara Lindqvist"]
    assert answers[0]["text"].count("\n\n") == 2


def test_extract_follows_a_recipe(page: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "post.toml"
    recipe.write_text('body = ["article > p:last-of-type"]\n', encoding="utf-8")
    code, words = run("extract", str(page), "--recipe", str(recipe), "--json")
    answer = json.loads(words)
    assert code == 0
    assert answer["route"] == "recipe"
    assert answer["text"].startswith("The first crossing is free")
    assert "eleven weeks" not in answer["text"]


def test_commands_that_need_a_configuration_say_so(tmp_path: Path) -> None:
    for words in (["status"], ["sync"], ["why", "x"], ["build"], ["publish"], ["export"]):
        result = CliRunner().invoke(cli, [*words, "-C", str(tmp_path)])
        assert isinstance(result.exception, ConfigError), words
        assert "there is no samizdat.toml" in result.exception.what


def test_init_says_what_it_found_and_chose(desk: Desk) -> None:
    done = desk.run("init", desk.news.address("harbour"), "--allow-private")
    assert done.exit_code == 0
    assert "chosen  feed" in done.stdout
    assert (desk.folder / "samizdat.toml").is_file()
    again = desk.run("init", desk.news.address("harbour"), "--allow-private")
    assert isinstance(again.exception, UsageError)
    assert "already" in again.exception.what


@pytest.mark.parametrize("path", ["", "feed.xml", "atom.xml", "sitemap.xml", "list.html"])
def test_init_takes_the_address_of_any_source(desk: Desk, path: str) -> None:
    done = desk.run("init", desk.news.address("harbour", path), "--allow-private")
    assert done.exit_code == 0, done.exception
    assert desk.sync()["new"] == 6


def test_single_story_is_mirrored_alone(desk: Desk) -> None:
    desk.configure("harbour")
    desk.news.state.hidden.add("library-night")
    assert desk.sync()["new"] == 5
    desk.news.state.hidden.clear()
    desk.news.state.silent.add("harbour")
    done = desk.run("add", desk.news.address("harbour", "story/library-night.html"))
    assert done.exit_code == 0, done.exception
    assert "queued" in done.stdout
    assert desk.sync()["new"] == 1


@pytest.mark.parametrize("names", [("main", "main"), ("Main",), ("2026",)])
def test_init_leaves_nothing_behind_that_cannot_be_read(desk: Desk, names: tuple[str, ...]) -> None:
    remotes = [word for name in names for word in ("--remote", f"{name}=/srv/news")]
    done = desk.run("init", desk.news.address("harbour"), "--allow-private", *remotes)
    assert isinstance(done.exception, ConfigError)
    assert list(desk.folder.iterdir()) == []


def test_a_mirror_of_nothing_grows_by_add(desk: Desk) -> None:
    desk.configure("harbour")
    assert desk.run("remove", "harbour").exit_code == 0
    refused = desk.run("sync")
    assert isinstance(refused.exception, UsageError)
    assert "samizdat add" in refused.exception.hint
    done = desk.run("add", desk.news.address("bandar"))
    assert done.exit_code == 0, done.exception
    assert desk.sync()["new"] == 3


def test_status_and_doctor_pass_over_stories_added_one_by_one(desk: Desk) -> None:
    desk.configure("harbour")
    desk.run("add", desk.news.address("harbour", "story/library-night.html"))
    assert [s["id"] for s in json.loads(desk.run("status", "--json").stdout)["sources"]] == [
        "harbour/feed"
    ]
    assert "single" not in desk.run("doctor").stdout


def test_dry_run_counts_what_a_recheck_would_ask(desk: Desk) -> None:
    desk.configure("harbour")
    desk.sync()
    assert json.loads(desk.run("sync", "--dry-run", "--json").stdout)["due"] == 0
    again = desk.run("sync", "--dry-run", "--json", "--recheck", "all").stdout
    assert json.loads(again)["due"] == 6
    assert json.loads(desk.run("sync", "--dry-run", "--json").stdout)["due"] == 0


def test_remove_says_what_goes_and_what_stays(desk: Desk) -> None:
    desk.configure("harbour", "bandar")
    desk.sync()
    would = desk.run("remove", "bandar", "--dry-run")
    assert "3 stories" in would.stdout
    assert "bandar" in (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    assert desk.run("remove", "bandar").exit_code == 0
    before = desk.paths()
    assert desk.sync()["removed"] == 0
    assert [p for p in before if p.startswith("bandar/")], "its pages stay readable"
    assert [p for p in desk.paths() if p.startswith("bandar/")]


def test_why_tells_the_whole_way_of_a_story(desk: Desk) -> None:
    desk.configure("harbour")
    address = desk.news.address("harbour", "story/ferry-timetable.html")
    assert "no source has announced it" in desk.run("why", address).stdout
    desk.sync()
    words = desk.run("why", address).stdout
    for part in (
        "story ",
        "seen ",
        "revision   1",
        "state      shown",
        "shown      revision 1",
        "file ",
        "asked ",
    ):
        assert part in words, part
    broken = desk.run("why", desk.news.address("harbour", "story/empty-page.html")).stdout
    assert "no story was found" in broken
    stranger = desk.run("why", "https://elsewhere.example/")
    assert stranger.exit_code == 1
    assert "no source has announced it" in stranger.stdout


def test_status_doctor_and_export_speak_json(desk: Desk) -> None:
    desk.configure("harbour")
    desk.sync()
    status = json.loads(desk.run("status", "--json").stdout)
    assert status["stories"] == {"shown": 6}
    assert status["remotes"][0]["behind"] == 0
    checks = json.loads(desk.run("doctor", "--json").stdout)
    assert {check["grade"] for check in checks} <= {"ok", "note", "wrong"}
    rows = [json.loads(line) for line in desk.run("export").stdout.splitlines()]
    assert len(rows) == 6
    assert all(row["text"] and row["path"] and row["address"] for row in rows)


def test_backup_restores_to_an_equal_mirror(desk: Desk, tmp_path: Path) -> None:
    desk.configure("harbour")
    desk.sync()
    before = desk.run("export").stdout
    assert desk.run("backup", str(tmp_path / "copy")).exit_code == 0
    refused = desk.run("restore", str(tmp_path / "copy"))
    assert isinstance(refused.exception, StoreError)
    for path in (desk.folder / "store").glob("samizdat.sqlite*"):
        path.unlink()
    assert desk.run("restore", str(tmp_path / "copy")).exit_code == 0
    assert desk.run("export").stdout == before


def test_feeds_travel_as_opml(desk: Desk, tmp_path: Path) -> None:
    desk.configure("harbour")
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body>'
        f'<outline type="rss" text="Harbour" xmlUrl="{desk.news.address("harbour", "feed.xml")}"/>'
        '<outline type="rss" text="Bay" xmlUrl="https://bay.example/rss"/></body></opml>',
        encoding="utf-8",
    )
    words = desk.run("opml", "import", str(opml)).stdout
    assert "1 feeds added, 1 were there already" in words
    exported = desk.run("opml", "export").stdout
    assert "https://bay.example/rss" in exported
    assert desk.news.address("harbour", "feed.xml") in exported


def test_preview_serves_pages_pictures_and_nothing_else(desk: Desk) -> None:
    desk.configure("harbour")
    desk.edit_config('public = ""', 'public = "https://forge.example/m/blob/main/"')
    desk.sync()
    with open_mirror(desk.folder) as mirror, preview_server(Preview(mirror), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}/"
        for path in desk.paths():
            with urllib.request.urlopen(f"{root}{path}?raw") as answer:
                assert answer.read() == desk.read_bytes(path), path
        with urllib.request.urlopen(root) as answer:
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert b"New ferry timetable" in answer.read()
        for path in ("../samizdat.toml", "nothing.md", "store/samizdat.sqlite"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(root + path)
        server.shutdown()


def test_story_of_an_unknown_newsroom_is_mirrored_without_its_newsroom(desk: Desk) -> None:
    desk.configure("harbour")
    desk.edit_config('hosts = ["127.0.0.1"]', 'hosts = ["harbour.example"]')
    done = desk.run("add", desk.news.address("bandar", "story/library-fa.html"))
    assert done.exit_code == 0, done.exception
    config = (desk.folder / "samizdat.toml").read_text(encoding="utf-8")
    assert config.count("[[newsroom.") == 1, "only harbour has a source"
    assert desk.sync()["new"] == 7


def test_a_withdrawn_story_is_not_said_to_be_shown(desk: Desk) -> None:
    desk.configure("harbour")
    desk.sync()
    address = desk.news.address("harbour", "story/library-night.html")
    withdrawn = desk.run("story", "withdraw", address, "--reason", "作者要求").stdout
    assert "withdrawn" in withdrawn
    assert "publishes it" not in withdrawn
    words = desk.run("why", address).stdout
    assert "state      withdrawn: 作者要求\n" in words
    assert "shown" not in words


def test_one_story_is_counted_as_one(desk: Desk) -> None:
    desk.news.state.hidden.update(list(newsroom("harbour").stories)[1:])
    assert "(1 story)" in desk.run("init", desk.news.address("harbour"), "--allow-private").stdout


def test_a_list_that_is_no_opml_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.configure("harbour")
    wrong = tmp_path / "港口.opml"
    wrong.write_text("<feeds/>", encoding="utf-8")
    error = desk.run("opml", "import", str(wrong)).exception
    assert isinstance(error, ParseError)
    assert error.where == str(wrong)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full: Linux")
def test_output_to_a_full_disk_gets_one_sentence() -> None:
    command = [sys.executable, "-m", "samizdat.cli.main", "--help"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "samizdat: the disk is full: the output is not whole"
    assert len(done.stderr.splitlines()) == 2
