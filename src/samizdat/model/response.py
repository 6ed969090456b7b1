"""Bytes, headers and time of one fetch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us so that we can ask “has it changed?” (RFC 9110, section 8.8)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. Status is 200 (a body), 304 (unchanged), 404 or 410 (gone).

    Every other status is raised as `StatusError` by the fetcher.

    Attributes:
        address: the address asked for.
        final_address: the address that answered, after redirects.
        status: HTTP status.
        body: decompressed bytes, b"" for 304.
        fetched_at: aware UTC.
        headers: names in lower case.
        validators: for the next conditional request.
        permanent: every redirect on the way was permanent (301, 308), so the address has moved.
    """

    address: str
    final_address: str
    status: int
    body: bytes
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: Validators = field(default_factory=Validators)
    permanent: bool = False

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" if the server does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def declared_charset(self) -> str:
        """The charset parameter of the Content-Type header, "" if there is none."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'")
        return ""
