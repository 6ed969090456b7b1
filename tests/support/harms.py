"""What a rendered page must not do to its readers, looked for with an HTML parser.

The rule of the hostile corpus: no script, no handler, no foreign scheme, nothing loaded from a
third party. It is kept as a list of what may be there, so that what nobody thought of is found.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = "p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr pre table thead tbody tr th td div section"
_INLINES = "a img em strong small sup sub ruby rt br span code del"
ELEMENTS = frozenset(f"{_BLOCKS} {_INLINES} body -comment _comment".split())
"""Elements that our Markdown brings; footnotes bring `section` and `sup`."""

ATTRIBUTES = frozenset({"href", "src", "alt", "id", "start", "dir", "lang", "align", "tabindex"})
_ALIGNED = {f"text-align:{side}" for side in ("left", "center", "right")}
_FOOTNOTES = re.compile(r"(class|data-footnote[a-z-]*|aria-[a-z]+|role)")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_DROPPED = re.compile(r"\A[\x00-\x20]+|[\t\r\n]")
"""What browsers drop from an address before they look for its scheme. Source: URL Standard, 4.4."""
_SCHEMES = ("http:", "https:", "mailto:")
_OWN_PICTURE = re.compile(r"(\.\./)*images/[0-9a-f]{2}/[0-9a-f]{32}\.webp|[a-z2-7]{12}\.png")


def body_of(html: str) -> LexborNode:
    """Return the parsed body of a rendered page."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return body


def harms(body: LexborNode) -> list[str]:
    """Return everything in *body* that a page must not hold."""
    return [harm for node in body.traverse(include_text=False) for harm in _of(node)]


def _of(node: LexborNode) -> Iterator[str]:
    tag = str(node.tag)
    if tag not in ELEMENTS:
        yield f"<{tag}>"
    for name, value in node.attributes.items():
        if name == "style" and value in _ALIGNED:
            continue
        if name not in ATTRIBUTES and not _FOOTNOTES.fullmatch(name):
            yield f"{tag} {name}={value}"
    if tag == "img" and not _OWN_PICTURE.fullmatch(node.attributes.get("src") or ""):
        yield f"img src={node.attributes.get('src')}"
    if "href" in node.attributes and not is_harmless(node.attributes["href"] or ""):
        yield f"{tag} href={node.attributes['href']}"


def is_harmless(target: str) -> bool:
    """Return whether a browser that follows *target* stays on the web or in this edition."""
    scheme = _SCHEME.match(_DROPPED.sub("", target).lower())
    return not scheme or scheme[0] in _SCHEMES


def skeleton(body: LexborNode) -> list[str]:
    """Return what *body* is made of besides words: elements in order, links, pictures, comments.

    Left out is what follows the words without harm: spans that only break up a word, the direction
    of a text, ids of headings.
    """
    return [bone for node in body.traverse(include_text=False) if (bone := _bone(node))]


def _bone(node: LexborNode) -> str:
    tag, attributes = str(node.tag), dict(node.attributes)
    for name in ("dir", "lang", "id", "alt"):
        attributes.pop(name, None)
    if tag in ("span", "div", "body") and not attributes:
        return ""
    return " ".join([tag, *(f"{name}={value}" for name, value in sorted(attributes.items()))])


def words_of(body: LexborNode) -> str:
    """Return the text that readers see, with single spaces."""
    return " ".join(body.text(deep=True).split())
