"""strings/LANG.toml: the wording of pages in one language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from samizdat.desk.cells import read_language
from samizdat.desk.context import Context
from samizdat.desk.findings import Findings
from samizdat.desk.tables import parse_lines
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules


def read_strings(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the wording; the inspector says which phrases it does not know."""
    try:
        language = read_language(PurePosixPath(found.file).stem)
    except ParseError as error:
        found.error(0, ParseError(error.what, hint=f"strings/zh-Hans.toml; {error.hint}"))
        return DeskRules()
    parse_lines(lines, found)
    text = "\n".join(lines)
    if not found.wrongs:
        context.look_at(text, found)
    return DeskRules() if found.wrongs else DeskRules(strings={language: text})
