"""What an import is asked, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from samizdat.model.failed import Failed

MOST_FLAWS = 200
"""Flaws that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import is done.

    Attributes:
        newsroom: id of the newsroom that stories of unknown hosts, or without an original, go to;
            "": a host makes a newsroom, a story without an original stays out.
        recheck: imported stories are asked for at their newsroom once.
        dry_run: only say what would come.
    """

    newsroom: str = ""
    recheck: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        new: stories that the store did not have.
        changed: stories imported before that are read otherwise now.
        unchanged: stories imported before.
        known: stories that were mirrored from their newsroom: their text stays.
        repairs: what was put right → how often.
        flaws: what could not be, each with its file and line.
        more_flaws: how many more there are than *flaws* names, by what they are.
        pictures: pictures to fetch.
        editions: pages of stories that samizdat itself published, withdrawn and merged ones too.
        kept_pictures: pictures that were taken from the edition as they are.
        aliases: old addresses that lead on.
        newsrooms: ids of newsrooms that are new in samizdat.toml.
        sections: full keys of sections → display name, of those that are new there.
        others: files that are neither stories nor lists.
        failed: files that could not be read, and why.
        taken_over: remote → files there that the next publication replaces.
        notes: sentences for the operator.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    known: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    flaws: list[Failed] = field(default_factory=list)
    more_flaws: Counter[str] = field(default_factory=Counter)
    pictures: int = 0
    editions: int = 0
    kept_pictures: int = 0
    aliases: int = 0
    newsrooms: list[str] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    taken_over: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def stories(self) -> int:
        """How many stories were found."""
        return self.new + self.changed + self.unchanged + self.known

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something could not be read and the rest is done."""
        return 1 if self.failed else 0

    def add_flaw(self, path: str, line: int, what: str) -> None:
        """Note what could not be put right."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append(Failed(f"{path}:{line}", what))
        else:
            self.more_flaws[what] += 1
