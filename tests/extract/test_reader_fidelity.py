"""The tree's text is the text of the chosen nodes: on generated pages and on the shared corpus."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.extract.document import Document, parse_document
from samizdat.extract.reader import (
    ReadOptions,
    node_ids,
    read_blocks,
    read_fragment,
    text_of_nodes,
)
from samizdat.model.tree_json import blocks_from_data, blocks_to_data
from samizdat.model.tree_text import text_of

BASE = "https://harbour.example/news/"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"

_words = st.text(
    st.sampled_from(
        " \t\n\u00a0\u3000\u200b\u200c\u200d\u200f\u00adab港口渡輪می‌شودПорт.,&<>\ufeff"
    ),
    max_size=12,
)
_inline_tags = st.sampled_from(
    [
        "b",
        "i",
        "em",
        "strong",
        "a href=/x",
        "a href=#top",
        "span",
        "sup",
        "sub",
        "code",
        "ruby",
        "rt",
        "rp",
        "cite",
        "kbd",
        "u",
        "font",
        "q",
        "label",
        "span hidden",
        "math",
    ]
)
_block_tags = st.sampled_from(
    [
        "p",
        "div",
        "h2",
        "h5",
        "ul",
        "ol start=3",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "caption",
        "pre",
        "section",
        "dl",
        "dt",
        "dd",
        "article",
        "form",
        "div style='display:none'",
        "p class=pic-note",
        "div class=photo",
        "div class=wp-caption",
        "td class=caption",
        "details",
        "summary",
        "center",
        "tbody",
        "svg",
        "noscript",
    ]
)
_leaves = st.sampled_from(
    [
        "<br>",
        "<br><br>",
        "<hr>",
        "<img src=/a.jpg>",
        "<img class=emoji alt=⚓ src=/e.png>",
        "<wbr>",
        "<img src=data:image/gif;base64,AA>",
        "<!-- note -->",
        "<script>x<1</script>",
        "<br> <br>",
        "<iframe src=https://video.example/1></iframe>",
        "<button>press</button>",
        "<br>\u3000<br>",
    ]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _element(tag: str, inner: list[str], *, closed: bool) -> str:
    return f"<{tag}>{''.join(inner)}" + (f"</{tag.split(maxsplit=1)[0]}>" if closed else "")


_html = st.recursive(
    _words.map(_escaped) | _leaves,
    lambda inner: st.builds(
        _element, _inline_tags | _block_tags, st.lists(inner, max_size=5), closed=st.booleans()
    ),
    max_leaves=40,
)


def _body(html: str) -> LexborNode:
    body = LexborHTMLParser(html).body
    assert body is not None
    return body


@settings(max_examples=400, deadline=None)
@given(st.lists(_html, max_size=6).map("".join))
@example("<pre><noscript><img class=emoji alt=⚓ src=/e.png>")
def test_the_tree_has_the_text_of_the_nodes(html: str) -> None:
    body = _body(html)
    assert text_of(read_blocks((body,), BASE)) == text_of_nodes((body,), BASE)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.lists(_html, max_size=2).map("".join), max_size=3), max_size=4),
    st.sampled_from(["td", "th"]),
)
def test_tables_keep_the_text_of_their_cells(rows: list[list[str]], cell: str) -> None:
    inner = "".join(
        "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>" for row in rows
    )
    body = _body(f"<table><caption>Tides</caption>{inner}</table>")
    assert text_of(read_blocks((body,), BASE)) == text_of_nodes((body,), BASE)


@settings(deadline=None)
@given(st.lists(_html, max_size=5).map("".join))
def test_excluded_nodes_are_left_out_of_both(html: str) -> None:
    body = _body(html)
    options = ReadOptions(exclude=node_ids(body.css("b, div, td")), strip_image=("a.jpg",))
    tree = read_blocks((body,), BASE, options)
    assert text_of(tree) == text_of_nodes((body,), BASE, options)


@settings(deadline=None)
@given(st.lists(_html, max_size=5).map("".join), st.integers(2, 4))
def test_excluded_texts_are_left_out_of_both(html: str, step: int) -> None:
    body = _body(html)
    texts = [node for node in body.traverse(include_text=True) if node.is_text_node]
    hidden = body.css("[hidden], [style]")
    options = ReadOptions(exclude=node_ids(texts[::step]), shown=node_ids(hidden[::2]))
    tree = read_blocks((body,), BASE, options)
    assert text_of(tree) == text_of_nodes((body,), BASE, options)


@settings(deadline=None)
@given(st.lists(_html, max_size=5).map("".join))
def test_trees_survive_the_store(html: str) -> None:
    blocks = read_fragment(html, BASE)
    assert blocks_from_data(json.loads(json.dumps(blocks_to_data(blocks)))) == blocks


def _corpora() -> list[Path]:
    folders = [SHARED / "corpus", SHARED / "corpus-more"]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        pytest.skip(f"the shared corpus is not beside the repository: {', '.join(missing)}")
    return folders


def _chosen(document: Document, row: dict[str, str | None]) -> list[LexborNode]:
    """The nodes that the reference names, else the article, else the page."""
    selector = (row.get("gt_selector") or "").partition(" without")[0]
    for query in (selector, "article", "main", "body"):
        try:
            nodes = document.tree.css(query) if query else []
        except Exception:  # noqa: BLE001 (references are prose, not always a selector)
            continue
        if nodes:
            return nodes
    return []


@pytest.mark.shared
def test_every_shared_page_keeps_its_text() -> None:
    differing: list[str] = []
    read = 0
    for folder in _corpora():
        for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            body = gzip.decompress((folder / row["html_file"]).read_bytes())
            document = parse_document(body, row["url"] or BASE)
            nodes = _chosen(document, row)
            tree = read_blocks(nodes, document.base)
            read += 1
            if text_of(tree) != text_of_nodes(nodes, document.base):
                differing.append(row["id"])
    assert (read, differing) == (1360, [])
