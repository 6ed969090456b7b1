"""What a page of an existing mirror turns out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from samizdat.model.article import Article

Repair = Literal[
    "spaces", "links", "code", "junk", "headings", "promoted", "navigation", "share", "counters"
]
"""What was put right: spaces invented by a pretty-printer, dead links made real, lines shown as
code that were paragraphs, remains of tools, levels of headings, and what is no part of the story:
promoted links, navigation, the share block, counter pictures."""

Repairs = Mapping[Repair, int]


@dataclass(frozen=True, slots=True)
class Place:
    """What the import knows of a newsroom's host.

    Attributes:
        language: BCP 47 tag where letters do not tell, "" if unknown.
        timezone: IANA name of the zone of dates that name none, "" meaning UTC.
    """

    language: str = ""
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class OldPage:
    """A file of an existing mirror.

    Attributes:
        path: from the mirror's root, with suffix.
        body: its bytes.
        places: host of an original → what is known of its newsroom.
    """

    path: str
    body: bytes
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What failures call it."""
        return self.path


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link as the page has it: its words and its target, not resolved."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """What could not be put right: a line of the file, and a sentence."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class OldStory:
    """A story's page.

    Attributes:
        path: of the file, with suffix.
        article: the story, repaired.
        original: canonical address of the original, "" if the page names none.
        own: the page's address in its own share block, "" if it has none.
        pointers: links of navigation and promotion.
        repairs: what was put right → how often.
        flaws: what could not be.
    """

    path: str
    article: Article
    original: str
    own: str
    pointers: tuple[Pointer, ...] = ()
    repairs: Repairs = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class OldIndex:
    """A page that lists other pages."""

    path: str
    title: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that is neither a story nor a list, and why it is taken for none."""

    path: str
    why: str


Read = OldStory | OldIndex | OtherPage
