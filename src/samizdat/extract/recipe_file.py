"""Recipes as TOML files: read with checked keys and selectors, written back, run on examples.

A selector is one string: CSS (`div.story`), CSS with an attribute (`meta[name=author] @content`),
or XPath, which begins with `/`, `(` or `xpath:`. A field takes one or a list; the first that
matches counts.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from typing import Any

from samizdat.errors import ConfigError, ParseError
from samizdat.extract.dates import zone_of
from samizdat.extract.recipe_check import check_recipe
from samizdat.extract.select import check_css
from samizdat.extract.xpath import compile_xpath
from samizdat.model.recipe import Example, Recipe, Rewrite, Selector

__all__ = [
    "check_recipe",
    "check_selector",
    "dump_recipe",
    "load_recipe",
    "selector_of",
    "written_form",
]

SELECTORS = (
    *("body", "exclude", "title", "authors", "published", "lead_image", "lead_caption", "tags"),
    *("next_page", "language"),
)
_WORDS = ("strip_id_or_class", "strip_image")
_TEXTS = ("name", "date_format", "timezone")
_ATTRIBUTE = re.compile(r"\s*@([A-Za-z_][\w-]*)\s*\Z")
_KNOWN = tuple(field.name for field in fields(Recipe))


def load_recipe(text: str, *, where: str) -> Recipe:
    """Return the recipe that the TOML *text* holds.

    Raises:
        ConfigError: the text is no TOML, a key is unknown, a value is of the wrong kind, or a
            selector cannot be read; the message names key and selector.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"no TOML: {error}", where=where, hint="correct that line") from error
    _check_keys(data, _KNOWN, where)
    values: dict[str, Any] = {key: _read(key, value, where) for key, value in data.items()}
    return Recipe(**values)


def _check_keys(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, 1, 0)[0]
            what = f"unknown key {key!r}; the nearest known one is {nearest!r}"
            raise ConfigError(what, where=where, hint=f"write {nearest!r} or remove the line")


def _read(key: str, value: Any, where: str) -> Any:
    """Return the value of one key as the recipe holds it."""
    if key in SELECTORS:
        return tuple(_selector(key, query, where) for query in _strings(key, value, where))
    if key in _WORDS:
        return _strings(key, value, where)
    if key in _TEXTS:
        return _text(key, _expect(key, value, str, where), where)
    if key == "multi_page":
        return _expect(key, value, bool, where)
    kind = Rewrite if key == "rewrites" else Example
    return tuple(_table(key, item, kind, where) for item in _expect(key, value, list, where))


def _text(key: str, value: str, where: str) -> str:
    if key == "timezone" and value not in ("", "UTC") and zone_of(value) is UTC:
        hint = "write an IANA name such as 'Asia/Shanghai'"
        raise ConfigError(f"no time zone is called {value!r}", where=where, hint=hint)
    return value


def _expect(key: str, value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        words = {str: "text in quotes", bool: "true or false", list: "a list", dict: "a table"}
        raise ConfigError(f"{key!r} must be {words[kind]}", where=where, hint="see the docs")
    return value


def _strings(key: str, value: Any, where: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_expect(key, item, str, where) for item in items)


def _table(key: str, item: Any, kind: type[Rewrite] | type[Example], where: str) -> Any:
    known = tuple(field.name for field in fields(kind))
    _check_keys(_expect(key, item, dict, where), known, f"{where}: [[{key}]]")
    texts = {name: _expect(f"{key}.{name}", text, str, where) for name, text in item.items()}
    try:
        return kind(**texts)
    except TypeError as error:
        raise ConfigError(f"[[{key}]] is not whole: {error}", where=where, hint="add it") from error


def _selector(key: str, written: str, where: str) -> Selector:
    """Return the selector that a recipe's author wrote for *key*."""
    selector = selector_of(written)
    try:
        check_selector(selector)
    except ParseError as error:
        raise ConfigError(
            f"the selector of {key!r} cannot be read: {written!r}",
            where=where,
            hint="CSS, CSS @attribute, or XPath beginning with / or xpath:",
        ) from error
    return selector


def selector_of(written: str) -> Selector:
    """Return the selector that *written* is the short form of.

    >>> selector_of("meta[name=author] @content")
    Selector(query='meta[name=author]', language='css', attribute='content')
    """
    written = written.strip()
    if written.startswith("xpath:"):
        return Selector(written.removeprefix("xpath:").strip(), "xpath")
    if written.startswith(("/", "(")):
        return Selector(written, "xpath")
    match = _ATTRIBUTE.search(written)
    return Selector(written[: match.start()], "css", match[1]) if match else Selector(written)


def written_form(selector: Selector) -> str:
    """Return the short form of *selector*; the inverse of `selector_of`."""
    if selector.language == "xpath":
        bare = selector.query.startswith(("/", "("))
        return selector.query if bare else f"xpath:{selector.query}"
    return f"{selector.query} @{selector.attribute}" if selector.attribute else selector.query


def check_selector(selector: Selector) -> None:
    """Raise ParseError if *selector* cannot be run."""
    if selector.language == "xpath":
        compile_xpath(selector.query)
    else:
        check_css(selector.query)


def dump_recipe(recipe: Recipe) -> str:
    """Return *recipe* as TOML; `load_recipe` gives it back."""
    lines = []
    for name in _KNOWN:
        value = getattr(recipe, name)
        if name in ("rewrites", "examples") or value == getattr(_EMPTY, name):
            continue
        if name in SELECTORS:
            value = tuple(map(written_form, value))
        lines.append(f"{name} = {_toml(value)}")
    for name in ("rewrites", "examples"):
        for item in getattr(recipe, name):
            lines += ["", f"[[{name}]]"]
            pairs = ((field.name, getattr(item, field.name)) for field in fields(item))
            lines += [f"{key} = {_toml(text)}" for key, text in pairs if text or key in _NEEDED]
    return "\n".join(lines) + "\n"


_EMPTY = Recipe()
_NEEDED = frozenset({"find", "replace", "address"})


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # TOML's basic strings are JSON's, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if len(value) == 1:
        return _toml(value[0])
    return "[\n" + "".join(f"    {_toml(item)},\n" for item in value) + "]"
