"""What stands around every page: the way back, the foot, the direction."""

from collections.abc import Iterable
from functools import lru_cache

from samizdat.render.git.paths import README, relative
from samizdat.render.git.phrase import SEPARATOR, block, contact, isolated, name, phrase, readable
from samizdat.render.look import Look
from samizdat.render.markdown import title_link
from samizdat.render.wording import Wording, direction_of

RULE = "---"


def named_link(text: str, source: str, target: str, wording: Wording, language: str = "") -> str:
    """Return a link from the file *source* to the file *target*, isolated in its direction."""
    shown = title_link(readable(text, target), relative(source, target))
    return isolated(shown, direction_of(language, text), wording)


def navigation(source: str, steps: Iterable[tuple[str, str]], wording: Wording) -> str:
    """Return one line of links: home, then *steps* (name as plain text, file)."""
    # Relative addresses depend on the folder only, which many stories share.
    folder = source[: source.rfind("/") + 1]
    return _navigation(folder, ((wording.home, README), *steps), wording)


@lru_cache(maxsize=4096)
def _navigation(folder: str, steps: tuple[tuple[str, str], ...], wording: Wording) -> str:
    return SEPARATOR.join(named_link(text, folder, target, wording) for text, target in steps)


@lru_cache(maxsize=16)
def foot(look: Look) -> str:
    """Return the last line of a page: whose mirror it is, and whom to write to."""
    parts = [name(look.title, look.wording)] if readable(look.title, "") else []
    if look.contact:
        way = contact(look.contact, look.wording)
        parts.append(phrase(look.wording.report_error, contact=way))
    return SEPARATOR.join(parts)


def joined(blocks: Iterable[str]) -> str:
    """Return blocks of Markdown with a blank line between them, empty ones left out.

    None begins with spaces: four would make code of a sentence.
    """
    return "\n\n".join(shown for block in blocks if (shown := block.lstrip(" ")))


def framed(markdown: str, wording: Wording) -> str:
    """Return a page's Markdown in the direction of its wording, ending with a line end."""
    if wording.direction == "rtl":
        markdown = block(markdown, "rtl", wording.language)
    return markdown + "\n"
