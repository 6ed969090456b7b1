"""A TOML file's lines → its tables, each on its own: a broken one does not hide the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from samizdat.desk.context import Context
from samizdat.desk.findings import Findings, shown
from samizdat.errors import ParseError

T = TypeVar("T")

_HEADER = re.compile(r"\s*\[\[?\s*[A-Za-z_][\w-]*\s*[.\]]")
_LONG_QUOTE = re.compile(r"\"\"\"|'''")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_MOST_DOTS = 40
_TYPED = re.compile(r"[“”„«»＂]")
_WIDE_SIGNS = re.compile(r"[＝［］｛｝，]")


@dataclass(slots=True)
class Table:
    """One table of a file, from which readers take key by key.

    Attributes:
        name: the key that it stands under, "" in a list of tables.
        line: of its header.
        values: what is left to take.
    """

    name: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    _items: dict[str, list[int]] = field(default_factory=dict)

    def line_of(self, key: str, item: int | None = None) -> int:
        """Return the line of *key*, or of the *item*-th table in its list, as near as is known."""
        items = self._items.get(key, [])
        if item is not None and item < len(items):
            return items[item]
        return self._lines.get(key, self.line)

    def take(self, key: str, read: Callable[[Any], T], found: Findings) -> T | None:
        """Return what stands under *key*; None if nothing does, or if it is wrong."""
        if key not in self.values:
            return None
        try:
            return read(self.values.pop(key))
        except ParseError as error:
            found.error(self.line_of(key), error, key)
            return None

    def close(self, known: Sequence[str], found: Findings, context: Context) -> None:
        """Say of every key that is left that nobody knows it."""
        for key in self.values:
            found.wrong(self.line_of(key), f"unknown key {shown(key)}", context.hint(key, known))

    def add(self, part: Mapping[str, Any], chunk: _Chunk, found: Findings) -> None:
        """Join the keys of *part*, which stands in *chunk*, to this table."""
        for key, value in part.items():
            line = chunk.line_of(key)
            mine = self.values.get(key)
            if isinstance(mine, list) and isinstance(value, list):
                mine.extend(value)
                self._items.setdefault(key, []).extend(chunk.items(key, len(value)))
            elif isinstance(mine, dict) and isinstance(value, dict):
                mine.update(value)
            elif key in self._lines:
                hint = f"remove one; the first is on line {self._lines[key]}"
                found.wrong(line, f"{shown(key)} is there twice", hint)
            else:
                self.values[key] = value
                self._lines[key] = line
                if isinstance(value, list):
                    self._items[key] = chunk.items(key, len(value))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines from one header to the next."""

    start: int
    lines: Sequence[str]

    def line_of(self, *keys: str) -> int:
        """Return the line on which *keys* are set one inside the other, else the header's."""
        at = 0
        for key in keys:
            pattern = re.compile(rf"(?:^|[{{,\[.])\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
            near = range(at, len(self.lines))
            at = next((n for n in near if pattern.search(self.lines[n])), at)
        return self.start + at

    def items(self, key: str, count: int) -> list[int]:
        """Return the line of each of the *count* items in the list *key*."""
        if self.lines[0].lstrip().startswith("[[") and key in self.lines[0]:
            return [self.start] * count
        first = self.line_of(key)
        after = range(first - self.start, len(self.lines))
        braces = [self.start + n for n in after for _ in range(self.lines[n].count("{"))]
        return braces[:count] if len(braces) >= count else [first] * count


def read_tables(
    lines: Sequence[str], root: str, found: Findings, context: Context, *, listed: bool
) -> list[Table]:
    """Return the tables under *root*: `[root.NAME]` each, or `[[root]]` if they are *listed*.

    Every header begins a part that is read alone; what is wrong in one is said, and the others
    count.
    """
    tables: _Tables = {}
    for chunk in _chunks(lines):
        data = _parse(chunk, found)
        for name in data:
            if name != root:
                head = f"[[{root}]]" if listed else f'[{root}."…"]'
                hint = context.hint(name, (root,)) or f"this file holds {head} and nothing else"
                found.wrong(chunk.line_of(name), f"nothing is called {shown(name)} here", hint)
        if root in data:
            place = _listed if listed else _named
            place(tables, data[root], chunk, found, root)
    return list(tables.values())


_Tables = dict[str | int, Table]
"""By name, or by number where tables have none."""


def _named(tables: _Tables, value: Any, chunk: _Chunk, found: Findings, root: str) -> None:
    """Put the tables of `[root.NAME]` into *tables*."""
    if not isinstance(value, dict):
        hint = f'write [{root}."name"], then its keys'
        found.wrong(chunk.line_of(root), f"{shown(root)} is no table", hint)
        return
    for name, part in value.items():
        line = chunk.start if name in chunk.lines[0] else chunk.line_of(root, name)
        if isinstance(part, dict):
            tables.setdefault(name, Table(name, line)).add(part, chunk, found)
        else:
            hint = f"write [{root}.{shown(name)}] in straight quotes, then its keys"
            found.wrong(line, f"{shown(name)} is no table", hint)


def _listed(tables: _Tables, value: Any, chunk: _Chunk, found: Findings, root: str) -> None:
    """Put the tables of `[[root]]` into *tables*; `[[root.links]]` belongs to the last."""
    line = chunk.line_of(root)
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        for part in value:
            table = tables.setdefault(len(tables), Table("", line))
            table.add(part, chunk, found)
    elif isinstance(value, dict) and tables and chunk.lines[0].lstrip().startswith("[["):
        tables[len(tables) - 1].add(value, chunk, found)
    else:
        found.wrong(line, f"{shown(root)} is no list of tables", f"write [[{root}]]")


def _chunks(lines: Sequence[str]) -> Iterator[_Chunk]:
    """Give the parts of a file: what stands before the first header, and each header's lines."""
    start, quote = 0, ""
    for number, line in enumerate(lines):
        if not quote and number > start and _HEADER.match(line):
            yield _Chunk(start + 1, lines[start:number])
            start = number
        quote = _open_quote(line, quote)
    yield _Chunk(start + 1, lines[start:])


def _open_quote(line: str, quote: str) -> str:
    """Return which long quote is open at the end of *line*, if *quote* was at its beginning."""
    for match in _LONG_QUOTE.finditer(line):
        if not quote and "#" not in line[: match.start()]:
            quote = match[0]
        elif quote == match[0]:
            quote = ""
    return quote


def parse_lines(lines: Sequence[str], found: Findings) -> dict[str, Any]:
    """Return the data of a whole file, empty if it is no TOML, which is said."""
    return _parse(_Chunk(1, lines), found)


def _parse(chunk: _Chunk, found: Findings) -> dict[str, Any]:
    """Return the data of *chunk*, empty if it is no TOML, which is said."""
    for number, line in enumerate(chunk.lines):
        # The parser's time grows with the square of a key's parts.
        if re.split("[=\\]]", line, maxsplit=1)[0].count(".") > _MOST_DOTS:
            found.wrong(chunk.start + number, "no key has so many dots", "put texts in quotes")
            return {}
    try:
        return tomllib.loads("\n".join(chunk.lines))
    except RecursionError:
        found.wrong(chunk.start, "the lists in this table are nested too deeply", "write them flat")
    except ValueError as error:
        _say_broken(chunk, str(error), found)
    return {}


def _say_broken(chunk: _Chunk, said: str, found: Findings) -> None:
    match = _AT.search(said)
    last = max((n for n, line in enumerate(chunk.lines) if line.strip()), default=0)
    at = int(match[1]) - 1 if match and match[1] else last
    line = chunk.lines[min(at, len(chunk.lines) - 1)]
    what = _AT.sub("", said).partition("\n")[0]
    found.wrong(
        chunk.start + at, f"this is no valid TOML: {what[:1].lower()}{what[1:]}", _mend(line)
    )


def _mend(line: str) -> str:
    """Return what is probably wrong with *line*."""
    value = line.partition("=")[2].strip()
    if _TYPED.search(line) and '"' not in line:
        return 'use straight quotes ("), not curly ones'
    if _WIDE_SIGNS.search(line):
        return "use the half-width signs = [ ] { } ,"
    if value and value[0].isalpha():
        return f"texts stand in straight quotes: {shown(value)}"
    return "each line is: key = value; texts in quotes, lists in [ ]"
