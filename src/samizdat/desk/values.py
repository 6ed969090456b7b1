"""What the desk floor hands on: rules, the problems of the folder, and what it was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from samizdat.model.desk import DeskRules

Grade = Literal["wrong", "note"]
"""A wrong line keeps the file's last good version in force; a note changes nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor should look at.

    Attributes:
        file: path inside the desk's folder.
        line: from 1; 0 if it is about the file as a whole.
        what: one sentence for an editor.
        hint: what to do, "" if the sentence says it.
        grade: wrong or note.
    """

    file: str
    line: int
    what: str
    hint: str = ""
    grade: Grade = "wrong"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        note = "note: " if self.grade == "note" else ""
        return f"{place}: {note}{self.what}" + (f"\n  try: {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Newsrooms:
    """What a mirror knows, so that a misspelt name is found.

    Attributes:
        ids: of its newsrooms.
        sections: keys `newsroom/section`.
        sources: full ids `newsroom/source`.
    """

    ids: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What an inspector of a strings file or a template found; fields as in `Problem`."""

    line: int
    what: str
    hint: str = ""


Inspect = Callable[[str, str], Sequence[Fault]]
"""Path and text of a strings file or a template → its faults. The floor that renders knows them,
and stands above this one: the app hands the function down."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The editors' folder as it was read.

    Attributes:
        rules: in force, whatever their dates say; `view.at` picks those of a moment.
        problems: everything that an editor should look at, by file and line.
        files: path → bytes in force; reading them alone gives the same rules.
        kept: paths of which the last good version stays in force, since the new one is wrong.
    """

    rules: DeskRules = field(default_factory=DeskRules)
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong; there may be notes."""
        return all(problem.grade == "note" for problem in self.problems)
