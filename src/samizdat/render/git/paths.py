"""Where each page lies in the Git edition, and the way from one to another."""

from samizdat.model.page import HOME, Page, StoryPage, section_key

SUFFIX = ".md"
README = "README.md"


def page_path(page: Page | str) -> str:
    """Return the path of *page*, or of the page with that key.

    Raises:
        ValueError: the key is a story's, whose path only its head and its page know.

    >>> page_path("section/harbour/world/2026-03")
    'harbour/world/2026-03.md'
    """
    if isinstance(page, StoryPage):
        return story_file(page.path)
    key = page if isinstance(page, str) else page.key
    if key == HOME:
        return README
    kind, _, rest = key.partition("/")
    if kind != "section" or not rest:
        raise ValueError(f"no path is known for the page {key!r:.100}")
    return rest + SUFFIX


def story_file(path: str) -> str:
    """Return the file of the story whose frozen path is *path*."""
    return path + SUFFIX


def qr_file(path: str) -> str:
    """Return the file of the QR picture of the story whose frozen path is *path*."""
    return path + ".png"


def section_file(section: str, period: str = "") -> str:
    """Return the file of a section's page, or of its archive for *period*."""
    return page_path(section_key(section, period))


def relative(source: str, target: str) -> str:
    """Return the shortest relative address from the file *source* to the file *target*.

    >>> relative("harbour/world/2026-03.md", "harbour/2026/03/e3/eaa7vq4nya4q.md")
    '../2026/03/e3/eaa7vq4nya4q.md'
    """
    here, there = source.split("/"), target.split("/")
    shared = 0
    while shared < len(here) - 1 and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - 1 - shared) + "/".join(there[shared:])
