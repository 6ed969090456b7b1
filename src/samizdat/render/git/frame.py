"""What stands around every page: the way back and the operator's bar, the foot, the direction."""

from collections.abc import Iterable
from functools import lru_cache

from samizdat.model.address import is_web
from samizdat.model.page import Signpost, StickyNote, TopicName
from samizdat.render.git.paths import README, relative, topic_file
from samizdat.render.git.phrase import (
    SEPARATOR,
    contact,
    division,
    isolated,
    name,
    phrase,
    readable,
)
from samizdat.render.look import Look
from samizdat.render.markdown import title_link
from samizdat.render.wording import Wording, direction_of

RULE = "---"

Steps = tuple[tuple[str, str], ...]
"""Links of a page to others: name as plain text, file."""


def named_link(text: str, source: str, target: str, wording: Wording, language: str = "") -> str:
    """Return a link from the file *source* to the file *target*, isolated in its direction."""
    shown = title_link(readable(text, target), relative(source, target))
    return isolated(shown, direction_of(language, text, wording.direction), wording, text)


def signpost(text: str, target: str, source: str, wording: Wording) -> str:
    """Return an editor's link from the file *source*: to a web address or a file of the edition.

    Without a *target* only the words are left.
    """
    if not target:
        return name(text, wording)
    if not is_web(target):
        return named_link(text, source, target, wording)
    shown = title_link(readable(text, target), target)
    return isolated(shown, direction_of("", text or target, wording.direction), wording, text)


def navigation(
    source: str, steps: Iterable[tuple[str, str]], signposts: tuple[Signpost, ...], wording: Wording
) -> str:
    """Return one line of links: home, *steps*, then those of the operator's that add something."""
    return _bar(folder_of(source), ((wording.home, README), *steps), signposts, wording)


def folder_of(path: str) -> str:
    """Return the folder of the file *path*, which ends in a slash or is empty.

    Relative addresses depend on the folder only, which many pages share.
    """
    return path[: path.rfind("/") + 1]


@lru_cache(maxsize=4096)
def _bar(folder: str, steps: Steps, signposts: tuple[Signpost, ...], wording: Wording) -> str:
    links = [named_link(text, folder, target, wording) for text, target in steps]
    there = {target for _, target in steps}
    links += [
        signpost(post.text, post.target, folder, wording)
        for post in signposts
        if post.target not in there
    ]
    return SEPARATOR.join(links)


def bar(source: str, signposts: tuple[Signpost, ...], wording: Wording) -> str:
    """Return the operator's links alone, for the front page, from which no way leads back."""
    return _bar(folder_of(source), (), signposts, wording)


def notes_block(notes: Iterable[StickyNote], source: str, wording: Wording) -> str:
    """Return the notes that editors pinned to the file *source*, as one quotation."""
    lines = [signpost(n.text, n.target, source, wording) for n in notes if readable(n.text, "")]
    return "\n>\n".join(f"> {line}" for line in lines)


def links_list(links: Iterable[Signpost], source: str, wording: Wording) -> str:
    """Return promoted links as a list."""
    return "\n".join(f"- {signpost(link.text, link.target, source, wording)}" for link in links)


def topics_line(topics: Iterable[TopicName], source: str, wording: Wording) -> str:
    """Return one line of links to topics, "" without any."""
    links = [named_link(t.name, source, topic_file(t.key), wording) for t in topics]
    return phrase(wording.topics, names=SEPARATOR.join(links)) if links else ""


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
    before, after = around(wording)
    return f"{before}{markdown}{after}\n"


def around(wording: Wording) -> tuple[str, str]:
    """Return what stands before and after a whole page, so that it runs as its wording does."""
    return division("rtl", wording.language) if wording.direction == "rtl" else ("", "")


def split_frame(start: str, end: str, wording: Wording) -> tuple[str, str]:
    """Return a page before and after the place where a remote's own lines go in."""
    before, after = around(wording)
    return f"{before}{start}\n\n", f"{end}{after}\n"
