"""QR pictures of page addresses: ours beside one `qrencode` process a page and segno in process.

python -m bench.render.bench_qr
"""

import hashlib
import io
import json
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import segno

from samizdat.model.identity import mint_id
from samizdat.render.qr import qr_png

PUBLIC = "https://forge.example/mirror/news/blob/main"
REPEATS = 5


def addresses(count: int) -> list[str]:
    """Return *count* addresses as the share block has them."""
    ids = (mint_id("harbour", str(i)) for i in range(count))
    return [f"{PUBLIC}/harbour/2026/{i % 12 + 1:02d}/e3/{name}.md" for i, name in enumerate(ids)]


def by_segno(text: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(text, error="l").save(out, kind="png", scale=4)
    return out.getvalue()


def by_qrencode(text: str) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        subprocess.run(["qrencode", "-s", "4", "-o", file.name, text], check=True)
        return Path(file.name).read_bytes()


def rates(make: Callable[[str], bytes], texts: list[str]) -> list[float]:
    """Return pictures a second for each repeat."""
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for text in texts:
            make(text)
        found.append(len(texts) / (time.perf_counter() - start))
    return found


def main() -> None:
    texts = addresses(10_000)
    corpus = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    cold = time.perf_counter()
    qr_png(texts[0])
    cold = time.perf_counter() - cold
    found = {"samizdat": rates(qr_png, texts), "segno": rates(by_segno, texts[:100])}
    if shutil.which("qrencode"):
        found["qrencode"] = rates(by_qrencode, texts[:100])
    else:
        print("qrencode is not installed: apt-get install qrencode")
    peer = statistics.median(found.get("qrencode", found["segno"]))
    sizes = [len(qr_png(text)) for text in texts]
    print(
        f"corpus {corpus}, {len(texts[0])} characters; tables for one length: {cold * 1e3:.0f} ms"
    )
    for name, each in found.items():
        median, spread = statistics.median(each), max(each) - min(each)
        print(f"{name:10} {median:9,.0f}/s (spread {spread:,.0f})  {median / peer:7.1f}×")
    print(f"bytes a picture: {max(sizes)}, segno {len(by_segno(texts[0]))}")
    print(json.dumps({"machine": platform.platform(), "corpus": corpus, "rates": found}))


if __name__ == "__main__":
    main()
