"""Phrases, names and addresses as Markdown, each kept in its own direction."""

import re
from functools import lru_cache

from samizdat.model.address import is_web
from samizdat.render.markdown import escape_text, heading, is_blank, title_link
from samizdat.render.wording import Direction, Wording, direction_of, turns

SEPARATOR = " · "
"""Between the parts of a line, in every language."""

_PLACE = re.compile(r"(\{\w+\})")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$'()*+,=%&-]+")
# Without a semicolon an ampersand in it begins no entity.
_EMAIL = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TAG = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,6}")


def phrase(pattern: str, **markdown: str) -> str:
    """Return *pattern* with its words escaped and its `{places}` filled with Markdown."""
    return "".join([markdown.get(place, "") if place else told for told, place in _parts(pattern)])


@lru_cache(maxsize=4096)
def _parts(pattern: str) -> tuple[tuple[str, str], ...]:
    """Return *pattern* cut at its places: each part as Markdown, or the name of a place."""
    parts = enumerate(_PLACE.split(pattern))
    return tuple(("", part[1:-1]) if odd % 2 else (words(part), "") for odd, part in parts)


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Return plain *text* as Markdown, with its outer spaces; few differ within a mirror."""
    core = text.strip(" ")
    before, _, after = text.partition(core) if core else (text, "", "")
    return before + escape_text(core) + after


def readable(text: str, otherwise: str) -> str:
    """Return *text*, or *otherwise* if it has no character that a reader would see."""
    return otherwise if is_blank(text) else text


def isolated(markdown: str, direction: Direction, wording: Wording, text: str = "") -> str:
    """Return inline *markdown* so that its direction does not disturb the line it stands in.

    *text* is what it says, as plain text: even in its own direction it disturbs the line if it ends
    in a word of the other one.

    `span` with `dir` is the one way that GitHub, GitLab, Gitea and Forgejo all keep: their
    sanitisers drop `bdi` (GitHub, GitLab), and browsers isolate whatever has a `dir`.
    """
    if direction == wording.direction and not (text and turns(text, direction)):
        return markdown
    return f'<span dir="{direction}">{markdown}</span>'


def name(text: str, wording: Wording) -> str:
    """Return a name (newsroom, section, author) as Markdown in its own direction."""
    return isolated(words(text.strip()), direction_of("", text, wording.direction), wording, text)


def block(markdown: str, direction: Direction, language: str = "") -> str:
    """Return blocks of *markdown* in a division with a direction."""
    before, after = division(direction, language)
    return f"{before}{markdown}{after}"


@lru_cache(maxsize=256)
def division(direction: Direction, language: str = "") -> tuple[str, str]:
    """Return what stands before and after the blocks of a division with a direction.

    The blank lines end the HTML block, so that Markdown goes on inside (CommonMark 4.6).
    """
    lang = f' lang="{language}"' if _TAG.fullmatch(language) else ""
    return f'<div dir="{direction}"{lang}>\n\n', "\n\n</div>"


def heading_of(*texts: str, wording: Wording, level: int = 1, target: str = "") -> str:
    """Return a heading of one or more names, each in its own direction.

    With a *target* the heading is a link. A name without a visible character is left out if there
    are others.
    """
    seen = [text for text in texts if readable(text, "")] or [target or wording.untitled]
    return f"{'#' * level} {SEPARATOR.join(_head(text, target, wording) for text in seen)}"


def _head(text: str, target: str, wording: Wording) -> str:
    shown = title_link(text, target) if target else heading(text, 1).removeprefix("# ")
    return isolated(shown, direction_of("", text, wording.direction), wording, text)


def address(url: str, wording: Wording) -> str:
    """Return *url* as a link whose text is the address itself, for copying."""
    shown = f"<{url}>" if _PLAIN_ADDRESS.fullmatch(url) else title_link(url, url)
    return isolated(shown, "ltr", wording, url)


def contact(text: str, wording: Wording) -> str:
    """Return the operator's contact, a link where it is a web or e-mail address."""
    if _EMAIL.fullmatch(text):
        return isolated(f"<{text}>", "ltr", wording)
    return address(text, wording) if is_web(text) else name(text, wording)
