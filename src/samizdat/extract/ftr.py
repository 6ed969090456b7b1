"""Site files of the ftr-site-config collection → recipes.

Source: the collection's own description of its directives (help.fivefilters.org, site patterns)
and the extensions that wallabag and others write into the same files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from samizdat.errors import ParseError
from samizdat.extract.css_from_xpath import selector_from_xpath
from samizdat.extract.recipe_file import check_selector
from samizdat.model.recipe import Example, Recipe, Rewrite, Selector

_FIELDS = {
    "title": "title",
    "body": "body",
    "author": "authors",
    "date": "published",
    "strip": "exclude",
    "next_page_link": "next_page",
}
_WORDS = {"strip_id_or_class": "strip_id_or_class", "strip_image_src": "strip_image"}

_WITHOUT_USE = frozenset(
    {
        *("tidy", "prune", "parser", "autodetect_on_failure", "autodetect_next_page"),
        *("insert_detected_image", "native_ad_clue", "single_page_link"),
        *("single_page_link_in_feed", "convert_double_br_tags", "footnotes"),
        *("strip_comments", "strip_attr", "post_strip_attr", "wrap_in", "move_into"),
        *("dissolve", "if_page_contains", "skip_json_ld", "skip_id_or_class"),
        *("src_lazy_load_attr", "https", "http_header", "requires_login", "login_uri"),
        *("login_username_field", "login_password_field", "login_extra_fields"),
        *("not_logged_in_xpath", "dissolve_by_class"),
    }
)
"""Directives of the format that a recipe has no use for: our reader tidies, nothing is fetched
here, and sites that want a login are not mirrored."""

_SLIPS = {
    "titl": "title",
    "test_rul": "test_url",
    "test_content": "test_contains",
    "test": "test_contains",
}
"""Spellings that occur in the collection and can mean one thing only."""

_LINE = re.compile(r"\s*+([A-Za-z_]++)\s*+(?:\((.*?)\)\s*+(?=:))?:(.*)\Z", re.DOTALL)
_REPLACE = re.compile(r"\s*replace_string\s*\((.*)\)\s*:(.*)\Z", re.DOTALL)


@dataclass(slots=True)
class _Draft:
    """A recipe while its lines are read."""

    name: str
    selectors: dict[str, list[Selector]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    rewrites: list[Rewrite] = field(default_factory=list)
    find: list[str] = field(default_factory=list)
    address: str = ""
    examples: list[Example] = field(default_factory=list)


def read_ftr(text: str, *, name: str) -> Recipe:
    """Return the recipe that a site file says; *name* is its host.

    Raises:
        ParseError: a line is no directive, or its XPath cannot be read; the message names the line.
    """
    draft = _Draft(name)
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith(("#", "//")):
            _read_line(draft, line, f"{name}: line {number}")
    found: dict[str, list[Any]] = {**draft.selectors, **draft.words}
    lists: dict[str, Any] = {key: tuple(dict.fromkeys(items)) for key, items in found.items()}
    return Recipe(
        name=name,
        **lists,
        rewrites=tuple(draft.rewrites),
        examples=tuple(draft.examples),
    )


def _read_line(draft: _Draft, line: str, where: str) -> None:
    if match := _REPLACE.match(line):
        draft.rewrites.append(Rewrite(match[1], _unquoted(match[2])))
        return
    match = _LINE.match(line)
    if not match:
        raise ParseError(f"no directive: {line.strip()!r:.120}", where=where, hint="see the format")
    key = match[1].lower()
    key, value = _SLIPS.get(key, key), match[3].strip()
    if key in _FIELDS:
        _add_selector(draft, _FIELDS[key], value, where)
    elif key in _WORDS:
        _add_word(draft, _WORDS[key], value)
    elif key in ("find_string", "replace_string"):
        _add_rewrite(draft, key, _unquoted(match[3]))
    elif key in ("test_url", "test_contains"):
        _add_example(draft, key, value)
    elif key not in _WITHOUT_USE:
        raise ParseError(f"unknown directive {key!r}", where=where, hint="correct or remove it")


def _unquoted(value: str) -> str:
    """Return *value* without the one space after the colon and the space at the end."""
    return value.strip()


def _add_selector(draft: _Draft, key: str, value: str, where: str) -> None:
    if not value:
        return
    selector = selector_from_xpath(value)
    try:
        check_selector(selector)
    except ParseError as error:
        raise ParseError(f"{key}: {error.what}", where=where, hint="correct the line") from error
    draft.selectors.setdefault(key, []).append(selector)


def _add_word(draft: _Draft, key: str, value: str) -> None:
    if word := value.strip("\"' "):
        draft.words.setdefault(key, []).append(word)


def _add_rewrite(draft: _Draft, key: str, value: str) -> None:
    """Pair the nth `find_string` with the nth `replace_string`."""
    if key == "find_string":
        draft.find.append(value)
    elif draft.find:
        draft.rewrites.append(Rewrite(draft.find.pop(0), value))


def _add_example(draft: _Draft, key: str, value: str) -> None:
    """Add an example; every `test_contains` belongs to the `test_url` before it."""
    if key == "test_url":
        draft.address = value
        draft.examples.append(Example(value))
    elif draft.address:
        last = draft.examples[-1]
        if last.address == draft.address and not last.contains:
            draft.examples.pop()
        draft.examples.append(Example(draft.address, contains=value))
