"""What the HTML elements mean to the reader."""

from samizdat.extract.reader_inline import (
    CODE,
    EMPHASIS,
    READING,
    STRONG,
    SUBSCRIPT,
    SUPERSCRIPT,
    Mark,
)

LEFT_OUT = frozenset(
    {
        *("script", "style", "template", "svg", "noscript", "rp", "head", "title", "meta", "link"),
        *("button", "input", "select", "textarea", "option", "datalist", "progress", "meter"),
        *("canvas", "map", "area", "param", "track", "noembed", "noframes", "frameset", "frame"),
        *("annotation", "annotation-xml", "-comment", "!doctype"),
    }
)
"""Elements that are left out with all they hold. Of `<math>` the text stays, its TeX copy goes;
of `<noscript>` a picture that stands in for a lazy one stays."""

MARKS: dict[str, Mark] = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
    **dict.fromkeys(("rt", "rtc"), READING),
    "sup": SUPERSCRIPT,
    "sub": SUBSCRIPT,
}
"""Inline elements that mark their characters."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "center", "dd", "details", "dialog", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"),
        *("html", "legend", "li", "main", "menu", "nav", "ol", "ul", "p", "search", "section"),
        *("summary", "blockquote", "hr", "pre", "listing", "plaintext", "xmp", "optgroup"),
        *("table", "caption", "colgroup", "col", "tbody", "thead", "tfoot", "tr", "td", "th"),
        *HEADINGS,
    }
)
"""Elements that begin and end a block. All others are inline, as in browsers."""

PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
LISTS = frozenset({"ul", "ol", "menu", "dir"})
EMBEDS = frozenset({"iframe", "video", "audio", "object", "embed"})
IMAGES = frozenset({"img", "amp-img", "image"})
LEAVES = frozenset({"br", *EMBEDS, *IMAGES})
"""Elements that are taken whole."""

LONGEST_CELL = 400
"""Characters that a cell of data holds; what is longer in a table without `<th>` is layout."""
