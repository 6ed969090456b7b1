"""templates/KIND.md: the look of one kind of page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from samizdat.desk.context import Context
from samizdat.desk.findings import Findings, shown
from samizdat.model.desk import DeskRules

KINDS = ("home", "section", "archive", "topic", "story")


def read_template(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the template; the inspector says what is wrong with it."""
    kind = PurePosixPath(found.file).stem
    if kind not in KINDS:
        found.wrong(0, f"no kind of page is called {shown(kind)}", context.hint(kind, KINDS))
        return DeskRules()
    text = "\n".join(lines)
    context.look_at(text, found)
    return DeskRules() if found.wrongs else DeskRules(templates={kind: text})
