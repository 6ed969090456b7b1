"""takedowns.csv: the stories and pictures that are taken down, and why."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.desk.addresses import read_story
from samizdat.desk.cells import read_text
from samizdat.desk.context import Context
from samizdat.desk.findings import Findings
from samizdat.desk.repeated import Repeated
from samizdat.desk.rows import read_rows
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules, Takedown

COLUMNS = ("address", "reason")


def read_takedowns(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return what is taken down; of two lines for one address the first counts."""
    takedowns, repeated = [], Repeated(found)
    for row in read_rows(lines, COLUMNS, found, context):
        try:
            takedown = Takedown(read_story(row["address"]), read_text(row["reason"]), row.line)
        except ParseError as error:
            found.error(row.line, error)
            continue
        if not repeated.is_met(row.line, takedown.address):
            takedowns.append(takedown)
    return DeskRules(takedowns=tuple(takedowns))
