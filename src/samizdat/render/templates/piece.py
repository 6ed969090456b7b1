"""Markdown that is ready to stand on a page: everything else in a template is escaped."""

from samizdat.render.markdown import escape_text

SHARE = "\x01samizdat\x02"
"""Stands where a remote's own lines go in. No text that is shown holds control characters."""


class Piece(str):
    """A piece of Markdown that our own writer made."""

    __slots__ = ()


def finished(value: object) -> str:
    """Return what `{{ value }}` puts on the page: a piece as it is, any other text as text.

    Raises:
        TypeError: it is a list, or a group of names.
    """
    if isinstance(value, Piece):
        return value
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise TypeError(f"a {type(value).__name__} cannot be shown whole; name what it holds")
    return escape_text(str(value).replace(SHARE[0], ""))
