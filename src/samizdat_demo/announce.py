"""What the demo newsrooms announce: home page, listing, RSS, Atom, JSON Feed, sitemap."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from email.utils import format_datetime

from samizdat_demo.content import DemoNewsroom, DemoStory


def home_page(room: DemoNewsroom, stories: Sequence[DemoStory], root: str) -> str:
    """Return the home page: its feeds and its stories."""
    feeds = {
        "modern": f'<link rel="alternate" type="application/rss+xml" href="{root}/feed.xml">',
        "classic": "",
        "plain": f'<link rel="alternate" type="application/feed+json" href="{root}/feed.json">',
    }[room.template]
    direction = ' dir="rtl"' if room.language == "fa" else ""
    items = "".join(
        f'<li><a href="{root}/story/{s.id}.html">{html.escape(s.title)}</a></li>' for s in stories
    )
    return (
        f'<!doctype html><html lang="{room.language}"{direction}><meta charset="utf-8">'
        f"<title>{html.escape(room.name)}</title>{feeds}<h1>{html.escape(room.name)}</h1>"
        f'<ul class="stories">{items}</ul><a href="{root}/list.html">…</a></html>'
    )


def listing(stories: Sequence[DemoStory], root: str, page: int, size: int = 3) -> str:
    """Return one page of the listing, with a link to the next."""
    shown = stories[(page - 1) * size : page * size]
    cards = "".join(
        f'<div class="card"><h2><a href="{root}/story/{s.id}.html">{html.escape(s.title)}</a></h2>'
        f'<time datetime="{s.published.isoformat()}">{s.published:%Y-%m-%d}</time></div>'
        for s in shown
    )
    more = len(stories) > page * size
    following = f'<a rel="next" href="{root}/list.html?page={page + 1}">»</a>' if more else ""
    return f'<!doctype html><meta charset="utf-8"><main>{cards}{following}</main>'


def rss(room: DemoNewsroom, stories: Sequence[DemoStory], root: str) -> str:
    """Return an RSS 2.0 feed of titles and first words."""
    items = "".join(
        f"<item><title>{html.escape(s.title)}</title><link>{root}/story/{s.id}.html</link>"
        f'<guid isPermaLink="false">{room.id}-{s.id}</guid>'
        f"<pubDate>{format_datetime(s.published)}</pubDate>"
        f"<category>{s.section}</category><description>{html.escape(s.caption)}</description></item>"
        for s in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{html.escape(room.name)}</title><link>{root}/</link>"
        f"<language>{room.language}</language><description>demo</description>{items}"
        "</channel></rss>"
    )


def atom(room: DemoNewsroom, stories: Sequence[DemoStory], root: str) -> str:
    """Return an Atom feed of titles."""
    newest = stories[0].published.isoformat() if stories else "2026-11-01T00:00:00+00:00"
    entries = "".join(
        f"<entry><title>{html.escape(s.title)}</title><id>{root}/story/{s.id}.html</id>"
        f'<link href="{root}/story/{s.id}.html"/><updated>{s.published.isoformat()}</updated>'
        "</entry>"
        for s in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{html.escape(room.name)}</title><id>{root}/</id><updated>{newest}</updated>"
        f"{entries}</feed>"
    )


def json_feed(
    room: DemoNewsroom, stories: Sequence[DemoStory], bodies: dict[str, str], root: str
) -> str:
    """Return a JSON Feed with whole stories."""
    items = [
        {
            "id": f"{room.id}-{s.id}",
            "url": f"{root}/story/{s.id}.html",
            "title": s.title,
            "content_html": bodies[s.id],
            "date_published": s.published.isoformat(),
            "authors": [{"name": s.byline}],
            "tags": list(s.tags),
            **({"image": f"{root}/img/{s.image}.jpg"} if s.image else {}),
        }
        for s in stories
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": room.name,
        "language": room.language,
        "home_page_url": f"{root}/",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)


def sitemap(stories: Sequence[DemoStory], root: str) -> str:
    """Return a sitemap."""
    urls = "".join(
        f"<url><loc>{root}/story/{s.id}.html</loc><lastmod>{s.published.isoformat()}</lastmod></url>"
        for s in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
