"""Addresses of links, without what follows the reader around."""

from urllib.parse import urlsplit, urlunsplit

from samizdat.model.address import canonical_address


def clean_link(address: str, *, page: str) -> str:
    """Return *address* without trackers; "" if it leads to a fragment of *page* itself.

    Everything else keeps its spelling, the fragment too; twice equals once.

    >>> clean_link("https://n.example/a?id=7&utm_source=rss#map", page="https://n.example/b")
    'https://n.example/a?id=7#map'
    """
    if "?" not in address and "#" not in address:
        return address
    try:
        parts = urlsplit(address)
        if parts.fragment and canonical_address(address) == canonical_address(page):
            return ""
    except ValueError:
        return address
    if not parts.query or parts.scheme not in {"http", "https"}:
        return address
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _follows(pair)]
    return address if kept == pairs else urlunsplit(parts._replace(query="&".join(kept)))


def _follows(pair: str) -> bool:
    """Return whether a query parameter is one that canonical addresses do without."""
    try:
        return bool(pair) and canonical_address(f"https://n.example/?{pair}").endswith("/")
    except ValueError:
        return False
