"""`make reference`: docs/reference/ from the code, so that it cannot grow old."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click

from samizdat.cli.main import cli
from samizdat.config import (
    Backfill,
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
from samizdat.config.fields import write_duration

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"

MADE = "<!-- Made from the code by `make reference`; a test compares. -->\n"

TABLES: tuple[tuple[str, type], ...] = (
    ("[mirror]", MirrorConfig),
    ("[fetch]", FetchConfig),
    ("[images]", ImagesConfig),
    ("[recheck]", RecheckConfig),
    ("[history]", HistoryConfig),
    ("[pages]", PagesConfig),
    ("[desk]", DeskConfig),
    ("[[navigation]]", NavigationConfig),
    ("[newsroom.ID]", NewsroomConfig),
    ("[[newsroom.ID.source]]", SourceConfig),
    ("[[remote]]", RemoteConfig),
)

_UNSET: dict[tuple[type, str], str] = {(NewsroomConfig, "source"): "tables of their own, below"}

_INTRODUCTION = """\
# samizdat.toml

{made}
One file says what a mirror mirrors and where it goes; `samizdat init` writes it with comments.
Relative paths count from the folder it stands in.
An unknown key is an error that names the nearest known one.
Secrets never stand here: they come from the environment.

Values are written so:

| kind | written as |
|---|---|
| text | `"in quotes"` |
| list of texts | `["one", "two"]` |
| duration | `"2s"`, `"10m"`, `"1h"`, `"30d"`, `"2w"` |
| number | `16`; a size may carry a unit: `"32MB"`, `"5GB"` |
| count or age | `"200"`, or `"30d"` |
| yes or no | `true`, `false` |
| table of texts | `{{ key = "text" }}`, or a table of its own |
"""

_COMMANDS = """\
# Commands

{made}
Exit codes: 0 done; 1 something failed and the rest is done; 2 the command or samizdat.toml is wrong; 130 stopped by hand.
`-C DIR` stands before or after the command.
"""  # noqa: E501  one sentence a line


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    Attributes:
        name: as it is written.
        kind: what its value is.
        default: what holds if it is not given.
        meaning: one sentence.
    """

    name: str
    kind: str
    default: str
    meaning: str


def keys_of(table: type) -> list[Key]:
    """Return the keys of *table* that stand in samizdat.toml."""
    hints = get_type_hints(table)
    return [_key(table, one, hints[one.name]) for one in fields(table) if "help" in one.metadata]


def _key(table: type, one: Field[Any], hint: Any) -> Key:
    text = _UNSET.get((table, one.name)) or _default(one)
    return Key(one.name, _kind(hint), text, str(one.metadata["help"]))


def _default(one: Field[Any]) -> str:
    if one.default is not MISSING:
        return f"`{_written(one.default)}`"
    if one.default_factory is not MISSING:
        return f"`{_written(one.default_factory())}`"
    return "**must be given**"


_KINDS: dict[Any, str] = {
    str: "text",
    bool: "yes or no",
    int: "number",
    timedelta: "duration",
    Backfill: "count or age",
}


def _kind(hint: Any) -> str:
    if hint in _KINDS:
        return _KINDS[hint]
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in get_args(hint))
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return "list of tables" if inner is SourceConfig else f"list of {_KINDS[inner]}s"
    return "table of texts"


def _written(value: Any) -> str:
    """Return *value* as an operator writes it in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return f'"{write_duration(value)}"'
    if isinstance(value, Backfill):
        return f'"{value.count}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, int):
        return _size(value)
    return f"'{value}'" if "\\" in value else f'"{value}"'


def _size(number: int) -> str:
    for unit, size in (("GB", 1024**3), ("MB", 1024**2)):
        if number >= size and number % size == 0:
            return f'"{number // size}{unit}"'
    return str(number)


def configuration() -> str:
    """Return docs/reference/configuration.md."""
    parts = [_INTRODUCTION.format(made=MADE)]
    for name, table in TABLES:
        parts += [f"\n## {name}\n\n{_about(table)}\n\n", *_rows(table)]
    return "".join(parts)


def _about(table: type) -> str:
    """Return the table's docstring without its name, as a sentence."""
    text = " ".join((table.__doc__ or "").split()).partition(": ")[2]
    return text[:1].upper() + text[1:]


def _rows(table: type) -> Iterator[str]:
    yield "| key | value | default | meaning |\n|---|---|---|---|\n"
    for key in keys_of(table):
        cells = (f"`{key.name}`", key.kind, key.default, key.meaning)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def commands() -> str:
    """Return docs/reference/commands.md."""
    parts = [_COMMANDS.format(made=MADE)]
    for words, command in walk(cli, ("samizdat",)):
        parts.append(f"\n## {' '.join(words)}\n\n```text\n{_help(words, command)}\n```\n")
    return "".join(parts)


def walk(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[list[str], Any]]:
    """Give *command* and every command inside it, each with the words that call it."""
    yield list(words), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from walk(inner, (*words, name))


def _help(words: list[str], command: click.Command) -> str:
    with click.Context(command, info_name=" ".join(words), terminal_width=96) as context:
        context.help_option_names = ["-h", "--help"]
        return command.get_help(context)


DOCUMENTS: Mapping[str, Any] = types.MappingProxyType(
    {"configuration.md": configuration, "commands.md": commands}
)


def main() -> None:
    """Write every reference document."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"wrote docs/reference/{name}\n")


if __name__ == "__main__":
    main()
