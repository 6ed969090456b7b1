"""What a template wrote, held against what the document tree could hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.errors import ConfigError

_PLAIN = frozenset(
    {
        *("html", "head", "body", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "em"),
        *("strong", "small", "blockquote", "pre", "br", "hr", "sub", "sup", "ruby", "rt", "rp"),
        *("del", "table", "thead", "tbody", "tr", "-text"),
    }
)
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "div": frozenset({"dir", "lang"}),
    "span": frozenset({"dir", "lang"}),
    "th": frozenset({"align"}),
    "td": frozenset({"align"}),
    "ol": frozenset({"start"}),
    "code": frozenset({"class"}),
}
_VALUE = re.compile(r'="[^"]*"')
"""An attribute's value: the renderer writes no other quotation marks than around these."""
_PARAGRAPH = re.compile(r"<(p|h1)>(.*?)</\1>\n", re.DOTALL)
_SCHEMES = frozenset({"http", "https", "mailto"})


def check_output(markdown: str, image_base: str = "") -> list[str]:
    """Return what on the page the tree could not hold, one sentence each; [] if nothing.

    It is rendered as GitHub does and read by a browser's parser: only known tags and attributes,
    links to the web, to mail or within the edition, pictures of the edition or below *image_base*.

    Raises:
        ConfigError: the renderer is not installed.
    """
    tree = LexborHTMLParser(_html(markdown))
    root = tree.root
    return list(dict.fromkeys(_faults(root, image_base))) if root is not None else []


def shows(markdown: str, piece: str) -> bool:
    """Return whether a reader of the page *markdown* sees *piece* as it looks by itself.

    Both are rendered: within a fence, a quotation or a tag's attribute it would look otherwise.
    A piece of one paragraph may also stand within a line.

    Raises:
        ConfigError: the renderer is not installed.
    """
    page, alone = (_VALUE.sub("", _html(text)) for text in (markdown, piece))
    inner = _PARAGRAPH.fullmatch(alone)
    return (inner[2] if inner else alone) in page


def _html(markdown: str) -> str:
    try:
        import cmarkgfm  # noqa: PLC0415  an extra
        from cmarkgfm.cmark import Options  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'samizdat[desk]'"
        raise ConfigError("templates need cmarkgfm, which is not installed", hint=hint) from error
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    # Without GitHub's filter of tags, which other forges do not have.
    wide = ["table", "strikethrough", "autolink", "tasklist"]
    return str(cmarkgfm.markdown_to_html_with_extensions(markdown, options, wide))


def _faults(root: LexborNode, image_base: str) -> Iterator[str]:
    for node in root.traverse(include_text=False):
        tag = node.tag or ""
        if tag not in _PLAIN and tag not in _ATTRIBUTES:
            yield f"<{tag.strip('-')[:30]}> may not stand on a page"
            continue
        allowed = _ATTRIBUTES.get(tag, frozenset())
        for name, value in node.attributes.items():
            if name not in allowed:
                yield f"<{tag} {name[:30]}=…> may not stand on a page"
            elif name == "href" and not _is_link(value or ""):
                yield f"a link may not lead to {(value or '')[:60]}"
            elif name == "src" and not _is_picture(value or "", image_base):
                yield f"a picture may not be loaded from {(value or '')[:60]}"


def _is_link(target: str) -> bool:
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in _SCHEMES
    return _stays(target)


def _is_picture(target: str, image_base: str) -> bool:
    if image_base and target.startswith(image_base):
        return True
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    return not parts.scheme and _stays(target)


def _stays(target: str) -> bool:
    """Return whether *target*, which has no scheme, leads to a file of the same host's edition.

    Browsers read a backslash as a slash, and drop what controls there are.
    Source: URL Standard, 4.4.
    """
    path = unquote(target).strip()
    return not path.startswith(("/", "\\")) and "\\" not in path and path.isprintable()
