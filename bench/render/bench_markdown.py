"""Writing trees as Markdown, beside cmark-gfm rendering the same text to HTML.

cmark-gfm is C and reads what we write, the nearest thing to a speed of light for this work.

    python -m bench.render.bench_markdown
"""

import hashlib
import json
import platform
import statistics
import time
from collections.abc import Callable

import cmarkgfm

from samizdat.model.tree import Block, Emphasis, Link, Paragraph, Strong, Text
from samizdat.render.markdown import WriteOptions, write_blocks

PARAGRAPHS, REPEATS = 2_000, 7
CHINESE = "港口今天重新开放，图书馆延长开馆时间，主场球队迎来新赛季的第一场比赛，天气晴朗。" * 6
ENGLISH = "The harbour reopened (after 12 days), the library said; the match ended 2-1. " * 6
MARKED = "Scores: [live] 2*1, see www.news.example or @desk; snake_case & <b> at 12:30. " * 6


def corpora() -> dict[str, tuple[Block, ...]]:
    """Return plain prose, prose full of marks, and prose with links and emphasis."""
    link = Link("https://news.example/a", (Text("港口日报"),))
    rich = (Text(CHINESE), Strong((Text("晴朗"),)), link, Emphasis((Text("图。"),)), Text("完"))
    leaves = {"plain Chinese": (Text(CHINESE),), "plain English": (Text(ENGLISH),)}
    return {
        **{name: (Paragraph(leaf),) * PARAGRAPHS for name, leaf in leaves.items()},
        "English full of marks": (Paragraph((Text(MARKED),)),) * PARAGRAPHS,
        "Chinese with links": (Paragraph(rich),) * PARAGRAPHS,
    }


def seconds(work: Callable[[], object]) -> list[float]:
    """Return the processor time of each repeat."""
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return found


def main() -> None:
    options, report = WriteOptions(), {}
    for name, blocks in corpora().items():
        text = write_blocks(blocks, options)
        size = len(text.encode()) / 1e6
        ours = seconds(lambda blocks=blocks: write_blocks(blocks, options))  # type: ignore[misc]
        peer = seconds(lambda text=text: cmarkgfm.github_flavored_markdown_to_html(text))  # type: ignore[misc]
        rate, peer_rate = (size / statistics.median(s) for s in (ours, peer))
        spread = size / min(ours) - size / max(ours)
        print(f"{name:22} {rate:6.1f} MB/s (spread {spread:.1f}), cmark-gfm {peer_rate:6.1f} MB/s")
        print(f"{'':22} {rate / peer_rate:6.2f}×")
        corpus = hashlib.sha256(text.encode()).hexdigest()[:12]
        report[name] = {"corpus": corpus, "seconds": ours, "cmark-gfm": peer}
    print(json.dumps({"machine": platform.platform(), **report}))


if __name__ == "__main__":
    main()
