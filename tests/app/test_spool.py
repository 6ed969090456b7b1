"""Rendered files wait for the remotes and come back whole."""

from __future__ import annotations

import random
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from samizdat.app.render_worker import Made
from samizdat.app.spool import Spool
from samizdat.publish.pack import Blob


def _made(content: bytes, path: str = "a.md") -> Made:
    blob = Blob.of(content)
    return Made(path, "hash", blob.object, blob.size, False, blob.deflated())


def test_what_is_kept_comes_back_in_any_order_and_more_than_once() -> None:
    texts = [f"港口 {number} ".encode() * (number % 7) for number in range(200)]
    with closing(Spool()) as spool:
        written = [spool.put(_made(text)) for text in texts]
        order = [*range(200), *range(200)]
        random.Random(4).shuffle(order)
        for number in order:
            assert written[number].read() == texts[number]
            packed = written[number].packed
            assert packed is not None
            assert zlib.decompress(packed.deflated()) == texts[number]
            assert packed.size == len(texts[number])


def test_threads_may_write_and_read_at_once() -> None:
    with closing(Spool(memory_bytes=10_000)) as spool, ThreadPoolExecutor(8) as threads:

        def keep(number: int) -> bool:
            text = text_of(number)
            return spool.put(_made(text)).read() == text

        def text_of(number: int) -> bytes:
            return random.Random(number).randbytes(300)

        assert all(threads.map(keep, range(400)))
