"""Bytes as text: what the bytes are counts, not what a header says."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
"""Encodings that real documents mean when they name a narrower one. Source: WHATWG Encoding."""

_SEVEN_BIT = {"iso2022_jp", "iso2022_kr", "hz"}
_NEVER = {
    "utf-7",
    "cp65001",
    "punycode",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_SNIFFED_BYTES = 65536

_LEADS = (
    ("gb18030", rb"[\xb0-\xd7][\xa1-\xfe]"),
    ("big5hkscs", rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]"),
    ("cp932", rb"[\x82\x83][\x40-\xfc]|[\x88-\x97][\x40-\xfc]"),
    ("euc_jp", rb"[\xa4\xa5][\xa1-\xf6]|[\xb0-\xcf][\xa1-\xfe]"),
    ("cp949", rb"[\xb0-\xc8][\xa1-\xfe]"),
)
"""Bytes that the everyday characters of each encoding take: GB level 1, Big5 level 1, kana and
JIS level 1, Hangul. Source: the code charts of GB 2312, Big5, JIS X 0208 and KS X 1001."""

_KANA = re.compile(r"[\u3040-\u30ff]")
_CYRILLIC_LOWER = re.compile(rb"[\xe0-\xff]{3,}")


def decode(body: bytes, content_type: str = "") -> str:
    """Return *body* as text; it never fails, bytes that fit nothing become U+FFFD.

    A byte order mark decides; then valid UTF-8; then what the document declares and what the
    header says, as far as the bytes agree; then what the bytes look like.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in _BARE:
        if body.startswith(start):
            return body.decode(name, "replace")
    declared = _declared(body, content_type)
    seven = next((name for name in declared if name in _SEVEN_BIT), "")
    if seven and body.isascii():
        return body.decode(seven, "replace")
    text = _strict(body, "utf-8")
    return text if text is not None else _decode_legacy(body, declared)


def _declared(body: bytes, content_type: str) -> list[str]:
    """Return the codecs that document and header name, in that order."""
    found = _DECLARED.search(body[:_HEAD_BYTES])
    inside = (found[1] or found[2]).decode("ascii") if found else ""
    header = _HEADER.search(content_type)
    names = (_codec(name) for name in (inside, header[1] if header else ""))
    return list(dict.fromkeys(name for name in names if name))


def _codec(name: str) -> str:
    """Return Python's name of the codec that *name* means in practice, "" if there is none."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    usable = known.name not in _NEVER and getattr(known, "_is_text_encoding", True)
    return _WIDER.get(known.name, known.name) if usable else ""


def _decode_legacy(body: bytes, declared: list[str]) -> str:
    """Return text of bytes that are not valid UTF-8."""
    wide = [name for name in declared if not name.startswith(("cp125", "utf", "iso8859"))]
    guessed = _sniff(body[:_SNIFFED_BYTES])
    for name in [*wide, guessed, *declared]:
        text = _strict(body, name) if name else None
        if text is not None:
            return text
    mended = body.decode("utf-8", "replace")
    if mended.count("\ufffd") * 20 <= sum(c > "\x7f" for c in mended):
        return mended
    return body.decode(next(iter([*wide, guessed, *declared]), "") or "cp1252", "replace")


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _sniff(sample: bytes) -> str:
    """Return the encoding that most characters of *sample* are everyday ones of, "" if none."""
    high = sum(byte > 0x7F for byte in sample)
    words = b"".join(_CYRILLIC_LOWER.findall(sample))
    best, most = "", 0.0
    for name, pattern in _LEADS:
        text = sample.decode(name, "ignore")
        if len(sample.decode(name, "replace")) - len(text) > 1 + len(text) // 500:
            continue
        share = 2 * len(re.findall(pattern, sample)) / max(1, high)
        share += 0.3 if name in {"cp932", "euc_jp"} and len(_KANA.findall(text)) * 4 > high else 0
        if share > most:
            best, most = name, share
    if len(words) * 2 > high and most < 1.2 and _looks_cyrillic(sample):
        return "cp1251"
    return best if most > 0.75 else ""


def _looks_cyrillic(sample: bytes) -> bool:
    """Return whether the words of *sample* are mostly letters of Russian in windows-1251."""
    text = sample.decode("cp1251", "replace")
    letters = [c for c in text if c > "\x7f"]
    common = sum(c in "оеаинтсрвлкмдпуяыьгзбч" for c in letters)
    return common * 3 > 2 * len(letters)
