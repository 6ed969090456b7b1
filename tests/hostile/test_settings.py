"""Every text of samizdat.toml, one after another, as a hostile operator or a copied file has it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import pytest

from samizdat.app.mirror import fetch_options, source_options, system_clock
from samizdat.app.schedule import next_check
from samizdat.config import (
    Config,
    DeskConfig,
    FetchConfig,
    MirrorConfig,
    NavigationConfig,
    NewsroomConfig,
    PagesConfig,
    RecheckConfig,
    RemoteConfig,
    SourceConfig,
    parse_config,
)
from samizdat.config.write import NewNewsroom, write_config, write_newsroom
from samizdat.errors import SamizdatError
from samizdat.fetch import HttpFetcher
from samizdat.publish import GitOptions
from samizdat.render.wording import load_wording
from samizdat.sources import read_source
from tests.support.harmless import slow
from tests.support.hostile import texts

T = TypeVar("T")
pytestmark = pytest.mark.shared

LISTS = ("strings/blns.jsonl", "titles/fields.jsonl", "paths/traversal.jsonl", "git/args.jsonl")


TABLES: dict[str, type[Any]] = {
    "[mirror]": MirrorConfig,
    "[fetch]": FetchConfig,
    "[recheck]": RecheckConfig,
    "[pages]": PagesConfig,
    "[desk]": DeskConfig,
    "[newsroom.harbour]": NewsroomConfig,
    "[[newsroom.harbour.source]]": SourceConfig,
    "[[remote]]": RemoteConfig,
    "[[navigation]]": NavigationConfig,
}
TLS = ssl.create_default_context()
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOME = "https://harbour.example/"
FEED = (
    b"<rss><channel><title>t</title><item><title>Ferry</title><link>/a</link>"
    b"<pubDate>2026-03-14</pubDate></item></channel></rss>"
)
SOUND = {
    "kind": "'feed'",
    "address": "'https://harbour.example/rss.xml'",
    "name": "'main'",
    "push": "'news.git'",
    "target": "'home'",
    "text": "'Front'",
}
"""What the other keys of a table need to say."""


def places() -> Iterator[tuple[str, str]]:
    """Yield table and key of every setting that is a text or holds texts."""
    for table, kind in TABLES.items():
        hints = get_type_hints(kind)
        for field in fields(kind):
            if field.name not in ("id", "source") and "Path" not in str(hints[field.name]):
                yield table, field.name


def written(text: str) -> str:
    """Return *text* as a string of TOML, each character by its number."""
    return '"' + "".join(f"\\U{ord(c):08X}" for c in whole(text)) + '"'


def whole(text: str) -> str:
    """Return *text* with question marks for half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def shapes(kind: type[Any], key: str, value: str) -> str:
    """Return *value* in the shape that *key* of *kind* wants."""
    hint = str(get_type_hints(kind)[key])
    if hint.startswith("tuple"):
        return f"[{value}]"
    return f"{{ a = {value} }}" if "Mapping" in hint else value


def settings(table: str, key: str, text: str) -> str:
    """Return a configuration with *text* as *key* of *table*, and everything else sound."""
    kind = TABLES[table]
    lines = [table, f"{key} = {shapes(kind, key, written(text))}"]
    for field in fields(kind):
        needed = field.default is MISSING and field.default_factory is MISSING
        if field.name not in (key, "id") and (needed or field.name == "text"):
            lines.append(f"{field.name} = {SOUND[field.name]}")
    return "\n".join(lines)


@pytest.mark.parametrize("one_in", [7, slow(1)])
@pytest.mark.parametrize(("table", "key"), list(places()))
def test_a_setting_is_kept_as_written_or_refused_in_one_sentence(
    table: str, key: str, one_in: int, tmp_path: Path
) -> None:
    for text in [text for name in LISTS for text in texts(name)][::one_in]:
        config = answer(parse_config, settings(table, key, text), root=tmp_path)
        if isinstance(config, Config):
            assert holds(config, table, key, text), text
            use(config, table, tmp_path)


def answer(call: Callable[..., T], *words: Any, **more: Any) -> T | SamizdatError:
    """Return what *call* gives or refuses with; a refusal says what is wrong in one line."""
    try:
        return call(*words, **more)
    except SamizdatError as refused:
        if not refused.what or "\n" in refused.what:
            pytest.fail(f"a refusal of {refused.what!r}")
        return refused


def holds(config: Config, table: str, key: str, text: str) -> bool:
    """Return whether the setting is *text*, or what *text* means."""
    room = next(iter(config.newsrooms.values()), None)
    values: dict[str, object] = {
        "[newsroom.harbour]": room,
        "[[newsroom.harbour.source]]": room.source[0] if room and room.source else None,
        "[[remote]]": config.remotes[0] if config.remotes else None,
        "[[navigation]]": config.navigation[0] if config.navigation else None,
    }
    value = getattr(values.get(table) or getattr(config, table.strip("[]"), None), key)
    kept = whole(text)
    if isinstance(value, str):
        return value == kept or (key == "name" and not kept and value == "harbour")
    return not isinstance(value, tuple | dict) or kept in (
        *value,
        *getattr(value, "values", list)(),
    )


def use(config: Config, table: str, folder: Path) -> None:
    """Hand the settings to the floors that use them: each is taken or refused in one sentence."""
    match table:
        case "[fetch]":
            answer(HttpFetcher, fetch_options(config), now=system_clock, tls=TLS)
        case "[mirror]":
            answer(HttpFetcher, fetch_options(config), now=system_clock, tls=TLS)
            answer(load_wording, config.mirror.language)
            assert config.store.is_absolute()
            assert config.recipes.is_absolute()
        case "[recheck]":
            next_check("Ferry: live", NOW, NOW, config.recheck)
        case "[[remote]]":
            remote = config.remotes[0]
            answer(GitOptions, remote.name, remote.push, folder / "git", branch=remote.branch)
        case "[newsroom.harbour]" | "[[newsroom.harbour.source]]":
            room = config.newsrooms["harbour"]
            for source in room.source or (SourceConfig("feed", HOME),):
                answer(read_source, source.kind, FEED, HOME, source_options(room, source))


@pytest.mark.parametrize("name", LISTS)
def test_what_a_newsroom_calls_itself_is_written_and_read_again(name: str) -> None:
    source = SourceConfig("feed", "https://harbour.example/rss.xml", "feed")
    for text in texts(name):
        room = NewNewsroom(
            "harbour", text, "https://harbour.example/", "", (), (source,), {"world": text}
        )
        kept = whole(text).replace("\x00", "")
        for document in (write_newsroom(room), write_config(text, "en", room, (), ())):
            config = parse_config(document, root=Path("/m"))
            read = config.newsrooms["harbour"]
            assert (read.name, read.sections["world"]) == (kept or "harbour", kept)
        assert config.mirror.title == kept
