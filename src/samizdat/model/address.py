"""Addresses in one spelling, so that the same story is met under the same key."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from samizdat.model.host import parse_host

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

_PLAIN = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9._~-]*)*+)")
"""Scheme, host and path of an address that is absolute, and canonical but for an empty path: most
links are such."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_AROUND = "".join(map(chr, range(0x21)))
_LINE_ENDS = re.compile(r"[\t\r\n]")
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE_PATH + "?[]|"


def is_web(address: str) -> bool:
    """Return whether *address* is an absolute http or https address with host and port that can be.

    Of such an address `canonical_address` always knows a spelling.
    """
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port >= 0  # one that cannot be is a ValueError
        return (
            has_port and parts.scheme.lower() in _DEFAULT_PORTS and _is_host(parts.hostname or "")
        )
    except ValueError:
        return False


def host_of(address: str) -> str:
    """Return the host without port as `parse_host` names it, in ASCII; "" if there is none.

    What readers are shown of an address is this: letters that only look like others give
    themselves away.
    """
    try:
        return parse_host(urlsplit(address).hostname or "").name
    except ValueError:
        return ""


def join(base: str, reference: str) -> str:
    """Return *reference* made absolute against *base*; "" if that gives no web address.

    As browsers do, whitespace around and tabs and line ends within are dropped, and a backslash
    is a slash. An empty reference gives "": by the standard it is the page itself, which no link
    or picture means.

    >>> join("https://news.example/a/b", "../c.jpg")
    'https://news.example/c.jpg'
    """
    reference = _LINE_ENDS.sub("", reference.strip(_AROUND))
    if not reference:
        return ""
    if "\\" in reference:
        reference = _slashes(reference)
    if plain := _PLAIN.fullmatch(reference):
        return reference if _is_host(plain[2]) else ""
    try:
        joined = urljoin(base, reference)
    except ValueError:
        return ""
    return joined if is_web(joined) else ""


def _is_host(host: str) -> bool:
    try:
        return bool(parse_host(host))
    except ValueError:
        return False


def _slashes(reference: str) -> str:
    """Return *reference* with slashes for the backslashes before its query and fragment."""
    end = re.search("[?#]", reference)
    at = end.start() if end else len(reference)
    return reference[:at].replace("\\", "/") + reference[at:]


def canonical_address(address: str) -> str:
    """Return *address* in its canonical spelling; twice equals once.

    Scheme and host in lower case (IDNA), default port, user part, fragment and tracking
    parameters gone, an empty path is `/`, characters outside ASCII percent-encoded. The other
    parameters keep their order and spelling. As browsers do, tabs and line ends are dropped.

    Raises:
        ValueError: *address* is no absolute http(s) address with a usable host.

    >>> canonical_address("HTTPS://News.example:443?utm_source=rss&id=7#top")
    'https://news.example/?id=7'
    """
    if plain := _PLAIN.fullmatch(address):
        scheme, host, path = plain.groups()
        return f"{scheme}://{parse_host(host).in_url}{path or '/'}"
    spelled = _LINE_ENDS.sub("", address.strip().strip(_AROUND))
    parts = urlsplit(_UNSAFE.sub(lambda m: quote(m[0]), spelled))
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
    name = parse_host(host).in_url
    return name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
