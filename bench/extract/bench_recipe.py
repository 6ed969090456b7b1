"""A recipe on one page of about 174 kB, bytes to article, beside trafilatura on the same bytes."""

import statistics
import sys
import time
from collections.abc import Callable

import trafilatura

from samizdat.extract.page import PageJob, extract_page
from samizdat.extract.recipe_file import load_recipe

SENTENCE = (
    "The ferry left the old harbour at noon, and the library kept one copy of its timetable. "
)
RECIPE = 'body = "div.story"\nexclude = [".ad", "aside"]\ntitle = "h1"\nauthors = ".byline"\n'


def page() -> bytes:
    """Return an invented story page: 40 paragraphs among menus, teasers and scripts."""
    item = '<li class="item"><a href="/section/{0}">Part {0}</a></li>'
    menu = "".join(map(item.format, range(150)))
    box = '<div class="teaser"><a href="/s/{0}"><img src="/i/{0}.jpg"><h3>Story {0}</h3></a></div>'
    teaser = "".join(map(box.format, range(150)))
    body = "".join(f"<p>{SENTENCE * 3}<a href='/x/{n}'>more</a></p>" for n in range(40))
    script = "<script>" + "var harbour = {a: [1, 2, 3], b: 'ferry'};" * 3400 + "</script>"
    head = (
        '<title>Ferry | Daily</title><meta property="og:title" content="Ferry">'
        '<meta property="article:published_time" content="2026-03-05T09:30:00Z">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry",'
        '"author":{"name":"Ada Bell"},"datePublished":"2026-03-05T09:30:00Z"}</script>'
    )
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}{script}</head><body>"
        f"<nav><ul>{menu}</ul></nav><h1>Ferry</h1><div class=byline>By Ada Bell</div>"
        f'<div class="story">{body}<div class="ad">hats</div></div>{teaser}</body></html>'
    ).encode()


def best(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Return median and spread (p90 − p10) of *work* in CPU milliseconds."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1e3)
    deciles = statistics.quantiles(times, n=10)
    return statistics.median(times), deciles[-1] - deciles[0]


def main() -> None:
    body = page()
    job = PageJob(body, "https://harbour.example/a", recipe=load_recipe(RECIPE, where="bench"))
    ours, ours_spread = best(lambda: extract_page(job), 100)
    theirs, spread = best(lambda: trafilatura.bare_extraction(body, with_metadata=True), 15)
    print(f"{len(body):,} bytes; Python {sys.version.split()[0]}")
    print(f"recipe, bytes to article      {ours:7.2f} ms (spread {ours_spread:.2f})")
    print(f"trafilatura, text + metadata  {theirs:7.2f} ms (spread {spread:.2f})")
    print(f"ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
