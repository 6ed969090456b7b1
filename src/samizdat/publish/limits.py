"""What forges show and take: looked at before a push, said in one sentence a kind."""

from collections.abc import Collection
from dataclasses import dataclass, field

from samizdat.publish import names
from samizdat.publish.objects import Tree

PAGE_BYTES = 512_000
"""GitHub renders no more of a Markdown file, README.md among them."""

MOST_ENTRIES = 3000
"""Entries of one folder that forges still list in reasonable time; GitHub lists 1,000."""

LONG_PAGE = f"longer than the {PAGE_BYTES:,} bytes that forges show of a page"


def is_cut_short(path: str, size_bytes: int) -> bool:
    """Return True if forges show only the beginning of a page of that size.

    >>> is_cut_short("README.md", 600_000), is_cut_short("images/a.webp", 600_000)
    (True, False)
    """
    return size_bytes > PAGE_BYTES and path.endswith(".md")


@dataclass(slots=True)
class Folders:
    """What is wrong with the folders that a commit writes; only those are looked at.

    Attributes:
        crowded: folder → number of its entries, where there are too many.
        clashing: folders with names that some file systems take for one.
    """

    crowded: dict[str, int] = field(default_factory=dict)
    clashing: list[str] = field(default_factory=list)

    def look(self, path: bytes, tree: Tree) -> None:
        """Count the entries of the folder *path*, and compare their names."""
        if len(tree) > MOST_ENTRIES:
            self.crowded[_shown(path)] = len(tree)
        if len({_folded(name) for name in tree}) < len(tree):
            self.clashing.append(_shown(path))

    def notes(self) -> list[str]:
        """Return a sentence for each kind of trouble."""
        sentences: list[tuple[Collection[str], str]] = [
            (
                [f"{folder} ({count:,})" for folder, count in self.crowded.items()],
                f"more than {MOST_ENTRIES:,} entries in one folder, of which forges list the first",
            ),
            (self.clashing, "names that are one and the same on Windows and macOS"),
        ]
        return [f"{names.listed(found)}: {sentence}" for found, sentence in sentences if found]


def _shown(path: bytes) -> str:
    return path.decode("utf-8", "replace") + "/"


def _folded(name: bytes) -> bytes:
    # Nearly all names are ASCII, where this is a question of case alone.
    return (
        name.lower() if name.isascii() else names.folded(name.decode("utf-8", "replace")).encode()
    )
