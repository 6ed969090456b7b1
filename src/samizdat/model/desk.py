"""The editors' rules, as the desk floor reads them from the editors' folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from samizdat.model.page import Correction

Place = Literal["above", "below", "row"]
"""Where a promoted link stands: before a story's body, after it, or between a section's rows."""

Field = Literal["title", "address", "body"]
"""What a rule of the blocklist looks at."""

Action = Literal["hide", "hold"]
"""What the blocklist does with a story: leave it out, or hold it for a person to decide."""


@dataclass(frozen=True, slots=True)
class Term:
    """When a rule is in force; an open end is None.

    Attributes:
        start: aware UTC, the first moment.
        end: aware UTC, the first moment after.
    """

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether the rule is in force at *at*."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Pick:
    """A story that editors recommend on the home page.

    Attributes:
        address: of a newsroom's page, or of a page of a mirror made by samizdat.
        title: shown instead of the story's, "" for the story's own.
        section: key `newsroom/section` on whose shelf it stands, "" for the top of the page.
        line: of picks.csv.
    """

    address: str
    title: str = ""
    section: str = ""
    term: Term = Term()
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteRule:
    """A note pinned to the home page, or to a section's page if *section* (a key) is given."""

    text: str
    address: str = ""
    section: str = ""
    term: Term = Term()
    line: int = 0


@dataclass(frozen=True, slots=True)
class PromoLink:
    """One promoted link."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class PromoRule:
    """Promoted links and where they stand.

    Attributes:
        name: the editors' name for it; seeds the rotation.
        place: above or below a story's body, or after the *row*-th story of a section's page.
        links: shown all, in their order, if *choose* is 0; else *choose* of them, drawn by the
            story, so that a rebuild draws the same.
        sections: keys, of which the story must stand in one; all if empty.
        languages: BCP 47 tags, of which the story's must be one (`zh` takes `zh-Hans`); all if
            empty. A section's page counts by the language of its newsroom.
    """

    name: str
    place: Place
    links: tuple[PromoLink, ...]
    choose: int = 0
    row: int = 0
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    term: Term = Term()


@dataclass(frozen=True, slots=True)
class BlockRule:
    """One line of the blocklist.

    Attributes:
        text: a word, looked for anywhere regardless of case and width, or a regular expression.
        is_pattern: it is a regular expression.
        fields: what it looks at.
        action: what becomes of a story that matches.
        line: of blocklist.txt.
    """

    text: str
    is_pattern: bool = False
    fields: tuple[Field, ...] = ("title", "address", "body")
    action: Action = "hide"
    line: int = 0


@dataclass(frozen=True, slots=True)
class SectionRule:
    """What sections.toml says of one section.

    Attributes:
        key: `newsroom/section`.
        names: language tag → display name; "" is the name for every other language.
        sources: full ids `newsroom/source` that feed it; None: those that samizdat.toml names.
        hold: its new stories are held until a person shows them.
        keep: its lists show this many newest stories; None: no bound of its own.
        keep_for: its lists show stories no older than this; None: of any age.
    """

    key: str
    names: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] | None = None
    hold: bool = False
    keep: int | None = None
    keep_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TopicRule:
    """What topics.toml says of one topic.

    Attributes:
        key: part of the path of its page, for ever.
        names: language tag → display name; "" is the name for every other language.
        aliases: newsrooms' words that mean it, and every name; compared by `model.topic.tag_key`.
        addresses: of newsrooms' own pages of the topic; a body's link to one leads to ours.
        hidden: stories do not stand in it: a word that says nothing.
    """

    key: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """A file of corrections/: a note for the page of the story at *address* (or with that id)."""

    file: str
    address: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Takedown:
    """A line of takedowns.csv: a story's or a picture's *address* (or a story's id), and why.

    Attributes:
        reason: in words for readers, "" for the wording's own sentence.
        line: of takedowns.csv.
    """

    address: str
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DeskRules:
    """Everything that the editors' folder says.

    Attributes:
        sections: in the editors' order, by key.
        topics: in the editors' order, by key.
        templates: page kind (home, section, archive, topic, story) → text of its template.
        strings: language tag → text of its strings file.
    """

    picks: tuple[Pick, ...] = ()
    notes: tuple[NoteRule, ...] = ()
    promos: tuple[PromoRule, ...] = ()
    blocklist: tuple[BlockRule, ...] = ()
    sections: Mapping[str, SectionRule] = field(default_factory=dict)
    topics: Mapping[str, TopicRule] = field(default_factory=dict)
    corrections: tuple[CorrectionRule, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    strings: Mapping[str, str] = field(default_factory=dict)


def named(names: Mapping[str, str], language: str, otherwise: str) -> str:
    """Return the name for readers of *language*: the closest tag's, else the one for all.

    >>> named({"zh": "港口", "": "Harbour"}, "zh-Hant", "harbour")
    '港口'
    """
    tag = language
    while tag:
        if tag in names:
            return names[tag]
        tag = tag.rpartition("-")[0]
    return names.get("") or otherwise
