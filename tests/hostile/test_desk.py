"""Hostile strings in every file of the editors' folder: told line by line, or words on pages.

The desk is checked as an editor's forge does it, and then whole runs make pages under it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

from samizdat.cli.main import cli
from samizdat.config.write import quoted
from samizdat.render.wording import load_wording
from tests.app.odd_newsroom import TEXT, Answer, OddNewsroom, Town
from tests.support.harmless import shown
from tests.support.harms import words_of
from tests.support.haunted import phrases
from tests.support.hostile import texts

OWN = (
    *("<script>alert(1)</script>", "javascript:alert(1)", "=cmd|' /C calc'!A0", '","', "]]", "{"),
    *(
        "{{ title }}",
        "",
        "\u202e",
        "# [x](data:text/html,y)",
        "'''",
        "港口\r\n渡轮",
        "0",
        "/(a+)+/",
    ),
)
"""What the corpus' strings are like, for those who do not have it."""

LISTS = ["", pytest.param("strings/blns.jsonl", marks=pytest.mark.shared)]

SOUND = {
    "notes.csv": '"No ferry on Sunday"\n',
    "picks.csv": '%(root)s/sound,"Two more ferries"\n',
    "takedowns.csv": '%(root)s/down/,"The keeper asked us to."\n',
    "promos.toml": "[[promo]]\nname = 'sound'\n"
    "links = [{ text = 'Tide tables', address = 'https://tides.example/' }]\n",
    "sections.toml": "[section.'town/front']\nnames = 'The harbour front'\nsources = ['s0']\n",
    "topics.toml": "[topic.piers]\nnames = 'Ferries and piers'\naliases = ['Piers']\n",
    "blocklist.txt": "title: crossword\n",
    "corrections/sound.md": "%(root)s/sound\n\nThe tower has forty steps.\n",
    "strings/en.toml": "home = 'Front page of the town'\n",
}
"""Sound lines of each file, which stand first in it."""

SAYS = (
    *("No ferry on Sunday", "Two more ferries", "The keeper asked us to.", "Tide tables"),
    *("The harbour front", "Ferries and piers", "The tower has forty steps."),
    "Front page of the town",
)
"""What readers see of them."""

LINES = {
    "notes.csv": "%(cell)s\n",
    "picks.csv": "%(root)s/picked/%(n)s,%(cell)s\n",
    "takedowns.csv": "%(root)s/down/%(n)s,%(cell)s\n",
    "promos.toml": "[[promo]]\nname = %(toml)s\nplace = 'above'\nsections = ['town/front']\n"
    "links = [{ text = %(toml)s, address = 'https://tides.example/%(n)s' }]\n"
    "[[promo]]\nname = '%(n)s'\nsections = ['town/front']\n"
    "links = [{ text = '%(n)s', address = %(toml)s }]\n",
    "sections.toml": "[section.'town/%(n)s']\nnames = %(toml)s\nsources = ['s0']\n",
    "topics.toml": "[topic.%(n)s]\nnames = %(toml)s\naliases = [%(toml)s, 'Topic %(n)s']\n",
    "blocklist.txt": "title: %(text)s\ntitle: /%(text)s/\n",
}
"""What each string becomes in a file: quoted as an editor's program does it, or as it stands."""

RAW = {
    "notes.csv": "%(text)s\n",
    "picks.csv": "%(root)s/picked/%(n)s,%(text)s\n",
    "takedowns.csv": "%(root)s/down/%(n)s,%(text)s\n",
    "promos.toml": "[[promo]]\nname = %(text)s\nlinks = [%(text)s]\n",
    "sections.toml": "[section.'town/%(n)s']\nnames = %(text)s\n",
    "topics.toml": "[topic.%(n)s]\nnames = %(text)s\naliases = [%(text)s]\n",
    "blocklist.txt": "%(text)s\n",
    "strings/en.toml": "by = %(text)s\n",
}
"""The same with nothing quoted."""

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]")
CLEANED = re.compile(rf"{CONTROLS.pattern}|[\u2066-\u2069]")
"""What a text from outside loses; isolates stand on pages, but they are our own."""

COUNTED = ("picks", "notes", "promos", "blocklist", "sections", "topics", "corrections")


def given(name: str) -> list[str]:
    """Return a list's texts; half characters, which no file can hold, are question marks."""
    return [text.encode("utf-8", "replace").decode() for text in (texts(name) if name else OWN)]


def letters(number: int) -> str:
    """Return *number* in letters, so that no string of digits means a story by chance."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def desk_of(root: str, texts: Sequence[str], lines: Mapping[str, str]) -> dict[str, str]:
    """Return the editors' files: what is sound, then *lines* for each of *texts*."""
    files = {path: text % {"root": root} for path, text in SOUND.items()}
    for n, text in enumerate(texts):
        words = {"root": root, "n": letters(n), "text": text, "toml": quoted(text)}
        words["cell"] = '"' + text.replace('"', '""') + '"'
        for path, line in lines.items():
            files[path] += line % words
        files[f"corrections/{letters(n)}.md"] = f"{root}/picked/{letters(n)}\n\n{text}\n"
    return files


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the editors' *files*, byte for byte."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def check(town: Town) -> dict[str, Any]:
    """Return what `desk check` says; each problem is one sentence about a line that is there."""
    done = CliRunner().invoke(cli, ["-C", str(town.folder), "desk", "check", "--json"])
    assert isinstance(done.exception, SystemExit | None), done.exception
    report: dict[str, Any] = json.loads(done.stdout)
    for problem in report["problems"]:
        lines = (town.folder / "desk" / problem["file"]).read_bytes().splitlines()
        assert 0 <= problem["line"] <= len(lines) + 1, problem
        assert problem["what"].replace("\u200c", "").replace("\u200d", "").isprintable(), problem
    assert done.exit_code == (1 if report["wrong"] else 0)
    return report


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A newsroom with a sound story, and its mirror."""
    with OddNewsroom() as room:
        town = Town(tmp_path, room, sources=("/front.xml", "/feed.xml"))
        town.reading = 'backfill = "1000"\n'
        town.write()
        yield town


@pytest.mark.parametrize("name", LISTS)
def test_a_string_as_it_stands_leaves_the_sound_lines_in_force(town: Town, name: str) -> None:
    for text in given(name):
        write(town.folder / "desk", desk_of(town.room.root, [text], RAW))
        rules = check(town)["rules"]
        assert all(rules[kind] for kind in COUNTED), (text, rules)


def feed(root: str, stories: Mapping[str, Sequence[str]]) -> Answer:
    """Return a feed with the whole text of *stories*: path → topics.

    Their titles are words without a space: the blocklist's line of one space means all others.
    """
    body = escape("".join(f"<p>{TEXT * 6}</p>" for _ in range(4)))
    items = "".join(
        f"<item><title>{path.replace('/', '')}</title><link>{root}/{path}</link>"
        f"{''.join(f'<category>{topic}</category>' for topic in topics)}"
        f"<content:encoded>{body}</content:encoded></item>"
        for path, topics in stories.items()
    )
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    text = f"<rss version='2.0' {space}><channel><title>Town</title>{items}</channel></rss>"
    return Answer(text.encode(), headers={"Content-Type": "application/rss+xml"})


def announce(town: Town, count: int) -> None:
    """Let the newsroom have a story to pick and one to take down for each of *count* strings."""
    numbers = [letters(n) for n in range(count)]
    topics = [f"Topic {n}" for n in numbers]
    picked = {f"picked/{n}": (f"Topic {n}",) for n in numbers}
    down = {f"down/{n}": ("Keepers",) for n in ("", *numbers)}
    front = {"sound": ("Piers",), "pier": ("Piers", *topics)}
    town.room.answers["/feed.xml"] = feed(town.room.root, picked | down)
    town.room.answers["/front.xml"] = feed(town.room.root, front)


def edition(town: Town) -> dict[str, str]:
    """Run once and return path → text of every page; what was said is what the desk has wrong."""
    wrong = [one["what"] for one in check(town)["problems"] if one["grade"] == "wrong"]
    failed = json.loads(town.run("sync", "--json"))["failed"]
    assert sorted(one["what"] for one in failed) == sorted(wrong)
    out = town.folder / "out"
    return {str(p.relative_to(out)): p.read_text("utf-8") for p in sorted(out.rglob("*.md"))}


@pytest.mark.parametrize("name", LISTS)
def test_strings_in_the_editors_files_are_told_or_are_words_on_pages(town: Town, name: str) -> None:
    strings = given(name)
    announce(town, len(strings))
    write(town.folder / "desk", desk_of(town.room.root, strings, LINES))
    pages = edition(town)
    assert next(iter(pages)) == "README.md"
    for forge, bodies in shown(list(pages.values())):
        said = [words_of(body) for body in bodies]
        assert [words for words in SAYS if words not in "\n".join(said)] == [], forge
        seen = [" ".join(text.split()) for text in strings if not CLEANED.search(text)]
        assert [text for text in seen if text not in said[0]] == [], "each is a note"
        assert not any(map(CONTROLS.search, said)), forge


@pytest.mark.parametrize("name", LISTS)
def test_strings_as_phrases_of_a_strings_file_are_told_or_are_words(town: Town, name: str) -> None:
    announce(town, 0)
    write(town.folder / "desk", desk_of(town.room.root, [], {}))
    strings, places = given(name), phrases(load_wording("en"))
    said = dict.fromkeys(places, "")
    while strings:
        now, strings = dict(zip(places, strings, strict=False)), strings[len(places) :]
        lines = [f"{phrase} = {quoted(text + places[phrase])}" for phrase, text in now.items()]
        write(town.folder / "desk", {"strings/en.toml": "\n".join(lines)})
        told = {one["line"] for one in check(town)["problems"]}
        assert told == {n for n, text in enumerate(now.values(), 1) if set("{}\n") & set(text)}
        for n, (phrase, text) in enumerate(now.items(), 1):
            said[phrase] += text if n not in told else ""
    lines = [f"{phrase} = {quoted(text + places[phrase])}" for phrase, text in said.items()]
    write(town.folder / "desk", {"strings/en.toml": "\n".join(lines)})
    assert check(town)["rules"]["strings"] == 1
    pages = list(edition(town).values())
    assert all(len(bodies) == len(pages) for _, bodies in shown(pages))
