"""What a run did, for people and as the JSON object that scripts rely on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from samizdat.model.failed import Failed


@dataclass(frozen=True, slots=True)
class RemoteOutcome:
    """What one remote took.

    Attributes:
        name: the operator's name for it.
        commit: where it stands now if something was published, else None.
        files: files written and removed.
        error: why it did not take the edition, else None.
        hint: what to do about the error.
        notes: sentences for the operator.
        held: why nothing was published on purpose, "" if something was or could have been.
    """

    name: str
    commit: str | None = None
    files: int = 0
    error: str | None = None
    hint: str = ""
    notes: tuple[str, ...] = ()
    held: str = ""

    def to_data(self) -> dict[str, Any]:
        """Return the four keys that `sync --json` promises, and why it is held back if it is."""
        data: dict[str, Any] = {
            "name": self.name,
            "commit": self.commit,
            "files": self.files,
            "error": self.error,
        }
        return data | ({"held": self.held} if self.held else {})


@dataclass(slots=True)
class Summary:
    """Counts and failures of one run; the floors add to it as they go.

    Attributes:
        new: stories mirrored for the first time.
        changed: stories with a new revision.
        removed: stories found gone or withdrawn.
        unchanged: stories asked again that are the same.
        asked: sources asked.
        silent: sources that said “not modified”.
        pages: pages written anew by the build.
        stopped: the run was asked to end early.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    asked: int = 0
    silent: int = 0
    pages: int = 0
    stopped: bool = False
    failed: list[Failed] = field(default_factory=list)
    remotes: list[RemoteOutcome] = field(default_factory=list)

    @property
    def is_eventful(self) -> bool:
        """Return whether the run asked, read or published anything."""
        published = any(remote.commit or remote.error for remote in self.remotes)
        return bool(self.asked or self.new or self.changed or self.removed or published)

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something failed and the rest is done."""
        return 1 if self.failed or any(remote.error for remote in self.remotes) else 0

    def to_data(self) -> dict[str, Any]:
        """Return the object that `sync --json` promises."""
        return {
            "new": self.new,
            "changed": self.changed,
            "removed": self.removed,
            "failed": [{"where": f.where, "what": f.what, "hint": f.hint} for f in self.failed],
            "remotes": [remote.to_data() for remote in self.remotes],
        }
