"""The problems of one file, collected while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from samizdat.desk.values import Grade, Problem
from samizdat.errors import ParseError

MOST_PROBLEMS = 1_000
"""Problems that are said of one file; the rest is counted."""

_SHOWN = 60
_JOINERS = "\u200c\u200d"  # Persian words and emoji are made with them


def shown(text: str) -> str:
    """Return *text* in quotes, short and without characters that a terminal obeys.

    >>> shown("harbour/wrold")
    '“harbour/wrold”'
    """
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    seen = (mark if mark.isprintable() or mark in _JOINERS else "·" for mark in cut)
    return f"“{''.join(seen)}”"


@dataclass(slots=True)
class Findings:
    """Hears of problems in *file*.

    Attributes:
        wrongs: how many things were wrong until now.
    """

    file: str
    wrongs: int = 0
    _problems: list[Problem] = field(default_factory=list)
    _more: dict[Grade, int] = field(default_factory=dict)

    def wrong(self, line: int, what: str, hint: str = "") -> None:
        """Say that *line* cannot be used as it stands."""
        self.wrongs += 1
        self._add(Problem(self.file, line, what, hint, "wrong"))

    def note(self, line: int, what: str, hint: str = "") -> None:
        """Say something about *line* that changes nothing."""
        self._add(Problem(self.file, line, what, hint, "note"))

    def error(self, line: int, error: ParseError, key: str = "") -> None:
        """Say what a reader raised about *line*, or about its *key*."""
        self.wrong(line, f"{key}: {error.what}" if key else error.what, error.hint)

    def _add(self, problem: Problem) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more[problem.grade] = self._more.get(problem.grade, 0) + 1

    @property
    def is_sound(self) -> bool:
        """Nothing was wrong; there may be notes."""
        return not self.wrongs

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems by line; those beyond the bound as one of each grade."""
        found = sorted(self._problems, key=lambda problem: problem.line)
        more = (
            Problem(self.file, 0, f"{count:,} more lines like these", "", grade)
            for grade, count in sorted(self._more.items())
        )
        return (*found, *more)
