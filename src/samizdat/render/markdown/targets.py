"""Addresses and paths as link targets."""

import re
from urllib.parse import quote

_PLAIN = re.compile(r"(?:https?://)?[A-Za-z0-9/._~?=#+,@!$'*-]+")
"""Targets of which nothing has to be changed: nearly all."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = ("http://", "https://", "mailto:")
_SAFE = "/%:@!$&'()*+,;=~-._?#[]"
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")


def safe_target(target: str) -> str:
    """Return *target* as it can stand between the parentheses of a Markdown link.

    Everything but what RFC 3986 allows is percent-encoded. A relative path stays relative. "" if
    the scheme is none of http, https and mailto.

    >>> safe_target("https://n.example/港口 (1")
    'https://n.example/%E6%B8%AF%E5%8F%A3%20%281'
    """
    if _PLAIN.fullmatch(target):
        return target
    target = target.strip()
    if _SCHEME.match(target) and not target.lower().startswith(_ALLOWED):
        return ""
    encoded = _LOOSE_PERCENT.sub("%25", quote(target, safe=_SAFE, errors="replace"))
    if not _paired(encoded):
        encoded = encoded.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", encoded)


def _paired(target: str) -> bool:
    """Return whether the parentheses of *target* pair without nesting."""
    depth = 0
    for character in target if "(" in target or ")" in target else "":
        depth += (character == "(") - (character == ")")
        if depth not in {0, 1}:
            return False
    return depth == 0
