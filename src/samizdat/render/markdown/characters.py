"""Characters that readers should meet, and those that only deceive.

Controls, direction overrides and hidden tag characters go; everything that a script needs stays:
joiners, variation selectors, direction marks, isolates that are closed where they were opened,
and the tag characters of flags. Twice equals once.
"""

import re

_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\U000e0000-\U000e001f]+")
_SPACE = re.compile("[\t\n\f\r \u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FLAG_OR_TAGS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f)"
    "|[\U000e0020-\U000e007f]+"
)
_ISOLATE = re.compile("[\u2066-\u2069]")
_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
"""White space, controls, and what draws nothing. Source: Unicode's Default_Ignorable_Code_Point,
and the braille pattern without dots."""
_CODE_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def clean_text(text: str) -> str:
    r"""Return *text* as one line of harmless characters.

    Runs of HTML whitespace and the Unicode line and paragraph separators become one space, lone
    surrogates U+FFFD.

    >>> clean_text("a\u202eb\x07  c\nd")
    'ab c d'
    """
    # Printable text holds none of the odd ones, and is known in a fifth of the time.
    if "  " not in text and (text.isprintable() or not _ODD.search(text)):
        return text
    return _SPACE.sub(" ", _harmless(text))


def clean_code(text: str) -> str:
    r"""Return *text* with harmless characters only; spaces, tabs and line ends stay.

    >>> clean_code("if x:\r\n\tpass\x00")
    'if x:\n\tpass'
    """
    return _harmless(_CODE_LINE_END.sub("\n", text)).replace("\f", "\n")


def _harmless(text: str) -> str:
    text = _DROPPED.sub("", text)
    text = _SURROGATE.sub("\ufffd", text)
    text = _FLAG_OR_TAGS.sub(lambda m: m[1] or "", text)
    return _balanced(text) if _ISOLATE.search(text) else text


def _balanced(text: str) -> str:
    """Return *text* without isolates that are never closed and closings that were never opened."""
    opened: list[int] = []
    lonely: set[int] = set()
    for match in _ISOLATE.finditer(text):
        if match[0] != "\u2069":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            lonely.add(match.start())
    lonely.update(opened)
    return "".join(c for at, c in enumerate(text) if at not in lonely)


def is_blank(text: str) -> bool:
    r"""Return whether *text* has no character that a reader would see.

    >>> is_blank(" \u200b\u3164"), is_blank("\u200c港")
    (True, False)
    """
    return not text or _UNSEEN.fullmatch(text) is not None
