"""What the desk and the configuration say at one moment, as pages need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samizdat.edit.names import Names
from samizdat.model.desk import NoteRule, PromoRule
from samizdat.model.page import Correction, LinkPolicy, Signpost, StickyNote

_NO_NAMES = Names({})


@dataclass(frozen=True, slots=True)
class Keep:
    """How much of a section its lists show.

    Attributes:
        count: this many newest stories, None for no bound of its own.
        since: stories not older than this moment, None for any age.
    """

    count: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PickedStory:
    """A pick that was found: the story's id, the editors' title ("": its own), and its shelf."""

    story: str
    title: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Names and rules that are in force at one moment.

    Attributes:
        names: of newsrooms, sections and topics.
        title: of the mirror.
        contact: of the operator.
        navigation: the operator's links.
        picks: found among the mirrored stories, in the editors' order.
        notes: pinned to the home page (section "") and to sections.
        promos: promoted links.
        corrections: story id → notes for its page.
        keep: section key → how much of it its lists show.
        link_policy: what becomes of body links that lead out of the mirror.
        topics: stories show their topics and topics have pages.
        related: stories show related ones.
    """

    names: Names = _NO_NAMES
    title: str = ""
    contact: str = ""
    navigation: tuple[Signpost, ...] = ()
    picks: tuple[PickedStory, ...] = ()
    notes: tuple[NoteRule, ...] = ()
    promos: tuple[PromoRule, ...] = ()
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    keep: Mapping[str, Keep] = field(default_factory=dict)
    link_policy: LinkPolicy = "keep"
    topics: bool = True
    related: bool = True

    def notes_for(self, section: str = "") -> tuple[StickyNote, ...]:
        """Return the notes of a section's page, or of the home page."""
        return tuple(StickyNote(n.text, n.address) for n in self.notes if n.section == section)

    def kept(self, section: str, limit: int) -> Keep:
        """Return how much of *section* a list of at most *limit* stories shows."""
        own = self.keep.get(section, Keep())
        count = limit if own.count is None else min(limit, own.count)
        return Keep(count, own.since)
