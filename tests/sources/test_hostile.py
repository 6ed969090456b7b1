# the fixtures are documents
"""Attacks and bombs, read in a child process with bounded memory and time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from samizdat.sources import Announced, read_source
from samizdat.sources.finish import usable_address

ADDRESS = "https://harbour.example/feed.xml"
Find = Callable[[str], Path]
ReadInChild = Callable[[list[Path]], str]


@pytest.mark.shared
def test_bombs_are_values_or_parse_errors_within_bounds(
    shared: Find, read_in_child: ReadInChild
) -> None:
    folder = shared("hostile/bombs")
    kinds = (
        "feed-*",
        "deep-*",
        "json-*",
        "attrs-*",
        "one-tag*",
        "formatting-*",
        "gz-in-gz*",
        "zeros*.gz",
    )
    read_in_child(sorted({path for kind in kinds for path in folder.glob(kind)}))


@pytest.mark.shared
def test_documents_never_show_a_file_of_this_machine(
    shared: Find, read_in_child: ReadInChild, tmp_path: Path
) -> None:
    paths = [path for path in sorted(shared("hostile/xml").rglob("*")) if path.is_file()]
    for number, line in enumerate(shared("hostile/xml/xxe_fuzz.jsonl").read_text().splitlines()):
        record = json.loads(line)
        path = tmp_path / f"{number}.xml"
        path.write_bytes(str(record.get("payload") or record.get("s") or record).encode())
        paths.append(path)
    printed = read_in_child([path for path in paths if path.suffix != ".jsonl"])
    assert "root:x:" not in printed
    assert "daemon" not in printed


def test_own_bombs_stay_small(read_in_child: ReadInChild, tmp_path: Path) -> None:
    bombs = {
        "laughs": "<!DOCTYPE rss [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(9))
        + "]><rss><channel><item><title>&a8;</title><link>/a</link></item></channel></rss>",
        "cdata": "<rss><channel><item><title>" + "<![CDATA[" * 200_000,
        "comments": "<!-- a -->" * 50_000 + "<x/>",
        "open-comments": "<rss>" + "<!--" * 300_000,
        "doctype": "<!DOCTYPE rss [" + "<!--" * 300_000,
        "deep": "<rss><channel><item>" + "<a>" * 300_000,
        "prefixes": "<rss " + " ".join(f"xmlns:p{n}='urn:{n}'" for n in range(5000)) + "/>",
        "names": "var " + "a" * 500_000 + " b(" * 100_000,
        "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
        "strings": "var x = ['" + "\\'" * 500_000,
        "titles": "<rss><channel>"
        + ("<item><title><![CDATA[" + "<b>" * 1200 + "</i>]]></title><link>/a</link></item>") * 300
        + "</channel></rss>",
        "links": "<div>" + "<a href='/2026/a-b-c-%d'>The ferry is back again</a>" * 20_000,
    }
    paths = []
    for name, text in bombs.items():
        path = tmp_path / name
        path.write_text(text)
        paths.append(path)
    read_in_child(paths)


@pytest.mark.shared
def test_attacks_in_feeds_do_not_stop_their_neighbours(shared: Find) -> None:
    for path in shared("hostile/feeds/attacks").iterdir():
        body = path.read_bytes()
        found = read_source("feed", body, ADDRESS)
        assert isinstance(found, Announced)
        assert len(found.entries) + len(found.failed) + repeated(body) == body.count(b"<item>")
        assert all(e.address.startswith(("http://", "https://")) for e in found.entries)
        assert all("\n" not in e.title and "\x00" not in e.title for e in found.entries)


def repeated(body: bytes) -> int:
    """Return how many items lead to a page that an item before them leads to."""
    links = re.findall(r"<item>.*?<link>(.*?)</link>", body.decode("utf-8", "replace"), re.DOTALL)
    pages = [found for link in links if (found := usable_address(ADDRESS, unescape(link)))]
    return len(pages) - len(set(pages))
