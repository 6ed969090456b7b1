"""promos.toml: the promoted links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samizdat.desk.addresses import read_target
from samizdat.desk.cells import read_language
from samizdat.desk.context import Context
from samizdat.desk.entries import each, said, take_count, take_term, take_text
from samizdat.desk.findings import Findings, shown
from samizdat.desk.tables import Table, read_tables
from samizdat.errors import ParseError
from samizdat.model.desk import DeskRules, Place, PromoLink, PromoRule, Term

KEYS = ("name", "place", "row", "links", "choose", "sections", "languages", "from", "until")
LINK_KEYS = ("text", "address")
PLACES: tuple[Place, ...] = ("above", "below", "row")
LAST_ROW = 1_000


def read_promos(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the promoted links in the editors' order."""
    promos: dict[str, PromoRule] = {}
    for table in read_tables(lines, "promo", found, context, listed=True):
        promo = _promo(table, found, context)
        if promo and promo.name in promos:
            hint = "give each its own name; it seeds the rotation"
            found.wrong(table.line_of("name"), f"two promos are called {shown(promo.name)}", hint)
        elif promo:
            promos[promo.name] = promo
    return DeskRules(promos=tuple(promos.values()))


def _promo(table: Table, found: Findings, context: Context) -> PromoRule | None:
    """Return the promo in *table*, None if anything in it is wrong.

    Half a promo is worse than none: without its dates or sections it stands where it should not.
    """
    before = found.wrongs
    row = table.take("row", take_count, found) or 0
    sections = table.take("sections", each(lambda key: context.section(take_text(key))), found)
    languages = table.take("languages", each(lambda tag: read_language(take_text(tag))), found)
    promo = PromoRule(
        name=table.take("name", take_text, found) or "",
        place=table.take("place", _place, found) or ("row" if row else "below"),
        links=_links(table, found, context),
        choose=table.take("choose", take_count, found) or 0,
        row=row,
        sections=sections or (),
        languages=languages or (),
        term=take_term(table, found) or Term(),
    )
    table.close(KEYS, found, context)
    if found.wrongs == before:
        _check(promo, table, found)
    return promo if found.wrongs == before else None


def _check(promo: PromoRule, table: Table, found: Findings) -> None:
    """Say what does not fit together in *promo*."""
    if not promo.name:
        found.wrong(table.line, "this promo has no name", 'name = "…"; it seeds the rotation')
    if not promo.links:
        found.wrong(
            table.line, "this promo has no links", 'links = [{ text = "…", address = "…" }]'
        )
    if promo.place == "row" and not 1 <= promo.row <= LAST_ROW:
        hint = "row = 5 puts it after the fifth story of a section's page"
        line = max(table.line_of("row"), table.line_of("place"))
        found.wrong(line, "row: which row is meant?", hint)
    if promo.place != "row" and promo.row:
        found.note(table.line_of("row"), f'row does nothing where place is "{promo.place}"')
    if promo.links and promo.choose >= len(promo.links):
        found.note(table.line_of("choose"), f"there are {len(promo.links)} links, so all are shown")


def _place(value: Any) -> Place:
    for place in PLACES:
        if value == place:
            return place
    raise ParseError(f"{said(value)} is no place", hint="one of " + ", ".join(PLACES))


def _links(table: Table, found: Findings, context: Context) -> tuple[PromoLink, ...]:
    """Return the links of the promo in *table*; what is wrong with one is said at its line."""
    items = table.values.pop("links", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        hint = 'links = [{ text = "…", address = "…" }]'
        found.wrong(table.line_of("links"), "links: this is no list of links", hint)
        return ()
    links: dict[PromoLink, None] = {}
    for number, item in enumerate(items):
        line = table.line_of("links", number)
        link = _link(Table("", line, dict(item)), found, context)
        if link in links:
            found.note(line, f"the link {shown(link.text)} is there twice", "remove one of them")
        elif link:
            links[link] = None
    return tuple(links)


def _link(item: Table, found: Findings, context: Context) -> PromoLink | None:
    before = found.wrongs
    text = item.take("text", take_text, found)
    address = item.take("address", lambda value: read_target(take_text(value)), found)
    item.close(LINK_KEYS, found, context)
    if found.wrongs > before:
        return None
    if text and address:
        return PromoLink(text, address)
    found.wrong(item.line, "a link needs a text and an address", '{ text = "…", address = "…" }')
    return None
