"""What a visit finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: its size, and its Git object id, "" in a plain folder."""

    size_bytes: int
    object: str = ""
