"""Where CommonMark lets `*` and `**` open and close.

Source: CommonMark 0.31, section 6.2. The three renderers carry different Unicode tables and take
symbols for punctuation or not, so only characters that all of them class alike count as known; in
doubt the answer is no, which costs a tag and nothing else.
"""

import string
import unicodedata

_ASCII_PUNCTUATION = frozenset(string.punctuation)
_KNOWN_PUNCTUATION = frozenset(
    "。，、；：？！…—–·“”‘’「」『』《》〈〉【】（）〔〕〖〗.,:;،؛؟«»¿¡§¶।॥"
)


def can_open(before: str, after: str) -> bool:
    """Return whether a run of `*` between the characters opens emphasis; "" is the block's edge."""
    if not after or not (_is_word(after) or _is_punctuation(after)):
        return False
    return _is_word(after) or not before or before in " \n" or _is_punctuation(before)


def can_close(before: str, after: str) -> bool:
    """Return whether a run of `*` between the characters closes emphasis."""
    return can_open(after, before)


def _is_word(character: str) -> bool:
    """Return whether every renderer takes *character* for neither space nor punctuation."""
    return character not in _ASCII_PUNCTUATION and unicodedata.category(character)[0] in "LN"


def _is_punctuation(character: str) -> bool:
    return character in _ASCII_PUNCTUATION or character in _KNOWN_PUNCTUATION
