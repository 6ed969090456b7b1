"""Bytes of a page → its text: what the bytes are, not what the header says."""

import codecs
import re
from dataclasses import dataclass

from samizdat.extract.encoding_score import plausibility

_SNIFFED = 4096
"""Bytes in which a declaration counts; the standard stops at 1,024, real pages do not."""
_SAMPLE = 24_576
"""Bytes outside ASCII that are enough to tell encodings apart."""
_PLAUSIBLE = 0.7
"""A declared encoding that reads this well is believed without trying the others: true ones reach
0.8 and more, the best wrong one met 0.63 (Korean as Chinese)."""
_BONUS = 0.08
"""What a declaration is worth against guesses that read about as well."""
_SCARCE = 10
"""What it is worth besides, divided by the bytes that speak: a few characters prove little."""

_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_ASCII_RUN = re.compile(rb"([\x00-\x7f])[\x00-\x7f]+")

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

_NAMES = {
    "gb18030": "gb2312 gbk gb18030 gb_2312 gb_2312-80 x-gbk chinese cp936 windows-936 euc-cn",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5 cp950",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 korean uhc",
    "windows-1252": "iso-8859-1 iso8859-1 latin1 l1 ascii us-ascii ansi x-cp1252 cp819",
    "windows-1254": "iso-8859-9 iso8859-9 latin5 x-cp1254",
    "windows-1251": "x-cp1251 win-1251 win1251 cp-1251",
    "koi8-r": "koi8 koi koi8_r",
    "euc_jp": "x-euc-jp eucjp cseucpkdfmtjapanese",
    "cp874": "tis-620 iso-8859-11 dos-874 windows-874",
    "utf-8": "utf-16 utf-16le utf-16be ucs-2 unicode utf8 utf_8",
}
"""Labels whose meaning on the web differs from Python's, by the WHATWG Encoding Standard, and
misspellings met on real pages. A page that says UTF-16 in readable ASCII is not UTF-16."""
_LABELS = {label: name for name, labels in _NAMES.items() for label in labels.split()}

_TEXT_CODECS = ("windows-125", "cp", "iso8859", "koi8", "mac-", "euc_", "big5", "johab")

_CANDIDATES = (
    *("windows-1252", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "windows-1251"),
    *("koi8-r", "windows-1256", "windows-1250", "windows-1254", "windows-1253", "windows-1255"),
)
"""What a page that declares nothing true may be, the likelier first."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and the Python name of the encoding that gave it."""

    text: str
    encoding: str


def decode_html(body: bytes, declared: str = "") -> Decoded:
    """Return the text of *body*; never raises.

    A byte order mark wins, then UTF-8 that is valid but for a few bytes, then the declaration
    (header, `<meta>`, XML) if the bytes read plausibly by it, then the most plausible encoding.
    Broken bytes become U+FFFD, NULs are dropped.

    >>> decode_html("港口日报的消息".encode("gb18030"), "iso-8859-1")
    Decoded(text='港口日报的消息', encoding='gb18030')
    """
    for mark, encoding in _BOMS.items():
        if body.startswith(mark):
            return _decode(body[len(mark) :], encoding)
    wide = _wide(body)
    if wide:
        return _decode(body, wide)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _decode(body, _legacy(body, declared))
    if "\x1b$" in text and _ISO_2022.search(body):
        return _decode(body, "iso2022_jp_ext")
    return Decoded(text.replace("\x00", ""), "utf-8")


_ISO_2022 = re.compile(rb"\x1b\$[@B](?:[\x21-\x7e]{2})+\x1b\([BJ]")


def _decode(body: bytes, encoding: str) -> Decoded:
    return Decoded(body.decode(encoding, "replace").replace("\x00", ""), encoding)


def _wide(body: bytes) -> str:
    """Return the UTF-16 byte order of *body* if every other byte of its markup is NUL."""
    head = body[:_SNIFFED]
    if b"\x00" not in head or len(head) < 16:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    # Chinese text has few NULs, its markup has: a quarter is enough if they stand on one side.
    for here, there, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if here > len(head) / 8 and there < here / 16:
            return encoding
    return ""


def _legacy(body: bytes, declared: str) -> str:
    """Return the encoding of *body*, which is not valid UTF-8."""
    if _mostly_utf8(body):
        return "utf-8"
    sample = _sample(body)
    claims = _claims(body, declared)
    scores: dict[str, float] = {}
    for claim in claims:
        score = plausibility(sample, claim)
        if score >= _PLAUSIBLE:
            return claim
        scores[claim] = score + _BONUS + _SCARCE / max(1, len(sample))
    for candidate in _CANDIDATES:
        scores.setdefault(candidate, plausibility(sample, candidate))
    return max(scores, key=lambda name: scores[name])


def _mostly_utf8(body: bytes) -> bool:
    """Return whether valid UTF-8 sequences far outnumber the broken ones."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text.encode("ascii", "ignore"))
    return len(text) - whole - broken >= 3 * broken


def _sample(body: bytes) -> bytes:
    """Return the bytes outside ASCII with what follows each, ASCII runs cut to one byte."""
    found = _ASCII_RUN.sub(rb"\1 ", body[: 16 * _SAMPLE])
    return found[:_SAMPLE]


def _claims(body: bytes, declared: str) -> list[str]:
    """Return the Python names of the encodings that header and page claim, in that order."""
    head = body[:_SNIFFED]
    labels = [declared.encode("ascii", "replace")]
    labels += [match[1] for pattern in (_META, _XML) if (match := pattern.search(head))]
    names = (_python_name(label.decode("ascii")) for label in labels)
    return list(dict.fromkeys(name for name in names if name and name != "utf-8"))


def _python_name(label: str) -> str:
    """Return the codec that a charset label means on the web, "" if it means none of text."""
    label = label.strip().lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    name = info.name.replace("cp125", "windows-125")
    return name if name.startswith(_TEXT_CODECS) else ""
