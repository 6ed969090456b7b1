"""topics.toml: names, other words and addresses of topics."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.desk.addresses import read_address
from samizdat.desk.context import Context
from samizdat.desk.entries import each, take_flag, take_names, take_text
from samizdat.desk.findings import Findings, shown
from samizdat.desk.tables import Table, read_tables
from samizdat.model.address import canonical_address
from samizdat.model.desk import DeskRules, TopicRule
from samizdat.model.identity import is_key
from samizdat.model.topic import own_topic, tag_key

KEYS = ("names", "aliases", "addresses", "hidden")


def read_topics(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the topics in the editors' order; a topic's sound keys count.

    A word or an address that two topics claim stays with the first.
    """
    topics: dict[str, TopicRule] = {}
    claims: dict[str, str] = {}
    for table in read_tables(lines, "topic", found, context, listed=False):
        if not is_key(table.name):
            hint = f"[topic.{own_topic(table.name) or 'harbour'}], and names = {shown(table.name)}"
            found.wrong(table.line, f"{shown(table.name)} cannot be part of a path", hint)
        else:
            topics[table.name] = _topic(table, claims, found, context)
    return DeskRules(topics=topics)


def _topic(table: Table, claims: dict[str, str], found: Findings, context: Context) -> TopicRule:
    names = table.take("names", take_names, found) or {}
    words = table.take("aliases", each(take_text), found) or ()
    addresses = table.take("addresses", each(lambda v: read_address(take_text(v))), found) or ()
    hidden = table.take("hidden", take_flag, found) or False
    table.close(KEYS, found, context)
    spelt = {tag_key(word): word for word in (*words, *names.values())}
    spelt.pop("", None)
    pages = {canonical_address(address): address for address in addresses}
    return TopicRule(
        key=table.name,
        names=names,
        aliases=_claimed(spelt, "aliases", table, claims, found),
        addresses=_claimed(pages, "addresses", table, claims, found),
        hidden=hidden,
    )


def _claimed(
    spelt: dict[str, str], key: str, table: Table, claims: dict[str, str], found: Findings
) -> tuple[str, ...]:
    """Return the words or addresses of *spelt* that no earlier topic claimed."""
    mine = []
    for form, spelling in spelt.items():
        owner = claims.setdefault(form, table.name)
        if owner == table.name:
            mine.append(spelling)
        else:
            what = f"{shown(spelling)} already means the topic {owner}, and stays there"
            found.note(table.line_of(key), what, "remove it from one of them")
    return tuple(mine)
