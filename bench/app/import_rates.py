"""How fast an existing mirror is imported: ours beside trafilatura, and beside bare parsers.

The pages are invented, in four languages, with every damage that such mirrors do. `import` reads
them in the worker pool, repairs them and saves them; the peers read the same files, on one core,
and repair and save nothing. A page counts as right if its text is what the newsroom wrote.
"""

from __future__ import annotations

import hashlib
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from samizdat.app.importing.run import import_mirror
from samizdat.app.importing.work import PageJob, Words, read_pages
from samizdat.app.mirror import open_mirror
from samizdat.extract.mirror.markdown import to_html
from samizdat.extract.mirror.page import read_old_page
from samizdat.extract.mirror.values import OldPage, OldStory
from samizdat.model.tree_text import block_texts
from tests.support.old_mirror import expected_texts, old_story, write_mirror

COUNT, REPEATS, SAMPLE = 3_000, 5, 300


def whole(folder: Path) -> float:
    """Return pages a second from the folder's files to the store, all in all."""
    with tempfile.TemporaryDirectory() as name:
        mirror_folder = Path(name)
        (mirror_folder / "samizdat.toml").write_text('[mirror]\ntitle = "Bench"\n')
        with open_mirror(mirror_folder, command="bench", may_be_empty=True) as mirror:
            start = time.perf_counter()
            report = import_mirror(mirror, str(folder))
            seconds = time.perf_counter() - start
        if report.new != COUNT:
            raise SystemExit(f"{report.new} of {COUNT} stories were imported: {report.failed[:3]}")
    return COUNT / seconds


def rate(work: Callable[[], object], pages: int) -> float:
    """Return pages a second of one core."""
    start = time.process_time()
    work()
    return pages / (time.process_time() - start)


def ours(pages: list[OldPage]) -> None:
    read_pages([PageJob(page, Words()) for page in pages])


def by_trafilatura(pages: list[OldPage]) -> list[str]:
    return [trafilatura.extract(to_html(page.body.decode())) or "" for page in pages]


def by_parsers(pages: list[OldPage]) -> list[str]:
    return [LexborHTMLParser(to_html(page.body.decode())).text() for page in pages]


def squeezed(text: str) -> str:
    """Return *text* with single spaces, so that only true differences count."""
    return " ".join(text.split())


def right(told: list[str]) -> float:
    """Return the share of *told* that is what the newsrooms wrote."""
    wanted = [squeezed(" ".join(expected_texts(old_story(n)))) for n in range(1, len(told) + 1)]
    same = sum(squeezed(text) == want for text, want in zip(told, wanted, strict=True))
    return same / len(told)


def by_us(pages: list[OldPage]) -> list[str]:
    read = [read_old_page(page) for page in pages]
    return [
        " ".join(block_texts(r.article.blocks)) if isinstance(r, OldStory) else "" for r in read
    ]


def main() -> None:
    """Print a row each, and one JSON object."""
    files = dict(write_mirror(range(1, COUNT + 1)))
    pages = [
        OldPage(old_story(n).path, files[old_story(n).path].encode()) for n in range(1, COUNT + 1)
    ]
    corpus = hashlib.sha256(b"".join(page.body for page in pages)).hexdigest()[:12]
    size = sum(len(page.body) for page in pages) // COUNT
    print(f"{COUNT:,} pages of {size:,} bytes, corpus {corpus}")
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text(text, encoding="utf-8")
        imports = [whole(Path(name)) for _ in range(REPEATS)]
    few = pages[:SAMPLE]
    found: dict[str, list[float]] = {"import, whole": imports}
    for label, work in (
        ("read and repair, one core", ours),
        ("trafilatura, one core", by_trafilatura),
        ("cmark + lexbor, one core", by_parsers),
    ):
        found[label] = [rate(lambda work=work: work(few), SAMPLE) for _ in range(REPEATS)]  # type: ignore[misc]
    peer = statistics.median(found["trafilatura, one core"])
    for label, each in found.items():
        median, spread = statistics.median(each), max(each) - min(each)
        print(f"  {label:28} {median:8,.0f}/s (spread {spread:,.0f})  {median / peer:6.2f}×")
    shares = {"ours": by_us, "trafilatura": by_trafilatura, "cmark + lexbor": by_parsers}
    texts = {label: right(work(few)) for label, work in shares.items()}
    print("  right texts: " + ", ".join(f"{label} {share:.1%}" for label, share in texts.items()))
    print(
        json.dumps(
            {"machine": platform.platform(), "corpus": corpus, "rates": found, "right": texts}
        )
    )
