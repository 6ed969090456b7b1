"""Everything that is wrong with a strings file, said in one go."""

from __future__ import annotations

import re
import tomllib
from pathlib import PurePosixPath
from typing import Any

from samizdat.config.write import quoted
from samizdat.desk import Fault
from samizdat.errors import ConfigError
from samizdat.render.wording import load_wording


def string_faults(path: str, text: str) -> list[Fault]:
    """Return the faults of the phrases that the strings file at *path* sets, by line.

    The floor that knows the phrases stops at the first fault, so each is put before it alone. A
    path outside `strings/` has none, nor has *text* that is no TOML: the desk says that itself.
    """
    name = PurePosixPath(path)
    if name.parts[0] != "strings":
        return []
    try:
        phrases = tomllib.loads(text)
    except (ValueError, RecursionError):
        return []
    faults = []
    for key, value in phrases.items():
        try:
            load_wording(name.stem, f"{quoted(key)} = {_written(value)}")
        except ConfigError as error:
            faults.append(Fault(_line_of(key, text), error.what, error.hint))
    return sorted(faults, key=lambda fault: fault.line)


def _written(value: Any) -> str:
    """Return *value* as TOML; what no phrase can be is a number, which is refused."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(k)} = {_written(v)}' for k, v in value.items())}}}"
    return "0"


def _line_of(key: str, text: str) -> int:
    """Return the line on which *key* is set or its table begins, 0 if that cannot be told."""
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = enumerate(re.split(r"\r\n|\r|\n", text), 1)
    return next((number for number, line in lines if pattern.match(line)), 0)
