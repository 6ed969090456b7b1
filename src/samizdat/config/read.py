"""samizdat.toml → `Config`; everything that is wrong is said in one sentence with its line."""

from __future__ import annotations

import hashlib
import re
import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from samizdat.config.fields import read_duration, read_table, unknown
from samizdat.config.lines import line_of
from samizdat.config.values import (
    Config,
    DeskConfig,
    FetchConfig,
    HistoryConfig,
    ImagesConfig,
    MirrorConfig,
    NavigationConfig,
    NewsroomConfig,
    PagesConfig,
    RecheckConfig,
    RemoteConfig,
    SourceConfig,
)
from samizdat.errors import ConfigError
from samizdat.model.address import host_of, is_web
from samizdat.model.identity import is_key

CONFIG_NAME = "samizdat.toml"

_TABLES = {
    "mirror": MirrorConfig,
    "fetch": FetchConfig,
    "images": ImagesConfig,
    "recheck": RecheckConfig,
    "history": HistoryConfig,
    "pages": PagesConfig,
    "desk": DeskConfig,
}
_TOP = (*_TABLES, "newsroom", "remote", "navigation")


def load_config(folder: Path) -> Config:
    """Return the configuration of the mirror in *folder*.

    Raises:
        ConfigError: no samizdat.toml there, or it cannot be used.
    """
    path = folder / CONFIG_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(
            f"there is no {CONFIG_NAME} in this folder",
            where=str(folder),
            hint="samizdat init https://newsroom.example/   (or -C FOLDER for another folder)",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the file cannot be read: {error}", where=str(path)) from error
    return parse_config(text, root=folder.resolve(), where=str(path))


def parse_config(text: str, *, root: Path, where: str = CONFIG_NAME) -> Config:
    """Return the configuration that *text* holds.

    Raises:
        ConfigError: no TOML, an unknown key (names the nearest), a value of the wrong kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not valid TOML: {error}", where=where) from error
    try:
        return _config(data, root)
    except ConfigError as error:
        raise ConfigError(
            _one_line(error.what),
            where=f"{where}{line_of(text, error.where, error.what)}",
            hint=_one_line(error.hint),
        ) from error


def _one_line(text: str) -> str:
    """Return *text* with what no terminal should be sent written as Python writes it."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _config(data: Mapping[str, Any], root: Path) -> Config:
    for name in data:
        if name not in _TOP:
            raise unknown(name, _TOP, table="the top level")
    tables: dict[str, Any] = {
        name: read_table(kind, data.get(name, {}), f"[{name}]") for name, kind in _TABLES.items()
    }
    newsrooms = {id_: _newsroom(id_, table) for id_, table in _table(data, "newsroom").items()}
    remotes = tuple(
        _remote(table, f"[[remote]] number {n}")
        for n, table in enumerate(_array(data, "remote"), 1)
    )
    navigation = tuple(
        _navigation(table, f"[[navigation]] number {n}")
        for n, table in enumerate(_array(data, "navigation"), 1)
    )
    _check_unique([remote.name for remote in remotes], "two remotes are named")
    _check_pattern(tables["recheck"].updating, "[recheck]", "updating")
    return Config(root=root, newsrooms=newsrooms, remotes=remotes, navigation=navigation, **tables)


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise ConfigError(f"{name} is not a table", where=name, hint=f"write [{name}.ID]")
    return table


def _array(data: Mapping[str, Any], name: str) -> list[Any]:
    tables = data.get(name, [])
    if not isinstance(tables, list):
        raise ConfigError(f"{name} is not a list of tables", where=name, hint=f"write [[{name}]]")
    return tables


def _newsroom(newsroom: str, table: Any) -> NewsroomConfig:
    title = f"[newsroom.{newsroom}]"
    if not is_key(newsroom):
        raise ConfigError(
            f"“{newsroom}” cannot name a newsroom",
            where=f"newsroom.{newsroom}",
            hint="use lower-case letters, digits and inner hyphens, at most 40, not only digits",
        )
    value = read_table(NewsroomConfig, table, title, given={"id": newsroom}, skip=("source",))
    sources = table.get("source", [])
    if not isinstance(sources, list):
        raise ConfigError(
            "source is not a list of tables",
            where=f"newsroom.{newsroom}",
            hint=f"write [[newsroom.{newsroom}.source]]",
        )
    read = tuple(_source(newsroom, n, source) for n, source in enumerate(sources, 1))
    _check_unique([source.id for source in read], f"{title} has two sources with the id")
    _check_sections(newsroom, (*value.sections, *(key for s in read for key in s.sections)))
    return replace(
        value,
        name=value.name or newsroom,
        hosts=value.hosts or tuple(filter(None, (host_of(value.home),))),
        source=read,
    )


def _source(newsroom: str, number: int, table: Any) -> SourceConfig:
    title = f"[[newsroom.{newsroom}.source]] number {number}"
    source = read_table(SourceConfig, table, title)
    if not is_web(source.address):
        raise ConfigError(
            f"{title}: “{source.address}” is no http or https address", where="address"
        )
    for name in ("include", "exclude"):
        _check_pattern(getattr(source, name), title, name)
    return replace(source, id=source.id or default_source_id(source.kind, source.address))


def _check_pattern(pattern: str, title: str, name: str) -> None:
    try:
        with warnings.catch_warnings():
            # A pattern such as [[a] works; what it may mean one day is not for the terminal.
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigError(
            f"{title}: “{name}” is no regular expression: {error}",
            where=name,
            hint="a backslash goes before a character that is meant as itself",
        ) from error


def default_source_id(kind: str, address: str) -> str:
    """Return the id of a source that was given none: its kind and six hex digits."""
    return f"{kind}-{hashlib.sha256(address.encode()).hexdigest()[:6]}"


def _check_sections(newsroom: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if not is_key(key):
            raise ConfigError(
                f"“{key}” cannot be a section's key in [newsroom.{newsroom}]",
                where=key,
                hint="use lower-case letters, digits and inner hyphens; "
                f'names for readers go into [newsroom.{newsroom}.sections], {newsroom} = "…"',
            )


def _remote(table: Any, title: str) -> RemoteConfig:
    remote = read_table(RemoteConfig, table, title)
    if not is_key(remote.name):
        raise ConfigError(
            f"{title}: “{remote.name}” cannot name a remote",
            where="name",
            hint="use lower-case letters, digits and inner hyphens",
        )
    if remote.images and not remote.images.startswith("https://"):
        raise ConfigError(
            f"{title}: “{remote.images}” cannot serve pictures",
            where="images",
            hint='images = "https://cdn.example/news/", or leave it out',
        )
    _check_history(remote.history, title)
    return remote


def _check_history(history: str, title: str) -> None:
    if history:
        try:
            read_duration(history)
        except ValueError as error:
            raise ConfigError(
                f"{title}: “history” cannot be used: {error}", where="history"
            ) from error


def _navigation(table: Any, title: str) -> NavigationConfig:
    link = read_table(NavigationConfig, table, title)
    if not link.text and not link.names:
        raise ConfigError(f"{title} has no words", where="target", hint='text = "About us"')
    if not is_target(link.target):
        raise ConfigError(
            f"{title}: “{link.target}” leads nowhere",
            where="target",
            hint="home, section:NEWSROOM/SECTION, topic:KEY, a file such as about.md, or https://…",
        )
    return link


def is_target(target: str) -> bool:
    """Return whether *target* can be where a link of the navigation bar leads.

    >>> is_target("section:harbour/world"), is_target("../up.md"), is_target("javascript:x")
    (True, False, False)
    """
    kind, colon, name = target.partition(":")
    if target == "home" or is_web(target):
        return True
    if colon:
        return kind in ("section", "topic") and all(is_key(part) for part in name.split("/"))
    parts = target.split("/")
    return (
        bool(target) and not any(part in ("", ".", "..") for part in parts) and "\\" not in target
    )


def _check_unique(names: list[str], sentence: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{sentence} “{name}”", where=name, hint="give each its own")
