"""Which way a text runs."""

import re
from functools import lru_cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT = frozenset(
    {
        *("ar", "arc", "arz", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw"),
        *("ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi"),
    }
)
"""Languages usually written from right to left. Source: CLDR, likely scripts."""

_SCRIPTS = frozenset({"arab", "aran", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa", "adlm"})

_STRONG = re.compile(
    "(?P<rtl>[\u05be-\u05f4\u0608\u060b\u060d\u061b-\u064a\u066d-\u066f\u0671-\u06d5\u06e5-\u06ef"
    "\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff])"
    "|[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u02b8\u0370-\u0590\u0900-\u1fff\u200e\u2c00-\u2dff"
    "\u3005-\u3007\u3021-\ufb17\uff21-\uff5a]"
)
"""The first letter with a direction of its own; ranges, not Python's tables, so that a newer
Python draws the same page."""


@lru_cache(maxsize=4096)
def direction_of(language: str, text: str = "", otherwise: Direction = "ltr") -> Direction:
    """Return the direction of *language*, or of *text*'s first letter if no language is known.

    A text without letters, such as a year, runs as what stands around it: *otherwise*.

    >>> direction_of("fa-AF"), direction_of("pa-Arab"), direction_of("", "سلام Hello")
    ('rtl', 'rtl', 'rtl')
    """
    if not language:
        letter = _STRONG.search(text)
        if not letter:
            return otherwise
        return "rtl" if letter["rtl"] else "ltr"
    primary, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    rtl = script in _SCRIPTS if script else primary in _RIGHT_TO_LEFT
    return "rtl" if rtl else "ltr"


@lru_cache(maxsize=4096)
def turns(text: str, direction: Direction) -> bool:
    """Return whether *text* begins or ends with a letter that runs against *direction*.

    In a line of that direction such a text would draw the dates and marks beside it to its side
    (Unicode bidirectional algorithm, N1 and W7), unless it is isolated.

    >>> turns("Harbour سلام", "ltr"), turns("Harbour سلام 5 miles", "ltr")
    (True, False)
    """
    first = None if text.isascii() and direction == "ltr" else _STRONG.search(text)
    if not first:
        return False
    last = _STRONG.search(text[::-1]) or first
    against = direction == "ltr"
    return against in {bool(first["rtl"]), bool(last["rtl"])}
