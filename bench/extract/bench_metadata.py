"""Title, date and authors beside trafilatura's on the shared corpus, by level of the reference.

Usage: python -m bench.extract.bench_metadata [PAGES]
"""

import collections
import gzip
import json
import logging
import random
import statistics
import sys
import time
import warnings
from typing import Any

import trafilatura

from bench.extract.bench_generic import metrics
from bench.shared import CORPUS, need_corpus
from samizdat.extract.document import Document, parse_document
from samizdat.extract.metadata import read_metadata

Fields = dict[str, Any]


def ours(document: Document, language: str) -> Fields:
    found = read_metadata(document, language=language)
    return {"title": found.title, "date": found.published_at, "authors": found.authors}


def theirs(document: Document, _: str) -> Fields:
    found = trafilatura.extract_metadata(document.text_source, document.address)
    names = (found.author or "").split("; ")
    return {"title": found.title, "date": found.date, "authors": names}


def main(count: int) -> None:
    need_corpus()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    measures = metrics()
    judges = {
        "title": measures.title_loose,
        "date": measures.date_ok,
        "authors": measures.authors_f1,
    }
    rows = list(map(json.loads, (CORPUS / "articles.jsonl").read_text().splitlines()))
    random.Random(7).shuffle(rows)
    scores: dict[tuple[str, str, str], list[float]] = collections.defaultdict(list)
    spent: dict[str, list[float]] = collections.defaultdict(list)
    for row in rows[:count]:
        body = gzip.decompress((CORPUS / row["html_file"]).read_bytes())
        document = parse_document(body, row["url"] or "https://unknown.example/")
        for name, read in (("ours", ours), ("trafilatura", theirs)):
            started = time.process_time()
            found = read(document, row["lang"] or "")
            spent[name].append(time.process_time() - started)
            for field, judge in judges.items():
                if row[field] and (score := judge(row[field], found[field])) is not None:
                    scores[field, row["gt"], name].append(float(score))
    for field, level, _ in sorted(key for key in scores if key[2] == "ours"):
        mine, other = scores[field, level, "ours"], scores[field, level, "trafilatura"]
        print(f"{field:8} {level} n={len(mine):4} ours {statistics.mean(mine):.3f}", end=" ")
        print(f"trafilatura {statistics.mean(other):.3f}")
    for name, times in spent.items():
        print(f"{name:12} {statistics.median(times) * 1e3:.2f} CPU ms a page (median)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
