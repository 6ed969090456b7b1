"""picks.csv: the stories that editors recommend."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.desk.addresses import read_address
from samizdat.desk.cells import read_text
from samizdat.desk.context import Context
from samizdat.desk.dates import read_term
from samizdat.desk.findings import Findings
from samizdat.desk.repeated import Repeated
from samizdat.desk.rows import Row, read_rows
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules, Pick

COLUMNS = ("address", "title", "section", "from", "until")


def read_picks(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the picks in the editors' order."""
    picks, repeated = [], Repeated(found)
    for row in read_rows(lines, COLUMNS, found, context):
        try:
            pick = _pick(row, context)
        except ParseError as error:
            found.error(row.line, error)
            continue
        if not repeated.is_met(row.line, (pick.address, pick.section, pick.term)):
            picks.append(pick)
    return DeskRules(picks=tuple(picks))


def _pick(row: Row, context: Context) -> Pick:
    return Pick(
        address=read_address(row["address"]),
        title=read_text(row["title"]),
        section=context.section(row["section"]) if row["section"] else "",
        term=read_term(row["from"], row["until"]),
        line=row.line,
    )
