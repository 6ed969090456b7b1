"""Three page designs, with the clutter that real ones have around a story."""

from __future__ import annotations

import html
import json

from samizdat_demo.content import DemoNewsroom, DemoStory


def story_page(room: DemoNewsroom, story: DemoStory, body: str, root: str) -> bytes:
    """Return the bytes of a story's page in its newsroom's design and encoding."""
    return _DESIGNS[room.template](room, story, body, root).encode(room.encoding, "replace")


def _picture(story: DemoStory, root: str) -> str:
    return f"{root}/img/{story.image}.jpg" if story.image else ""


def _modern(room: DemoNewsroom, story: DemoStory, body: str, root: str) -> str:
    """Return a page with machine data, a lazy picture and a share bar."""
    picture = _picture(story, root)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": [{"@type": "Person", "name": story.byline}],
        "keywords": list(story.tags),
        **({"image": [picture]} if picture else {}),
    }
    figure = (
        f'<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="{picture}" '
        f'alt="{html.escape(story.alt)}"><figcaption>{html.escape(story.caption)}</figcaption>'
        "</figure>"
        if picture
        else ""
    )
    machine = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">
<title>{html.escape(story.title)} | {html.escape(room.name)}</title>
<link rel="canonical" href="{root}/story/{story.id}.html">
<script type="application/ld+json">{machine}</script>
<script>window.counter = new Image().src = "{root}/beacon.gif";</script></head><body>
<nav class="top"><a href="{root}/">Home</a> <a href="{root}/list.html">All stories</a></nav>
<main><article class="story"><header><h1>{html.escape(story.title)}</h1>
<p class="byline">By {html.escape(story.byline)}</p>
<time datetime="{story.published.isoformat()}">{story.published:%d %B %Y}</time></header>
{figure}<div class="story-body">{body}</div>
<div class="share"><button>Share</button> <a href="#">Copy link</a></div></article>
<aside class="more"><h2>More stories</h2><ul>{_more(room, story, root)}</ul></aside></main>
<footer>© {html.escape(room.name)}. An invented newsroom of the samizdat demo.</footer>
</body></html>"""


def _more(room: DemoNewsroom, story: DemoStory, root: str) -> str:
    others = [other for other in room.stories.values() if other.id != story.id][:3]
    return "".join(
        f'<li><a href="{root}/story/{other.id}.html">{html.escape(other.title)}</a></li>'
        for other in others
    )


def _classic(room: DemoNewsroom, story: DemoStory, body: str, root: str) -> str:
    """Return a page of the old table kind that declares gb2312 and holds gb18030."""
    picture = _picture(story, root)
    image = (
        f'<p align="center"><img src="{picture}" alt="{html.escape(story.alt)}" width="640"></p>'
        f'<p align="center" class="pic-note">{html.escape(story.caption)}</p>'
        if picture
        else ""
    )
    lines = "".join(
        f"<li><a href='{root}/story/{i}.html'>{s.title}</a></li>"
        for i, s in list(room.stories.items())[:3]
        if i != story.id
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<meta name="news_keywords" content="{",".join(story.tags)}">
<title>{story.title}-{room.name}</title></head><body bgcolor="#ffffff">
<table width="960"><tr><td colspan="2"><a href="{root}/">首页</a> |
<a href="{root}/list.html">滚动新闻</a></td></tr>
<tr><td width="700" valign="top"><h1>{story.title}</h1>
<div class="info">{story.published:%Y-%m-%d %H:%M} {story.byline} 来源：{room.name}</div>
<div id="zoom">{image}{body}</div><div class="editor">（编辑：值班员）</div></td>
<td valign="top"><div class="rank"><b>排行</b><ol>{lines}</ol></div></td></tr>
<tr><td colspan="2">{room.name} 版权所有 · samizdat 演示用的虚构媒体</td></tr></table>
</body></html>"""


def _plain(room: DemoNewsroom, story: DemoStory, body: str, root: str) -> str:
    """Return a right-to-left page with its picture inside the text."""
    picture = _picture(story, root)
    figure = (
        f'<div class="photo"><img src="{picture}" alt="{html.escape(story.alt)}">'
        f"<span>{html.escape(story.caption)}</span></div>"
        if picture
        else ""
    )
    tags = "".join(f'<meta property="article:tag" content="{html.escape(t)}">' for t in story.tags)
    return f"""<!DOCTYPE html><html lang="{story.language}" dir="rtl"><head><meta charset="utf-8">
<title>{html.escape(story.title)} - {html.escape(room.name)}</title>
<meta property="og:title" content="{html.escape(story.title)}">
<meta property="og:image" content="{picture}">
<meta property="article:published_time" content="{story.published.isoformat()}">
{tags}<meta name="author" content="{html.escape(story.byline)}"></head><body>
<div id="menu"><a href="{root}/">خانه</a> <a href="{root}/list.html">همهٔ خبرها</a></div>
<div class="post"><h1 class="post-title">{html.escape(story.title)}</h1>
<div class="meta"><span class="author">{html.escape(story.byline)}</span></div>
{figure}<div class="post-text">{body}</div></div>
<div class="footer">{html.escape(room.name)}؛ رسانه‌ای ساختگی برای نمایش samizdat</div>
</body></html>"""


_DESIGNS = {"modern": _modern, "classic": _classic, "plain": _plain}
