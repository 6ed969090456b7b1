"""Ids and paths, which last for ever once somebody has mirrored with them."""

import base64
import hashlib
import re
from datetime import UTC, datetime

ID_LENGTH = 12
"""Characters of a story's id; one more for each collision."""

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))]
)
_RESERVED = frozenset({"images", "topics", "archive", "qr"})


def mint_id(newsroom: str, address: str, *, length: int = ID_LENGTH) -> str:
    """Return a new story's id: the first characters of base32(sha256(newsroom, address)).

    Args:
        newsroom: the operator's id of the newsroom.
        address: the final canonical address.
        length: grows by one as long as another story has the id.

    >>> mint_id("harbour", "https://harbour.example/a")
    'eaa7vq4nya4q'
    """
    digest = hashlib.sha256(f"{newsroom}\n{address}".encode()).digest()
    return base64.b32encode(digest).decode().lower().rstrip("=")[:length]


def story_path(newsroom: str, story_id: str, first_published: datetime) -> str:
    """Return the frozen path of a story, without suffix: `newsroom/YYYY/MM/hh/id`.

    *hh* is two hex digits of the id's hash, so that no directory grows past what forges list.

    >>> story_path("harbour", "eaa7vq4nya4q", datetime(2026, 3, 1, tzinfo=UTC))
    'harbour/2026/03/e3/eaa7vq4nya4q'
    """
    when = first_published.astimezone(UTC)
    shard = hashlib.sha256(story_id.encode()).hexdigest()[:2]
    return f"{newsroom}/{when.year:04d}/{when.month:02d}/{shard}/{story_id}"


def is_key(text: str) -> bool:
    """Return whether *text* can name a newsroom, a section or a topic in paths for ever.

    Lower-case ASCII letters, digits and inner hyphens, at most 40; no bare number (a year would
    meet the archive), no name that Windows reserves, none that the edition uses itself.
    """
    if not _KEY.fullmatch(text) or text.isdigit():
        return False
    return text not in _DEVICES and text not in _RESERVED
