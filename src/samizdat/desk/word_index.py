"""Many words, found in a text in one pass."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import add
from typing import Generic, TypeVar

from samizdat.desk.folding import UNSPACED, fold, joins

T = TypeVar("T")

_RUN = re.compile("[^\\W_" + "".join(f"{chr(a)}-{chr(b)}" for a, b in UNSPACED) + "]+")
"""Letters and digits of scripts that put spaces between words."""


class WordIndex(Generic[T]):
    """Words and what each stands for.

    Words are compared by `fold`. Where a word begins or ends with a letter or digit of a script
    that puts spaces between words, it must begin or end there in the text too: “port” is not in
    “report”. Other words, such as Chinese ones, are found anywhere.

    A word is looked for only if its longest run of such letters is a whole run of the text, or
    its first two characters stand in it side by side: both are sets, made once a text.
    """

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._by_run: dict[str, list[tuple[str, T]]] = defaultdict(list)
        self._by_pair: dict[str, list[tuple[str, T]]] = defaultdict(list)
        self._by_character: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for spelt, meaning in words:
            word = fold(spelt).strip()
            if runs := _RUN.findall(word):
                self._by_run[max(runs, key=len)].append((word, meaning))
            elif len(word) > 1:
                self._by_pair[word[:2]].append((word, meaning))
            elif word:
                self._by_character[word].append((word, meaning))
        self._has_ascii_pair = any(map(str.isascii, self._by_pair))

    def found(self, text: str) -> Iterator[T]:
        """Give what the words in the folded *text* stand for."""
        for word, meaning in self._likely(text):
            if _stands_in(word, text):
                yield meaning

    def _likely(self, text: str) -> Iterator[tuple[str, T]]:
        """Give the words of which a piece is in *text*."""
        if self._by_run:
            for run in self._by_run.keys() & set(_RUN.findall(text)):
                yield from self._by_run[run]
        if self._by_pair and (self._has_ascii_pair or not text.isascii()):
            for pair in self._by_pair.keys() & set(map(add, text, text[1:])):
                yield from self._by_pair[pair]
        if self._by_character:
            for character in self._by_character.keys() & set(text):
                yield from self._by_character[character]


def _stands_in(word: str, text: str) -> bool:
    """Return whether *word* is in *text*, set apart where its script sets words apart."""
    before, after = joins(word[0]), joins(word[-1])
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        is_cut = before and at > 0 and joins(text[at - 1])
        if not is_cut and not (after and end < len(text) and joins(text[end])):
            return True
        at = text.find(word, at + 1)
    return False
