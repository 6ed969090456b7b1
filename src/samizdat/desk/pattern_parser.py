"""A pattern of the blocklist, read from left to right and written anew in Python's syntax."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from string import hexdigits

from samizdat.desk.findings import shown
from samizdat.desk.folding import fold
from samizdat.errors import ParseError

MOST_REPEATED = 200
_DEEPEST = 20

_CLASS_ESCAPES = frozenset("dwsDWS")
_ESCAPES = _CLASS_ESCAPES | frozenset("bB")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r"}
_HEX = {"x": 2, "u": 4}
_COUNT = re.compile(r"\{([0-9]{0,4})(?:(,)([0-9]{0,4}))?\}")
_BACKSLASH = "\\"
_PLACES = frozenset({"^", "$", r"\b", r"\B"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern, written anew.

    Attributes:
        text: in Python's syntax; of a literal its characters.
        ways: in how many ways it can be tried at one place.
        is_literal: text is what it matches, not yet escaped.
        is_plain: it holds neither a repetition nor alternatives.
        needles: as in `Pattern`.
    """

    text: str
    ways: int = 1
    is_literal: bool = False
    is_plain: bool = True
    needles: tuple[str, ...] = ()


@dataclass(slots=True)
class Parser:
    """Reads a pattern from left to right.

    Attributes:
        open: open repetitions met.
    """

    text: str
    reach: int
    at: int = 0
    depth: int = 0
    open: int = 0

    def parse(self) -> Part:
        """Return the whole pattern."""
        part = self._alternatives()
        if self.at < len(self.text):
            raise ParseError("a “)” closes no group", hint="write \\) for the character")
        return part

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def _alternatives(self) -> Part:
        branches = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        certain = all(branch.needles for branch in branches)
        return Part(
            "|".join(branch.text for branch in branches),
            ways=sum(branch.ways for branch in branches),
            is_plain=False,
            needles=tuple(n for branch in branches for n in branch.needles) if certain else (),
        )

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while (mark := self._peek()) and mark not in "|)":
            part = self._repeated(self._atom())
            if part.is_literal and parts and parts[-1].is_literal:
                parts[-1] = Part(parts[-1].text + part.text, is_literal=True)
            else:
                parts.append(part)
        return _joined([_folded(part) for part in parts])

    def _atom(self) -> Part:
        mark = self._take()
        if mark == "(":
            return self._group()
        if mark == "[":
            return self._class()
        if mark == "\\":
            return self._escape()
        if mark in "*+?" or (mark == "{" and _COUNT.match(self.text, self.at - 1)):
            hint = f"write \\{mark} for the character"
            raise ParseError(f"{shown(mark)} repeats nothing", hint=hint)
        return Part(mark) if mark in ".^$" else Part(mark, is_literal=True)

    def _group(self) -> Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ParseError("the groups are nested too deeply")
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            what = f"{shown(self.text[self.at - 1 : self.at + 3])} is not allowed"
            raise ParseError(what, hint="use (…) or (?:…); case never matters")
        inner = self._alternatives()
        if self._peek() != ")":
            raise ParseError("a “(” is never closed", hint="write \\( for the character")
        self.at += 1
        self.depth -= 1
        return replace(inner, text=f"(?:{inner.text})")

    def _escape(self) -> Part:
        mark = self._peek()
        if mark and mark in _ESCAPES:
            self.at += 1
            return Part(f"\\{mark}")
        return Part(self._escaped(), is_literal=True)

    def _escaped(self) -> str:
        """Return the character that an escape stands for."""
        mark = self._take()
        if mark in _CONTROL:
            return _CONTROL[mark]
        if mark in _HEX:
            digits = self.text[self.at : self.at + _HEX[mark]]
            if len(digits) == _HEX[mark] and all(digit in hexdigits for digit in digits):
                self.at += _HEX[mark]
                return chr(int(digits, 16))
        if not mark or mark.isalnum():
            what = f"{shown(f'{_BACKSLASH}{mark}')} means nothing here"
            raise ParseError(
                what, hint="known: \\d \\w \\s \\D \\W \\S \\b \\B \\n \\t \\xHH \\uHHHH"
            )
        return mark

    def _class(self) -> Part:
        negation = "^" if self._peek() == "^" else ""
        self.at += len(negation)
        items: list[str] = []
        while (mark := self._peek()) != "]" or not items:
            if not mark or mark == "]":
                raise ParseError("a “[” is never closed", hint="write \\[ or \\] for the character")
            items.append(self._class_item())
        self.at += 1
        return Part(f"[{negation}{''.join(items)}]")

    def _class_item(self) -> str:
        if self.text[self.at] == "\\" and self.text[self.at + 1 : self.at + 2] in _CLASS_ESCAPES:
            self.at += 2
            return self.text[self.at - 2 : self.at]
        first = self._class_character()
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in {"", "]"}:
            return re.escape(first)
        self.at += 1
        last = self._class_character()
        if last < first:
            raise ParseError(f"{shown(f'{first}-{last}')} runs backwards")
        return f"{re.escape(first)}-{re.escape(last)}"

    def _class_character(self) -> str:
        mark = self._take()
        character = self._escaped() if mark == "\\" else mark
        folded = fold(character)
        return folded if len(folded) == 1 else character

    def _repeated(self, part: Part) -> Part:
        """Return *part* with the repetition that follows it."""
        counts = self._counts()
        if counts is None:
            return part
        least, most = counts
        lazy = "?" if self._peek() == "?" else ""
        self.at += len(lazy)
        if self._peek() in {"*", "+", "?"} or _COUNT.match(self.text, self.at):
            raise ParseError("a repetition is repeated", hint="one * + ? or {…} at a place")
        if not part.is_literal and part.text in _PLACES:
            raise ParseError(f"{shown(part.text)} cannot be repeated")
        if most > 1 and not part.is_plain:
            what = "a group that holds a repetition or alternatives is repeated"
            raise ParseError(
                what, hint="it could take for ever; repeat single characters or [classes]"
            )
        item = _folded(part).text
        single = item if not part.is_literal or len(item) == 1 else f"(?:{item})"
        return Part(
            f"{single}{{{least},{most}}}{lazy}",
            ways=most - least + 1 if most > 1 else part.ways + (least < most),
            is_plain=False,
            needles=_folded(part).needles if least else (),
        )

    def _counts(self) -> tuple[int, int] | None:
        """Return least and most of the repetition that stands here, None if there is none."""
        mark = self._peek()
        if mark and mark in "*+?":
            self.at += 1
            self.open += mark != "?"
            least = int(mark == "+")
            return least, 1 if mark == "?" else least + self.reach
        match = _COUNT.match(self.text, self.at)
        if not match or not (match[1] or match[3]):
            return None
        self.at = match.end()
        least = int(match[1] or 0)
        is_open = match[2] and not match[3]
        self.open += bool(is_open)
        most = least + self.reach if is_open else int(match[3] or least)
        if most < least or most > MOST_REPEATED + self.reach:
            raise ParseError(f"{shown(match[0])} cannot be used", hint=f"at most {MOST_REPEATED}")
        return least, most


def _folded(part: Part) -> Part:
    """Return a literal *part* as texts are folded."""
    if not part.is_literal:
        return part
    text = fold(part.text)
    return replace(part, text=re.escape(text), is_literal=False, needles=(text,) if text else ())


def _joined(parts: list[Part]) -> Part:
    """Return the parts of a sequence as one."""
    needles = (part.needles for part in parts if part.needles)
    return Part(
        "".join(part.text for part in parts),
        ways=math.prod(part.ways for part in parts),
        is_plain=all(part.is_plain for part in parts),
        needles=max(needles, key=lambda some: min(map(len, some)), default=()),
    )
