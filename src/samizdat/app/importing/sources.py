"""The sources that stand for what was imported, so that its sections are as any source's."""

from __future__ import annotations

from dataclasses import dataclass, field

from samizdat.store import SourceSpec, Store

KIND = "single"
"""Stories of an import are nobody's feed: like stories added one by one they have no source that
could be asked, and stay when the configuration's sources change."""


@dataclass(slots=True)
class ImportSources:
    """One source for each newsroom and set of sections that imported stories have."""

    store: Store
    _made: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def find(self, newsroom: str, sections: tuple[str, ...]) -> str:
        """Return the id of the source for *sections* (full keys), made if it is not there."""
        which = newsroom, sections
        if which not in self._made:
            # A story may stand in sections of several newsrooms: theirs are named in full.
            names = (key.removeprefix(f"{newsroom}/").replace("/", ".") for key in sections)
            id_ = f"{newsroom}/import/{'+'.join(names)}"
            self.store.put_source(SourceSpec(id_, newsroom, KIND, "", sections))
            self._made[which] = id_
        return self._made[which]
