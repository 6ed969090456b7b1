"""Which lines say again what an earlier one said."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from samizdat.desk.findings import Findings


@dataclass(slots=True)
class Repeated:
    """Notes the lines of a file that repeat an earlier one."""

    found: Findings
    _lines: dict[Hashable, int] = field(default_factory=dict)

    def is_met(self, line: int, rule: Hashable) -> bool:
        """Return whether an earlier line said *rule* too, which is noted then."""
        first = self._lines.setdefault(rule, line)
        if first != line:
            self.found.note(line, f"this repeats line {first}", "remove one of them")
        return first != line
