"""How newsrooms are asked, by their own log of a run of the commands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.odd_newsroom import Answer, OddNewsroom, Town, feed, page

STORIES = ("/one", "/two", "/closed/three")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A mirror of three stories, of which robots.txt closes one."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    with OddNewsroom() as room:
        room.answers |= {path: page(f"Story {path[1:]}") for path in STORIES}
        listed = feed(room.root, *STORIES)
        room.answers["/feed.xml"] = Answer(listed.body, headers={"ETag": '"a"'})
        robots = b"User-agent: *\nDisallow: /closed/\n"
        room.answers["/robots.txt"] = Answer(robots, headers={"Content-Type": "text/plain"})
        made = Town(folder, room)
        made.write()
        yield made


def test_robots_txt_is_asked_first_and_obeyed(town: Town) -> None:
    said = town.run("sync", exit_code=1)
    assert town.room.log[0].path == "/robots.txt"
    assert town.room.asked("/closed/three") == []
    assert "/closed/three" in said
    assert "robots.txt" in said
    assert len(town.pages()) == 2


def test_every_request_names_us_and_whom_to_write_to(town: Town) -> None:
    town.run("sync")
    agents = {one.headers["user-agent"] for one in town.room.log}
    (agent,) = agents
    assert agent.startswith("samizdat/")
    assert "desk@mirror.example" in agent


def test_one_host_is_asked_one_by_one_with_a_pause(town: Town) -> None:
    town.fetch = 'delay = "1s"'
    town.write()
    town.run("sync")
    times = [one.at for one in town.room.log]
    assert len(times) >= 4
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    # The log is written when a request arrives: a little jitter of the machine is allowed for.
    assert all(pause > 0.9 for pause in pauses[1:]), pauses


def test_what_was_read_is_asked_conditionally(town: Town) -> None:
    town.run("sync")
    town.room.log.clear()
    town.run("sync")
    (asked,) = town.room.asked("/feed.xml")
    assert asked.headers["if-none-match"] == '"a"'
    assert town.room.asked("/one") == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433"])
def test_private_addresses_are_refused_unless_named(town: Town, host: str) -> None:
    town.private = "[]"
    town.sources = (f"http://{host}:{town.room.port}/feed.xml",)
    town.write()
    said = town.run("sync", exit_code=1)
    assert "allow_private" in said
    assert town.room.log == []


def test_a_redirect_to_a_private_address_is_refused(town: Town) -> None:
    with OddNewsroom() as inner:
        inner.answers["/secret"] = page("Secret")
        town.private = f'["127.0.0.1:{town.room.port}"]'
        town.write()
        moved = {"Location": f"{inner.root}/secret"}
        town.room.answers["/one"] = Answer(b"", 302, moved)
        said = town.run("sync", exit_code=1)
        assert inner.log == []
    assert "allow_private" in said
    assert len(town.pages()) == 1
