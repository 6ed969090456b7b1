"""Servers that lie and lead in circles, and a whole run of a mirror against them.

What a request alone can show stands in the tests of the fetch floor; here are the behaviours that
only a run can answer for: how much it asks for, and what it makes of the answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from samizdat_demo.pictures import picture
from tests.app.odd_newsroom import Answer, OddNewsroom, Town, feed, page
from tests.support.hostile import records

XML = {"Content-Type": "application/xml"}
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A newsroom whose sound story stands in the last place where a run should look."""
    with OddNewsroom() as room:
        room.answers["/sound"] = page("Lighthouse painted")
        yield Town(tmp_path, room)


def index(root: str, paths: Iterable[str]) -> Answer:
    """Return a sitemap index of *paths*."""
    children = "".join(f"<sitemap><loc>{root}{path}</loc></sitemap>" for path in paths)
    return Answer(f"<sitemapindex>{children}</sitemapindex>".encode(), headers=XML)


def urls(root: str, paths: Iterable[str]) -> Answer:
    """Return a sitemap of the pages *paths*."""
    pages = "".join(f"<url><loc>{root}{path}</loc></url>" for path in paths)
    return Answer(f"<urlset>{pages}</urlset>".encode(), headers=XML)


def run(town: Town, *, exit_code: int) -> list[dict[str, str]]:
    """Run once; return what failed, each in one sentence, the sound story being mirrored."""
    town.write()
    failed: list[dict[str, str]] = json.loads(town.run("sync", "--json", exit_code=exit_code))[
        "failed"
    ]
    assert [text for text in town.pages().values() if "Lighthouse painted" in text]
    assert all(one["what"] and "\n" not in one["what"] for one in failed), failed
    return failed


@pytest.mark.shared
def test_these_are_the_behaviours_that_the_corpus_asks_a_run_for() -> None:
    asked = {one["id"]: one for one in records("servers/behaviours.jsonl")}
    assert asked["sitemap-index-cycle"]["shape"] == "cycle"
    assert asked["sitemap-fanout"]["shape"] == "index of 50000 indexes"
    assert "html served as image/png" in asked["content-type-lie"]["must"]
    assert [name for name, one in asked.items() if one["kind"] == "sitemap"] == [
        *("sitemap-index-cycle", "sitemap-fanout")
    ]


def test_sitemaps_that_name_each_other_are_read_once(town: Town) -> None:
    root, answers = town.room.root, town.room.answers
    answers["/start.xml"] = Answer(b"", 302, {"Location": f"{root}/index.xml"})
    answers["/index.xml"] = index(root, ["/index.xml", "/a.xml", "/b.xml", "/a.xml#again"])
    answers["/a.xml"] = index(root, ["/b.xml", "/start.xml", "/c.xml", "/a.xml", "/index.xml"])
    answers["/b.xml"] = index(root, ["/a.xml", "/index.xml?utm_source=map"])
    answers["/c.xml"] = urls(root, ["/sound"])
    town.sources, town.sitemaps = (), ("/start.xml",)
    assert run(town, exit_code=0) == []
    asked = [one.path for one in town.room.log if one.path.endswith(".xml")]
    assert sorted(asked) == ["/a.xml", "/b.xml", "/c.xml", "/index.xml", "/start.xml"]


def test_an_index_of_fifty_thousand_indexes_is_followed_as_far_as_configured(town: Town) -> None:
    root, answers = town.room.root, town.room.answers
    many = [f"/map/{number}.xml" for number in range(50_000)]
    answers["/index.xml"] = index(root, many)
    answers |= dict.fromkeys(many, index(root, ["/more/1.xml", "/more/2.xml"]))
    answers["/map/3.xml"] = urls(root, ["/sound"])
    town.sources, town.sitemaps, town.reading = (), ("/index.xml",), "pages = 12\n"
    assert run(town, exit_code=0) == []
    assert [one.path for one in town.room.log if one.path.endswith(".xml")] == [
        *("/index.xml", *many[:11])
    ]


def test_what_an_answer_calls_itself_makes_it_neither_picture_nor_story_nor_feed(
    town: Town,
) -> None:
    root, answers = town.room.root, town.room.answers
    html, png = page("Not a picture").body, picture("ferry")
    answers["/lie.png"] = Answer(html, headers={"Content-Type": "image/png"})
    answers["/lie.html"] = Answer(png, headers=HTML)
    answers["/lie.xml"] = Answer(png, headers={"Content-Type": "application/rss+xml"})
    shown = page("Lighthouse painted").body.replace(
        b"<p>", b"<p><img src=/lie.png alt=View></p><p>", 1
    )
    answers["/sound"] = Answer(shown, headers=HTML)
    answers["/feed.xml"] = feed(root, "/lie.html", "/sound")
    town.sources, town.sitemaps = ("/feed.xml", "/lie.xml"), ("/lie.html",)
    failed = run(town, exit_code=1)
    assert sorted(one["where"].removeprefix(root) for one in failed) == [
        *("/lie.html", "/lie.html", "/lie.png", "/lie.xml")
    ]
    assert len(town.pages()) == 1
    assert list((town.folder / "out").rglob("*.webp")) == []
