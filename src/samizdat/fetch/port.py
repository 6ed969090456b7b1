"""The port: what the floors above know of fetching."""

from typing import Protocol

from samizdat.model.response import Response, Validators

NO_VALIDATORS = Validators()


class Fetcher(Protocol):
    """Gives the answer at an address."""

    async def fetch(
        self,
        address: str,
        *,
        validators: Validators = NO_VALIDATORS,
        max_bytes: int | None = None,
        accept: str = "",
        robots: bool = True,
    ) -> Response:
        """Return the answer at *address*: status 200, 304 (only with *validators*), 404 or 410.

        Args:
            address: absolute http or https address.
            validators: of the answer we have, to be told only if it has changed.
            max_bytes: cap on the body after decompression; None takes the fetcher's own.
            accept: the Accept header; "" asks for pages.
            robots: False for an address that the operator named and not a link on a page.

        Raises:
            RefusedError: our own rules or robots.txt forbid the address; nothing was asked of it.
            UnreachableError: no whole answer: name, connection, TLS, time, broken HTTP.
            StatusError: an answer with any other status, or its robots.txt failed with one.
            TooLargeError: the body passes the cap.
            FetchError: the body is compressed in a way that was not asked for.
        """
        ...
