"""XPath of the simple shapes that recipes use → CSS that finds the same nodes in the same order.

Only what is equivalent on an HTML tree is translated; everything else stays XPath and runs through
lxml (`xpath.py`). Classes and ids become attribute tests, since `.a` and `#a` ignore case on pages
in quirks mode and XPath never does.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from samizdat.model.recipe import Selector

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"[^"]*"|'[^']*')
    | (?P<number>\d+)
    | (?P<name>[a-z_][a-z0-9_-]*)
    | (?P<mark>::|//|!=|[/@*.()\[\]|,=])
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\r\n\f]")

_CASELESS = frozenset(
    {
        *("accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset"),
        *("checked", "clear", "codetype", "color", "compact", "declare", "defer", "dir"),
        *("direction", "disabled", "enctype", "face", "frame", "hreflang", "http-equiv"),
        *("lang", "language", "link", "media", "method", "multiple", "nohref", "noresize"),
        *("noshade", "nowrap", "readonly", "rel", "rev", "rules", "scope", "scrolling"),
        *("selected", "shape", "target", "text", "type", "valign", "valuetype", "vlink"),
    }
)
"""Attributes whose values CSS compares without case on HTML; the flag `s` turns that off.
Source: HTML Living Standard, section 4.16.2 (case-sensitivity of selectors)."""


class _NotSimpleError(Exception):
    """The query has a shape that CSS cannot say."""


def selector_from_xpath(query: str) -> Selector:
    """Return *query* as a CSS selector if one is equivalent, else as an XPath selector.

    >>> selector_from_xpath("//meta[@name='author']/@content")
    Selector(query='meta[name="author"]', language='css', attribute='content')
    >>> selector_from_xpath("//p[text()='x']").language
    'xpath'
    """
    simple = css_from_xpath(query)
    return (
        Selector(query.strip(), "xpath")
        if simple is None
        else Selector(simple[0], "css", simple[1])
    )


@lru_cache(maxsize=4096)
def css_from_xpath(query: str) -> tuple[str, str] | None:
    """Return (CSS selector, attribute or "") equivalent to *query*, None if there is none."""
    try:
        return _Reader(_tokens(query)).query()
    except (_NotSimpleError, RecursionError):
        return None


def _tokens(query: str) -> list[str]:
    """Return the query's tokens; strings keep their quotes."""
    found, at, text = [], 0, query.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise _NotSimpleError
        found.append(match[0].strip())
        at = match.end()
    return found


class _Reader:
    """Reads tokens from left to right and writes CSS; raises `_NotSimpleError` at any doubt."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def query(self) -> tuple[str, str]:
        """Return the whole query: paths joined by `|`, all ending in the same attribute."""
        paths = [self.path()]
        while self.accept("|"):
            paths.append(self.path())
        attributes = {attribute for _, attribute in paths}
        if self.at < len(self.tokens) or len(attributes) > 1:
            raise _NotSimpleError
        return ", ".join(css for css, _ in paths), attributes.pop()

    def path(self) -> tuple[str, str]:
        """Return one absolute path and the attribute at its end."""
        if self.accept("//"):
            css = self.step()
        else:
            self.expect("/")
            # Only the root can stand there.
            css = self.expect("html") + ":root" + self.predicates("", root=True)
        while joint := self.accept("//", "/"):
            if joint == "/" and self.accept("@"):
                return css, self.name()
            css += self.joined(joint)
        return css, ""

    def joined(self, joint: str) -> str:
        """Return combinator and step after `/` or `//`."""
        if joint == "//":
            return " " + self.step()
        axis = self.axis()
        if axis == "descendant":
            return " " + self.step(positions=False)
        if axis == "following-sibling":
            return " ~ " + self.step(positions=False)
        if axis not in ("", "child"):
            raise _NotSimpleError
        return " > " + self.step()

    def axis(self) -> str:
        """Return the axis in front of the step, "" if none is named."""
        if self.tokens[self.at + 1 : self.at + 2] != ["::"]:
            return ""
        self.at += 2
        return self.tokens[self.at - 2]

    def step(self, *, positions: bool = True) -> str:
        """Return a node test with its predicates."""
        name = "*" if self.accept("*") else self.name()
        if self.peek() in ("(", "::"):
            raise _NotSimpleError
        return name + self.predicates(name, positions=positions)

    def predicates(self, name: str, *, positions: bool = True, root: bool = False) -> str:
        """Return all predicates; a position counts only in the first, before anything filters."""
        css, first = "", True
        while self.accept("["):
            ahead = self.peek()
            if ahead.isdigit() or ahead == "last":
                if root or not (positions and first):
                    raise _NotSimpleError
                css += self.position(name)
            else:
                css += self.either()
            self.expect("]")
            first = False
        return css

    def position(self, name: str) -> str:
        """Return `[3]` or `[last()]` as a structural class."""
        kind = "child" if name == "*" else "of-type"
        if self.accept("last"):
            self.expect("(")
            self.expect(")")
            return f":nth-last-{kind}(1)"
        number = self.take()
        if number.lstrip("0") == "":
            raise _NotSimpleError
        return f":nth-{kind}({number})"

    def either(self) -> str:
        """Return conditions joined by `or`."""
        terms = [self.both()]
        while self.accept("or"):
            terms.append(self.both())
        return terms[0] if len(terms) == 1 else f":is({', '.join(terms)})"

    def both(self) -> str:
        """Return conditions joined by `and`."""
        css = self.condition()
        while self.accept("and"):
            css += self.condition()
        return css

    def condition(self) -> str:
        """Return one condition."""
        read = _CONDITIONS.get(self.peek())
        if read and (self.peek() in "(@." or self.tokens[self.at + 1 : self.at + 2] == ["("]):
            self.at += 1
            return read(self)
        return self.child()

    def group(self) -> str:
        """Return what stands in parentheses."""
        css = self.either()
        self.expect(")")
        return css

    def negated(self) -> str:
        """Return `not(…)`."""
        self.expect("(")
        return f":not({self.group()})"

    def attribute(self) -> str:
        """Return `@a`, `@a="x"` or `@a!="x"`."""
        name = self.name()
        if operator := self.accept("=", "!="):
            test = _test(name, "=", self.string())
            return test if operator == "=" else f"[{name}]:not({test})"
        return f"[{name}]"

    def contains(self) -> str:
        """Return `contains(@a, "x")` or the idiom for one word of a class."""
        self.expect("(")
        if self.accept("concat"):
            return self.word()
        spaced = bool(self.accept("normalize-space"))
        if spaced:
            self.expect("(")
        self.expect("@")
        name = self.name()
        if spaced:
            self.expect(")")
        value = self.last_string()
        if not value or (spaced and _SPACE.search(value)):
            raise _NotSimpleError
        return _test(name, "*=", value)

    def word(self) -> str:
        """Return `contains(concat(" ", normalize-space(@a), " "), " x ")` as one of the words."""
        self.expect("(")
        opening = self.string()
        for mark in (",", "normalize-space", "(", "@"):
            self.expect(mark)
        name = self.name()
        self.expect(")")
        self.expect(",")
        closing = self.string()
        self.expect(")")
        value = self.last_string()
        word = value[1:-1]
        if (
            (opening, closing) != (" ", " ")
            or value != f" {word} "
            or _SPACE.search(word)
            or not word
        ):
            raise _NotSimpleError
        return _test(name, "~=", word)

    def starts_with(self) -> str:
        """Return `starts-with(@a, "x")`."""
        self.expect("(")
        self.expect("@")
        name = self.name()
        value = self.last_string()
        if not value:
            raise _NotSimpleError
        return _test(name, "^=", value)

    def descendant(self) -> str:
        """Return `.//x` or `./x`; deeper paths mean other things inside `:has()`."""
        joint = self.accept("//", "/")
        if not joint:
            raise _NotSimpleError
        return f":has({'' if joint == '//' else '> '}{self.inner()})"

    def child(self) -> str:
        """Return a bare child step as a condition."""
        return f":has(> {self.inner()})"

    def inner(self) -> str:
        """Return the single step of a condition's path."""
        css = self.step()
        if ":has(" in css or self.peek() in ("/", "//", "=", "!="):
            raise _NotSimpleError
        return css

    def last_string(self) -> str:
        """Return the string after the comma that ends a function's arguments."""
        self.expect(",")
        value = self.string()
        self.expect(")")
        return value

    def string(self) -> str:
        """Return the value of a string token."""
        token = self.take()
        if token[0] not in "\"'" or re.search(r"[\x00-\x1f\x7f]", token):
            raise _NotSimpleError
        return token[1:-1]

    def name(self) -> str:
        """Return a name in lower case; others never match an HTML tree in XPath but do in CSS."""
        token = self.take()
        if not re.fullmatch(r"[a-z_][a-z0-9_-]*", token):
            raise _NotSimpleError
        return token

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        if self.at > len(self.tokens):
            raise _NotSimpleError
        return self.tokens[self.at - 1]

    def accept(self, *tokens: str) -> str:
        """Return the next token and step over it if it is one of *tokens*, else ""."""
        if self.peek() not in tokens:
            return ""
        return self.take()

    def expect(self, token: str) -> str:
        if self.take() != token:
            raise _NotSimpleError
        return token


_CONDITIONS: dict[str, Callable[[_Reader], str]] = {
    "(": _Reader.group,
    "@": _Reader.attribute,
    ".": _Reader.descendant,
    "not": _Reader.negated,
    "contains": _Reader.contains,
    "starts-with": _Reader.starts_with,
}


def _test(name: str, operator: str, value: str) -> str:
    """Return an attribute test with *value* quoted."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    flag = " s" if name in _CASELESS else ""
    return f'[{name}{operator}"{quoted}"{flag}]'
