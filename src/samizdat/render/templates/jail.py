"""Jinja's sandbox with less in it: values of a page are looked into, objects are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

_LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})


class Jail(ImmutableSandboxedEnvironment):
    """Finds names in the mappings of a page and in `loop`, and nothing on any other object.

    An object's own attributes would let a page show where it lies in memory, which differs at
    each build.
    """

    def __init__(self, finished: Callable[[object], str]) -> None:
        """Take *finished*, which makes Markdown of what a template puts on the page."""
        super().__init__(
            autoescape=False,  # `finished` escapes as Markdown
            finalize=lambda value: str(value) if _is_unknown(value) else finished(value),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what *obj* holds under *attribute*, or that it is unknown."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what *obj* holds under *argument*, or that it is unknown."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, LoopContext) and argument in _LOOP:
            return getattr(obj, argument)
        if isinstance(obj, list | tuple) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else self._unknown(argument)
        return self._unknown(argument)

    def _unknown(self, name: object) -> Undefined:
        return self.undefined(f"“{str(name)[:60]}” is not known here")


def _is_unknown(value: object) -> bool:
    return isinstance(value, Undefined)
