"""Lone surrogates, which broken pages leave in texts and no database or encoding takes."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """Return *text* with U+FFFD where it has lone surrogates; twice equals once."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
