"""What is wrong with a strings file or a template, as the floor that renders knows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from samizdat.app.string_faults import string_faults
from samizdat.desk import Fault


def inspect(path: str, text: str) -> Sequence[Fault]:
    """Return the faults of the strings file or template at *path* inside the desk's folder."""
    name = PurePosixPath(path)
    if name.parts[0] != "templates":
        return string_faults(path, text)
    # Brought in where an editor has a template: most mirrors have none.
    from samizdat.render.templates import template_faults  # noqa: PLC0415

    return [Fault(f.line, f.what, f.hint) for f in template_faults(name.stem, text, path)]
