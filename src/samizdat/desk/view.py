"""Which of the desk's rules are in force at a moment, and when that changes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from samizdat.model.desk import DeskRules, NoteRule, Pick, PromoRule


def at(rules: DeskRules, as_of: datetime) -> DeskRules:
    """Return *rules* without the picks, notes and promos whose term does not hold at *as_of*.

    `edit.promos.draw` draws the links that a page shows of a promo.
    """
    return replace(
        rules,
        picks=tuple(rule for rule in rules.picks if rule.term.holds(as_of)),
        notes=tuple(rule for rule in rules.notes if rule.term.holds(as_of)),
        promos=tuple(rule for rule in rules.promos if rule.term.holds(as_of)),
    )


def next_turn(rules: DeskRules, after: datetime) -> datetime | None:
    """Return the first moment later than *after* at which a rule begins or ends, None if none does.

    Until then `at` gives the same rules as at *after*.
    """
    dated: tuple[Pick | NoteRule | PromoRule, ...] = (*rules.picks, *rules.notes, *rules.promos)
    terms = (rule.term for rule in dated)
    turns = (turn for term in terms for turn in (term.start, term.end))
    return min((turn for turn in turns if turn is not None and turn > after), default=None)
