"""The shared corpus of hostile inputs, where it stands beside the repository."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "hostile"
Record = dict[str, Any]


def hostile(name: str = "") -> Path:
    """Return the corpus' file or folder *name*; without it the test is skipped by that name."""
    path = HOSTILE / name
    if not path.exists():
        pytest.skip(f"shared/hostile/{name} is not beside the repository")
    return path


def records(name: str) -> list[Record]:
    """Return the lines of a list of inputs, `.gz` or not."""
    return _records(hostile(name))


@cache
def _records(path: Path) -> list[Record]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def texts(name: str) -> list[str]:
    """Return the one text of each line of *name*, whatever its key is called."""
    found = []
    for record in records(name):
        key = next(key for key in ("s", "payload", "markdown", "input", "url") if key in record)
        found.append(str(record[key]))
    return found


def documents(name: str) -> list[tuple[str, bytes, Record]]:
    """Return name, exact bytes and record of each line of *name*."""
    return [
        (
            str(record.get("path") or record.get("name") or record.get("site")),
            _bytes(record),
            record,
        )
        for record in records(name)
    ]


def _bytes(record: Record) -> bytes:
    return base64.b64decode(record["b64"])


def files(name: str) -> Iterator[Path]:
    """Yield every file below the corpus' folder *name*, in order."""
    yield from sorted(path for path in hostile(name).rglob("*") if path.is_file())


def html5_inputs() -> list[str]:
    """Return every input of the HTML parsers' own tests, and their documents whole."""
    return [text for path in files("html5") for text in _inputs(path)]


def _inputs(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", "replace")
    if path.parent.name == "html-tokenizer":
        yield from _counted(path.read_bytes())
    elif path.suffix == ".test":  # those of the serializer have tokens as input
        inputs = [case["input"] for case in json.loads(text)["tests"]]
        yield from (given for given in inputs if isinstance(given, str))
    elif path.suffix == ".dat":
        yield from (part.partition("\n#")[0] for part in text.split("#data\n")[1:])
    else:
        yield text


_HEAD = re.compile(rb"\d+ \S+ \d+ (\d+)\n")


def _counted(data: bytes) -> Iterator[str]:
    """Yield libxml2's inputs: a line that ends in their number of bytes, then the bytes."""
    at = 0
    while head := _HEAD.match(data, at):
        end = head.end() + int(head[1])
        yield data[head.end() : end].decode("utf-8", "replace")
        at = end + 1
