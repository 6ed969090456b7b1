"""What robots.txt allows; each is read once a day.

Source: RFC 9309. protego decides; a shortcut answers for files without any rule.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from protego import Protego

from samizdat.errors import FetchError, RefusedError, StatusError, UnreachableError
from samizdat.fetch.guard import Guard, Target
from samizdat.fetch.hop import Hop
from samizdat.fetch.retry_after import retry_after_s

KEPT = timedelta(hours=24)
FAILURE_KEPT = timedelta(minutes=1)
"""How long a robots.txt that failed is not asked again, so that 200 addresses do not ask it all."""
CAP_BYTES = 500 * 1024
MAX_REDIRECTS = 5
ACCEPT = "text/plain,*/*;q=0.5"

Get = Callable[[Target], Awaitable[Hop]]
"""Makes one request in the host's turn."""


def product_token(user_agent: str) -> str:
    """Return the name that robots.txt files know a robot by: the agent's first word.

    >>> product_token("samizdat/0.1 (+mailto:desk@mirror.example)")
    'samizdat'
    """
    return user_agent.partition(" ")[0].partition("/")[0]


def is_allowed(text: str, address: str, agent: str) -> bool:
    """Return whether a robots.txt with *text* lets *agent* (a product token) ask for *address*."""
    return bool(Protego.parse(text).can_fetch(address, agent))


@dataclass(frozen=True, slots=True)
class _Known:
    """One robots.txt: its text, or the error that stood in its place."""

    text: str
    fetched_at: datetime
    rules: Protego | None = None
    error: FetchError | None = None

    def is_fresh(self, now: datetime) -> bool:
        age = now - self.fetched_at
        return timedelta(0) <= age < (FAILURE_KEPT if self.error else KEPT)


class Robots:
    """The robots.txt files of all origins (scheme, host and port).

    Args:
        guard: checks where their redirects lead.
        agent: our product token.
        now: the clock.
        raise_delay: is told of a Crawl-delay: host key and seconds.
    """

    def __init__(
        self,
        guard: Guard,
        agent: str,
        now: Callable[[], datetime],
        raise_delay: Callable[[str, float], None],
    ) -> None:
        self._guard, self._agent, self._now = guard, agent, now
        self._raise_delay = raise_delay
        self._known: dict[str, _Known] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def preload(self, state: Mapping[str, tuple[str, datetime]]) -> None:
        """Take over what an earlier run exported."""
        for origin, (text, fetched_at) in state.items():
            self._known[origin] = _Known(text, fetched_at)

    def export(self) -> dict[str, tuple[str, datetime]]:
        """Return origin → (text, when it was read) of every robots.txt that answered."""
        known = self._known.items()
        return {origin: (k.text, k.fetched_at) for origin, k in known if k.error is None}

    async def check(self, target: Target, get: Get) -> None:
        """Return if *target* may be asked.

        Raises:
            RefusedError: its robots.txt forbids it.
            FetchError: its robots.txt gave no answer, so the site is left alone for now.
        """
        known = await self._of(target, get)
        if known.error is not None:
            raise _again(known.error, target.url)
        if known.rules is not None and not known.rules.can_fetch(target.url, self._agent):
            raise RefusedError(
                "robots.txt of the site forbids it",
                where=target.url,
                hint="ask the newsroom, or leave the address out",
            )

    async def _of(self, target: Target, get: Get) -> _Known:
        known = self._known.get(target.origin)
        if known is not None and known.rules is not None and known.is_fresh(self._now()):
            return known
        async with self._locks.setdefault(target.origin, asyncio.Lock()):
            known = self._known.get(target.origin)
            if known is None or not known.is_fresh(self._now()):
                known = await self._load(target, get)
            if known.rules is None and known.error is None:
                known = replace(known, rules=Protego.parse(known.text))
                delay = known.rules.crawl_delay(self._agent) if known.rules else None
                if delay and delay > 0:
                    self._raise_delay(target.host_key, float(delay))
            self._known[target.origin] = known
        return known

    async def _load(self, target: Target, get: Get) -> _Known:
        try:
            text = await self._read(self._guard.check(f"{target.origin}/robots.txt"), get)
        except FetchError as error:
            return _Known("", self._now(), error=error)
        return _Known(text, self._now())

    async def _read(self, target: Target, get: Get) -> str:
        """Return the text; "" where there is none (4xx), or too many redirects lead to none.

        Raises:
            FetchError: nothing can be said of the rules (5xx, 429, no answer).
        """
        for _ in range(MAX_REDIRECTS + 1):
            hop = await get(target)
            if hop.location:
                target = self._guard.follow(target, hop.location)
            elif hop.status == 200:
                return hop.body.decode("utf-8-sig", errors="replace")
            elif hop.status == 429 or hop.status >= 500:
                raise StatusError(
                    f"it answered {hop.status}",
                    status=hop.status,
                    retry_after=retry_after_s(hop.headers.get("retry-after", ""), self._now()),
                )
            else:
                return ""
        return ""


def _again(error: FetchError, where: str) -> FetchError:
    """Return the failure of a robots.txt as the failure of the address that waits for it."""
    if isinstance(error, UnreachableError):  # the page would have met the same
        return UnreachableError(
            f"{error.what} (asked for robots.txt)", where=where, hint=error.hint
        )
    what = f"robots.txt of the site cannot be read, so it is left alone for now: {error.what}"
    hint = "later runs try it again"
    if isinstance(error, StatusError):
        return StatusError(
            what, status=error.status, retry_after=error.retry_after, where=where, hint=hint
        )
    return RefusedError(what, where=where, hint=error.hint or hint)
