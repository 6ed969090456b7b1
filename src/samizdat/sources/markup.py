"""XML and HTML of strangers, parsed without entities, network, files or runaway depth."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.errors import ParseError

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 1500
MAX_NAMESPACES = 200
MAX_ATTRIBUTES = 2000

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>")
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]{1,32})\s+(?:"([^"<&%]{1,32})"|'([^'<&%]{1,32})')\s*>""")
_MARK = re.compile(r"""[\[\]>"']|<!--""")
_CLOSES = {'"': '"', "'": "'", "<!--": "-->"}
_LEADING = re.compile(r"\s*(<!--|<\?)")
_LEADING_END = {"<!--": "-->", "<?": "?>"}
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--")
_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][\w.-]{0,31};)?")
_FIVE = {"amp", "lt", "gt", "quot", "apos"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PREFIX = re.compile(r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]")
_NAMESPACE = re.compile(r"xmlns:([\w.-]{1,60})")
_ROOT = re.compile(r"<([A-Za-z_][^\s>/]{0,80})")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_NO_DEPTH = {
    *(
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
    ),
    *("track", "wbr", "p", "li", "td", "th", "tr", "dd", "dt", "option", "optgroup", "tbody"),
    *("thead", "tfoot", "colgroup", "rp", "rt", "html", "body"),
}
"""Elements that have no end, or that parsers end by themselves."""

_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
"""What prefixes mean where a document forgot to declare them."""


def check_size(body: bytes, address: str) -> None:
    """Raise ParseError if *body* is larger than any honest source."""
    if len(body) > MAX_BYTES:
        raise ParseError(
            f"the document has {len(body)} bytes, more than {MAX_BYTES}",
            where=address,
            hint="name a smaller source of this newsroom, such as its feed",
        )


def bare_xml(text: str, address: str) -> str:
    """Return *text* without XML declaration and DOCTYPE; short plain entities are filled in.

    No entity is ever expanded by a parser, so none can grow or reach a file or the network.

    Raises:
        ParseError: it declares too many namespaces to be honest.
    """
    if len(set(_NAMESPACE.findall(text))) > MAX_NAMESPACES:
        raise ParseError("too many namespaces for a feed or sitemap", where=address)
    text = text.lstrip("\ufeff \t\r\n\x00")
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    start = text.find("<!DOCTYPE")
    root = _ROOT.search(text)
    if start < 0 or (root and root.start() < start):
        return text
    end = _doctype_end(text, start)
    entities = {m[1]: m[2] or m[3] for m in _ENTITY.finditer(text, start, end)}
    text = text[:start] + text[end:]
    return _fill(text, entities) if entities else text


def _doctype_end(text: str, start: int) -> int:
    """Return where the DOCTYPE that begins at *start* ends; one pass, no backtracking."""
    inside, position = 0, start
    while found := _MARK.search(text, position):
        mark = found[0]
        position = found.end()
        if mark == ">" and inside <= 0:
            return position
        inside += (mark == "[") - (mark == "]")
        if close := _CLOSES.get(mark):
            end = text.find(close, position)
            if end < 0:
                break
            position = end + len(close)
    return len(text)


def after_comments(text: str) -> str:
    """Return *text* from its first element or DOCTYPE on; one pass."""
    position = 0
    while found := _LEADING.match(text, position):
        end = text.find(_LEADING_END[found[1]], found.end())
        if end < 0:
            return ""
        position = end + len(_LEADING_END[found[1]])
    return text[position:].lstrip("\ufeff \t\r\n")


def root_name(text: str) -> str:
    """Return the local name of the first element in lower case, "" if there is none."""
    text = after_comments(text)
    if text[:9].upper() == "<!DOCTYPE":
        text = after_comments(text[_doctype_end(text, 0) :])
    found = re.match(r"<(?:[\w.-]{1,30}:)?([A-Za-z][\w.-]{0,30})", text)
    return found[1].lower() if found else ""


def _fill(text: str, entities: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return html.escape(entities.get(found[1], ""), quote=False) or found[0]

    return re.sub(r"&([\w.-]{1,32});", value, text)


def mended_xml(text: str) -> str:
    """Return *text* with what most often breaks feeds put right.

    HTML's named characters become numbers, a bare `&` is escaped, characters that XML forbids go,
    well-known prefixes are declared, and what stands after a cut-off CDATA section stays text.
    """
    text = _FORBIDDEN.sub("", text)
    return _declare("".join(_mended_parts(text)))


def _mended_parts(text: str) -> Iterator[str]:
    """Yield *text* with its references mended outside CDATA sections and comments."""
    position = 0
    for found in _VERBATIM.finditer(text):
        if found.start() < position:
            continue
        end = text.find("]]>" if found[0].endswith("[") else "-->", found.end())
        if end < 0:
            break
        yield _REFERENCE.sub(_mend_reference, text[position : found.start()])
        yield text[found.start() : end + 3]
        position = end + 3
    yield _REFERENCE.sub(_mend_reference, text[position:])


def _mend_reference(found: re.Match[str]) -> str:
    name = (found[1] or "").rstrip(";")
    if name in _FIVE:
        return found[0]
    character = html.unescape(f"&{name};") if name else ""
    if not character or character == f"&{name};" or _FORBIDDEN.search(character):
        return "&amp;" + found[0][1:]
    return "".join(f"&#{ord(c)};" for c in character)


def _declare(text: str) -> str:
    """Return *text* with prefixes it uses but does not declare bound to what they mean."""
    used = dict.fromkeys(m[1] for m in _PREFIX.finditer(text))
    missing = [p for p in list(used)[:40] if p != "xml" and f"xmlns:{p}" not in text]
    root = _ROOT.search(text)
    if not missing or root is None:
        return text
    names = "".join(
        f' xmlns:{prefix}="{_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in missing
    )
    return text[: root.end()] + names + text[root.end() :]


def parse_xml(data: bytes, *, recover: bool = False) -> etree._Element | None:
    """Return the root of UTF-8 *data*, None if it is not well-formed and *recover* is off."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _tags(text: str) -> Iterator[str]:
    """Yield what stands between each tag's `<` and the next `>` or `<`."""
    return (piece.partition(">")[0] for piece in text.split("<"))


def attributes_of(element: etree._Element) -> list[tuple[str, str]]:
    """Return the element's attributes; lxml gives text only, its stubs also know bytes."""
    return cast("list[tuple[str, str]]", element.attrib.items())


def parse_html(text: str, address: str) -> LexborHTMLParser:
    """Return the parsed page.

    Raises:
        ParseError: its tags are nested too deeply; parsers take quadratic time there.
    """
    if _depth(text) > MAX_DEPTH:
        raise ParseError(
            f"tags are nested more than {MAX_DEPTH} deep",
            where=address,
            hint="this page is broken or hostile; name another source",
        )
    if any(len(piece) > 4000 and piece.count("=") > MAX_ATTRIBUTES for piece in _tags(text)):
        raise ParseError(f"a tag has more than {MAX_ATTRIBUTES} attributes", where=address)
    return LexborHTMLParser(text.replace("\x00", ""))


def attribute(node: LexborNode, name: str) -> str:
    """Return the node's attribute, "" if it has none; the others are not looked at."""
    return node.attrs.get(name) or ""


def _depth(text: str) -> int:
    """Return a bound on how deeply elements of *text* stand open, in one pass."""
    open_now: Counter[str] = Counter()
    depth = deepest = 0
    for end, name in _TAG.findall(text.lower()):
        if name in _NO_DEPTH:
            continue
        if not end:
            open_now[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_now[name]:
            open_now[name] -= 1
            depth -= 1
    return deepest
