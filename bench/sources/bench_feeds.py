"""How fast feeds and sitemaps are read, against feedparser in the same run.

Prints one JSON object: milliseconds of CPU (median, spread) and ratios. The documents are made
here, by a fixed rule, so their hash is the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
import platform
import statistics
import time
from collections.abc import Callable

import feedparser

from samizdat.sources import SourceOptions, read_source
from samizdat.sources.feed import read_xml_feed

ADDRESS = "https://harbour.example/feed.xml"
REPEATS = 5
PARAGRAPH = '<p>The ferry between the islands is <a href="https://harbour.example/x">back</a>.</p>'


def _feed(entries: int, paragraphs: int) -> bytes:
    items = "".join(
        f"<item><title>Ferry {n} resumes &amp;amp; more</title>"
        f"<link>https://harbour.example/s/{n}</link>"
        f"<guid isPermaLink='false'>g{n}</guid><pubDate>Tue, 03 Mar 2026 09:30:00 +0100</pubDate>"
        f"<dc:creator>Mara Lind</dc:creator><category>port</category>"
        f"<description>Short.</description>"
        f"<content:encoded><![CDATA[{PARAGRAPH * paragraphs}]]></content:encoded></item>"
        for n in range(entries)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour</title>'
        f"<link>https://harbour.example/</link>{items}</channel></rss>"
    ).encode()


def _sitemap(pages: int) -> bytes:
    urls = "".join(
        f"<url><loc>https://harbour.example/s/{n}</loc><lastmod>2026-03-03T10:00:00Z</lastmod></url>"
        for n in range(pages)
    )
    return f"<urlset>{urls}</urlset>".encode()


def _time(call: Callable[[], object], repeats: int = REPEATS) -> dict[str, float]:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return {
        "median": round(statistics.median(times), 2),
        "spread": round(max(times) - min(times), 2),
    }


def _compare(body: bytes) -> dict[str, object]:
    text = body.decode()
    ours = _time(lambda: read_source("feed", body, ADDRESS, SourceOptions()))
    slow = _time(lambda: read_xml_feed(text, ADDRESS, fast=False))
    peer = _time(lambda: feedparser.parse(body))
    return {
        "sha256": hashlib.sha256(body).hexdigest()[:16],
        "bytes": len(body),
        "ours_ms": ours,
        "without_fast_reader_ms": slow,
        "feedparser_ms": peer,
        "feedparser_to_ours": round(peer["median"] / ours["median"], 1),
    }


def main() -> None:
    """Print the figures."""
    sitemap = _sitemap(50_000)
    print(
        json.dumps(
            {
                "machine": f"{platform.machine()} Python {platform.python_version()}",
                "feed of 30 entries": _compare(_feed(30, 8)),
                "feed of 300 full texts": _compare(_feed(300, 20)),
                "sitemap of 50,000 pages": {
                    "ours_ms": _time(lambda: read_source("sitemap", sitemap, ADDRESS)),
                },
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
