"""What the blocklist says of stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.desk import Judge, Verdict
from samizdat.desk.folding import fold, joins
from samizdat.desk.judge import LONGEST_FIELD
from samizdat.desk.word_index import WordIndex
from samizdat.model.desk import BlockRule
from tests.desk.desks import desk_of

ADDRESS = "https://harbour.example/news/ferry-1"


def judge(*lines: str) -> Judge:
    desk = desk_of("blocklist.txt", "\n".join(lines))
    assert desk.is_sound
    return Judge(desk.rules.blocklist)


def is_met(word: str, text: str) -> bool:
    return judge(word).verdict(text, "", "") is not None


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ferry", "The FERRY returns"),
        ("ferry", "ferry"),
        ("ferry", "Ｆｅｒｒｙ！"),
        ("ferry", "(ferry)"),
        ("ferry", "用ferry过海"),
        ("渡轮", "新渡轮时刻表"),
        ("輪", "渡輪"),
        ("ﾌｪﾘｰ", "新しいフェリーの便"),
        ("港口", "港\u200b口"),
        ("паром", "Новый паром!"),
        ("کشتی", "کشتی بازگشت"),
        ("می‌شود", "باز می‌شود."),
        ("the harbour", "At the harbour, today"),
        ("straße", "HAFEN STRASSE 5"),
        ("ferry渡轮", "the ferry渡轮时刻"),
        ("title: #live", "now #live"),
        ("c++", "c++ and ferries"),
        ("🚢", "a 🚢 in the bay"),
        ("3.5", "about 3.5 metres"),
        ("배", "새로운배가"),
        ("เรือ", "เรือกลับมาแล้ว"),
    ],
)
def test_word_is_found_whatever_the_case_and_width(word: str, text: str) -> None:
    assert is_met(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("port", "report"),
        ("port", "ports"),
        ("port", "portó"),
        ("ferry", "e ferry2"),
        ("کشتی", "کشتیها"),
        ("می‌شود", "میشود"),
        ("渡轮", "渡 轮"),
        ("3.5", "13.5"),
        ("कल", "कला"),
        ("title: #live", "#lives"),
    ],
)
def test_word_of_spaced_scripts_stands_alone(word: str, text: str) -> None:
    assert not is_met(word, text)


def test_rule_looks_only_where_it_should() -> None:
    some = judge("title: ferry", "address: news", "body: 灯塔")
    assert some.verdict("Ferry", "", "") == Verdict("hide", 1)
    assert some.verdict("", ADDRESS, "") == Verdict("hide", 2)
    assert some.verdict("", "", "北堤灯塔") == Verdict("hide", 3)
    assert some.verdict("灯塔 news", "ferry", "ferry news") is None


def test_hiding_goes_before_holding_and_the_first_line_is_named() -> None:
    some = judge("hold: ferry", "# why", "/bay/", "hold: /fer+y/", "ferry boat")
    assert some.verdict("The ferry boat in the bay", "", "") == Verdict("hide", 3)
    assert some.verdict("The ferry", "", "") == Verdict("hold", 1)


def test_address_is_looked_at_with_its_percent_signs_resolved() -> None:
    address = "https://gangkou.example/%E6%B8%AF%E5%8F%A3/1"
    assert judge("address: 港口").verdict("", address, "") == Verdict("hide", 1)
    assert judge("address: /%e6%b8/").verdict("", address, "") == Verdict("hide", 1)


def test_no_rules_and_empty_texts_say_nothing() -> None:
    assert Judge(()).verdict("a", "b", "c") is None
    assert judge("ferry", "/bay/", "渡轮", "x y").verdict("", "", "") is None


def test_only_the_bounded_text_is_looked_at() -> None:
    text = "-" * LONGEST_FIELD + " ferry"
    assert judge("ferry", "/ferry/").verdict("", "", text) is None
    assert judge("ferry").verdict("", "", text[7:]) is not None


WORDS = st.text(alphabet="ab港口 -ß", min_size=1).filter(lambda word: bool(fold(word).strip()))


def _plainly(word: str, text: str) -> bool:
    """Return what the index promises, by trying every place."""
    word = fold(word).strip()
    for at in range(len(text)):
        end = at + len(word)
        if text[at:end] == word:
            left = joins(word[0]) and at > 0 and joins(text[at - 1])
            right = joins(word[-1]) and end < len(text) and joins(text[end])
            if not left and not right:
                return True
    return False


@given(st.lists(WORDS), st.text(alphabet="ab港口 -ßé_"))
def test_index_finds_what_trying_every_word_finds(words: list[str], text: str) -> None:
    folded = fold(text)
    index = WordIndex((word, number) for number, word in enumerate(words))
    found = sorted(index.found(folded))
    assert found == [number for number, word in enumerate(words) if _plainly(word, folded)]


@given(st.text())
def test_folding_twice_equals_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.shared
def test_hostile_strings_as_words_meet_themselves() -> None:
    shared = Path(__file__).resolve().parents[2] / ".." / "shared" / "hostile"
    names = ("strings/blns.jsonl", "titles/fields.jsonl", "unicode/policy.jsonl")
    if not shared.is_dir():
        pytest.skip("the shared corpus is not beside the repository: hostile strings and titles")
    strings = [
        json.loads(line)["s"] for name in names for line in (shared / name).read_text().splitlines()
    ]
    words = [text[:200] for text in strings if fold(text[:200]).strip()]
    whole = Judge(BlockRule(word, line=n) for n, word in enumerate(words, 1))
    assert len(words) > 400
    for word in words:
        assert whole.verdict(word, word, word) is not None
        assert Judge([BlockRule(word)]).verdict("", "", f"- {word} -") is not None
