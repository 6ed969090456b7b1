r"""Editors' regular expressions, cut down to those that cannot run away.

A blocklist runs on texts that strangers write, and Python's `re` may try exponentially many ways
to match one. So a pattern is parsed here and written anew, and what is guaranteed of every pattern
that `read_pattern` gives is:

- At one place of a text it is tried in at most `MOST_WAYS` ways. The ways of neighbours multiply,
  those of alternatives add up, and both are counted before the pattern is ever run.
- What is repeated is one character, class or plain group: a repetition inside a repetition, or
  alternatives inside one, are refused, since their ways grow exponentially.
- An open repetition (`*`, `+`, `{3,}`) reaches `REACH` characters if it is the only one in the
  pattern, `SHORT_REACH` each if there are two; a third is refused.
- Lookaround, backreferences, inline flags and anything else outside the grammar is refused.
- It does not match every text.

Together with the bound on the text that the judge puts before it, the worst case is a fixed number
of steps: 0.08 s for 3,000 characters made for the worst pattern that is let through, 2 s for
60,000. Case and width do not matter: patterns and texts are folded alike.

The grammar: literal characters, `.`, `^`, `$`, `[classes]`, `\d \w \s \D \W \S \b \B`, escaped
punctuation, `\n`, `\t`, `\xHH`, `\uHHHH`, `(groups)`, `(?:groups)`, `a|b`, `? * + {m} {m,} {m,n}`
and their lazy forms. `^` and `$` stand for the ends of each paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samizdat.desk.pattern_parser import Parser
from samizdat.errors import ParseError

LONGEST_PATTERN = 500
MOST_WAYS = 5_000
REACH = 200
SHORT_REACH = 50
_PROBES = ("a", "港", "7", "ق")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that is safe to run.

    Attributes:
        regex: runs on folded text.
        needles: folded texts of which every match holds one; none if that cannot be said.
    """

    regex: re.Pattern[str]
    needles: tuple[str, ...]


def read_pattern(source: str) -> Pattern:
    """Return the pattern that *source* writes.

    Raises:
        ParseError: it is not in the grammar, could run away, or matches every text.

    >>> read_pattern("Live: .*渡轮").needles
    ('live: ',)
    """
    if len(source) > LONGEST_PATTERN:
        raise ParseError(
            f"the pattern has {len(source):,} characters; {LONGEST_PATTERN} are the most"
        )
    text = source.removeprefix("(?i)")
    part = Parser(text, _reach(text)).parse()
    if part.ways > MOST_WAYS:
        what = f"the pattern can be tried in {part.ways:,} ways at one place, {MOST_WAYS:,} at most"
        raise ParseError(what, hint="write it as several lines")
    regex = re.compile(part.text, re.IGNORECASE | re.MULTILINE)
    if regex.search("") or all(regex.search(probe) for probe in _PROBES):
        raise ParseError("the pattern matches every text", hint="add what must be there")
    return Pattern(regex, part.needles)


def _reach(text: str) -> int:
    """Return how far an open repetition reaches in the pattern *text*.

    Raises:
        ParseError: there are more than two.
    """
    parser = Parser(text, 1)
    parser.parse()
    if parser.open > 2:
        hint = "two of * + {3,} are the most; leave out .* at the ends, or use .{0,20}"
        raise ParseError(f"the pattern has {parser.open} open repetitions", hint=hint)
    return REACH if parser.open < 2 else SHORT_REACH
