"""Titles and names as plain text, bodies as HTML fragments."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

from samizdat.model.address import join
from samizdat.sources.values import Words

_INLINE = "a|abbr|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup|tt|u|var"  # noqa: E501
_OPENED = re.compile(rf"<({_INLINE})(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_INLINE})\s*>", re.IGNORECASE)
_MARK = re.compile(rf"</?(?:{_INLINE}|br|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""What no XML document can hold; a JSON one can, and a character reference can name it."""
_LONGEST_TITLE = 4000
_BLOCKS = re.compile(r"<(?:p|h[1-6]|li|blockquote|figure|pre|table|div)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[&#8230;\]|&hellip;|&#8230;)\s*[\])]?\s*$")
_RELATIVE = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)

FULL_TEXT_CHARS = 1500
FULL_TEXT_BLOCKS = 3


def plain_line(words: Words) -> str:
    """Return *words* as one line of plain text.

    HTML loses its tags and its references become characters. A value of unknown kind loses only
    inline tags that are opened and closed, so `<` stays where a title means it. Controls are gone.

    >>> plain_line(Words("Harbour &amp; <b>ferry</b>"))
    'Harbour & ferry'
    >>> plain_line(Words("Why a<b and <script> matter"))
    'Why a<b and <script> matter'
    """
    value = words.value[:_LONGEST_TITLE]
    if words.kind == "html" and ("<" in value or "&" in value):
        value = _html_text(value)
    elif words.kind == "guess" and _has_inline_tags(value):
        value = unescape(_MARK.sub("", _BREAK.sub(" ", value)))
    else:
        value = unescape(value)
    return _SPACE.sub(" ", _CONTROL.sub("", value)).strip(" ")


def _has_inline_tags(value: str) -> bool:
    """Return whether an inline tag of HTML is both opened and closed."""
    closed = {name.lower() for name in _CLOSED.findall(value)} if "</" in value else set()
    return bool(closed) and any(name.lower() in closed for name in _OPENED.findall(value))


def unescape(value: str) -> str:
    """Return *value* with complete character references decoded; a bare `&` stays."""
    if "&" not in value:
        return value
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), value)


def _html_text(value: str) -> str:
    body = LexborHTMLParser("<body>" + _BREAK.sub(" ", _escape_foreign(value))).body
    return body.text(deep=True) if body is not None else ""


def _escape_foreign(value: str) -> str:
    """Return *value* with `<` escaped where no tag begins, so that the parser keeps it."""
    return re.sub(r"<(?![A-Za-z/!])", "&lt;", value).replace("\x00", "")


def full_text(body: Words, summary: Words) -> str:
    """Return the story's full text as an HTML fragment, "" if only a summary is there.

    What a source offers as the body counts unless it breaks off with an ellipsis, or repeats a
    short summary word for word. A summary counts only if it is HTML with more than 1,500
    characters of text in three or more blocks and does not break off: better one page fetched too
    many than a story cut short.
    """
    value = _fragment(body)
    if value and not _is_cut_off(value) and not _repeats(value, summary.value):
        return _absolute(value, body.base)
    value = summary.value if summary.kind != "text" else ""
    if len(value) <= FULL_TEXT_CHARS or len(_BLOCKS.findall(value)) < FULL_TEXT_BLOCKS:
        return ""
    if len(_TAG.sub("", value)) <= FULL_TEXT_CHARS or _is_cut_off(value):
        return ""
    return _absolute(value.strip(), summary.base)


def _fragment(words: Words) -> str:
    """Return *words* as HTML; plain text becomes paragraphs."""
    return paragraphs(words.value) if words.kind == "text" else words.value.strip()


def paragraphs(text: str) -> str:
    r"""Return plain *text* as escaped paragraphs, one for each run of lines.

    >>> paragraphs("a < b\n\nc")
    '<p>a &lt; b</p><p>c</p>'
    """
    parts = (part.strip() for part in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n")))
    return "".join(
        "<p>" + html.escape(part, quote=False).replace("\n", "<br>") + "</p>"
        for part in parts
        if part
    )


def _is_cut_off(value: str) -> bool:
    return _CUT_OFF.search(_TAG.sub("", value[-400:]).rstrip()) is not None


def _repeats(value: str, summary: str) -> bool:
    return len(value) < FULL_TEXT_CHARS and value == summary.strip()


def _absolute(value: str, base: str) -> str:
    """Return *value* with its links made absolute where the document names a base."""
    if not base:
        return value

    def mend(found: re.Match[str]) -> str:
        address = join(base, html.unescape(found[2][1:-1]))
        return f'{found[1]}"{html.escape(address)}"' if address else found[0]

    return re.sub(r"<[^<>]*>", lambda tag: _RELATIVE.sub(mend, tag[0]), value)


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def author_names(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in *values*, each once; an e-mail address is no name.

    >>> author_names(("desk@n.example (Mara Lind)", "Mara Lind", "desk@n.example"))
    ('Mara Lind',)
    """
    names: dict[str, None] = {}
    for value in values:
        line = plain_line(Words(value[:1000]))
        if "@" in line:
            line = _MAIL.sub("", line).replace("<>", "").replace("()", "").strip()
            line = line[1:-1] if line.startswith("(") and line.endswith(")") else line
        if line := line.strip(" ,;"):
            names[line] = None
    return tuple(names)
