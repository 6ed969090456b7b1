"""The desk's word on what was just read, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from samizdat.app.rules import BLOCKLIST, REVIEW, reads_bodies
from samizdat.desk import Judge
from samizdat.model.story import State
from samizdat.model.tree_text import text_of
from samizdat.store import Reading

if TYPE_CHECKING:
    from samizdat.app.mirror import Mirror


@dataclass
class Verdicts:
    """Judges readings by the desk's rules as they were when the run began."""

    mirror: Mirror

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.mirror.rules.blocklist)

    @cached_property
    def _reviewed(self) -> dict[str, str]:
        """Source → the first of its sections that is reviewed before readers see it."""
        held = {key for key, rule in self.mirror.rules.sections.items() if rule.hold}
        states = self.mirror.store.source_states() if held else []
        found = {state.id: [key for key in state.sections if key in held] for state in states}
        return {source: keys[0] for source, keys in found.items() if keys}

    def over(self, readings: Sequence[Reading]) -> list[Reading]:
        """Return *readings* with the state that the desk gives each.

        A section's review is for stories that are new to the mirror; the blocklist speaks of every
        revision.
        """
        if not self.mirror.rules.blocklist and not self._reviewed:
            return list(readings)
        known = self._known(r for r in readings if r.due.source in self._reviewed)
        return [self._judged(reading, known) for reading in readings]

    def _known(self, readings: Iterable[Reading]) -> set[str]:
        """Return which addresses of *readings* lead to a story that is mirrored."""
        addresses = [a for reading in readings for a in reading.addresses]
        return set(self.mirror.store.find_stories(addresses)) if addresses else set()

    def _judged(self, reading: Reading, known: set[str]) -> Reading:
        article = reading.article
        body = text_of(article.blocks) if reads_bodies(self.mirror.rules) else ""
        verdict = self._judge.verdict(article.title, reading.due.entry.address, body)
        if verdict is not None:
            state: State = "hidden" if verdict.action == "hide" else "held"
            return replace(reading, state=state, reason=f"{BLOCKLIST}:{verdict.line}")
        section = self._reviewed.get(reading.due.source)
        is_new = reading.due.story is None and not known.intersection(reading.addresses)
        if section and is_new:
            return replace(reading, state="held", reason=f"{REVIEW}: {section} is reviewed first")
        return reading
