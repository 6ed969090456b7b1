"""Where each page lies in the Git edition, and the way from one to another."""

import re
from urllib.parse import quote

from samizdat.model.address import is_web
from samizdat.model.page import (
    HOME,
    AliasPage,
    Page,
    StoryPage,
    section_key,
    topic_key,
)

SUFFIX = ".md"
README = "README.md"

_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")


def page_path(page: Page | str) -> str:
    """Return the path of *page*, or of the page with that key.

    Raises:
        ValueError: the key is a story's, whose path only its head and its page know.

    >>> page_path("section/harbour/world/2026-03")
    'harbour/world/2026-03.md'
    """
    if isinstance(page, StoryPage):
        return story_file(page.path)
    if isinstance(page, AliasPage):  # a merged story's pointer has the story's key
        return page.path
    key = page if isinstance(page, str) else page.key
    if key == HOME:
        return README
    kind, _, rest = key.partition("/")
    match kind:
        case "section" if rest:
            return rest + SUFFIX
        case "topic" if rest:
            return f"topics/{rest}{SUFFIX}"
        case "alias" if rest:
            return rest
    raise ValueError(f"no path is known for the page {key!r:.100}")


def story_file(path: str) -> str:
    """Return the file of the story whose frozen path is *path*."""
    return path + SUFFIX


def qr_file(path: str) -> str:
    """Return the file of the QR picture of the story whose frozen path is *path*."""
    return path + ".png"


def section_file(section: str, period: str = "") -> str:
    """Return the file of a section's page, or of its archive for *period*."""
    return page_path(section_key(section, period))


def topic_file(topic: str, period: str = "") -> str:
    """Return the file of a topic's page, or of its archive for *period*."""
    return page_path(topic_key(topic, period))


def relative(source: str, target: str) -> str:
    """Return the shortest relative address from the file *source* to the file *target*.

    Paths may have any form, since an imported page keeps its own: what is no plain letter, digit or
    mark is percent-encoded.

    >>> relative("harbour/world/2026-03.md", "harbour/2026/03/e3/eaa7vq4nya4q.md")
    '../2026/03/e3/eaa7vq4nya4q.md'
    >>> relative("pages/a#1.md", "pages/50%.md")
    '50%25.md'
    """
    here, there = source.split("/"), target.split("/")
    shared = 0
    while shared < len(here) - 1 and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    way = "../" * (len(here) - 1 - shared) + "/".join(there[shared:])
    if way.startswith("/"):  # it would lead to another host or to the root of this one
        way = f".{way}"
    return way if _PLAIN.fullmatch(way) else quote(way, errors="replace")


def checked_base(address: str) -> str:
    """Return *address*, from which pages load their pictures, with a slash at its end.

    "" stays "": the pictures beside the page.

    Raises:
        ValueError: it is no https address.
    """
    if not address:
        return ""
    if not address.lower().startswith("https://") or not is_web(address):
        raise ValueError(f"pictures come from https addresses only: {address!r:.200}")
    return f"{address.rstrip('/')}/"
