"""Answers from memory, for tests and dry runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from samizdat.errors import FetchError, TooLargeError
from samizdat.fetch.guard import Guard
from samizdat.fetch.port import NO_VALIDATORS
from samizdat.model.response import Response, Validators

_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class MemoryFetcher:
    """A fetcher that knows its answers; an address that it does not know is a 404.

    Attributes:
        answers: address → what is answered, or the error that is raised.
        allow_private: as in `FetchOptions`; the rules about addresses are the real ones.
        asked: every address that was fetched, in order.
    """

    answers: Mapping[str, Response | FetchError]
    allow_private: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)

    async def fetch(
        self,
        address: str,
        *,
        validators: Validators = NO_VALIDATORS,
        max_bytes: int | None = None,
        accept: str = "",  # noqa: ARG002 - the port's words
        robots: bool = True,  # noqa: ARG002
    ) -> Response:
        """Return the answer that *address* has; 304 if *validators* are still its own."""
        Guard(self.allow_private).check(address)
        self.asked.append(address)
        answer = self.answers.get(address)
        if answer is None:
            return Response(address, address, 404, b"", _LONG_AGO)
        if isinstance(answer, FetchError):
            raise answer
        if max_bytes is not None and len(answer.body) > max_bytes:
            raise TooLargeError(f"the body is larger than {max_bytes} bytes", where=address)
        if validators != NO_VALIDATORS and validators == answer.validators:
            return replace(answer, status=304, body=b"")
        return answer
