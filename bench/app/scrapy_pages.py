"""Scrapy fetching the benchmark's pages and doing nothing with them; a process of its own.

python -m bench.app.scrapy_pages PORT STORIES
"""

from __future__ import annotations

import sys

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

AT_ONCE = 16
SETTINGS = {
    "LOG_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "CONCURRENT_REQUESTS": AT_ONCE,
    "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
    "DOWNLOAD_DELAY": 0,
}


def main() -> None:
    """Fetch all pages; exits 1 if one is missing."""
    port, stories = int(sys.argv[1]), int(sys.argv[2])
    seen: list[int] = []

    class Pages(Spider):  # type: ignore[misc,unused-ignore]
        name = "pages"

        async def start(self):  # type: ignore[no-untyped-def]
            for number in range(stories):
                yield Request(f"http://127.0.0.1:{port}/story/{number}", callback=self.parse)

        def parse(self, response, **_):  # type: ignore[no-untyped-def]
            seen.append(len(response.body))

    process = CrawlerProcess(SETTINGS)
    process.crawl(Pages)
    process.start()
    sys.exit(0 if len(seen) == stories else 1)


if __name__ == "__main__":
    main()
