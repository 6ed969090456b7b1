"""What newsrooms and sections are called, and in which order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.model.page import SectionName


@dataclass(frozen=True, slots=True)
class NewsroomName:
    """A newsroom as readers meet it.

    Attributes:
        id: the operator's id.
        name: display name.
        home: address of its home page.
        sections: keys `newsroom/section` → display name, in the order readers see.
    """

    id: str
    name: str
    home: str
    sections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """All display names of a mirror; an id that is no longer configured shows as itself."""

    newsrooms: Mapping[str, NewsroomName]

    def newsroom(self, newsroom: str) -> str:
        """Return the display name of a newsroom."""
        known = self.newsrooms.get(newsroom)
        return known.name if known else newsroom

    def section(self, key: str) -> SectionName:
        """Return the section *key* (`newsroom/section`) with its display name."""
        newsroom, _, section = key.partition("/")
        known = self.newsrooms.get(newsroom)
        return SectionName(key, known.sections.get(key, section) if known else section)

    def ordered(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return section *keys* in the configuration's order; unknown ones last, by key."""
        places = [k for room in self.newsrooms.values() for k in room.sections]
        rank = {key: place for place, key in enumerate(places)}
        return tuple(sorted(keys, key=lambda key: (rank.get(key, len(rank)), key)))
