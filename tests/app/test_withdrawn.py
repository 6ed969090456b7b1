"""What an undo leaves as it is."""

from __future__ import annotations

from samizdat.app.withdrawn import Withdrawn

LINK = "[渡轮](../../e3/%E6%B8%AF.md)"


def test_a_page_that_named_a_withdrawn_story_stays() -> None:
    keep = Withdrawn(names=frozenset({"港".encode()}))
    assert keep("harbour/a.md", LINK.encode())
    assert not keep("harbour/b.md", b"[b](../c.md) [d](e.md?f.md)")
    assert keep.stayed == {"harbour/a.md"}


def test_words_without_end_hide_no_link() -> None:
    keep = Withdrawn(names=frozenset({"港".encode()}))
    assert keep("harbour/a.md", ("渡轮" * 100_000 + LINK).encode())
