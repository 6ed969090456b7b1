"""Spaces that a pretty-printer put between words, and those that it put inside them.

It sets every element on lines of its own: `约见 <a>张三</a>` and `约见<a>张三</a>` look alike
afterwards, and a browser shows a space at each line end. Between Chinese or Japanese characters
there was none; between Latin words there was one, except beside punctuation; between the two the
page's own habit counts, where it can be seen. Whatever stands on one line stays as it is.
"""

from __future__ import annotations

import re
from html import unescape

from samizdat.extract.reader_tags import BLOCKS, PREFORMATTED

_PIECE = re.compile(r"<!--(?:(?!-->).)*+(?:-->|\Z)|</?[a-zA-Z][^<>]*+>?|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SPACES = " \t\n\f\r"
_LINE_END = re.compile(r"(?<![ \t\f\r])[ \t\f\r]*\n[ \t\n\f\r]*")
_LONGEST_ENTITY = 33
_ENTITY_AT_END = re.compile(r"&#?\w{1,31};\Z")
_ENTITY = re.compile(r"&#?\w{1,31};")

_ENDING = re.compile(r"['’](?:s|t|re|ve|ll|d|m)\b")

_LETTER = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that are written without spaces between words. Korean is not."""
_MARK = "\u3000-\u3004\u3008-\u3020\u3030\u303d\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uff9f\uffe0-\uffef"
"""Punctuation and forms as wide as those letters."""
_IS_LETTER, _IS_MARK = re.compile(f"[{_LETTER}]"), re.compile(f"[{_MARK}]")
_JOINED = re.compile(f"[{_LETTER}](?=[A-Za-z0-9(])|[A-Za-z0-9)](?=[{_LETTER}])")
_SPACED = re.compile(f"[{_LETTER}] (?=[A-Za-z0-9(])|[A-Za-z0-9)] (?=[{_LETTER}])")
_CLOSING = frozenset(",.;:!?)]}%”’»›…،؛؟۔٪")
_OPENING = frozenset("([{“‘«‹$€£#@¿¡")
_EDGE = ""
_EDGES = BLOCKS | {"br"}


def join_lines(html: str) -> tuple[str, int]:
    r"""Return *html* with its invented spaces gone, and how many there were.

    >>> join_lines("<p>\n 渡轮\n <b>\n  今天\n </b>\n 恢复\n</p>")[1]
    2
    """
    if "\n" not in html:
        return html, 0
    walk = _Walk(between=_habit(html))
    return walk.over(html), walk.removed


def _habit(html: str) -> str:
    """Return what the page itself puts between Chinese and Latin: a space or nothing."""
    text = re.sub(r"<[^<>]*>", "<", html)
    return " " if len(_SPACED.findall(text)) > len(_JOINED.findall(text)) else ""


class _Walk:
    """One pass over the pieces of a page, in order."""

    def __init__(self, between: str) -> None:
        self._between = between
        self._out: list[str] = []
        self._before = _EDGE  # the text before the gap
        self._gap: list[str] = []
        self._quotes = 0
        self._raw = ""
        self.removed = 0

    def over(self, html: str) -> str:
        """Return *html* with what is between two words repaired."""
        for piece in _PIECE.findall(html):
            tag = _TAG.match(piece) if piece[0] == "<" else None
            if self._raw:
                self._out.append(piece)
                self._raw = "" if tag and tag[1] and tag[2].lower() == self._raw else self._raw
            elif tag is None:
                self._text(piece)
            elif (name := tag[2].lower()) in _EDGES:
                self._edge(piece, name, opens=not tag[1])
            else:
                self._gap.append(piece)
        return "".join((*self._out, *self._gap))

    def _edge(self, piece: str, name: str, *, opens: bool) -> None:
        """Take what is open and *piece*, at which a line begins or ends anyway."""
        self._out += (*self._gap, piece)
        self._gap = []
        self._before, self._quotes = _EDGE, 0
        if opens and name in PREFORMATTED:
            self._raw = name

    def _text(self, piece: str) -> None:
        core = piece.strip(_SPACES)
        if not core or piece.startswith("<!--"):
            self._gap.append(piece)
            return
        start = piece.index(core)
        self._gap.append(piece[:start])
        self._close(core)
        self._out.append(self._inside(core) if "\n" in core else core)
        self._before = core
        self._quotes += core.count('"')
        self._gap = [piece[start + len(core) :]]

    def _close(self, core: str) -> None:
        """Take the gap before *core*, repaired if a line ends in it."""
        gap, self._gap = self._gap, []
        if not self._before or not any("\n" in piece for piece in gap if piece[:1] != "<"):
            self._out += gap
            return
        before, after = _last(self._before), _first(core)
        tags = [piece for piece in gap if piece.startswith("<")]
        space = self._space(before, after, at_tag=bool(tags))
        self.removed += not space
        opening = next((at for at, tag in enumerate(tags) if tag[1:2] != "/"), len(tags))
        self._out += (*tags[:opening], space, *tags[opening:])

    def _inside(self, core: str) -> str:
        """Return a text with the line ends inside it repaired."""

        def join(match: re.Match[str]) -> str:
            start, end = match.span()
            before = _last(core[max(0, start - _LONGEST_ENTITY) : start])
            after = _first(core[end : end + _LONGEST_ENTITY])
            space = self._space(before, after, at_tag=False)
            self.removed += not space
            return space

        return _LINE_END.sub(join, core)

    def _space(self, before: str, after: str, *, at_tag: bool) -> str:
        if _IS_MARK.match(before) or _IS_MARK.match(after):
            return ""
        is_wide = [_IS_LETTER.match(c) is not None for c in (before, after)]
        if all(is_wide):
            return ""
        if any(is_wide):
            other = after if is_wide[0] else before
            return self._between if other.isalnum() or other in "()" else ""
        return "" if at_tag and self._clings(before, after) else " "

    def _clings(self, before: str, after: str) -> bool:
        """Return whether punctuation stands without a space on this side."""
        if after in _CLOSING or before in _OPENING:
            return True
        return '"' in (before, after) and self._quotes % 2 == 1


def _first(text: str) -> str:
    """Return the character that *text* begins with; an apostrophe that ends a word as such."""
    if _ENDING.match(text):
        return "’"
    entity = _ENTITY.match(text)
    return unescape(entity[0])[:1] if entity else text[:1]


def _last(text: str) -> str:
    entity = _ENTITY_AT_END.search(text[-_LONGEST_ENTITY:])
    return unescape(entity[0])[-1:] if entity else text[-1:]
