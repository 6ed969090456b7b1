"""Single lines of Markdown: headings, links, cells, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from samizdat.model.tree import Inline, Text
from samizdat.render.markdown.characters import clean_text
from samizdat.render.markdown.escape import escape_alt, escape_clean, guard_box
from samizdat.render.markdown.inlines import write_cell, write_line
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.targets import safe_target

_PLAIN = WriteOptions()
_CLOSING_MARKS = re.compile(r"(?:^|(?<=[ \t]))(#*)#$")
_BRACE = re.compile(r"(?<!\\)[{}]")


def heading(content: str | Iterable[Inline], level: int, options: WriteOptions = _PLAIN) -> str:
    r"""Return a heading of *level* 1 to 6; "" if *content* has no text.

    >>> heading("C #", 2)
    '## C \\#'
    """
    text = write_line(_inlines(content), options)
    if not text:
        return ""
    text = guard_box(_CLOSING_MARKS.sub(r"\1\\#", text))
    if text.endswith("}"):  # goldmark reads `{#name .class}` at the end as attributes
        text = _BRACE.sub(lambda m: "\\" + m[0], text)
    return f"{'#' * min(max(level, 1), 6)} {text}"


def title_link(text: str, target: str) -> str:
    r"""Return *text* as a link to *target*, a relative path or an absolute web address.

    Without text the target is shown; a target of a foreign scheme leaves the text alone.

    >>> title_link("[图集] 港口", "a/b c.md")
    '[\\[图集\\] 港口](a/b%20c.md)'
    """
    safe = safe_target(target)
    label = _label(text or safe)
    return f"[{label}]({safe})" if safe and label else label


@lru_cache(maxsize=8192)
def _label(text: str) -> str:
    """Return *text* for the text of a link; a story's title stands in some ten lists."""
    return escape_clean(clean_text(text).strip(" "), label=True)


def table_cell(content: str | Iterable[Inline], options: WriteOptions = _PLAIN) -> str:
    r"""Return *content* for a cell of a table row, without the bars around it.

    >>> table_cell("a | b")
    'a \\| b'
    """
    return write_cell(_inlines(content), options)


def image(alt: str, target: str) -> str:
    """Return a picture; "" if *target* cannot be one.

    >>> image("A ship", "images/aa/1.webp")
    '![A ship](images/aa/1.webp)'
    """
    safe = safe_target(target)
    return f"![{escape_alt(alt)}]({safe})" if safe else ""


def _inlines(content: str | Iterable[Inline]) -> Iterable[Inline]:
    return (Text(content),) if isinstance(content, str) else content
