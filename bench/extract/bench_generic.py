"""The generic route beside trafilatura's own text, on the shared corpus.

Prints token F1 and 4-shingle F1 of both on the same pages and the CPU milliseconds a page.
Usage: python -m bench.extract.bench_generic [PAGES]
"""

import gzip
import importlib.util
import json
import logging
import random
import statistics
import sys
import time
from types import ModuleType
from typing import Any

import trafilatura

from bench.shared import CORPUS, need_corpus
from samizdat.errors import SamizdatError
from samizdat.extract.document import parse_document
from samizdat.extract.generic import read_generic
from samizdat.extract.page import PageJob, extract_page
from samizdat.model.tree_text import text_of


def metrics() -> ModuleType:
    """Return the corpus's own measures."""
    spec = importlib.util.spec_from_file_location("metrics", CORPUS / "metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_generic(body: bytes, address: str) -> str:
    return text_of(read_generic(parse_document(body, address)), captions=False)


def by_page(body: bytes, address: str) -> str:
    try:
        return text_of(extract_page(PageJob(body, address)).blocks, captions=False)
    except SamizdatError:
        return ""


def by_trafilatura(body: bytes, address: str) -> str:
    # Decoded by us for both, so that encodings do not count.
    text = parse_document(body, address).text_source
    return trafilatura.extract(text, include_comments=False) or ""


READERS = {
    "trafilatura": by_trafilatura,
    "ours, generic": by_generic,
    "ours, whole page": by_page,
}


def main(count: int) -> None:
    need_corpus()
    logging.disable(logging.CRITICAL)
    measures = metrics()
    lines = (CORPUS / "articles.jsonl").read_text().splitlines()
    rows = [row for row in map(json.loads, lines) if row["body"] and not row.get("body_suspect")]
    random.Random(7).shuffle(rows)
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in READERS}
    spent: dict[str, list[float]] = {name: [] for name in READERS}
    for row in rows[:count]:
        body = gzip.decompress((CORPUS / row["html_file"]).read_bytes())
        address = row["url"] or "https://unknown.example/"
        for name, read in READERS.items():
            started = time.process_time()
            pairs[name].append((row["body"], read(body, address)))
            spent[name].append(time.process_time() - started)
    print(f"{min(count, len(rows))} pages; {sys.version.split()[0]}")
    print(f"{'':18} token P     R    F1   shingle4 F1   CPU ms a page (median)")
    for name in READERS:
        print_row(measures, name, pairs[name], spent[name])


def print_row(measures: Any, name: str, pairs: list[tuple[str, str]], spent: list[float]) -> None:
    scores = [measures.token_prf(*pair) for pair in pairs]
    p, r, f = (statistics.mean(score[at] for score in scores) for at in range(3))
    shingle = measures.scrapinghub(pairs)["f1"]
    print(
        f"{name:18} {p:7.3f} {r:.3f} {f:.4f} {shingle:12.4f} {statistics.median(spent) * 1e3:9.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
