"""The port: a place that serves a copy of the edition."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from samizdat.model.file import Changes, Receipt, Tip
from samizdat.publish.address import is_repository, parse_address
from samizdat.publish.back import Keep, keep_nothing
from samizdat.publish.folder import Folder
from samizdat.publish.git import Git
from samizdat.publish.options import GitOptions


class Remote(Protocol):
    """A place that serves a copy of the edition."""

    @property
    def name(self) -> str:
        """The name that the operator gave it."""
        ...

    def tip(self) -> Tip | None:
        """Return where it stands now, None if nothing was ever published there.

        Raises:
            RemoteUnreachableError: it did not answer.
            RemoteRefusedError: it answered and said no.
        """
        ...

    def publish(self, changes: Changes, *, expected: Tip | None) -> Receipt:
        """Apply *changes* in one step on what stands there, keeping what people did since.

        A path in `changes.written` that is not in the receipt's `objects` was not written; a note
        says why.

        Args:
            changes: what the edition changes.
            expected: where our file table knows the remote to stand; None if the file table is
                empty (first publication, or after a rebuild).

        Raises:
            RemoteMovedError: its history is not ours any more (`rebuild` is True: clear the file
                table and publish everything), or others were faster each time; nothing changed.
            RemoteUnreachableError: it did not answer; nothing changed.
            RemoteRefusedError: it answered and said no; nothing changed.
        """
        ...

    def revert(self, to: Tip, *, expected: Tip, at: datetime, keep: Keep = keep_nothing) -> Receipt:
        """Let our files be what they were at *to*, in one step; people's files and texts stay.

        What stands as it did then is in the receipt's `objects`, also if an earlier call put it
        back and its receipt was lost; what did not exist then is in `removed`.

        Args:
            to: where an earlier publication of ours left it.
            expected: where our file table knows it to stand.
            at: the time of the change, aware UTC.
            keep: says which files stay as they are.

        Raises:
            RemoteMovedError: its history is not ours any more, or others were faster each time;
                nothing changed.
            RemoteUnreachableError: it did not answer; nothing changed.
            RemoteRefusedError: it said no, or *to* is no longer kept there; nothing changed.
        """
        ...


def open_remote(options: GitOptions, *, forge: str = "") -> Remote:
    """Return the adapter for *options*: a plain folder, or Git.

    A path is a plain folder if *forge* says so, or if it exists and holds no Git repository.

    Raises:
        ConfigError: the address cannot be used.
    """
    address = parse_address(options.address, allow_http=options.allow_http or forge == "folder")
    if address.scheme == "file":
        path = Path(address.location)
        plain = not forge and path.is_dir() and not is_repository(path)
        if forge == "folder" or plain:
            return Folder(options.name, path)
    return Git(options)
