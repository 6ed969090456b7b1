"""Git's words → one sentence for the operator, as one of our errors."""

import re
from collections.abc import Iterable

from samizdat.errors import RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.publish.address import redact

_Rule = tuple[str, type[RemoteError], str, str]

TOO_LARGE = re.compile(
    r"maximum allowed size|pack too large|returned error: 413|HTTP 413", re.IGNORECASE
)
LOCKED = re.compile(r"\.lock': file exists", re.IGNORECASE)
MOVED = re.compile(
    r"stale info|fetch first|non-fast-forward|failed to update ref|incorrect old value"
    r"|but expected|remote ref updated since checkout",
    re.IGNORECASE,
)

_RULES: tuple[_Rule, ...] = (
    (
        r"could not resolve (host|proxy)|name or service not known|temporary failure in name res",
        RemoteUnreachableError,
        "its name does not resolve",
        "check the address and this machine's DNS",
    ),
    (
        r"connection refused|failed to connect|couldn't connect|no route to host|unreachable",
        RemoteUnreachableError,
        "the connection was refused",
        "check the address and port, and that the server runs",
    ),
    (
        r"timed out|timeout was reached|operation too slow",
        RemoteUnreachableError,
        "it did not answer in time",
        "",
    ),
    (
        (
            r"authentication failed|could not read (username|password)|returned error: 401"
            r"|permission denied \(|invalid (username|credentials)|terminal prompts disabled"
        ),
        RemoteRefusedError,
        "it did not let us in",
        "{token}",
    ),
    (
        r"host key verification failed",
        RemoteRefusedError,
        "the server's ssh key is not known here",
        "connect to it once with ssh by hand",
    ),
    (
        r"returned error: 403|permission to \S+ denied|access .*denied|not granted",
        RemoteRefusedError,
        "we may read it but not write to it",
        "{token}",
    ),
    (
        r"dubious ownership",
        RemoteRefusedError,
        "the repository belongs to another user of this machine",
        "let it belong to the user who runs samizdat",
    ),
    (
        (
            r"repository .*not (found|exist)|not appear to be a git repository|returned error: 404"
            r"|not a git repository|could not be found|: not found"
        ),
        RemoteRefusedError,
        "there is no repository",
        "create it there, empty, then publish",
    ),
    (
        r"no space left|disk quota",
        RemoteRefusedError,
        "the disk is full, here or there",
        "make room, then publish",
    ),
    (
        r"refusing to update checked out branch",
        RemoteRefusedError,
        "the branch is checked out there",
        "a bare repository (git init --bare), or receive.denyCurrentBranch=updateInstead in it",
    ),
    (
        r"certificate|ssl|tls",
        RemoteUnreachableError,
        "its certificate cannot be trusted",
        "",
    ),
    (
        r"\.lock': file exists",
        RemoteRefusedError,
        "another git works in the repository, or one was killed there and left its lock",
        "try again; if it stays, remove the .lock file there",
    ),
    (
        r"protected branch|gh006|hook declined|not allowed to push|deny updating",
        RemoteRefusedError,
        "its rules refused the push",
        "let this user push to the branch",
    ),
    (
        (
            r"hung up|early eof|rpc failed|connection (was )?(reset|closed)|broken pipe"
            r"|error: 5\d\d|empty reply|unexpected disconnect"
        ),
        RemoteUnreachableError,
        "the connection broke off",
        "",
    ),
)


_FOR_READERS = {
    "create it there, empty, then publish": "check the address; a private one needs a token in {}",
    "we may read it but not write to it": "it did not let us in",
    "make room, then publish": "make room, then try again",
}
"""What is said instead of a repository that is only read."""


def explained(
    words: str, *, where: str, token: str, secrets: Iterable[str] = (), reads_only: bool = False
) -> RemoteError:
    """Return the error for what git and the server said.

    Args:
        words: what was said.
        where: the remote's name.
        token: name of the variable that may hold its token.
        secrets: words that must not be shown.
        reads_only: True if nothing is to be written there.
    """
    quoted = cleaned(words, secrets)
    for pattern, kind, sentence, hint in _RULES:
        if re.search(pattern, words, re.IGNORECASE):
            verb = "read" if reads_only else "write"
            advice = f"put a token that may {verb} in {token}" if hint == "{token}" else hint
            told = sentence
            if reads_only:
                advice = _FOR_READERS.get(advice, advice).format(token)
                told = _FOR_READERS.get(sentence, sentence)
            said = f"{told} ({quoted})" if quoted else told
            return kind(said, where=where, hint=advice)
    return RemoteRefusedError(quoted or "git failed without a word", where=where)


def cleaned(words: str, secrets: Iterable[str] = (), limit: int = 300) -> str:
    """Return the words that matter on one line: printable, bounded, without secrets."""
    lines = [_bare(line) for line in words.splitlines()]
    telling = [line for line in lines if line.startswith(("fatal: ", "error: ", "remote: ", "! "))]
    text = redact("; ".join(telling or [line for line in lines if line]))
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return text if len(text) <= limit else text[:limit] + "…"


def _bare(line: str) -> str:
    # Colours first, then every other control or direction character.
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)
    return "".join(c if c.isprintable() else " " for c in plain).strip()
