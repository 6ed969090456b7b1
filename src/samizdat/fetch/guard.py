"""Which addresses may be asked at all: the spelling, the name, the IP address, the port."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import quote, urlsplit

from samizdat.errors import ConfigError, RefusedError
from samizdat.fetch.ranges import embedded, why_refused
from samizdat.model.address import join
from samizdat.model.host import Host, IPAddress, parse_host

_PORTS = {"http": 80, "https": 443}
_LOCAL_NAMES = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|onion"
    r"|home\.arpa)|[^.]+"
)
"""Names that only a local network resolves; a name without a dot is one of them."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\uffff\U00010000-\U0010ffff\"<>\\^`{|}]")
_HINT = "name it in [fetch] allow_private if it is meant (init: --allow-private)"


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was taken apart and checked; *url* is put together from the checked parts."""

    url: str
    scheme: str
    host: Host
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        suffix = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host.in_url}{suffix}"

    @property
    def host_key(self) -> str:
        """Whose turn it is: the host, with the port only if it is not one of the web's two."""
        return self.host.name if self.port in (80, 443) else f"{self.host.in_url}:{self.port}"


class Guard:
    """The rules about addresses.

    Args:
        allow_private: see `FetchOptions.allow_private`.
        proxied: names are looked up by a proxy (so `.onion` names are its business).

    Raises:
        ConfigError: an entry of *allow_private* is neither host, IP address nor network.
    """

    def __init__(self, allow_private: Iterable[str] = (), *, proxied: bool = False) -> None:
        self._hosts: set[tuple[str, int | None]] = set()
        self._ips: set[tuple[IPAddress, int | None]] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        self._proxied = proxied
        for entry in allow_private:
            self._allow(entry.strip())

    def _allow(self, entry: str) -> None:
        try:
            if "/" in entry:
                self._networks.append(ip_network(entry, strict=False))
                return
            text, port = _split_port(entry)
            host = parse_host(text)
        except ValueError as error:
            raise ConfigError(
                f"{entry!r:.100} is neither a host, an IP address nor a network: {error}",
                where="[fetch] allow_private",
                hint="write a host (news.lan), an address (127.0.0.1:8000) or 10.0.0.0/8",
            ) from error
        if host.ip is None:
            self._hosts.add((host.name, port))
        else:
            self._ips.add((embedded(host.ip), port))

    def check(self, address: str) -> Target:
        """Return *address* taken apart, if it may be asked.

        Raises:
            RefusedError: scheme, credentials, spelling, host, IP literal or port forbid it.
        """
        target = _take_apart(address)
        host = target.host
        if self._names(host, target.port):
            return target
        if host.ip is not None:
            self.check_ip(host, target.port, host.ip, where=address)
        elif _LOCAL_NAMES.fullmatch(host.name) and not self._is_proxys(host.name):
            raise RefusedError(
                f"private addresses are not fetched: {host.name} is a name of a local network",
                where=address,
                hint=_HINT,
            )
        if not self.permits(host, target.port, host.ip) and not _is_web_port(target.port):
            raise RefusedError(
                f"port {target.port} is not one of the web's",
                where=address,
                hint=f"name {host.in_url}:{target.port} in [fetch] allow_private if it is meant",
            )
        return target

    def follow(self, target: Target, location: str) -> Target:
        """Return where a redirect leads, if it may be asked.

        Raises:
            RefusedError: it may not, or it leads to no web address.
        """
        address = join(target.url, location)
        if not address:
            raise RefusedError(
                f"the redirect leads to no web address: {location!r:.200}", where=target.url
            )
        return self.check(address)

    def check_ip(self, host: Host, port: int, ip: IPAddress, *, where: str) -> None:
        """Raise RefusedError unless *host* at *port* may be reached at *ip*."""
        why = why_refused(ip)
        if why and not self.permits(host, port, ip):
            name = "" if host.ip == ip else f"{host.name} is at {ip}, and "
            what = f"private addresses are not fetched: {name}{ip} is {why}"
            raise RefusedError(what, where=where, hint=_HINT)

    def permits(self, host: Host, port: int, ip: IPAddress | None) -> bool:
        """Return whether allow_private names the host, or the IP address it is at."""
        if self._names(host, port):
            return True
        if ip is None:
            return False
        ip = embedded(ip)
        if (ip, None) in self._ips or (ip, port) in self._ips:
            return True
        return any(ip in network for network in self._networks)

    def _names(self, host: Host, port: int) -> bool:
        return (host.name, None) in self._hosts or (host.name, port) in self._hosts

    def _is_proxys(self, name: str) -> bool:
        return self._proxied and name.endswith(".onion")


def _is_web_port(port: int) -> bool:
    """Return whether newsrooms answer on *port*: the web's own two and the 8000s."""
    return port in (80, 443) or 8000 <= port <= 8999


def _split_port(entry: str) -> tuple[str, int | None]:
    """Return host and port of `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`."""
    if entry.startswith("[") or entry.count(":") == 1:
        parts = urlsplit(f"//{entry}")
        if parts.path or parts.query or parts.fragment or "@" in entry:
            raise ValueError("it holds more than a host")
        return parts.hostname or "", parts.port
    return entry, None


def _take_apart(address: str) -> Target:
    """Return *address* in parts, put together again in one spelling.

    Raises:
        RefusedError: it is no http(s) address, holds credentials, or its host means nothing.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            raise RefusedError(
                f"{scheme or 'no scheme'}: only http and https are fetched", where=f"{address:.300}"
            )
        if "@" in parts.netloc:
            shown = address.replace(parts.netloc.rpartition("@")[0], "…")
            raise RefusedError("the address holds a user name or password", where=f"{shown:.300}")
        host = parse_host(parts.hostname or "")
    except ValueError as error:
        raise RefusedError(f"not a web address: {error}", where=f"{address:.300}") from error
    if port == 0:
        raise RefusedError("port 0 means nothing", where=f"{address:.300}")
    target = Target("", scheme, host, port or _PORTS[scheme])
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    url = f"{target.origin}{_quoted(parts.path) or '/'}{query}"
    return Target(url, scheme, host, target.port)


def _quoted(text: str) -> str:
    """Return *text* with what HTTP cannot carry percent-encoded; the rest keeps its spelling."""
    return _UNSAFE.sub(lambda match: quote(_bytes(match[0]), safe=""), text)


def _bytes(character: str) -> bytes:
    """Return *character* in UTF-8; a byte that a header had outside UTF-8 comes back as itself."""
    if "\udc80" <= character <= "\udcff":
        return bytes([ord(character) - 0xDC00])
    return character.encode(errors="replace")
