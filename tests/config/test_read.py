"""samizdat.toml as operators write it, and what they are told when it is wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from samizdat.config import Backfill, Config, load_config, parse_config
from samizdat.config.fields import read_duration, write_duration
from samizdat.errors import ConfigError

ROOT = Path("/mirror")

WHOLE = """
[mirror]
title = "Harbour mirror"
language = "zh-Hans"

[fetch]
delay = "3s"
allow_private = ["127.0.0.1"]
max_bytes = "16MB"

[newsroom.harbour]
name = "港口日报"
home = "https://harbour.example/"

[newsroom.harbour.sections]
world = "国际"

[[newsroom.harbour.source]]
kind = "feed"
address = "https://harbour.example/rss.xml"
sections = ["world"]
backfill = "30d"

[[remote]]
name = "main"
push = "https://forge.example/mirror/news.git"
public = "https://forge.example/mirror/news/blob/main/"
forge = "github"
"""


def error_of(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, root=ROOT)
    return caught.value


def test_every_part_arrives_typed() -> None:
    config = parse_config(WHOLE, root=ROOT)
    room = config.newsrooms["harbour"]
    assert config.fetch.delay == timedelta(seconds=3)
    assert config.fetch.max_bytes == 16 * 1024**2
    assert room.hosts == ("harbour.example",)
    assert room.sections == {"world": "国际"}
    assert room.source[0].backfill == Backfill(count=None, age=timedelta(days=30))
    assert config.remotes[0].forge == "github"
    assert config.store == ROOT / "store"


def test_unknown_key_names_the_nearest_and_its_line() -> None:
    error = error_of(WHOLE.replace("sections = [", "sectons = ["))
    assert "“sectons”" in error.what
    assert "“sections”" in error.hint
    assert error.where == "samizdat.toml:21"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('[[remote]]\nname = "a"\npush = "/a"\n\n[[remote]]\nname = "b b"\npush = "/b"\n', 6),
        ('[[remote]]\nname = "a"\npush = "/a"\n\n[[remote]]\nname = "a"\npush = "/b"\n', 2),
        ('[mirror]\ntitle = "delay"\n\n[fetch]\ndelay = "soon"\n', 5),
        ('[mirror]\ntitle = "a"\n\n[[remote]]\nname = "a"\npush = 3\n', 6),
        (
            (
                '[[newsroom.bay.source]]\nkind = "feed"\naddress = "https://bay.example/"\n'
                '[newsroom.bay.sections]\n[[newsroom.bay.source]]\nkind = "feed"\naddress = "x"\n'
            ),
            7,
        ),
    ],
)
def test_the_line_is_that_of_the_table_that_is_wrong(broken: str, line: int) -> None:
    assert error_of(broken).where == f"samizdat.toml:{line}"


def test_unknown_table_names_the_nearest() -> None:
    assert "“newsroom”" in error_of("[newsrooms.harbour]\n").hint


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('delay = "3s"', 'delay = "soon"', "write 2s, 10m, 1h or 30d"),
        ('delay = "3s"', "delay = 3", "not a text in quotes"),
        ('max_bytes = "16MB"', "max_bytes = -1", "not a whole number"),
        ('kind = "feed"', 'kind = "fed"', "not one of feed, sitemap"),
        ('kind = "feed"\n', "", "lacks “kind”"),
        ("[newsroom.harbour]", '[newsroom."Harbour News"]', "cannot name a newsroom"),
        ('sections = ["world"]', 'sections = ["国际"]', "cannot be a section's key"),
        ('sections = ["world"]', 'sections = "world"', "not a list"),
        ('address = "https', 'address = "ftp', "no http or https address"),
        ('name = "main"', 'name = "../x"', "cannot name a remote"),
    ],
)
def test_wrong_value_is_one_sentence(old: str, new: str, words: str) -> None:
    assert words in error_of(WHOLE.replace(old, new)).what


def test_two_remotes_of_one_name_are_refused() -> None:
    again = WHOLE[WHOLE.index("[[remote]]") :]
    assert "two remotes are named “main”" in error_of(WHOLE + again).what


def test_broken_toml_names_the_place() -> None:
    assert "line 2" in error_of("[mirror]\ntitle = \n").what


def test_folder_without_configuration_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no samizdat\.toml") as caught:
        load_config(tmp_path)
    assert "samizdat init" in caught.value.hint


@pytest.mark.parametrize("text", ["2s", "90m", "1h", "30d", "0s"])
def test_durations_survive_both_ways(text: str) -> None:
    assert read_duration(write_duration(read_duration(text))) == read_duration(text)


def _links(text: str) -> Config:
    return parse_config(text, root=Path("/srv/mirror"))


def test_navigation_takes_pages_files_and_addresses_in_their_order() -> None:
    config = _links(
        '[[navigation]]\ntarget = "home"\ntext = "Front"\n'
        '[[navigation]]\ntarget = "section:harbour/world"\nnames = { fa = "جهان", "" = "World" }\n'
        '[[navigation]]\ntarget = "about/us.md"\ntext = "About"\n'
        '[[navigation]]\ntarget = "https://library.example/"\ntext = "Library"\n'
    )
    assert [link.target for link in config.navigation] == [
        "home",
        "section:harbour/world",
        "about/us.md",
        "https://library.example/",
    ]
    assert config.navigation[1].names == {"fa": "جهان", "": "World"}


@pytest.mark.parametrize(
    "target", ["../up.md", "/etc/passwd", "javascript:alert(1)", "topic:No Key", "a//b", ""]
)
def test_navigation_that_leads_nowhere_is_named_with_its_line(target: str) -> None:
    with pytest.raises(ConfigError, match="leads nowhere") as error:
        _links(f'[[navigation]]\ntext = "About"\ntarget = "{target}"\n')
    assert error.value.where == "samizdat.toml:3"


def test_navigation_without_words_says_what_to_write() -> None:
    with pytest.raises(ConfigError, match="has no words") as error:
        _links('[[navigation]]\ntarget = "home"\n')
    assert "text =" in error.value.hint


def test_pictures_come_from_elsewhere_only_over_https() -> None:
    remote = '[[remote]]\nname = "main"\npush = "news.git"\n'
    assert _links(remote + 'images = "https://cdn.example/x/"\n').remotes[0].images
    with pytest.raises(ConfigError, match="cannot serve pictures"):
        _links(remote + 'images = "http://cdn.example/x/"\n')


LIMITS = [
    ('backfill = "30d"', 'backfill = "399999999999990d"', "36500d are the most"),
    ('delay = "3s"', f'delay = "{"9" * 400}s"', "36500d are the most"),
    ('delay = "3s"', 'delay = "5300w"', "36500d are the most"),
    ("16MB", f"{'9' * 400}GB", "more than 1,000,000,000,000,000"),
    ('"16MB"', "9" * 20, "more than 1,000,000,000,000,000"),
]


@pytest.mark.parametrize(("old", "new", "words"), LIMITS, ids=["age", "inf", "w", "gb", "number"])
def test_numbers_without_end_are_told_their_limit(old: str, new: str, words: str) -> None:
    assert words in str(error_of(WHOLE.replace(old, new)))


def test_a_pattern_that_python_wonders_at_is_taken_as_it_stands() -> None:
    text = WHOLE.replace('kind = "feed"', 'kind = "feed"\ninclude = "[[渡]"')
    config = parse_config(text, root=ROOT)
    assert config.newsrooms["harbour"].source[0].include == "[[渡]"


def test_an_address_with_a_port_that_cannot_be_is_none() -> None:
    text = WHOLE.replace("https://harbour.example/rss.xml", "https://harbour.example:99999/rss.xml")
    assert "99999" in str(error_of(text))


def test_history_is_a_duration() -> None:
    remote = '[[remote]]\nname = "main"\npush = "news.git"\n'
    assert _links(remote + 'history = "30d"\n').remotes[0].history == "30d"
    with pytest.raises(ConfigError, match="no duration"):
        _links(remote + 'history = "a month"\n')


def test_links_of_bodies_are_kept_written_out_or_plain() -> None:
    assert _links("").pages.links == "keep"
    assert _links('[pages]\nlinks = "footnote"\n').pages.links == "footnote"
    with pytest.raises(ConfigError, match="not one of keep, footnote, plain"):
        _links('[pages]\nlinks = "none"\n')
