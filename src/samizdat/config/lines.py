"""Where in samizdat.toml a complaint belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r"\[\[?[\w.-]+\]\]?(?: number (\d+))?")


def line_of(text: str, key: str, what: str) -> str:
    """Return `:LINE` of the first line that names *key*, "" if none does.

    Args:
        text: the file.
        key: a key or a value.
        what: the complaint; the first table that it names, such as `[[remote]] number 2`, is where
            *key* is looked for first.
    """
    if not key:
        return ""
    named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    lines = text.splitlines()
    for number in (*_of_table(lines, what), *range(len(lines))):
        if named.search(lines[number].partition("#")[0]):
            return f":{number + 1}"
    return ""


def _of_table(lines: list[str], what: str) -> Iterator[int]:
    """Yield the numbers of the lines of the table that *what* names."""
    found = _TABLE.search(what)
    if found is None:
        return
    header, left = found[0].partition(" number ")[0], int(found[1] or 1)
    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            left -= line.strip().startswith(header)
        if left == 0:
            yield number
            if number + 1 < len(lines) and lines[number + 1].lstrip().startswith("["):
                return
