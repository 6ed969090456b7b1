"""The adapter that asks real servers."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from samizdat.errors import ConfigError, FetchError, StatusError, UnreachableError
from samizdat.fetch.dial import Resolve, system_resolve
from samizdat.fetch.guard import Guard, Target
from samizdat.fetch.hop import Budget, Hop, Requester
from samizdat.fetch.options import FetchOptions
from samizdat.fetch.port import NO_VALIDATORS
from samizdat.fetch.retry_after import retry_after_s
from samizdat.fetch.robots import ACCEPT as ROBOTS_ACCEPT
from samizdat.fetch.robots import CAP_BYTES as ROBOTS_CAP
from samizdat.fetch.robots import Robots, product_token
from samizdat.fetch.socks import SCHEMES, Socks
from samizdat.fetch.turns import HostTurns
from samizdat.model.response import Response, Validators

log = logging.getLogger(__name__)

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_PERMANENT = frozenset({301, 308})
_HINTS = {
    401: "the page wants a password, so it cannot be mirrored",
    407: "the proxy wants a password; check [fetch] proxy",
    403: "the server refuses us; ask the newsroom, or try from another network",
    429: "raise [fetch] delay",
    451: "the server withholds it for legal reasons here; try from another network",
    503: "the server is busy; later runs ask it again",
}


@dataclass(slots=True)
class _Trip:
    """One fetch on its way over redirects."""

    address: str
    target: Target
    headers: Mapping[str, str]
    cap: int
    budget: Budget
    conditional: bool
    hops: int = 0
    permanent: bool = True


class HttpFetcher:
    """Asks servers politely and safely; an async context manager that owns the connections.

    Args:
        options: manners and limits.
        now: the clock for what is dated; waiting runs on the event loop's own.
        resolve: looks names up; its answers are checked.
        tls: trusted certificates, None for the system's.

    Raises:
        ConfigError: *options* cannot be kept (a proxy of an unknown kind, no user agent, …).
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        now: Callable[[], datetime],
        resolve: Resolve = system_resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        _check_options(options)
        self._options, self._now = options, now
        self._guard = Guard(options.allow_private, proxied=bool(options.proxy))
        self._turns = HostTurns(options.delay, options.concurrency, now)
        agent = product_token(options.user_agent)
        self._robots = Robots(self._guard, agent, now, self._turns.raise_delay)
        self._requester = Requester(
            self._guard,
            user_agent=options.user_agent,
            proxy=options.proxy,
            resolve=resolve,
            tls=tls,
        )

    async def __aenter__(self) -> Self:
        await self._requester.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._requester.__aexit__(*exc)

    def preload_robots(self, state: Mapping[str, tuple[str, datetime]]) -> None:
        """Take over the robots.txt files of an earlier run: origin → (text, when it was read)."""
        self._robots.preload(state)

    def export_robots(self) -> dict[str, tuple[str, datetime]]:
        """Return what `preload_robots` takes."""
        return self._robots.export()

    def preload_pauses(self, state: Mapping[str, tuple[datetime, int]]) -> None:
        """Take over the hosts that asked an earlier run to stay away: host → (until, status)."""
        for key, (until, status) in state.items():
            seconds = (until - self._now()).total_seconds()
            if seconds > 0:
                self._turns.pause(key, seconds, status)

    def export_pauses(self) -> dict[str, tuple[datetime, int]]:
        """Return what `preload_pauses` takes."""
        return self._turns.pauses()

    async def fetch(
        self,
        address: str,
        *,
        validators: Validators = NO_VALIDATORS,
        max_bytes: int | None = None,
        accept: str = "",
        robots: bool = True,
    ) -> Response:
        """Return the answer at *address*, as `Fetcher.fetch` says."""
        trip = _Trip(
            address,
            self._guard.check(address),
            _request_headers(validators, accept),
            self._options.max_bytes if max_bytes is None else max_bytes,
            Budget(self._options.deadline),
            conditional=validators != NO_VALIDATORS,
        )
        try:
            return await self._travel(trip, robots=robots and self._options.respect_robots)
        except FetchError as error:
            _say_who_led_there(error, trip)
            raise

    async def _travel(self, trip: _Trip, *, robots: bool) -> Response:
        """Return the answer at the end of *trip*."""
        while True:
            if robots:
                await self._robots.check(trip.target, lambda t: self._ask_robots(t, trip.budget))
            hop = await self._ask(trip.target, trip.headers, trip.cap, trip.budget)
            if not hop.location:
                return self._response(trip, hop)
            self._follow(trip, hop)

    async def _ask(
        self,
        target: Target,
        headers: Mapping[str, str],
        cap: int,
        budget: Budget,
        *,
        truncate: bool = False,
    ) -> Hop:
        """Make one request in its host's turn; a host that asks for a pause gets it."""
        async with self._turns.turn(target.host_key, where=target.url):
            async with budget.spending(target.url):
                hop = await self._requester.get(target, headers, cap, truncate=truncate)
            log.debug("fetched url=%s status=%d bytes=%d", target.url, hop.status, len(hop.body))
            wait = self._pause_s(hop)
            if wait:
                self._turns.pause(target.host_key, wait, hop.status)
            return hop

    async def _ask_robots(self, target: Target, budget: Budget) -> Hop:
        return await self._ask(target, {"Accept": ROBOTS_ACCEPT}, ROBOTS_CAP, budget, truncate=True)

    def _pause_s(self, hop: Hop) -> float | None:
        if hop.status not in (429, 503):
            return None
        return retry_after_s(hop.headers.get("retry-after", ""), self._now())

    def _follow(self, trip: _Trip, hop: Hop) -> None:
        """Turn *trip* to where *hop* points."""
        trip.hops += 1
        if trip.hops > self._options.max_redirects:
            raise UnreachableError(
                f"more than {self._options.max_redirects} redirects",
                where=trip.address,
                hint="open the address in a browser; its server may send robots in circles",
            )
        trip.permanent = trip.permanent and hop.status in _PERMANENT
        target = self._guard.follow(trip.target, hop.location)
        if (trip.target.scheme, target.scheme) == ("https", "http"):
            log.warning("redirected from https to http address=%s to=%s", trip.address, target.url)
        trip.target = target

    def _response(self, trip: _Trip, hop: Hop) -> Response:
        if hop.status not in (200, 404, 410) and not (hop.status == 304 and trip.conditional):
            raise StatusError(
                f"the server answered {hop.status}",
                status=hop.status,
                retry_after=self._pause_s(hop),
                where=trip.address,
                hint=_HINTS.get(hop.status, "later runs ask it again"),
            )
        return Response(
            address=trip.address,
            final_address=trip.target.url,
            status=hop.status,
            body=hop.body,
            fetched_at=self._now(),
            headers=hop.headers,
            validators=_new_validators(trip, hop),
            permanent=trip.permanent and trip.hops > 0,
        )


def _request_headers(validators: Validators, accept: str) -> dict[str, str]:
    headers = {"Accept": accept or ACCEPT}
    if _is_sendable(validators.etag):
        headers["If-None-Match"] = validators.etag
    if _is_sendable(validators.last_modified):
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _say_who_led_there(error: FetchError, trip: _Trip) -> None:
    """Add to *error* the address that was asked, if the one that failed is where it redirects to.

    Nobody else has the error: whoever remembers one raises a new one.
    """
    if trip.hops and error.where != trip.address:
        error.what = f"{error.what} (redirected from {trip.address:.300})"


def _is_sendable(value: str) -> bool:
    """Return whether a server's validator can go back to it as it came."""
    return bool(value) and value.isascii() and value.isprintable()


def _new_validators(trip: _Trip, hop: Hop) -> Validators:
    """Return the validators for the next time: a 304 that names none keeps those we sent."""
    etag = hop.headers.get("etag", "")
    last_modified = hop.headers.get("last-modified", "")
    if hop.status == 304:
        etag = etag or trip.headers.get("If-None-Match", "")
        last_modified = last_modified or trip.headers.get("If-Modified-Since", "")
    return Validators(etag, last_modified) if hop.status in (200, 304) else NO_VALIDATORS


def _check_options(options: FetchOptions) -> None:
    if not re.fullmatch(r"[!-~][ -~]*", options.user_agent):
        raise ConfigError(
            "the user agent must be one line of ASCII with a contact",
            where="[mirror] contact",
            hint="write an e-mail address or a web address",
        )
    if not options.proxy:
        return
    try:
        parts = urlsplit(options.proxy)
        known = parts.scheme in ("http", *SCHEMES) and parts.hostname and parts.port != 0
        Socks.parse(options.proxy)
    except ValueError as error:
        raise _no_proxy(f"the proxy is no address: {error}") from error
    if not known:
        what = "the proxy is not the address of an HTTP or SOCKS5 proxy"
        raise _no_proxy(f"{parts.scheme or 'no scheme'}: {what}")


def _no_proxy(what: str) -> ConfigError:
    hint = "write http://host:port, or socks5h://host:port for Tor and the like"
    return ConfigError(what, where="[fetch] proxy", hint=hint)
