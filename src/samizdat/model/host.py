"""Host spellings: every way to write one host gives one name or one IP address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

IPAddress = IPv4Address | IPv6Address

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTS = re.compile("[\u3002\uff0e\uff61]")


@dataclass(frozen=True, slots=True)
class Host:
    """One host: *name* in ASCII lower case without final dots; *ip* if it is a literal."""

    name: str
    ip: IPAddress | None = None

    @property
    def in_url(self) -> str:
        """The host as an address spells it."""
        return f"[{self.name}]" if isinstance(self.ip, IPv6Address) else self.name


@lru_cache(maxsize=4096)
def parse_host(text: str) -> Host:
    """Return the host that *text* spells as browsers read it: digits of any script, octal, hex.

    Raises:
        ValueError: no resolver and no browser would agree on what *text* means.

    Source: URL Standard, sections 3.5 (host parsing) and 3.6 (IPv4 parser).

    >>> parse_host("0x7F.1").name
    '127.0.0.1'
    """
    if ":" in text or text.startswith("["):
        return _ipv6(text)
    name = _DOTS.sub(".", unicodedata.normalize("NFKC", text)).lower().rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").rstrip(".")
        except UnicodeError as error:
            raise ValueError(f"{text!r:.100} is no host name") from error
    if not _NAME.fullmatch(name) or len(name) > 253 or not all(map(_is_real, name.split("."))):
        raise ValueError(f"{text!r:.100} is no host name")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        ip = _ipv4(name)
        return Host(str(ip), ip)
    return Host(name)


def _ipv6(text: str) -> Host:
    """Return the IPv6 literal; one with a zone (`%eth0`) means this machine's own links."""
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        ip = ip_address(inner)
    except ValueError as error:
        raise ValueError(f"{text!r:.100} is no IPv6 address") from error
    if not isinstance(ip, IPv6Address) or ip.scope_id is not None:
        raise ValueError(f"{text!r:.100} is no IPv6 address of the internet")
    return Host(str(ip), ip)


def _ipv4(name: str) -> IPv4Address:
    """Return what a name that ends in a number means: one to four decimal, octal or hex parts."""
    parts = name.split(".")
    if len(parts) > 4:
        raise ValueError(f"{name!r:.100} is neither a name nor an IPv4 address")
    numbers = [_number(part) for part in parts]
    *front, last = numbers
    if any(number > 255 for number in front) or last >= 256 ** (5 - len(numbers)):
        raise ValueError(f"{name!r:.100} is neither a name nor an IPv4 address")
    value = sum(number << (8 * (3 - place)) for place, number in enumerate(front))
    return IPv4Address(value + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    try:
        return int(part, 8 if part.startswith("0") else 10)
    except ValueError as error:
        raise ValueError(f"{part!r:.100} is no part of an IPv4 address") from error


def _is_real(label: str) -> bool:
    """Return whether *label* is plain, or the ASCII form of characters in their normal spelling."""
    if not label.startswith("xn--"):
        return True
    try:
        text = label[4:].encode().decode("punycode")
    except UnicodeError:
        return False
    return not text.isascii() and unicodedata.normalize("NFKC", text.lower()) == text
