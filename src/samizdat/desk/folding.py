"""Texts in the form in which the blocklist compares them."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Characters that show nothing and part nothing: soft hyphen, zero-width space, word joiner. The
zero-width non-joiner stays: it changes Persian words."""

UNSPACED = (
    (0x0E00, 0x0FFF),  # Thai, Lao, Tibetan
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul, whose particles join the word
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x33FF),  # radicals, kana, Bopomofo, Hangul letters
    (0x3400, 0x9FFF),  # Han
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that are written without spaces between words, or that join endings to them."""


def fold(text: str) -> str:
    """Return *text* without differences of case and width; twice equals once.

    >>> fold("Ｌｉｖｅ  STRASSE"), fold("港\u200b口")
    ('live  strasse', '港口')
    """
    if text.isascii():
        return text.lower()
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return unicodedata.normalize("NFKC", seen)


def joins(character: str) -> bool:
    """Return whether *character* is part of a word that spaces set apart.

    >>> joins("a"), joins("港"), joins("-")
    (True, False, False)
    """
    if unicodedata.category(character)[0] not in "LNM":
        return False
    code = ord(character)
    return not any(first <= code <= last for first, last in UNSPACED)
