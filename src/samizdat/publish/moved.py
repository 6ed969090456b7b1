"""The words for a remote whose history is not ours any more."""

from samizdat.errors import RemoteMovedError


def gone(where: str) -> RemoteMovedError:
    """Return the error that asks for the whole edition to be published again."""
    error = RemoteMovedError(
        "what we published last is no longer in its history (emptied, re-created or force-pushed)",
        where=where,
        hint="samizdat publish, which puts the whole edition up again",
    )
    error.rebuild = True
    return error
