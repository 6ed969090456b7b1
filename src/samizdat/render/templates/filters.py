"""The filters of templates: Jinja's names, with lists and texts kept apart and paid for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from samizdat.render.templates.budget import PURSE, Budget
from samizdat.render.templates.piece import Piece, finished


@pass_context
def walked(context: Context, value: object, weight: int) -> Sequence[object]:
    """Return *value*, which a loop goes through, once its rows are paid for.

    Raises:
        TypeError: it is no list.
        ValueError: the budget does not allow it.
    """
    rows = _list(value)
    _spend(context, len(rows) * weight)
    return rows


@pass_context
def _default(context: Context, value: object, other: object = "") -> object:
    _spend(context, 1)
    return other if isinstance(value, Undefined) else value


@pass_context
def _first(context: Context, value: object) -> object:
    _spend(context, 1)
    return next(iter(_list(value)), "")


@pass_context
def _last(context: Context, value: object) -> object:
    _spend(context, 1)
    return next(reversed(_list(value)), "")


@pass_context
def _length(context: Context, value: object) -> int:
    _spend(context, 1)
    return len(_text(value)) if isinstance(value, str) else len(_list(value))


@pass_context
def _reverse(context: Context, value: object) -> Sequence[object]:
    _spend(context, len(_list(value)))
    return list(reversed(_list(value)))


@pass_context
def _sort(context: Context, value: object) -> Sequence[object]:
    rows = [_text(row) for row in _list(value)]
    _spend(context, sum(map(len, rows)) + len(rows))
    return sorted(rows)


@pass_context
def _join(context: Context, value: object, between: object = "") -> Piece:
    rows, by = [finished(row) for row in _list(value)], _spaced(between)
    _spend(context, sum(map(len, rows)) + len(rows) * (len(by) + 1))
    return Piece(by.join(rows))


@pass_context
def _lower(context: Context, value: object) -> str:
    _spend(context, len(_text(value)) + 1)
    return _text(value).lower()


@pass_context
def _upper(context: Context, value: object) -> str:
    _spend(context, len(_text(value)) + 1)
    return _text(value).upper()


def _spaced(between: object) -> str:
    """Return *between* for the page with the space at its ends, which escaping takes away."""
    text = finished(between)
    if isinstance(between, str) and text != between:
        before, after = between[:1].isspace(), between[-1:].isspace()
        return f"{' ' * before}{text}{' ' * after}" if text else " " * before
    return text


def _spend(context: Context, steps: int) -> None:
    budget = context.resolve_or_missing(PURSE)
    if isinstance(budget, Budget):  # absent only while Jinja folds constants
        budget.spend(steps)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{_named(value)} is no list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{_named(value)} is no text")
    return value


def _named(value: object) -> str:
    if isinstance(value, Undefined):
        return str(value)  # which says that the name is not known
    return "a text" if isinstance(value, str) else f"a {type(value).__name__}"


FILTERS: Mapping[str, Callable[..., object]] = {
    "default": _default,
    "first": _first,
    "join": _join,
    "last": _last,
    "length": _length,
    "lower": _lower,
    "reverse": _reverse,
    "sort": _sort,
    "upper": _upper,
}
"""Name → filter; docs/guide/templates.md lists them."""
