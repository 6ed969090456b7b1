"""What the writer has to be told about the page that it writes for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from samizdat.model.tree import Embed, Image


def _no_image(_: Image) -> str | None:
    return None


def _same_address(address: str) -> str | None:
    return address


def _no_words(_: object) -> str:
    return ""


def embed_label(embed: Embed) -> str:
    """Return an embed's title, or the host it comes from."""
    return embed.title or urlsplit(embed.address).hostname or embed.address


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How trees become Markdown on one page.

    Attributes:
        image: relative target of a picture's stored variant, None if there is none.
        link: target for a link's address, None to keep the link's words only.
        note: what stands raised after the words of a link without a target, "" for nothing.
        min_heading: the level that the highest heading of the body gets; the others follow.
        missing_image: plain words in place of a picture without a target, "" for none.
        embed_label: plain words of the link that stands for an embed.
    """

    image: Callable[[Image], str | None] = _no_image
    link: Callable[[str], str | None] = _same_address
    note: Callable[[str], str] = _no_words
    min_heading: int = 2
    missing_image: Callable[[Image], str] = _no_words
    embed_label: Callable[[Embed], str] = embed_label
