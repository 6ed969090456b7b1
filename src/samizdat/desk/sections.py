"""sections.toml: order, names and rules of the sections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from samizdat.desk.context import Context
from samizdat.desk.entries import each, take_flag, take_keep, take_names, take_text
from samizdat.desk.findings import Findings, shown
from samizdat.desk.tables import Table, read_tables
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules, SectionRule

KEYS = ("names", "sources", "hold", "keep")


def read_sections(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the sections in the editors' order; a section's sound keys count."""
    sections: dict[str, SectionRule] = {}
    for table in read_tables(lines, "section", found, context, listed=False):
        try:
            key = context.section_key(table.name)
        except ParseError as error:
            found.error(table.line, error)
            continue
        if key in sections:
            found.wrong(table.line, f"the section {shown(key)} is there twice", "join the two")
        else:
            sections[key] = _section(key, table, found, context)
    return DeskRules(sections=sections)


def _section(key: str, table: Table, found: Findings, context: Context) -> SectionRule:
    newsroom = key.partition("/")[0]
    keep = table.take("keep", take_keep, found)
    rule = SectionRule(
        key=key,
        names=table.take("names", take_names, found) or {},
        sources=table.take("sources", each(lambda v: _source(v, newsroom, context)), found),
        hold=table.take("hold", take_flag, found) or False,
        keep=keep if isinstance(keep, int) else None,
        keep_for=keep if isinstance(keep, timedelta) else None,
    )
    table.close(KEYS, found, context)
    if rule.sources is None and context.newsrooms and key not in context.newsrooms.sections:
        hint = context.hint(key, context.newsrooms.sections) or 'sources = ["…"]'
        found.wrong(table.line, f"nothing feeds the section {shown(key)}", hint)
    return rule


def _source(value: Any, newsroom: str, context: Context) -> str:
    """Return the full id of a source; one without its newsroom is the section's own.

    Raises:
        ParseError: the mirror has no such source.
    """
    text = take_text(value)
    source = text if "/" in text else f"{newsroom}/{text}"
    if context.newsrooms and source not in context.newsrooms.sources:
        hint = context.hint(source, context.newsrooms.sources)
        raise ParseError(f"there is no source {shown(source)}", hint=hint)
    return source
