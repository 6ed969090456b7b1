"""What newsrooms and sections are called, and in which order they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samizdat.model.page import SectionName, TopicName


@dataclass(frozen=True, slots=True)
class NewsroomName:
    """A newsroom as readers meet it.

    Attributes:
        id: the operator's id.
        name: display name.
        home: address of its home page.
        sections: keys `newsroom/section` → display name, in the order readers see.
        language: BCP 47 tag of its stories where pages do not say.
        hosts: its own.
    """

    id: str
    name: str
    home: str
    sections: Mapping[str, str]
    language: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """All display names of a mirror; a key that is no longer configured shows as itself.

    Attributes:
        newsrooms: by id, in the order readers see.
        order: keys of sections that the desk wants first, in its order.
        topics: topic key → the desk's name for it.
        former: newsrooms that are no longer configured, by id: their stories stay.
    """

    newsrooms: Mapping[str, NewsroomName]
    order: tuple[str, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, NewsroomName] = field(default_factory=dict)

    def newsroom(self, newsroom: str) -> str:
        """Return the display name of a newsroom."""
        known = self._known(newsroom)
        return (known.name if known else "") or newsroom

    def language(self, newsroom: str) -> str:
        """Return the language of a newsroom, "" if it is not known."""
        known = self._known(newsroom)
        return known.language if known else ""

    def _known(self, newsroom: str) -> NewsroomName | None:
        return self.newsrooms.get(newsroom) or self.former.get(newsroom)

    def topic(self, key: str, spelling: str) -> TopicName:
        """Return the topic *key*, by the desk's name or the newsroom's own *spelling*."""
        return TopicName(key, self.topics.get(key) or spelling or key)

    def section(self, key: str) -> SectionName:
        """Return the section *key* (`newsroom/section`) with its display name."""
        newsroom, _, section = key.partition("/")
        known = self._known(newsroom)
        return SectionName(key, known.sections.get(key, section) if known else section)

    def ordered(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return section *keys* in the order readers see; unknown ones last, by key."""
        rooms = (*self.newsrooms.values(), *self.former.values())
        places = (*self.order, *(key for room in rooms for key in room.sections))
        rank = {key: place for place, key in enumerate(dict.fromkeys(places))}
        return tuple(sorted(keys, key=lambda key: (rank.get(key, len(rank)), key)))
