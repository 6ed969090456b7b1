"""What a template may spend on one page, so that none of them runs long."""

from __future__ import annotations

PURSE = "the budget of this page"
"""Where the context of a template holds its budget: no name that a template could write."""

_STEPS = 2_000_000
"""Nodes run and characters gone through: less than a second of work, and far above real pages."""


class Budget:
    """Steps that are left."""

    def __init__(self) -> None:
        self.left = _STEPS

    def spend(self, steps: int) -> None:
        """Take *steps* away.

        Raises:
            ValueError: there are not so many left.
        """
        self.left -= steps
        if self.left < 0:
            raise ValueError("it goes through too much")
