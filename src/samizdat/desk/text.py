"""A desk file's bytes → its lines of text."""

from __future__ import annotations

import codecs
import re

from samizdat.desk.findings import Findings
from samizdat.extract.encoding_score import plausibility

_SAVE = "save the file as UTF-8"

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_RIVALS = (
    *("big5hkscs", "cp932", "cp949", "euc_jp", "windows-1251", "koi8-r", "windows-1256"),
    *("windows-1252", "windows-1250"),
)
_SURE = 0.7
_AHEAD = 0.25
_ENOUGH = 16
"""Bytes outside ASCII that speak for GB18030. Of a word or two every East Asian encoding makes
plausible characters; Korean as Chinese reaches 0.60, a Chinese headline 0.80 with 0.49 behind."""

_ASCII_RUN = re.compile(rb"([\x00-\x7f])[\x00-\x7f]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_END_BYTES = re.compile(rb"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """Return the lines of *text*; only what editors see as a line end ends one."""
    return _LINE_END.split(text)


def read_lines(data: bytes, found: Findings) -> list[str]:
    """Return the lines of *data*, as UTF-8 with or without a byte order mark.

    UTF-16 and GB18030 are read too where nothing else can be meant, with a note. Of any other
    bytes the lines that are UTF-8 count; the rest is empty, and named.
    """
    text = _decoded(data, found)
    return split_lines(text) if text is not None else _whole_lines(data, found)


def _decoded(data: bytes, found: Findings) -> str | None:
    """Return the text of *data*, None if it is in no encoding that can be told."""
    body = data.removeprefix(codecs.BOM_UTF8)
    for encoding in filter(None, ("utf-8", _wide(body), _chinese(body))):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            continue
        if encoding != "utf-8":
            found.note(0, f"this file is in {encoding.upper()}, which was read all the same", _SAVE)
        return text.removeprefix("\ufeff")
    return None


def _wide(body: bytes) -> str:
    """Return the byte order of UTF-16 in *body*: by its mark, else by the side of the NULs.

    Of the characters of an address or a separator one byte is NUL; a Chinese one has few.
    """
    if body[:2] in _WIDE:
        return _WIDE[body[:2]]
    even, odd = body[::2].count(0), body[1::2].count(0)
    for here, there, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if here > len(body) / 8 and there < here / 8:
            return encoding
    return ""


def _chinese(body: bytes) -> str:
    """Return GB18030 if *body* reads as Chinese by it and as nothing else by anything else."""
    sample = _ASCII_RUN.sub(rb"\1 ", body[:65536])[:8192]
    if sum(byte >= 0x80 for byte in sample) < _ENOUGH:
        return ""
    score = plausibility(sample, "gb18030")
    if score < _SURE or score < _AHEAD + max(plausibility(sample, name) for name in _RIVALS):
        return ""
    return "gb18030"


def _whole_lines(data: bytes, found: Findings) -> list[str]:
    """Return the lines that are UTF-8, the others empty and named."""
    lines, broken = [], []
    for number, line in enumerate(_LINE_END_BYTES.split(data), 1):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = "\x00"
        if "\x00" in text:
            broken.append(number)
        lines.append("" if "\x00" in text else text.removeprefix("\ufeff"))
    rest = f", nor are {len(broken) - 1:,} more" if len(broken) > 1 else ""
    found.wrong(broken[0], f"this line is not UTF-8{rest}", _SAVE)
    return lines
