"""notes.csv: the notes pinned to the home page and to sections."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samizdat.desk.addresses import read_target
from samizdat.desk.cells import read_text
from samizdat.desk.context import Context
from samizdat.desk.dates import read_term
from samizdat.desk.findings import Findings
from samizdat.desk.repeated import Repeated
from samizdat.desk.rows import Row, read_rows
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules, NoteRule

COLUMNS = ("text", "address", "section", "from", "until")

_WIDE_COMMA = re.compile(r"[，；]\s*https?://")


def read_notes(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the notes in the editors' order."""
    notes, repeated = [], Repeated(found)
    for row in read_rows(lines, COLUMNS, found, context):
        try:
            note = _note(row, context)
        except ParseError as error:
            found.error(row.line, error)
            continue
        if _WIDE_COMMA.search(note.text):
            hint = "separate the fields by “,”, not by a full-width comma"
            found.note(row.line, "there is an address inside the text", hint)
        if not repeated.is_met(row.line, (note.text, note.address, note.section, note.term)):
            notes.append(note)
    return DeskRules(notes=tuple(notes))


def _note(row: Row, context: Context) -> NoteRule:
    text = read_text(row["text"])
    if not text:
        raise ParseError("the note says nothing", hint="the first field is its text")
    return NoteRule(
        text=text,
        address=read_target(row["address"]) if row["address"] else "",
        section=context.section(row["section"]) if row["section"] else "",
        term=read_term(row["from"], row["until"]),
        line=row.line,
    )
