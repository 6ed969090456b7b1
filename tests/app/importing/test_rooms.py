"""Hosts of originals meet their newsrooms, or make new ones."""

from pathlib import Path

import pytest

from samizdat.app.importing.rooms import MOST_NEW, NewRoom, Rooms, places_of
from samizdat.config import parse_config
from samizdat.errors import UsageError

CONFIG = parse_config(
    """
    [newsroom.harbour]
    home = "https://www.harbour.example/"
    hosts = ["www.harbour.example", "m.harbour.example"]
    language = "en"
    timezone = "Asia/Taipei"
    """,
    root=Path(),
)


def test_a_host_of_the_configuration_is_its_newsroom_with_and_without_www() -> None:
    rooms = Rooms(CONFIG)
    hosts = ("www.harbour.example", "harbour.example", "m.harbour.example")
    assert {rooms.find(host) for host in hosts} == {"harbour"}
    assert not rooms.new


def test_an_unknown_host_makes_one_newsroom() -> None:
    rooms = Rooms(CONFIG)
    assert rooms.find("www.gangkou.example", "zh-Hans") == "gangkou"
    assert rooms.find("gangkou.example", "zh-Hans") == "gangkou"
    assert rooms.find("gangkou.example", "en") == "gangkou"
    assert rooms.new["gangkou"].hosts == ["www.gangkou.example", "gangkou.example"]
    assert rooms.new["gangkou"].language == "zh-Hans"


def test_another_host_of_the_same_name_gets_an_id_of_its_own() -> None:
    rooms = Rooms(CONFIG)
    assert rooms.find("harbour.other") == "harbour-2"


def test_unknown_hosts_go_where_the_operator_says() -> None:
    rooms = Rooms(CONFIG, "harbour")
    assert rooms.find("www.gangkou.example") == "harbour"
    assert rooms.find("") == "harbour"
    assert not rooms.new
    assert Rooms(CONFIG, "pier").find("a.example") == "pier"


def test_a_story_without_an_original_belongs_nowhere_by_itself() -> None:
    assert Rooms(CONFIG).find("") == ""


def test_a_file_that_names_a_thousand_hosts_makes_few_newsrooms() -> None:
    rooms = Rooms(CONFIG)
    found = [rooms.find(f"h{n}.example") for n in range(1000)]
    assert len(rooms.new) == MOST_NEW
    assert found.count("") == 1000 - MOST_NEW


def test_an_impossible_id_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be a newsroom's id"):
        Rooms(CONFIG, "Harbour News")


def test_places_tell_language_and_zone_of_every_host() -> None:
    places = places_of(CONFIG)
    assert places["harbour.example"] == places["www.harbour.example"]
    assert places["harbour.example"].timezone == "Asia/Taipei"


def test_a_new_newsroom_is_called_what_most_pages_call_it() -> None:
    room = NewRoom("harbour", [])
    assert room.name == ""
    room.names.update(["BREAKING", "The Harbour Post", "The Harbour Post"])
    assert room.name == "The Harbour Post"
