"""Bombs are refused before a parser sees them; real pages pass."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.extract.document import parse_document
from samizdat.extract.encoding import decode_html
from samizdat.extract.guard import MAX_BYTES, check_kind, check_page, check_size

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
BOMBS = {
    "deep": "<div>" * 3000,
    "upper and lower case": "<DIV><b>" * 800,
    "unclosed marks": "<b>" * 3000,
    "ends that close nothing": "<div></span>" * 3000,
    "ends in the wrong order": "<div></span>" * 3000 + "<span></div>" * 3000,
    "shapes outside a drawing": "<path/>" * 3000,
    "a drawing that is left": "<svg><div>" + "<path/>" * 3000,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(5000)) + ">",
    "attributes with brackets": "<p " + " ".join(f"a{n}='<br>'" for n in range(5000)) + ">",
    "attributes with ends": "<p " + " ".join(f'a{n}=">"' for n in range(5000)) + ">",
    "attributes after brackets": "<a" * 2_000 + " " + " ".join(f"a{n}" for n in range(5000)) + ">",
    "a comment before": "<!-- </div> -->" + "<div>" * 3000,
    "tags": "<p>" * 200_000,
}
HARMLESS = {
    "unclosed paragraphs": "<p>a<li>b<td>c<br><img><a>" * 3000,
    "a drawing": "<svg>" + "<path d='M0 0'/>" * 3000 + "</svg>",
    "tags in a script": "<script>" + "'<div>'+" * 3000 + "</script>",
    "tags in a comment": "<!--" + "<div>" * 3000 + "-->",
    "many closed elements": "<div><span>a</span></div>" * 3000,
    "a long picture address": f"<img src='data:image/png;base64,{'Ab/+' * 40_000}'>",
    "names that hold brackets": "<a" * 100_000,
    "brackets in text": "a < b > c " * 4000,
    "empty": "",
}


@pytest.mark.parametrize("page", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused(page: str) -> None:
    with pytest.raises(ParseError, match=r"the page|a tag") as refused:
        check_page(page, where="https://n.example/a")
    assert refused.value.where == "https://n.example/a"
    assert refused.value.hint


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_like_a_bomb_passes(page: str) -> None:
    check_page(page)


def test_huge_bodies_are_refused_before_decoding() -> None:
    with pytest.raises(ParseError, match="bytes"):
        parse_document(b" " * (MAX_BYTES + 1), "https://n.example/")


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"RIFF\x24\x00\x00\x0aWEBPVP8 ", "WebP"),
        (b"\x00\x00\x00\x20ftypavif", "MP4"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
    ],
)
def test_pictures_and_archives_are_no_pages_in_any_encoding(start: bytes, name: str) -> None:
    with pytest.raises(ParseError, match=f"no page but {name} data"):
        parse_document(start + b"\x88\x62 <p>ferry</p>" * 9, "https://n.example/a")


@pytest.mark.parametrize(
    "page",
    [
        b"<!--ftyp--><p>a</p>",
        "<p>RIFF</p>".encode("utf-16"),
        "<p>PNG</p>".encode("utf-16-be"),
        b"ID30 <p>a",
        "\ufeff<p>a".encode(),
    ],
)
def test_text_is_a_page(page: bytes) -> None:
    check_kind(page)


_PARTS = ["<div>", "</div>", "<!--", "-->", "<a", "b='>", "'", '"', "/>", "<svg>", "<script>", "x"]


@given(st.lists(st.sampled_from(_PARTS)))
def test_any_page_is_passed_or_refused(parts: list[str]) -> None:
    check_page("".join(parts))


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the shared folder is not beside the repository: {folder}")
    return folder


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    ["attrs-20000", "deep-b-unclosed-20000", "deep-blockquote-table-1000", "deep-div-20000"],
)
def test_shared_bombs_are_refused(name: str) -> None:
    body = gzip.decompress((_folder("hostile/bombs") / f"{name}.html.gz").read_bytes())
    with pytest.raises(ParseError):
        parse_document(body, "https://n.example/")


@pytest.mark.shared
def test_real_pages_pass() -> None:
    for page in sorted(_folder("corpus").glob("html/*.gz"))[::4]:
        body = gzip.decompress(page.read_bytes())
        check_size(body)
        check_page(decode_html(body).text)
