"""Addresses in one spelling, so that the same story is met under the same key."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_TRACKERS = frozenset(
    {
        *("_openstat", "at_campaign", "at_custom1", "at_custom2", "at_medium", "cmpid", "dclid"),
        *("fbclid", "ftag", "gbraid", "gclid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid"),
        *("ncid", "ocid", "s_cid", "scm", "smid", "spm", "twclid", "wbraid", "wt_mc", "wt_zmc"),
        *("xtor", "yclid", "ysclid"),
    }
)
"""Query parameters that follow the reader and name no page. Source: the parameters that browsers'
and blockers' public strip lists agree on; `ref` and `source` stay, since sites use them to name
pages."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE_PATH + "?[]|"


def is_web(address: str) -> bool:
    """Return whether *address* is an absolute http or https address with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname)
    except ValueError:
        return False


def host_of(address: str) -> str:
    """Return the host in lower case without port, "" if there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def join(base: str, reference: str) -> str:
    """Return *reference* made absolute against *base*; "" if that gives no web address.

    Whitespace around and tabs and line ends within are dropped, as browsers do. An empty
    reference gives "": by the standard it is the page itself, which no link or picture means.

    >>> join("https://news.example/a/b", "../c.jpg")
    'https://news.example/c.jpg'
    """
    reference = re.sub(r"[\t\r\n]", "", reference.strip(" \t\r\n\f\x00"))
    if not reference:
        return ""
    try:
        joined = urljoin(base, reference)
    except ValueError:
        return ""
    return joined if is_web(joined) else ""


def canonical_address(address: str) -> str:
    """Return *address* in its canonical spelling; twice equals once.

    Scheme and host in lower case (IDNA), default port, user part, fragment and tracking
    parameters gone, an empty path is `/`, characters outside ASCII percent-encoded. The other
    parameters keep their order and spelling.

    Raises:
        ValueError: *address* is no absolute http(s) address with a usable host.

    >>> canonical_address("HTTPS://News.example:443?utm_source=rss&id=7#top")
    'https://news.example/?id=7'
    """
    parts = urlsplit(_UNSAFE.sub(lambda m: quote(m[0]), address.strip()))
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not a web address: {address!r:.200}")
    pairs = [p for p in parts.query.split("&") if p and not _is_tracker(p.partition("=")[0])]
    path = quote(parts.path or "/", safe=_SAFE_PATH, errors="replace")
    query = quote("&".join(pairs), safe=_SAFE_QUERY, errors="replace")
    return urlunsplit((scheme, _netloc(scheme, parts.hostname, parts.port), path, query, ""))


def _is_tracker(name: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKERS


def _netloc(scheme: str, host: str, port: int | None) -> str:
    """Return host and port in ASCII, without the scheme's default port."""
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"not a host name: {host!r:.100}") from error
    return host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
