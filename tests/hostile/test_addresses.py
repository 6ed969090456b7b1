"""Addresses as the URL Standard reads them, and paths that want out of their folder."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samizdat.config import parse_config
from samizdat.errors import ConfigError
from samizdat.model.address import canonical_address, host_of, join
from samizdat.model.host import parse_host
from samizdat.model.identity import is_key, mint_id, story_path
from samizdat.model.topic import own_topic
from tests.support.hostile import Record, records, texts

pytestmark = pytest.mark.shared

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
STORY_PATH = re.compile(r"harbour/2026/03/[0-9a-f]{2}/[a-z2-7]{12}")
TOPIC = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def found(record: Record) -> str:
    """Return the canonical address of a case of the standard, "" if it is refused."""
    base = record.get("base") or ""
    joined = join("" if base == "about:blank" else base, record["input"])
    try:
        return canonical_address(joined) if joined else ""
    except ValueError:
        return ""


def test_an_address_is_refused_or_means_the_host_that_browsers_see() -> None:
    accepted = 0
    for record in records("url/urltestdata.jsonl"):
        address = found(record)
        if record.get("failure") or record["protocol"] not in ("http:", "https:"):
            assert address == "", record
        elif address:
            accepted += 1
            assert host_of(address) == record["hostname"].strip("[]"), record
    assert accepted >= 48, "of the 55 web addresses that the standard accepts"


def test_the_host_that_readers_are_shown_is_ascii() -> None:
    for record in records("unicode/policy.jsonl"):
        if record["why"] == "homograph host":
            shown = host_of(f"https://{record['s']}/")
            assert shown.isascii(), record
            assert shown in ("", parse_host(shown).name)
    assert host_of("https://раураl.com/") == "xn--l-7sba6dbr.com"


def test_a_path_in_an_address_never_becomes_a_path_of_ours() -> None:
    for text in texts("paths/traversal.jsonl"):
        address = join("https://harbour.example/news/", text)
        if address:
            assert host_of(address) == "harbour.example" or "//" in text.replace("\\", "/")
            canonical = canonical_address(address)
            assert STORY_PATH.fullmatch(story_path("harbour", mint_id("harbour", canonical), NOW))


HOME = "[newsroom.harbour]\nhome = 'https://harbour.example/'\n"
SOURCE = "[[newsroom.harbour.source]]\nkind = 'feed'\naddress = 'https://n.example/'\n"
NAMES = ("paths/traversal.jsonl", "titles/fields.jsonl", "strings/blns.jsonl", "xss/html.jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_text_is_a_key(name: str) -> None:
    for text in texts(name):
        assert not is_key(text) or re.fullmatch("[a-z0-9]+", text), text
        topic = own_topic(text)
        assert topic == "" or (TOPIC.fullmatch(topic) and is_key(topic)), (text, topic)


def test_names_of_files_that_steer_a_forge_are_no_keys() -> None:
    names = [text for record in records("paths/names.jsonl") for text in names_of(record)]
    for text in names:
        assert not is_key(text) or re.fullmatch("[a-z0-9]+", text), text
        assert own_topic(text) == "" or is_key(own_topic(text)), text
    for text in ("prn", "com1", ".", "..", "a ", "K", "ſ"):
        assert not is_key(text), text


def names_of(record: Record) -> list[str]:
    """Return the one or two names of a line."""
    return [str(text) for text in record.get("pair") or (record["s"],)]


@pytest.mark.parametrize("name", ["paths/traversal.jsonl", "paths/names.jsonl"])
@pytest.mark.parametrize(
    "template",
    [
        "[newsroom.{}]\nhome = 'https://harbour.example/'\n",
        "[[remote]]\nname = {}\npush = 'news.git'\n",
        "[newsroom.harbour.sections]\n{} = 'World'\n",
        SOURCE + "sections = [{}]\n",
    ],
)
def test_no_path_names_a_newsroom_a_remote_or_a_section(name: str, template: str) -> None:
    for text in [text for record in records(name) for text in names_of(record)]:
        if is_key(text):
            continue
        config = template.format(quoted(text))
        with pytest.raises(ConfigError) as refused:
            parse_config(("" if '[newsroom."' in config else HOME) + config, root=Path("/m"))
        assert "\n" not in refused.value.what, text


def quoted(text: str) -> str:
    """Return *text* as a basic string of TOML."""
    return '"' + "".join(f"\\U{ord(c):08X}" for c in text) + '"'
