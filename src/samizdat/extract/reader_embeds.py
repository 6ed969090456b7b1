"""Players and frames → the address that shows the same thing."""

import re

from selectolax.lexbor import LexborNode

from samizdat.model.address import is_web, join
from samizdat.model.tree import Embed

_YOUTUBE = re.compile(
    r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/([\w-]{11})(?![\w-])",
    re.IGNORECASE,
)
_SOURCES = ("src", "data-src", "data-lazy-src", "data")


def pick_embed(node: LexborNode, base: str) -> Embed | None:
    """Return the link in place of a player or frame, None if it shows nothing on the web."""
    attributes = node.attributes
    if any(attributes.get(side) in {"0", "1", "2"} for side in ("width", "height")):
        return None
    references = [attributes.get(name) for name in _SOURCES]
    if node.tag != "iframe":
        inner = node.css("source[src], embed[src]")
        references += [source.attributes.get("src") for source in inner]
    for reference in references:
        address = join(base, reference) if reference else ""
        if is_web(address):
            return Embed(_watch(address), " ".join((attributes.get("title") or "").split()))
    return None


def _watch(address: str) -> str:
    """Return the page on which a video can be watched, if its player's address tells."""
    match = _YOUTUBE.match(address)
    return f"https://www.youtube.com/watch?v={match[1]}" if match else address
