"""One TOML table → one frozen dataclass, by the types of its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields
from datetime import timedelta
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from samizdat.config.values import Backfill
from samizdat.errors import ConfigError

T = TypeVar("T")

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|w)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = timedelta(days=36_500)
"""A longer duration could lead before the first year of the calendar."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(k|m|g)i?b?", re.IGNORECASE)
_MOST = 10**15
"""A number that no setting comes near, and that every part which takes it can hold."""
_SIZES = {"k": 1024, "m": 1024**2, "g": 1024**3}


def read_duration(text: str) -> timedelta:
    """Return a duration such as `2s`, `10m`, `1h`, `30d`, `2w`.

    Raises:
        ValueError: it is none.

    >>> read_duration("90m")
    datetime.timedelta(seconds=5400)
    """
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{text}” is no duration; write 2s, 10m, 1h or 30d")
    try:
        found = timedelta(**{_UNITS[match[2]]: float(match[1])})
    except OverflowError:
        found = timedelta.max
    if found > _LONGEST:
        raise ValueError(f"“{text:.40}” is too long; {_LONGEST.days}d are the most")
    return found


def write_duration(value: timedelta) -> str:
    """Return *value* as `read_duration` reads it, in the largest unit that divides it.

    >>> write_duration(timedelta(hours=1))
    '1h'
    """
    seconds = int(value.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def read_table(
    kind: type[T],
    table: Any,
    title: str,
    *,
    given: Mapping[str, Any] | None = None,
    skip: Collection[str] = (),
) -> T:
    """Return *table* as a *kind*; *given* fields are set by the caller, *skip* ones left alone.

    Raises:
        ConfigError: not a table, an unknown key, a missing one, a value of the wrong kind. Its
            `where` is the key, so that the caller can add file and line.
    """
    if not isinstance(table, Mapping):
        raise ConfigError(f"{title} is not a table", where=title)
    given = given or {}
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if f.name not in given}  # type: ignore[arg-type]
    values = dict(given)
    for name, value in table.items():
        if name not in known:
            raise unknown(name, tuple(known), table=title)
        if name not in skip:
            values[name] = _read(hints[name], value, name, title)
    for name, one in known.items():
        if name not in values and one.default is MISSING and one.default_factory is MISSING:
            raise ConfigError(f"{title} lacks “{name}”", where="", hint=_help(one))
    return kind(**values)


def unknown(name: str, known: tuple[str, ...], *, table: str) -> ConfigError:
    """Return the error for an unknown key, which names the nearest known one."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean “{near[0]}”?" if near else "known keys: " + ", ".join(known)
    return ConfigError(f"unknown key “{name}” in {table}", where=name, hint=hint)


def _help(one: Any) -> str:
    return f"{one.name}: {one.metadata.get('help', '')}"


def _read(hint: Any, value: Any, name: str, title: str) -> Any:
    try:
        return _reader(hint)(value)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{title}: “{name}” cannot be used: {error}", where=name) from error


def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return the function that reads a TOML value as *hint*."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is Literal:
        return lambda value: _choice(value, get_args(hint))
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda value: tuple(inner(item) for item in _list(value))
    return _strings


def _choice(value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"it is {value!r}, not one of {', '.join(choices)}")
    return str(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"it is {value!r}, not a list; write [{value!r}]")  # noqa: TRY004
    return value


def _strings(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError(f"it is {value!r}, not a table of texts")  # noqa: TRY004
    return {key: _text(item) if isinstance(item, str) else str(item) for key, item in value.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"it is {value!r}, not a text in quotes")  # noqa: TRY004
    if "\x00" in value:
        raise ValueError("it holds a null character")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"it is {value!r}, not true or false")  # noqa: TRY004
    return value


def _number(value: Any) -> int:
    """Return a whole number of at least 0; a size may carry a unit (`16MB`, `5GB`)."""
    if isinstance(value, str) and (match := _SIZE.fullmatch(value.strip())):
        value = int(min(float(match[1]) * _SIZES[match[2].lower()], 2.0 * _MOST))
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"it is {value!r}, not a whole number")
    if value > _MOST:
        raise ValueError(f"it is more than {_MOST:,}")
    return value


def _backfill(value: Any) -> Backfill:
    text = str(value).strip()
    if text.isdigit():
        return Backfill(count=int(text), age=None)
    return Backfill(count=None, age=read_duration(text))


_PLAIN: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _flag,
    int: _number,
    timedelta: lambda value: read_duration(_text(value)),
    Backfill: _backfill,
}
