"""The text that `init` writes, `add` adds to and `remove` cuts."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from samizdat.config import RemoteConfig, SourceConfig, parse_config
from samizdat.config.write import (
    NewNewsroom,
    add_sections,
    cut_newsroom,
    cut_source,
    write_config,
    write_newsroom,
)

FEED = SourceConfig(kind="feed", address="https://harbour.example/rss.xml", id="feed")
LISTING = SourceConfig(
    kind="listing", address="https://harbour.example/all", id="listing", selector="h2 > a"
)


def room(name: str, *sources: SourceConfig) -> NewNewsroom:
    home = f"https://{name}.example/"
    return NewNewsroom(name, "Harbour", home, "en", (f"{name}.example",), sources, {"news": "News"})


WORDS = st.text(st.characters(codec="utf-8"))


@given(title=WORDS, name=WORDS)
def test_any_title_and_name_read_back_but_for_null_characters(title: str, name: str) -> None:
    harbour = NewNewsroom("harbour", name, "https://h.example/", "", (), (FEED,), {"news": name})
    remote = RemoteConfig(name="main", push="/srv/news.git")
    text = write_config(title, "en", harbour, [remote], ["127.0.0.1"])
    config = parse_config(text, root=Path())
    assert config.mirror.title == title.replace("\x00", "")
    assert config.newsrooms["harbour"].name == (name.replace("\x00", "") or "harbour")
    assert config.remotes == (remote,)


def test_a_cut_newsroom_leaves_the_others_and_their_comments() -> None:
    kept = write_newsroom(room("harbour", FEED, LISTING)) + "# my own note\n"
    text = kept + "\n" + write_newsroom(room("bay", FEED))
    left = cut_newsroom(text, "bay")
    assert list(parse_config(left, root=Path()).newsrooms) == ["harbour"]
    assert "# my own note" in left


def test_a_cut_source_leaves_its_newsroom() -> None:
    text = write_newsroom(room("harbour", FEED, LISTING))
    left = cut_source(text, "harbour", ['address = "https://harbour.example/all"'])
    config = parse_config(left, root=Path())
    assert [source.id for source in config.newsrooms["harbour"].source] == ["feed"]


def test_names_join_the_sections_that_are_there() -> None:
    text = "\n".join(
        [
            write_newsroom(room("harbour", FEED)),
            "# Where the edition goes.",
            "[[remote]]",
            'name = "main"',
            'push = "/srv/news.git"',
            "",
        ]
    )
    grown = add_sections(text, "harbour", {"nsc101": '港口 "新" 闻', "sport": "Sport"})
    config = parse_config(grown, root=Path())
    named = {"news": "News", "nsc101": '港口 "新" 闻', "sport": "Sport"}
    assert dict(config.newsrooms["harbour"].sections) == named
    assert config.newsrooms["harbour"].source == (FEED,)
    assert '# Where the edition goes.\n[[remote]]\nname = "main"' in grown
    assert text.splitlines() == [
        line for line in grown.splitlines() if not line.startswith(("nsc101", "sport"))
    ]


def test_names_make_a_table_where_there_is_none() -> None:
    text = '[newsroom.harbour]\nhome = "https://harbour.example/"\n'
    grown = add_sections(text, "harbour", {"sport": "Sport"})
    assert dict(parse_config(grown, root=Path()).newsrooms["harbour"].sections) == {
        "sport": "Sport"
    }
