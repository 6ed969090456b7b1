"""Page → tree of its article, against trafilatura, its pages the shared corpus's.

Run: python bench/extract/bench_reader.py [PAGES]
"""

import gzip
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable

from bench.shared import CORPUS, need_corpus
from samizdat.extract.document import parse_document
from samizdat.extract.encoding import decode_html
from samizdat.extract.guard import check_page
from samizdat.extract.reader import read_blocks

REPEATS = 5
ADDRESS = "https://n.example/a"


def _read(body: bytes) -> None:
    document = parse_document(body, ADDRESS)
    nodes = document.tree.css("article")[:1] or document.tree.css("main")[:1]
    read_blocks(nodes, document.base)


def _milliseconds(step: Callable[[bytes], object], pages: list[bytes]) -> float:
    """The median over pages of the best of some repeats."""
    best: list[float] = []
    for page in pages:
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            step(page)
            times.append(time.perf_counter() - start)
        best.append(min(times))
    return 1000 * statistics.median(best)


def _reader(pages: list[bytes]) -> float:
    documents = [parse_document(page, ADDRESS) for page in pages]
    chosen = iter([d.tree.css("article")[:1] or d.tree.css("main")[:1] for d in documents])
    held = {id(page): nodes for page, nodes in zip(pages, chosen, strict=True)}
    return _milliseconds(lambda page: read_blocks(held[id(page)], ADDRESS), pages)


def _peer(pages: list[bytes]) -> float | None:
    """trafilatura's time; None, said aloud, where it or what it imports is not installed."""
    try:
        import trafilatura  # noqa: PLC0415
    except ImportError as error:
        print(f"no peer: {error}", file=sys.stderr)
        return None
    return _milliseconds(trafilatura.extract, pages)


def main() -> None:
    need_corpus()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    files = sorted((CORPUS / "html").glob("*.gz"))
    pages = [gzip.decompress(file.read_bytes()) for file in files[:: max(1, len(files) // count)]]
    texts = {id(page): decode_html(page).text for page in pages}
    ours = _milliseconds(_read, pages)
    peer = _peer(pages)
    result = {
        "pages": len(pages),
        "median_bytes": statistics.median(map(len, pages)),
        "decode_ms": _milliseconds(decode_html, pages),
        "guard_ms": _milliseconds(lambda page: check_page(texts[id(page)]), pages),
        "read_blocks_ms": _reader(pages),
        "page_to_tree_ms": ours,
        "trafilatura_ms": peer,
        "ratio": peer / ours if peer else None,
        "machine": f"{platform.machine()} Python {platform.python_version()}",
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
