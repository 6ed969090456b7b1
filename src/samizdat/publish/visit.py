"""The port: a tree of somebody's files, read and never written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from samizdat.errors import UsageError
from samizdat.publish.address import is_repository, parse_address
from samizdat.publish.options import GitOptions
from samizdat.publish.visit_folder import FolderVisit
from samizdat.publish.visit_git import visit_repository
from samizdat.publish.visited import Found


class Visit(Protocol):
    """A tree of files as it stands now."""

    @property
    def commit(self) -> str:
        """The commit that is read, "" in a plain folder."""
        ...

    @property
    def branch(self) -> str:
        """The branch that is read, "" if that is not known."""
        ...

    def files(self) -> Mapping[str, Found]:
        """Return the regular files by path; links, submodules and Git's own are none."""
        ...

    def read(self, path: str) -> bytes:
        """Return the bytes of one of `files`.

        Raises:
            RemoteError: they cannot be read.
        """
        ...

    def first_seen(self) -> Mapping[str, datetime]:
        """Return when each file was first committed, aware UTC; nothing in a plain folder."""
        ...


@contextmanager
def visit(options: GitOptions) -> Iterator[Visit]:
    """Give what stands at `options.address`: a repository's HEAD, or a plain folder.

    `options.repository` is a folder for a repository of our own: no git ever runs with the
    configuration or the hooks of a repository that is only visited. The branch of *options* does
    not count.

    Raises:
        ConfigError: the address cannot be used.
        UsageError: there is nothing, or the repository is empty.
        RemoteError: it cannot be reached or read.
    """
    address = parse_address(options.address, allow_http=options.allow_http)
    path = Path(address.location)
    if address.scheme != "file" or is_repository(path):
        with visit_repository(options) as found:
            yield found
    elif path.is_dir():
        yield FolderVisit(path)
    else:
        raise UsageError(
            "there is no repository and no folder",
            where=str(path),
            hint="give a path, https://… or ssh://…",
        )
