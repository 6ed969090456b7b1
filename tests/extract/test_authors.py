"""Names out of bylines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.extract.authors import cjk_byline, clean_names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["By Ada Bell and Tom Reed"], ("Ada Bell", "Tom Reed")),
        (["Von Karl Brandt und Eva Stein"], ("Karl Brandt", "Eva Stein")),
        (["Par Luc Morel, Anne Petit"], ("Luc Morel", "Anne Petit")),
        (["Автор: Анна Белова"], ("Анна Белова",)),
        (["本报记者 林小雨"], ("林小雨",)),
        (["作者：林小雨 王海"], ("林小雨", "王海")),
        (["記者林小雨／港口報導"], ("林小雨", "港口報導")),
        (["ADA BELL"], ("Ada Bell",)),
        (["Ada Bell", "ada bell"], ("Ada Bell",)),
        (["Ada Bell, Staff Reporter"], ("Ada Bell",)),
        (["Martin Luther Reed, Jr."], ("Martin Luther Reed, Jr",)),
        (["https://social.example/harbour"], ()),
        (["desk@harbour.example", "@harbour", "admin", "12 minutes ago", ""], ()),
        (["مينا راد"], ("مينا راد",)),
    ],
)
def test_bylines_become_names(raw: list[str], names: tuple[str, ...]) -> None:
    assert clean_names(raw) == names


def test_chinese_byline_counts_only_if_it_says_what_it_is() -> None:
    assert cjk_byline("2026-03-05 港口日报 记者：林小雨 摄影") == ("林小雨",)
    assert cjk_byline("责任编辑：王海") == ()
    assert cjk_byline("港口今天开放") == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2026-11-19 10:00 记者 林海 来源：港口日报", ("林海",)),
        ("本报记者 张小风 李四 摄影报道", ("张小风", "李四")),
        ("港口社北湾3月1日电（记者林海、周敏）渡轮", ("林海", "周敏")),
        ("記者 陳曉嵐", ("陳曉嵐",)),
        ("记者 来源：港口日报", ()),
        ("记者在现场看到渡轮", ()),
    ],
)
def test_reporters_are_named_after_their_role(line: str, names: tuple[str, ...]) -> None:
    assert cjk_byline(line) == names


@given(st.lists(st.text(max_size=80), max_size=4))
def test_names_are_bounded_and_differ(raw: list[str]) -> None:
    names = clean_names(raw)
    assert len({name.casefold() for name in names}) == len(names) <= 12
