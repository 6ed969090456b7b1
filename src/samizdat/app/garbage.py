"""How often the interpreter looks for values that only point at each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ROOMY = 50_000
"""Allocations between two looks: pages are values, which die at once and make no cycles."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles seldom in here: a first edition spent an eighth of its process on it."""
    before = gc.get_threshold()
    gc.set_threshold(ROOMY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
