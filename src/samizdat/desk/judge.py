"""What the blocklist says of a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from samizdat.desk.folding import fold
from samizdat.desk.pattern import read_pattern
from samizdat.desk.word_index import WordIndex
from samizdat.model.desk import Action, BlockRule, Field

LONGEST_FIELD = 60_000
"""Characters of a title, an address or a body that are looked at: a body of 60,000 is a long
report, and a bound on the text is what bounds the time of a pattern."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a story, and the line of blocklist.txt that says so."""

    action: Action
    line: int


class Judge:
    """The blocklist, ready to look at many stories.

    What one story costs hardly follows the number of words: only those are looked for of which a
    piece is known to be in the text. Patterns are run where a text that every match holds is there.
    """

    def __init__(self, rules: Iterable[BlockRule]) -> None:
        """Make ready *rules*, as `read_blocklist` gave them.

        Raises:
            ParseError: a pattern among them is one that `read_blocklist` would have refused.
        """
        by_field: dict[Field, list[BlockRule]] = defaultdict(list)
        for rule in rules:
            for one in rule.fields:
                by_field[one].append(rule)
        self._watches = {one: _Watch(some) for one, some in by_field.items()}

    def verdict(self, title: str, address: str, body: str) -> Verdict | None:
        """Return what becomes of the story, None if no rule holds.

        Hiding goes before holding; of several rules the first line is named. An address is looked
        at as it stands and with its percent signs resolved.
        """
        texts: dict[Field, str] = {
            "title": title,
            "address": f"{address}\n{unquote(address)}",
            "body": body,
        }
        held = (
            (rule.action == "hold", rule.line)
            for one, watch in self._watches.items()
            for rule in watch.held(fold(texts[one][:LONGEST_FIELD]))
        )
        first = min(held, default=None)
        return Verdict("hold" if first[0] else "hide", first[1]) if first else None


class _Watch:
    """The rules that look at one field."""

    def __init__(self, rules: Sequence[BlockRule]) -> None:
        words = [(rule.text, rule) for rule in rules if not rule.is_pattern]
        self._words = WordIndex(words)
        self._patterns = [(read_pattern(rule.text), rule) for rule in rules if rule.is_pattern]

    def held(self, text: str) -> Iterator[BlockRule]:
        """Give the rules that hold of the folded *text*."""
        yield from self._words.found(text)
        for pattern, rule in self._patterns:
            needles = pattern.needles
            if (not needles or any(map(text.__contains__, needles))) and pattern.regex.search(text):
                yield rule
