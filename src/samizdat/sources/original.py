"""A page of a mirror made by samizdat → the address of the original that it names."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.story_mark import read_machine_line

MOST_BYTES = 4 * 1024 * 1024
"""Bytes that are looked at; a forge's page around a story has some hundred thousand."""

# A search and no parser: it is linear whatever the page holds, so no worker is needed.
_LINK = re.compile(
    r"""href\s*=\s*["']?(https?://[^"'\s<>]+)|\]\((https?://[^)\s]+)\)|<(https?://[^>\s]+)>"""
)


def original_on_page(body: bytes, hosts: Collection[str]) -> str:
    """Return the canonical address of the original, "" if the page names none on *hosts*.

    A raw page says it in its last line. A forge that renders the page drops that line; there the
    last link to one of the newsrooms' *hosts* counts, since every page names its original below
    the story.
    """
    text = body[:MOST_BYTES].decode("utf-8", "replace")
    mark = read_machine_line(text)
    if mark is not None and is_web(mark.address):
        return _canonical(mark.address)
    found = [html.unescape(next(filter(None, groups))) for groups in _LINK.findall(text)]
    own = [address for address in found if host_of(address) in hosts]
    return _canonical(own[-1]) if own else ""


def _canonical(address: str) -> str:
    try:
        return canonical_address(address)
    except ValueError:
        return ""
