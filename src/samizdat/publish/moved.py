"""The words for a remote whose history is not ours any more, or not as long as is asked."""

from samizdat.errors import RemoteMovedError, RemoteRefusedError


class NotKeptError(RemoteRefusedError):
    """A way back leads to what the remote does not have any more; no second try helps."""


def gone(where: str) -> RemoteMovedError:
    """Return the error that asks for the whole edition to be published again."""
    error = RemoteMovedError(
        "what we published last is no longer in its history (emptied, re-created or force-pushed)",
        where=where,
        hint="samizdat publish, which puts the whole edition up again",
    )
    error.rebuild = True
    return error


def not_kept(where: str, kept: str = "") -> NotKeptError:
    """Return the error for a way back that leads too far; *kept* says how far it leads."""
    return NotKeptError(
        "the edition it should go back to is no longer kept there" + (f" ({kept})" if kept else ""),
        where=where,
        hint="correct the desk and publish instead",
    )
