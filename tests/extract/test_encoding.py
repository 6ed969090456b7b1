"""What the bytes are, not what the header says."""

import codecs
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.extract.encoding import decode_html

HANS = "港口管理处周一表示，新的渡轮航线将于下月开通，市民可以在图书馆领取时刻表。"
HANT = "港口管理處週一表示，新的渡輪航線將於下月開通，市民可以在圖書館領取時刻表。"
JAPANESE = "港の管理事務所は月曜日、新しいフェリー航路が来月開通すると発表した。"
KOREAN = "항만 관리소는 월요일 새로운 여객선 항로가 다음 달에 열린다고 밝혔다."
RUSSIAN = "Управление порта сообщило в понедельник, что новая линия откроется в мае."
ARABIC = "قالت إدارة الميناء يوم الاثنين إن خط العبارات الجديد سيفتتح الشهر المقبل"
FRENCH = "La capitainerie a annoncé lundi que la ligne ouvrirait à la rentrée, l’été prochain."
POLISH = "Zarząd portu ogłosił w poniedziałek, że nowa linia zostanie otwarta jesienią. Żółć"
TURKISH = "Liman yönetimi pazartesi günü yeni vapur hattının açılacağını söyledi"
GREEK = "Η διοίκηση του λιμανιού ανακοίνωσε τη Δευτέρα"
LEGACY = [
    (HANS, "gb18030"),
    (HANT, "gb18030"),
    (HANT, "big5hkscs"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
    (KOREAN, "cp949"),
    (RUSSIAN, "windows-1251"),
    (RUSSIAN, "koi8-r"),
    (ARABIC, "windows-1256"),
    (FRENCH, "windows-1252"),
    (POLISH, "windows-1250"),
    (TURKISH, "windows-1254"),
    (GREEK, "windows-1253"),
]
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
@pytest.mark.parametrize(
    "declared", ["", "utf-8", "iso-8859-1", "gb2312", "no such charset", "true"]
)
def test_bytes_are_read_whatever_is_declared(text: str, encoding: str, declared: str) -> None:
    page = f"<html><body><p>{text}</p></body></html>"
    claim = encoding if declared == "true" else declared
    found = decode_html(page.encode(encoding), claim)
    assert (found.text, found.encoding) == (page, encoding)


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
def test_a_page_cut_in_a_character_keeps_its_encoding(text: str, encoding: str) -> None:
    body = f"<p>{text * 3}</p>".encode(encoding)
    found = decode_html(body[:200] + b"\xff" + body[200:-7], encoding)
    assert found.encoding == encoding
    assert found.text[:20] == f"<p>{text}"[:20]


def test_broken_bytes_in_utf8_become_replacement_characters() -> None:
    body = f"<p>{HANS}</p>".encode()
    assert decode_html(body[:20] + b"\xe6" + body[21:], "gbk").text.count("\ufffd") <= 4
    cut = decode_html(body[:-5], "gbk")
    assert cut.encoding == "utf-8"
    assert cut.text.startswith(f"<p>{HANS[:-1]}")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
def test_utf16_with_and_without_a_mark(encoding: str, *, mark: bool) -> None:
    page = f"<html><head><title>x</title></head><body><p>{HANS}</p></body></html>"
    bom = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    assert decode_html(bom * mark + page.encode(encoding), "utf-8").text == page


def test_gb2312_pages_hold_more_than_gb2312() -> None:
    page = (
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>陶喆访问堃城 港口'
    )
    assert decode_html(page.encode("gb18030")).text == page


def test_a_mark_at_the_start_wins_and_is_dropped() -> None:
    assert decode_html(codecs.BOM_UTF8 + HANS.encode(), "big5").text == HANS


def test_iso_2022_jp_is_seen_by_its_escapes() -> None:
    assert decode_html(JAPANESE.encode("iso2022_jp")).text == JAPANESE


def test_two_bytes_of_big5_may_be_two_characters() -> None:
    body = b"<p>\x88\x62\x88\x64\x88\xa3\x88\xa5" + HANT.encode("big5hkscs")
    assert decode_html(body).text == f"<p>Ê\u0304Ê\u030cê\u0304ê\u030c{HANT}"


def test_nuls_are_dropped() -> None:
    assert decode_html(b"<p>a\x00b</p>").text == "<p>ab</p>"


@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_give_text_without_nul(body: bytes, declared: str) -> None:
    assert "\x00" not in decode_html(body, declared).text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff\x1b")))
def test_utf8_is_never_read_as_anything_else(text: str) -> None:
    page = "<!doctype html><p>" + text
    assert decode_html(page.encode(), "windows-1251").text == page


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["corpus", "corpus-more"])
def test_every_shared_page_holds_the_characters_of_its_reference(folder: str) -> None:
    root = SHARED / folder
    if not root.is_dir():
        pytest.skip(f"the shared corpus is not beside the repository: {root}")
    wrong: list[str] = []
    for line in (root / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = decode_html(gzip.decompress((root / row["html_file"]).read_bytes())).text
        letters = {c for c in row["body"] or "" if c.isalpha() and c > "\u00ff"}
        if sum(c in text for c in letters) < 0.9 * len(letters):
            wrong.append(row["id"])
    # Some pages write their letters as character references or in scripts.
    assert len(wrong) <= 25, wrong
