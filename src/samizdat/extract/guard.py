"""A linear look at a page before it is parsed: what would cost too much is refused.

Nested tags are quadratic in every HTML parser tried (DESIGN, decision 7), and so are the
attributes of one tag (20,000 take lexbor 4.5 s). A quick look, which may be mistaken, clears almost
every real page; only where it does not, the tags are read one by one as a parser would.
"""

import re
from collections import Counter

from samizdat.errors import ParseError

MAX_BYTES = 12_000_000
"""The largest of 1,360 real pages has 4.1 MB."""
MAX_TAGS = 150_000
MAX_DEPTH = 500
"""Real pages nest to about 60."""
MAX_ATTRIBUTES = 1_000
"""Attributes of one tag: real pages have up to about 60."""

_MANY = 3_000
"""Brackets in quotes from which a page is read tag by tag."""
_BLOCK = 256
"""Tags that are counted at once."""

_NAMES = re.compile(r"<(/?[a-zA-Z][^\s/>]*)")
_LONG_TAG = re.compile(r"<(?=[^<>]{3000})[^\s/>]*+")
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-z][^\s/>]*+)", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"
)
_TAG_END = re.compile(r"[\s/]*+>?")

_FLAT = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th"),
        *("tbody", "thead", "tfoot", "colgroup", "rt", "rp", "a", "nobr", "html", "head", "body"),
    }
)
"""Elements that cannot nest, or whose start closes the one before: unclosed they add no depth."""
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements in which tags are characters."""
_FOREIGN = frozenset({"svg", "math"})
_SIGNATURES = re.compile(
    rb"(?P<PNG>\x89PNG\r\n\x1a\n)|(?P<GIF>GIF8[79]a)|(?P<JPEG>\xff\xd8\xff)|(?P<PDF>%PDF-)"
    rb"|(?P<WebP>RIFF.{4}WEBP)|(?P<RIFF>RIFF.{4}(?:WAVE|AVI ))|(?P<MP4>\x00\x00.{2}ftyp)"
    rb"|(?P<Ogg>OggS\x00)|(?P<ZIP>PK\x03\x04)|(?P<gzip>\x1f\x8b\x08)|(?P<ICO>\x00\x00[\x01\x02]\x00)"
    rb"|(?P<MP3>ID3[\x02-\x04])|(?P<Matroska>\x1a\x45\xdf\xa3)",
    re.DOTALL,
)


def check_size(body: bytes, *, where: str = "") -> None:
    """Raise ParseError if *body* is larger than any real page."""
    if len(body) > MAX_BYTES:
        raise _refused(f"the page has {len(body):,} bytes, more than {MAX_BYTES:,}", where)


def check_kind(body: bytes, *, where: str = "") -> None:
    """Raise ParseError if *body* is no page but what its first bytes say: a picture, an archive.

    Whatever its server calls it: text can be found in any bytes, for some encoding.
    Source: MIME Sniffing Standard, section 6.
    """
    found = _SIGNATURES.match(body)
    if found:
        raise ParseError(
            f"this is no page but {found.lastgroup} data",
            where=where,
            hint="its server calls it a page; leave the address out if it stays so",
        )


def check_page(text: str, *, where: str = "") -> None:
    """Raise ParseError if parsing *text* would cost far more than any real page does."""
    opening = text.count("<")
    if opening > MAX_TAGS:
        raise _refused(f"the page has more than {MAX_TAGS:,} tags", where)
    if _is_plain(text, opening):
        return
    depth, attributes = _measure(text)
    if depth > MAX_DEPTH:
        raise _refused(f"the page nests more than {MAX_DEPTH} elements", where)
    if attributes > MAX_ATTRIBUTES:
        raise _refused(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes", where)


def _refused(what: str, where: str) -> ParseError:
    return ParseError(what, where=where, hint="it is likely an attack; if it is a story, report it")


def _is_plain(text: str, opening: int) -> bool:
    """Return whether a quick look finds neither deep nesting nor long tags."""
    return not (_hides_tags(text, opening) or _has_long_tag(text) or _may_nest(text))


def _hides_tags(text: str, opening: int) -> bool:
    """Return whether so many quotes stand beside angle brackets that a tag may hold them."""
    if text.count(">") - opening > MAX_ATTRIBUTES:
        return True
    return opening > _MANY and text.count('"<') + text.count("'<") > _MANY


def _has_long_tag(text: str) -> bool:
    """Return whether what may be a tag has too many attributes."""
    return any(
        _attributes(text, match.end())[0] > MAX_ATTRIBUTES for match in _LONG_TAG.finditer(text)
    )


def _may_nest(text: str) -> bool:
    """Return whether elements may nest too deep: never False where they do.

    Names are counted block by block. Within a block order is lost, so ends are taken to come
    before starts, and the deepest place may be after all starts: both can only overestimate.
    """
    names = _NAMES.findall(text)
    unclosed: dict[str, int] = {}
    for start in range(0, len(names), _BLOCK):
        counts = Counter(names[start : start + _BLOCK])
        starts = [name for name in counts if name not in _FLAT and name[0] != "/"]
        if sum(unclosed.values()) + sum(counts[name] for name in starts) > MAX_DEPTH:
            return True
        for name in [*unclosed]:
            unclosed[name] = max(0, unclosed[name] - counts["/" + name])
        for name in starts:
            unclosed[name] = unclosed.get(name, 0) + counts[name]
    return False


def _measure(text: str) -> tuple[int, int]:
    """Return how deep the elements of *text* nest and how many attributes one tag has at most.

    Reading stops where either passes its bound.
    """
    nesting = _Nesting()
    most = position = 0
    while (token := _TOKEN.search(text, position)) is not None:
        position = token.end()
        if token[2] is None:
            continue
        count, position, closed = _attributes(text, position)
        most = max(most, count)
        name = token[2].lower()
        if token[1]:
            nesting.end(name)
        elif name in _RAW:
            position = _after_raw(text, position, name)
        else:
            nesting.begin(name, closed=closed)
        if nesting.deepest > MAX_DEPTH or most > MAX_ATTRIBUTES:
            break
    return nesting.deepest, most


def _attributes(text: str, position: int) -> tuple[int, int, bool]:
    """Return the number of attributes from *position*, where the tag ends, and if by `/>`."""
    count = 0
    while count <= MAX_ATTRIBUTES and (found := _ATTRIBUTE.match(text, position)) is not None:
        count += 1
        position = found.end()
    end = _TAG_END.match(text, position)
    end_at = end.end() if end is not None else position
    return count, end_at, text[position:end_at].endswith("/>")


def _after_raw(text: str, position: int, name: str) -> int:
    """Return where the contents of a raw element end."""
    end = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, position)
    return end.start() if end is not None else len(text)


class _Nesting:
    """How deep elements stand in each other, by what opens and closes."""

    def __init__(self) -> None:
        self.deepest = 0
        self._depth = 0
        self._open: dict[str, int] = {}
        self._is_foreign = False

    def begin(self, name: str, *, closed: bool) -> None:
        """Count a start tag; `/>` closes only what stands in SVG or MathML."""
        if name in _FOREIGN:
            self._is_foreign = not closed
        if name in _FLAT:
            self._is_foreign = False
        elif not (closed and (self._is_foreign or name in _FOREIGN)):
            self._is_foreign = self._is_foreign and name not in _BREAKS_OUT
            self._open[name] = self._open.get(name, 0) + 1
            self._depth += 1
            self.deepest = max(self.deepest, self._depth)

    def end(self, name: str) -> None:
        """Count an end tag; one that closes nothing counts as nothing."""
        if name in _FOREIGN:
            self._is_foreign = False
        if self._open.get(name):
            self._open[name] -= 1
            self._depth -= 1


_BREAKS_OUT = frozenset({"b", "big", "blockquote", "center", "code", "div", "dl", "em", "h1", "h2"})
_BREAKS_OUT |= {"h3", "h4", "h5", "h6", "i", "menu", "ol", "pre", "ruby", "s", "small", "span"}
_BREAKS_OUT |= {"strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var"}
"""HTML elements that end SVG or MathML. Source: WHATWG HTML, tokens in foreign content."""
