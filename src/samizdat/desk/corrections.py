"""corrections/NAME.md: a note for the page of one story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from samizdat.desk.addresses import read_story
from samizdat.desk.context import Context
from samizdat.desk.dates import read_moment
from samizdat.desk.findings import Findings
from samizdat.errors import ParseError
from samizdat.model.desk import CorrectionRule, DeskRules
from samizdat.model.page import Correction

_NO_LETTERS = re.compile(r"[\W\d_年月日]*\d[\W\d_年月日TZ]*")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def read_correction(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:  # noqa: ARG001  as every reader
    """Return the note: the story's address, perhaps a date, an empty line, paragraphs.

    Paragraphs are plain text: what Markdown would take for marks is shown as it stands.
    """
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    before = found.wrongs
    address, at = "", None
    try:
        address = read_story(lines[start])
    except ParseError as error:
        found.error(start + 1, ParseError(error.what, hint="the first line is the story's address"))
    rest = start + 1
    if rest < len(lines) and _NO_LETTERS.fullmatch(lines[rest].strip()):
        at = _date(lines[rest], rest + 1, found)
        rest += 1
    paragraphs = tuple(_paragraphs(lines[rest:]))
    if not paragraphs:
        found.wrong(
            min(rest + 1, len(lines)),
            "the correction says nothing",
            "write its text after an empty line",
        )
    if found.wrongs > before:
        return DeskRules()
    return DeskRules(corrections=(CorrectionRule(found.file, address, Correction(paragraphs, at)),))


def _date(line: str, number: int, found: Findings) -> datetime | None:
    try:
        return read_moment(line)[0]
    except ParseError as error:
        found.error(number, error)
        return None


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Give the paragraphs of *lines*; an empty line ends one."""
    paragraph = ""
    for line in (*lines, ""):
        text = line.strip()
        if text:
            paragraph = f"{paragraph}{_between(paragraph, text)}{text}"
        elif paragraph:
            yield paragraph
            paragraph = ""


def _between(before: str, after: str) -> str:
    """Return what joins two lines of one paragraph: nothing between Chinese characters."""
    if not before or (_WIDE.match(before[-1]) and _WIDE.match(after[0])):
        return ""
    return " "
