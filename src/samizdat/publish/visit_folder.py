"""A plain folder, visited."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from samizdat.errors import RemoteError
from samizdat.publish.visited import Found


class FolderVisit:
    """The regular files below a folder; a link leads nowhere, wherever it points."""

    commit = ""
    branch = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> Mapping[str, Found]:
        """Return the regular files by path."""
        return dict(sorted(self._below(str(self._folder), "")))

    def _below(self, folder: str, path: str) -> Iterator[tuple[str, Found]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == ".git" or entry.is_symlink():
                    continue
                inner = f"{path}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    yield from self._below(entry.path, f"{inner}/")
                elif entry.is_file(follow_symlinks=False):
                    yield inner, Found(entry.stat(follow_symlinks=False).st_size)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        try:
            handle = os.open(self._folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise RemoteError("it is no regular file", where=path)
                return file.read()
        except OSError as error:
            what = f"the file cannot be read: {error.strerror or error}"
            raise RemoteError(what, where=path) from error

    def first_seen(self) -> Mapping[str, datetime]:
        """Return nothing: the times of copied files tell of the copying."""
        return {}
