"""Markdown that is ready to stand on a page: everything else in a template is escaped."""

from samizdat.render.markdown import escape_text


class Piece(str):
    """A piece of Markdown that our own writer made."""

    __slots__ = ()


def finished(value: object) -> str:
    """Return what `{{ value }}` puts on the page: a piece as it is, any other text as text."""
    if isinstance(value, Piece):
        return value
    return escape_text(str(value)) if value is not None else ""
