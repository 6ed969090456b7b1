"""A page is decoded, rewritten, parsed once, and known by the address that answered."""

import base64
import gzip
import json
import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.extract.document import parse_document
from samizdat.extract.reader import read_blocks
from samizdat.model.recipe import Rewrite
from samizdat.model.tree import Paragraph, Text

ADDRESS = "https://harbour.example/news/a"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def test_references_resolve_against_the_base_of_the_page() -> None:
    page = b"<head><base href='/elsewhere/'></head><p><img src=a.jpg>"
    assert parse_document(page, ADDRESS).base == "https://harbour.example/elsewhere/"
    assert parse_document(b"<p>", ADDRESS).base == ADDRESS
    assert parse_document(b"<base href='javascript:x'><p>", ADDRESS).base == ADDRESS


def test_rewrites_happen_before_parsing_in_order() -> None:
    rewrites = (Rewrite("<nope>", "<p>"), Rewrite("</nope>", "</p>"), Rewrite("", "x"))
    document = parse_document("<nope>港口</nope>".encode("gbk"), ADDRESS, rewrites=rewrites)
    body = document.tree.body
    assert body is not None
    assert read_blocks((body,), document.base) == (Paragraph((Text("港口"),)),)
    assert document.text_source == "<p>港口</p>"


def test_the_tree_for_xpath_holds_the_same_text() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><p class=a>港口\u200c管理</p><!-- no -->'
    document = parse_document(page.encode("gb18030"), ADDRESS, declared="gb2312")
    assert document.lxml.xpath("string(//p)") == "港口\u200c管理"
    assert document.lxml is document.lxml


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- only -->", b"\x00\x00", b"plain"])
def test_pages_of_nothing_are_empty_documents(body: bytes) -> None:
    document = parse_document(body, ADDRESS)
    assert document.lxml.tag == "html"
    assert document.tree.body is not None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_parse_error(body: bytes) -> None:
    try:
        document = parse_document(body, ADDRESS)
    except ParseError:
        return
    assert document.tree.body is None or read_blocks((document.tree.body,), ADDRESS) is not None


_CHILD = """
import base64, json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
from samizdat.errors import ParseError
from samizdat.extract.document import parse_document
from samizdat.extract.reader import read_blocks, text_of_nodes
from samizdat.model.tree_json import blocks_to_data
from samizdat.model.tree_text import text_of
for line in sys.stdin:
    try:
        document = parse_document(base64.b64decode(line), "https://n.example/")
    except ParseError:
        continue
    nodes = [document.tree.body] if document.tree.body is not None else []
    blocks = read_blocks(nodes, document.base)
    json.dumps(blocks_to_data(blocks))
    assert text_of(blocks) == text_of_nodes(nodes, document.base), base64.b64decode(line)[:300]
    document.lxml
print("survived")
"""


def _hostile_pages() -> list[bytes]:
    root = SHARED / "hostile"
    if not root.is_dir():
        pytest.skip(f"the hostile corpus is not beside the repository: {root}")
    pages = [gzip.decompress(path.read_bytes()) for path in root.glob("bombs/*.html.gz")]
    pages += [path.read_bytes() for path in root.glob("html5/**/*") if path.is_file()]
    for path in root.glob("html5/**/*.dat"):
        pages += path.read_bytes().split(b"#data\n")
    for line in (root / "xss" / "html.jsonl").read_text("utf-8").splitlines():
        pages.append(json.loads(line)["payload"].encode("utf-8", "replace"))
    return pages


@pytest.mark.shared
def test_hostile_pages_are_read_or_refused_in_a_limited_process() -> None:
    lines = b"\n".join(map(base64.b64encode, _hostile_pages()))
    done = run(
        [sys.executable, "-c", _CHILD], input=lines, capture_output=True, check=False, timeout=400
    )
    assert done.stdout.strip() == b"survived", done.stderr.decode()[-2000:]
