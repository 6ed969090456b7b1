"""The whole error tree on one page: what happened, where, and what to do next.

SamizdatError
├── UsageError            the command or its words are wrong (exit 2)
│   └── ConfigError       samizdat.toml cannot be used as it stands
├── FetchError            an address gave no usable response
│   ├── RefusedError      our own rules forbid the address (private host, scheme, robots.txt)
│   ├── UnreachableError  no answer: name, connection, time
│   ├── StatusError       an answer with an unwelcome status
│   └── TooLargeError     the answer passes the cap on bytes
├── ParseError            bytes are not what they should be (feed, sitemap, listing, page, image)
│   └── NoStoryError      a page in which no story was found
├── StoreError            the store cannot be used
│   ├── StoreVersionError the store was written by a newer samizdat
│   ├── StoreFullError    the disk is full
│   └── LockedError       another run holds the mirror
└── RemoteError           a remote did not take the edition
    ├── RemoteUnreachableError  it did not answer; nothing changed
    ├── RemoteMovedError        somebody else moved it; nothing changed
    └── RemoteRefusedError      it answered and said no; nothing changed
"""


class SamizdatError(Exception):
    """What happened, where, and what the operator can do next.

    >>> print(SamizdatError("no paragraph matched", where="https://n.example/a", hint="check it"))
    https://n.example/a: no paragraph matched
      try: check it
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.hint = what, where, hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f"\n  try: {self.hint}" if self.hint else "")

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the border of the worker pool; the default loses keyword arguments.
        return _rebuild, (type(self), self.what, self.where, self.hint, self.__dict__)


def _rebuild(
    kind: type[SamizdatError], what: str, where: str, hint: str, state: dict[str, object]
) -> SamizdatError:
    """Return the error as it was before it was pickled."""
    error = kind.__new__(kind)
    SamizdatError.__init__(error, what, where=where, hint=hint)
    error.__dict__.update(state)
    return error


class UsageError(SamizdatError):
    """The command or its words are wrong."""


class ConfigError(UsageError):
    """samizdat.toml cannot be used as it stands."""


class FetchError(SamizdatError):
    """An address gave no usable response."""


class RefusedError(FetchError):
    """Our own rules forbid the address: private host, scheme or robots.txt."""


class UnreachableError(FetchError):
    """No answer: the name, the connection or the time failed."""


class StatusError(FetchError):
    """An answer with an unwelcome status.

    Attributes:
        status: the HTTP status.
        retry_after: seconds the server asked us to wait, None if it did not say.
    """

    def __init__(
        self,
        what: str,
        *,
        status: int,
        retry_after: float | None = None,
        where: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status, self.retry_after = status, retry_after


class TooLargeError(FetchError):
    """The answer passes the cap on bytes."""


class ParseError(SamizdatError):
    """Bytes are not what they should be: feed, sitemap, listing, page or image."""


class NoStoryError(ParseError):
    """A page in which no story was found."""


class StoreError(SamizdatError):
    """The store cannot be used."""


class StoreVersionError(StoreError):
    """The store was written by a newer samizdat."""


class StoreFullError(StoreError):
    """The disk is full."""


class LockedError(StoreError):
    """Another run holds the mirror."""


class RemoteError(SamizdatError):
    """A remote did not take the edition."""


class RemoteUnreachableError(RemoteError):
    """The remote did not answer; nothing changed."""


class RemoteMovedError(RemoteError):
    """Somebody else moved the remote; nothing changed.

    Attributes:
        rebuild: True if the history that we knew is gone: the whole edition must go up again.
    """

    rebuild: bool = False


class RemoteRefusedError(RemoteError):
    """The remote answered and said no; nothing changed."""
