"""Strings files: shipped in TOML, replaced phrase by phrase by the operator's."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any

from samizdat.errors import ConfigError
from samizdat.render.wording.direction import direction_of
from samizdat.render.wording.phrases import PLURALS, Wording

SHIPPED = ("ar", "en", "fa", "ru", "zh-Hans", "zh-Hant")

_OTHER_TAGS = {
    **dict.fromkeys(("apd", "arb", "ary", "arz", "ayl", "acm", "ajp", "apc"), "ar"),
    **dict.fromkeys(("prs", "pes", "per", "fas"), "fa"),
    **dict.fromkeys(("yue", "nan", "hak", "lzh"), "zh-Hant"),
    **dict.fromkeys(("cmn", "wuu"), "zh-Hans"),
    "eng": "en",
    "rus": "ru",
}
_HANT_REGIONS = frozenset({"tw", "hk", "mo"})
_FIELDS = frozenset(f.name for f in fields(Wording)) - {"language"}
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_DATES = frozenset({"{day}", "{month}", "{m}", "{year}"})
_PLACES = {
    "date": _DATES,
    "short_date": _DATES,
    "time": _DATES | {"{hour}", "{minute}"},
    "month": frozenset({"{month}", "{m}", "{year}"}),
    "year": frozenset({"{year}"}),
}
_LISTS = frozenset({"months", "months_in_dates"})
_FORMS = frozenset({"one", "two", "few", "other"})


def load_wording(language: str, overrides: str = "", where: str = "") -> Wording:
    """Return the phrases for *language*, those of a strings file in front.

    A language that is not shipped keeps English phrases for what the strings file leaves out;
    without a strings file the wording is English and says so.

    Args:
        language: BCP 47 tag; `zh-TW` is answered by zh-Hant, `fa-AF` by fa.
        overrides: the strings file's TOML, "" if there is none.
        where: its path, for messages.

    Raises:
        ConfigError: the strings file is no TOML, has an unknown key or a phrase of a wrong shape.
    """
    shipped = shipped_language(language)
    own = _parse(overrides, where)
    base = dict(_shipped(shipped or "en"))
    tag = language if shipped or own else "en"
    if own and not shipped:
        base |= {"direction": direction_of(language)}
    for key, value in own.items():
        _check(key, value, overrides, where)
        base[key] = base[key] | value if key == "updated_times" else value
    for key in _LISTS:
        base[key] = tuple(base.get(key, ()))
    return Wording(language=tag, **base)


def shipped_language(language: str) -> str:
    """Return the shipped tag that serves readers of *language*, "" if none does.

    >>> shipped_language("zh-TW"), shipped_language("zh"), shipped_language("fa_AF")
    ('zh-Hant', 'zh-Hans', 'fa')
    """
    primary, *rest = language.lower().replace("_", "-").split("-")
    if primary == "zh":
        hant = "hant" in rest or ("hans" not in rest and _HANT_REGIONS.intersection(rest))
        return "zh-Hant" if hant else "zh-Hans"
    tag = _OTHER_TAGS.get(primary, primary)
    return tag if tag in SHIPPED else ""


@cache
def _shipped(language: str) -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", where=where, hint="see line and column") from error


def _check(key: str, value: object, text: str, where: str) -> None:
    """Refuse a phrase that no page could show."""
    fault, hint = "", ""
    if key not in _FIELDS:
        nearest = difflib.get_close_matches(key, sorted(_FIELDS), 1, 0)
        fault, hint = f"unknown phrase {key!r}", f"{nearest[0]}?"
    elif key in _LISTS:
        fault = "" if _is_year(value) else f"{key} takes a list of twelve names"
    elif key == "updated_times":
        fault = _forms_fault(value)
    else:
        fault = _phrase_fault(key, value)
    if fault:
        line = _line_of(key, text)
        place = f"{where or 'strings file'}, line {line}" if line else where
        raise ConfigError(fault, where=place, hint=hint or "the shipped en.toml shows each phrase")


def _is_year(value: object) -> bool:
    return isinstance(value, list) and len(value) == 12 and all(isinstance(v, str) for v in value)


def _forms_fault(value: object) -> str:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        return "updated_times takes a table of phrases"
    unknown = sorted(set(value) - _FORMS)
    if unknown:
        return f"updated_times has no form {unknown[0]!r}: one, two, few, other"
    return next((f for v in value.values() if (f := _braces_fault(v, {"{count}"}))), "")


def _phrase_fault(key: str, value: object) -> str:
    if not isinstance(value, str):
        return f"{key} takes a text"
    if key == "direction" and value not in {"ltr", "rtl"}:
        return "direction is ltr or rtl"
    if key == "plural" and value not in PLURALS:
        return f"plural is one of {', '.join(PLURALS)}"
    if key == "digits" and len(value) != 10:
        return "digits takes the ten digits in one text, zero first"
    if "\n" in value:
        return f"{key} takes one line"
    return _braces_fault(value, _PLACES.get(key) or set(_BRACES.findall(_shipped("en")[key])))


def _braces_fault(value: str, known: set[str] | frozenset[str]) -> str:
    strange = [found for found in _BRACES.findall(value) if found not in known]
    if not strange:
        return ""
    return f"{strange[0]} means nothing here; known: {', '.join(sorted(known)) or 'none'}"


def _line_of(key: str, text: str) -> int:
    """Return the line on which *key* is set, 0 if it cannot be told."""
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if pattern.match(line)), 0)
