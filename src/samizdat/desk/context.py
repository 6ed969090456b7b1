"""What the readers of single files are told: the known names, and who looks at templates."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from samizdat.desk.findings import Findings, shown
from samizdat.desk.values import Inspect, Newsrooms
from samizdat.errors import ParseError
from samizdat.model.identity import is_key

_MOST_COMPARED = 500
_LONGEST_COMPARED = 80


@dataclass(slots=True)
class Context:
    """One reading of a desk.

    Attributes:
        newsrooms: what the mirror knows; None without a mirror: then only the form is checked.
        inspect: looks at strings files and templates, None if nobody does.
        searches: how many more misspelt words are looked up; one among 400 sections takes 40 ms,
            and a file whose every line is wrong needs no thousand suggestions.
    """

    newsrooms: Newsrooms | None = None
    inspect: Inspect | None = None
    searches: int = 25

    def nearest(self, word: str, known: Collection[str], *, alike: float = 0.5) -> str:
        """Return which of *known* was probably meant, "" if none is near."""
        if self.searches < 1 or len(known) > _MOST_COMPARED or len(word) > _LONGEST_COMPARED:
            return ""
        self.searches -= 1
        return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=alike)), "")

    def hint(self, word: str, known: Collection[str]) -> str:
        """Return the sentence that helps who wrote *word* for one of *known*."""
        near = self.nearest(word, known)
        if near:
            return f"did you mean “{near}”?"
        names = sorted(known) if isinstance(known, frozenset) else known
        return f"known: {', '.join(names)}" if 0 < len(names) <= 12 else ""

    def look_at(self, text: str, found: Findings) -> None:
        """Let the inspector say what is wrong with the *text* of a template or strings file."""
        for fault in self.inspect(found.file, text) if self.inspect else ():
            found.wrong(fault.line, fault.what, fault.hint)

    def section(self, cell: str) -> str:
        """Return the section's key in *cell*.

        Raises:
            ParseError: it is no `newsroom/section`, or the mirror has none of that name.
        """
        key = self.section_key(cell)
        if self.newsrooms and key not in self.newsrooms.sections:
            hint = self.hint(key, self.newsrooms.sections)
            raise ParseError(f"there is no section {shown(key)}", hint=hint)
        return key

    def section_key(self, cell: str) -> str:
        """Return *cell* as the key of a section that may be new.

        Raises:
            ParseError: it is no `newsroom/section`, or the mirror has no such newsroom.
        """
        key = unicodedata.normalize("NFKC", cell).strip().lower()
        newsroom, slash, name = key.partition("/")
        if not slash or not is_key(newsroom) or not is_key(name):
            hint = "newsroom/section, such as “harbour/world”"
            raise ParseError(f"{shown(cell.strip())} is no section's key", hint=hint)
        if self.newsrooms and newsroom not in self.newsrooms.ids:
            hint = self.hint(newsroom, self.newsrooms.ids)
            raise ParseError(f"there is no newsroom {shown(newsroom)}", hint=hint)
        return key
