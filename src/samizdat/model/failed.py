"""A failure as a value: one broken story never stops a run."""

from __future__ import annotations

from dataclasses import dataclass

from samizdat.errors import SamizdatError


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong, where, and what the operator can do.

    Attributes:
        where: an address, a path or a name.
        what: one clear sentence.
        hint: what to do next, "" if there is nothing to do.
        kind: the error's class name, for counting.
    """

    where: str
    what: str
    hint: str = ""
    kind: str = ""

    @classmethod
    def from_error(cls, error: SamizdatError, *, where: str = "") -> Failed:
        """Return *error* as a value; *where* serves if the error does not say."""
        return cls(error.where or where, error.what, error.hint, type(error).__name__)
