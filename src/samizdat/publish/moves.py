"""Which commit became which when a branch was given a new root."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from samizdat.publish.repository import Repository

_LINE = re.compile(r"([0-9a-f]{40}) ([0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class Moves:
    """The commits of one remote that were rewritten, in a file of samizdat's own repository.

    It is written before the branch moves, so that a run that was killed in between is understood:
    an entry counts only if it leads to what really stands there.
    """

    repository: Repository
    name: str

    def follow(self, commit: str, leads: Callable[[str], bool]) -> str | None:
        """Return what *commit* is now: the first of its successors that *leads* accepts.

        Args:
            commit: as it was once known.
            leads: whether a commit is in the history that stands there.
        """
        known, seen = self._known(), {commit}
        while (commit := known.get(commit, "")) and commit not in seen:
            if leads(commit):
                return commit
            seen.add(commit)
        return None

    def add(self, moved: Mapping[str, str]) -> None:
        """Remember *moved*, old → new, and what leads to its old commits; forget the rest."""
        kept = {old: new for old, new in self._known().items() if new in moved}
        lines = (f"{old} {new}\n" for old, new in (kept | dict(moved)).items())
        self.repository.keep(f"moves/{self.name}", "".join(lines))

    def _known(self) -> dict[str, str]:
        with suppress(OSError):
            text = (self.repository.path / "moves" / self.name).read_text("ascii", "replace")
            matches = map(_LINE.fullmatch, text.splitlines())
            return {match[1]: match[2] for match in matches if match}
        return {}
