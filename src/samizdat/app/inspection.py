"""What is wrong with a strings file or a template, as the floor that renders knows it."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.app.string_faults import string_faults
from samizdat.desk import Fault


def inspect(path: str, text: str) -> Sequence[Fault]:
    """Return the faults of the strings file or template at *path* inside the desk's folder."""
    return string_faults(path, text)
