"""Page keys, taken apart and turned into files of the Git edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from samizdat.model.page import HOME
from samizdat.render.git import page_path

SHELVED = ("section", "topic")


@dataclass(frozen=True, slots=True)
class Key:
    """A page key, taken apart.

    Attributes:
        kind: home, story, section, archive (of a section), topic, topic-archive, alias, image.
        name: a story's id, a section's or topic's key, an alias's path, "" for the home page.
        period: of an archive.
    """

    kind: str
    name: str = ""
    period: str = ""

    @classmethod
    def parse(cls, key: str) -> Key:
        """Return *key* taken apart; a section's KEY is `newsroom/section`.

        >>> Key.parse("section/harbour/world/2026-03")
        Key(kind='archive', name='harbour/world', period='2026-03')
        """
        kind, _, rest = key.partition("/")
        if kind not in SHELVED:
            return cls(kind, rest)
        parts = rest.split("/")
        words = 2 if kind == "section" else 1
        name, period = "/".join(parts[:words]), "/".join(parts[words:])
        if period:
            return cls("archive" if kind == "section" else "topic-archive", name, period)
        return cls(kind, name)

    @property
    def shelf(self) -> Literal["section", "topic"]:
        """Section or topic: the kind of shelf that a list shows."""
        return "topic" if self.kind.startswith("topic") else "section"


def file_of(target: str) -> str:
    """Return the file that a link's target means, a web address as it is.

    >>> file_of("home"), file_of("section:harbour/world"), file_of("topic:storms")
    ('README.md', 'harbour/world.md', 'topics/storms.md')
    """
    kind, colon, _ = target.partition(":")
    if target == HOME or (colon and kind in SHELVED):
        return page_path(target.replace(":", "/", 1))
    return target
