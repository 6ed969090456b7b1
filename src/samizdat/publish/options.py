"""How one Git remote is reached and written."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from samizdat.errors import ConfigError
from samizdat.publish.address import parse_address

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")
# Narrower than `git check-ref-format`, so that nothing needs to ask git before it can be refused.
_BRANCH = re.compile(r"[\w][\w.+\-]*(/[\w][\w.+\-]*)*")
_IDENTITY = re.compile(r"[^<>\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class GitOptions:
    """Everything that a Git remote needs to know.

    Attributes:
        name: the name that the operator gave it; letters, digits, - and _.
        address: path of a repository, https://, http:// if allowed, ssh:// or user@host:path.
        repository: samizdat's own bare repository, shared by all remotes of a mirror.
        branch: the branch that readers see.
        author_name: who every commit is by; never taken from content.
        author_email: the same; it also tells our commits from people's.
        allow_http: True if http:// may be used for this host.
        token_env: environment variable that holds a token or user:password; by default
            SAMIZDAT_TOKEN_<NAME>, then the user's credential helper.
        timeout: git is ended if it says nothing for so long.
        max_push_bytes: a larger push goes up in parts.
        max_file_bytes: a larger file is left out, with a note; forges refuse the whole push.
        history: how much of the branch's past is kept; None: all of it.
        reads_only: True if nothing is ever written there; what errors advise follows from it.
    """

    name: str
    address: str = field(repr=False)
    repository: Path
    branch: str = "main"
    author_name: str = "samizdat"
    author_email: str = "samizdat@localhost"
    allow_http: bool = False
    token_env: str = ""
    timeout: timedelta = timedelta(seconds=120)
    max_push_bytes: int = 1_610_612_736
    max_file_bytes: int = 100_000_000
    history: timedelta | None = None
    reads_only: bool = False

    def __post_init__(self) -> None:
        """Refuse what git could take for something else.

        Raises:
            ConfigError: a value cannot be used.
        """
        if not _NAME.fullmatch(self.name):
            raise ConfigError(
                "a remote's name is made of letters, digits, - and _", where=repr(self.name)
            )
        parse_address(self.address, allow_http=True)
        if not is_branch(self.branch):
            raise ConfigError("this cannot be a branch", where=repr(self.branch))
        for value in (self.author_name, self.author_email):
            if not _IDENTITY.fullmatch(value) or value.strip(" .,:;\"'-") != value:
                raise ConfigError("this cannot be the commits' author", where=repr(value))


def is_branch(name: str) -> bool:
    """Return True if *name* can be a branch on every forge.

    >>> is_branch("main"), is_branch("a.lock"), is_branch("HEAD")
    (True, False, False)
    """
    parts = name.split("/")
    return (
        bool(_BRANCH.fullmatch(name))
        and name != "HEAD"
        and ".." not in name
        and len(name) <= 200
        and not any(part.endswith((".lock", ".")) for part in parts)
    )
