"""How to fetch: one frozen value, built once from the configuration."""

from dataclasses import dataclass
from datetime import timedelta

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Manners and limits of one fetcher.

    Attributes:
        user_agent: sent with every request, with a contact; its first word is the robot's name.
        delay: between the starts of two requests to one host; 0 is for a server of one's own.
        allow_private: what may be fetched though it is private or loopback: host names, addresses,
            networks (`10.0.0.0/8`), each except a network with `:port` if only one is meant. They
            may use any port.
        proxy: address of an HTTP or SOCKS5 proxy, "" for none. It alone then looks names up.
        max_bytes: cap on one body, after decompression.
        deadline: for one fetch with its redirects and body; waiting for a host's turn is no part.
        concurrency: requests at the same time over all hosts.
        respect_robots: ask robots.txt first.
        max_redirects: hops that are followed.
    """

    user_agent: str
    delay: timedelta = timedelta(seconds=2)
    allow_private: frozenset[str] = frozenset()
    proxy: str = ""
    max_bytes: int = 32 * MIB
    deadline: timedelta = timedelta(seconds=60)
    concurrency: int = 16
    respect_robots: bool = True
    max_redirects: int = 8
