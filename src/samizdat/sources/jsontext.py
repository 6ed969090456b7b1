"""JSON and literals of JavaScript as plain values; nothing is ever evaluated."""

from __future__ import annotations

import json
import re
from typing import Any

from samizdat.errors import ParseError

MAX_DEPTH = 64
_SPACE = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F]{1,16}|\d+\.?\d*(?:[eE][+-]?\d{1,4})?|\.\d+|Infinity)"
)
_NAME = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_STRING = {
    mark: re.compile(rf"{mark}([^{mark}\\]*(?:\\.[^{mark}\\]*)*){mark}", re.DOTALL)
    for mark in "\"'`"
}
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_VALUE = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$.]{0,80})\s*(?:=(?!=)|\()\s*(?=[\[{])")


def load_json(text: str, where: str) -> Any:
    """Return the value of JSON *text*.

    Raises:
        ParseError: it is no JSON, or nested too deeply.
    """
    try:
        return json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]
        raise ParseError(
            f"this is no JSON that can be read: {what}",
            where=where,
            hint='open it in a browser; a script that sets a variable is of kind "js"',
        ) from error


def _integer(digits: str) -> int | float:
    # Python refuses to turn more than 4,300 digits into an int; no date or position needs 20.
    return int(digits) if len(digits) < 20 else float(digits)


def load_script(text: str, name: str, where: str) -> Any:
    """Return the array or object that *text* gives to the variable or callback *name*.

    With *name* "" it is the first one. Trailing commas, single quotes, bare keys and comments are
    understood; expressions are not.

    Raises:
        ParseError: there is no such literal.
    """
    starts = [m.end() for m in _VALUE.finditer(text) if not name or _is_named(m[1], name)]
    if not starts and not name and text.lstrip("\ufeff \t\r\n(")[:1] in ("[", "{"):
        starts = [next(i for i, c in enumerate(text) if c in "[{")]
    for start in starts[:8]:
        try:
            return json.JSONDecoder(parse_int=_integer).raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            return _Literal(text, start, where).read()
    what = f"no array or object is given to {name!r:.60}" if name else "it holds no array or object"
    raise ParseError(what, where=where, hint="check `items` against the script's variable names")


def _is_named(found: str, name: str) -> bool:
    return found == name or found.rpartition(".")[2] == name


class _Literal:
    """A reader of one literal, token by token."""

    __slots__ = ("_at", "_text", "_where")

    def __init__(self, text: str, start: int, where: str) -> None:
        self._text, self._at, self._where = text, start, where

    def read(self, depth: int = 0) -> Any:
        """Return the value that begins here."""
        if depth > MAX_DEPTH:
            raise self._wrong(f"values nested more than {MAX_DEPTH} deep")
        self._skip()
        mark = self._text[self._at : self._at + 1]
        if mark == "[":
            return self._array(depth)
        if mark == "{":
            return self._object(depth)
        if mark in _STRING and mark:
            return self._string(mark)
        return self._plain()

    def _skip(self) -> None:
        if found := _SPACE.match(self._text, self._at):
            self._at = found.end()

    def _take(self, mark: str) -> bool:
        """Step over *mark* if it stands here."""
        self._skip()
        taken = self._text.startswith(mark, self._at)
        self._at += len(mark) if taken else 0
        return taken

    def _array(self, depth: int) -> list[Any]:
        self._at += 1
        values: list[Any] = []
        while not self._take("]"):
            if self._take(","):
                values.append(None)
                continue
            values.append(self.read(depth + 1))
            if not self._take(",") and not self._text.startswith("]", self._at):
                raise self._wrong("a comma or ] is missing")
        return values

    def _object(self, depth: int) -> dict[str, Any]:
        self._at += 1
        values: dict[str, Any] = {}
        while not self._take("}"):
            key = self._key()
            if not self._take(":"):
                raise self._wrong("a colon is missing")
            values[key] = self.read(depth + 1)
            if not self._take(",") and not self._text.startswith("}", self._at):
                raise self._wrong("a comma or } is missing")
        return values

    def _key(self) -> str:
        mark = self._text[self._at : self._at + 1]
        if mark in _STRING and mark:
            return self._string(mark)
        found = _NAME.match(self._text, self._at) or _NUMBER.match(self._text, self._at)
        if found is None:
            raise self._wrong("a key is missing")
        self._at = found.end()
        return found[0]

    def _string(self, mark: str) -> str:
        found = _STRING[mark].match(self._text, self._at)
        if found is None:
            raise self._wrong("a string does not end")
        self._at = found.end()
        value = _ESCAPE.sub(_unescape, found[1]) if "\\" in found[1] else found[1]
        return _SURROGATES.sub(_join_pair, value)

    def _plain(self) -> Any:
        if found := _NUMBER.match(self._text, self._at):
            self._at = found.end()
            return _number(found[0])
        found = _NAME.match(self._text, self._at)
        if found is None or found[0] not in _WORDS:
            raise self._wrong(f"{self._text[self._at : self._at + 20]!r} is no plain value")
        self._at = found.end()
        return _WORDS[found[0]]

    def _wrong(self, what: str) -> ParseError:
        line = self._text.count("\n", 0, self._at) + 1
        return ParseError(
            f"the script's data cannot be read: {what} in line {line}",
            where=self._where,
            hint="only plain arrays and objects can be read, no expressions",
        )


def _number(digits: str) -> int | float:
    if digits[:3].lower().lstrip("+-").startswith("0x"):
        return int(digits, 16)
    plain = digits.lstrip("+-").isdigit() and len(digits) < 20
    return int(digits) if plain else float(digits.replace("Infinity", "inf"))


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return "" if code in ("\n", "\r\n", "\u2028", "\u2029") else _SHORT.get(code, code)


def _join_pair(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")


def without_lone_surrogates(text: str) -> str:
    """Return *text* with half characters replaced, so that it can be stored."""
    return _LONE.sub("\ufffd", text)
