"""Story pages with share block and QR: ours beside hugo, on one core each.

hugo turns Markdown into HTML and we turn trees into Markdown and pictures: not the same work, but
hugo is the speed that people know from page builders.

    python -m bench.render.bench_pages
"""

import hashlib
import json
import os
import platform
import statistics
import subprocess
import sysconfig
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from samizdat.model.article import Article, content_hash
from samizdat.model.identity import mint_id, story_path
from samizdat.model.page import StoryPage
from samizdat.model.tree import Paragraph, Text
from samizdat.render.git import (
    Look,
    ShareAddress,
    apply_share,
    page_fingerprint,
    render_page,
)
from tests.support.git_pages import VOICES, look, story

COUNT, REPEATS = 2_000, 5
SHARE = ShareAddress("https://forge.example/mirror/news/blob/main/")


def plain(language: str) -> StoryPage:
    """Return a story of twelve paragraphs of plain text, the usual length of one."""
    voice = VOICES[language]
    blocks = tuple(Paragraph((Text(text * 2),)) for text in voice.paragraphs * 4)
    article = Article(voice.headlines[0], blocks, voice.authors, language=language)
    base = story(language)
    return replace(base, article=article, content_hash=content_hash(article), variants={})


def edition(base: StoryPage) -> list[StoryPage]:
    """Return *base* under many ids."""
    names = (mint_id("harbour", str(i)) for i in range(COUNT))
    when = base.mirrored_at
    return [replace(base, id=n, path=story_path("harbour", n, when)) for n in names]


def rates(pages: list[StoryPage], around: Look) -> dict[str, list[float]]:
    """Return pages a second for each step and repeat."""
    files = [render_page(page, around)[0] for page in pages]
    found: dict[str, list[float]] = {"render_page": [], "apply_share": [], "fingerprint": []}
    for _ in range(REPEATS):
        start = time.process_time()
        for page in pages:
            render_page(page, around)
        rendered = time.process_time()
        for file, page in zip(files, pages, strict=True):
            apply_share(file, page, SHARE, around)
        shared = time.process_time()
        for page in pages:
            page_fingerprint(page, around)
        ended = time.process_time()
        steps = (rendered - start, shared - rendered, ended - shared)
        for name, seconds in zip(found, steps, strict=True):
            found[name].append(len(pages) / seconds)
    both = zip(found["render_page"], found["apply_share"], strict=True)
    found["page with share"] = [1 / (1 / a + 1 / b) for a, b in both]
    return found


def hugo(texts: list[str]) -> list[float]:
    """Return pages a second of one-core hugo on the same pages."""
    program = Path(sysconfig.get_path("scripts")) / "hugo"
    found = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder)
            (site / "hugo.json").write_text('{"disableKinds": ["taxonomy", "term", "RSS", "404"]}')
            (site / "layouts").mkdir()
            (site / "layouts" / "all.html").write_text("<body>{{ .Content }}</body>")
            (site / "content").mkdir()
            for i, text in enumerate(texts):
                (site / "content" / f"{i}.md").write_text(text)
            start = time.perf_counter()
            subprocess.run(
                [str(program), "--source", str(site), "--quiet", "--noBuildLock"],
                check=True,
                env={**os.environ, "GOMAXPROCS": "1"},
            )
            found.append(len(texts) / (time.perf_counter() - start))
    return found


def main() -> None:
    report = {}
    for name, base in (("plain zh-Hans", plain("zh-Hans")), ("rich en", story("en"))):
        around = look(base.language)
        pages = edition(base)
        texts = [render_page(page, around)[0].content.decode() for page in pages]
        corpus = hashlib.sha256("".join(texts).encode()).hexdigest()[:12]
        found = rates(pages, around) | {"hugo": hugo(texts)}
        peer = statistics.median(found["hugo"])
        print(f"{name}: {len(texts[0].encode()):,} bytes a page, corpus {corpus}")
        for step, each in found.items():
            median, spread = statistics.median(each), max(each) - min(each)
            print(f"  {step:16} {median:8,.0f}/s (spread {spread:,.0f})  {median / peer:6.2f}×")
        report[name] = {"corpus": corpus, "rates": found}
    print(json.dumps({"machine": platform.platform(), **report}))


if __name__ == "__main__":
    main()
