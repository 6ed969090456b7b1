"""Rendered files wait for the remotes and come back whole."""

from __future__ import annotations

import random
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

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


def test_a_write_that_failed_spoils_nothing_that_is_put_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"港口 {number} ".encode() * 50 for number in range(6)]
    with closing(Spool(memory_bytes=10)) as spool:
        before = spool.put(_made(texts[0]))
        write = spool._file.write

        def half(data: bytes) -> int:
            write(data[: len(data) // 2])
            raise OSError(28, "no space left on device")

        monkeypatch.setattr(spool._file, "write", half)
        with pytest.raises(OSError, match="no space"):
            spool.put(_made(texts[1]))
        monkeypatch.setattr(spool._file, "write", write)
        after = [spool.put(_made(text)) for text in texts[2:]]
        assert [kept.read() for kept in (before, *after)] == [texts[0], *texts[2:]]


def test_threads_may_write_and_read_at_once() -> None:
    with closing(Spool(memory_bytes=10_000)) as spool, ThreadPoolExecutor(8) as threads:

        def keep(number: int) -> bool:
            text = text_of(number)
            return spool.put(_made(text)).read() == text

        def text_of(number: int) -> bytes:
            return random.Random(number).randbytes(300)

        assert all(threads.map(keep, range(400)))
