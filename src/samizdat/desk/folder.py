"""The desk's folder on disk → its files' bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from samizdat.desk.kinds import FOLDERS, MOST_PARTS, kind_of, largest, misnamed
from samizdat.desk.values import Problem
from samizdat.errors import UsageError


def read_folder(path: Path) -> dict[str, bytes]:
    """Return the bytes of the files that the desk knows, by their path inside the folder.

    An absent folder is an empty desk. A link that leads out of the folder is not followed, and
    `survey_folder` says so. Of a file that is too large just enough is read for `read_desk` to say
    so; of a folder with too many files, just enough files.

    Raises:
        UsageError: a file or the folder cannot be read. It is no empty desk: the rules before
            should stay in force.
    """
    files: dict[str, bytes] = {}
    try:
        root = path.resolve()
        for name in _known_names(root):
            if _is_inside(root / name, root):
                with (root / name).open("rb") as file:
                    files[name] = file.read(largest(name) + 1)
    except OSError as error:
        raise UsageError(
            f"the desk cannot be read: {error.strerror or error}",
            where=str(error.filename or path),
            hint="let the user who runs samizdat read it",
        ) from error
    return files


def _known_names(root: Path) -> Iterator[str]:
    """Give the known paths that exist, at most one more in a folder than counts."""
    yield from (name for name in _names(root) if kind_of(name))
    for folder in FOLDERS:
        parts = (f"{folder}/{name}" for name in _names(root / folder))
        yield from sorted(part for part in parts if kind_of(part))[: MOST_PARTS + 1]


def _names(folder: Path) -> list[str]:
    """Return the names in *folder*, sorted; none if there is no such folder."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_inside(path: Path, root: Path) -> bool:
    """Return whether *path* is a plain file inside *root*, also after every link."""
    return path.is_file() and path.resolve().is_relative_to(root)


def survey_folder(path: Path) -> tuple[Problem, ...]:
    """Return what is odd about the names in the folder: misspelt ones, links that lead out."""
    root = path.resolve()
    names = _names(root)
    for name in list(names):
        if (root / name).is_dir() and not name.startswith("."):
            names += [f"{name}/{part}" for part in _names(root / name)[: MOST_PARTS + 1]]
    return survey_names(
        name for name in names if not _is_inside(root / name, root) or not kind_of(name)
    )


def survey_names(others: Iterable[str]) -> tuple[Problem, ...]:
    """Return what is odd about *others*, the paths in a desk of which nothing was read."""
    others = sorted(others)
    links = (
        Problem(name, 0, "this is no file inside the desk's folder", "put the file itself here")
        for name in others
        if kind_of(name)
    )
    return (*misnamed(others), *links)
