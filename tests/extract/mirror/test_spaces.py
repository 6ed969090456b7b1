"""Invented spaces go, true ones stay, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samizdat.extract.mirror.spaces import join_lines


def shown(html: str) -> str:
    """Return what a browser shows of *html*, spaces collapsed."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return " ".join(body.text().split())


def pretty(*pieces: str) -> str:
    """Return a paragraph as a pretty-printer sets it; odd pieces are links."""
    lines = [
        f" <a href='/x'>\n  {piece}\n </a>" if number % 2 else f" {piece}"
        for number, piece in enumerate(pieces)
        if piece
    ]
    return "<p>\n" + "\n".join(lines) + "\n</p>"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (("俄罗斯总统", "普京", "周五抵达。"), "俄罗斯总统普京周五抵达。"),
        (("週六，", "足球", "（決賽）開始"), "週六，足球（決賽）開始"),
        (("駅前の", "カフェ", "が開く"), "駅前のカフェが開く"),
        (("他说“", "渡轮", "”回来了"), "他说“渡轮”回来了"),
        (("The", "ferry", "runs"), "The ferry runs"),
        (("The", "ferry", ", the pier"), "The ferry, the pier"),
        (("the (", "old", ") pier"), "the (old) pier"),
        (("said “", "yes", "” twice"), "said “yes” twice"),
        (('said "', "yes", '" twice'), 'said "yes" twice'),
        (("the", "port", "'s pier"), "the port's pier"),
        (("the", "port", "’s pier"), "the port’s pier"),
        (("Сегодня", "паром", "вышел, наконец"), "Сегодня паром вышел, наконец"),
        (("گفت که", "کشتی", "، پس از زمستان"), "گفت که کشتی، پس از زمستان"),
        (("قال إن", "الميناء", "فتح؟"), "قال إن الميناء فتح؟"),
        (("오늘", "항구", "에서"), "오늘 항구 에서"),
        (("12月", "30日", "开放"), "12月30日开放"),
    ],
)
def test_words_meet_as_their_script_has_it(pieces: tuple[str, ...], text: str) -> None:
    assert shown(join_lines(pretty(*pieces))[0]) == text


def test_spaces_that_went_are_counted() -> None:
    assert join_lines(pretty("港口", "渡轮", "恢复"))[1] == 2
    assert join_lines(pretty("The", "ferry", "runs"))[1] == 0


def test_between_chinese_and_latin_the_pages_own_habit_counts() -> None:
    gap = pretty("海湾有", "Wi-Fi", "了")
    assert shown(join_lines(gap)[0]) == "海湾有Wi-Fi了"
    spaced = "<p>在 ABC 大学和 12 号码头</p>" + gap
    assert shown(join_lines(spaced)[0]).endswith("海湾有 Wi-Fi 了")


def test_a_space_on_one_line_is_never_touched() -> None:
    html = "<p>海湾有 <a href='/x'>Wi-Fi</a> 了，张三 李四 <b>到场</b></p>"
    assert join_lines(html) == (html, 0)


def test_lines_wrapped_inside_a_text_are_joined() -> None:
    html = "<p>港口今天\n  重新开放，ferries\n  run daily</p>"
    assert shown(join_lines(html)[0]) == "港口今天重新开放，ferries run daily"


def test_ideographic_spaces_and_hard_spaces_are_text() -> None:
    html = "<p>　　港口\n<b>\u00a0今天</b></p>"
    assert "　　港口" in join_lines(html)[0]
    assert "\u00a0今天" in join_lines(html)[0]


def test_entities_count_as_what_they_stand_for() -> None:
    html = "<p>他说&ldquo;\n<b>\n 渡轮\n</b>\n&rdquo;回来了</p>"
    assert shown(join_lines(html)[0]) == "他说“渡轮”回来了"


def test_preformatted_text_keeps_its_lines() -> None:
    html = "<pre>港口\n  渡轮</pre><p>港口\n渡轮</p>"
    assert join_lines(html) == ("<pre>港口\n  渡轮</pre><p>港口渡轮</p>", 1)


def test_breaks_and_blocks_begin_lines_anyway() -> None:
    html = "<div>港口<br/>\n渡轮\n<p>\n灯塔\n</p>\n</div>"
    assert join_lines(html) == (html, 0)


@given(st.text(alphabet="港A1<>/a p\n\"'&;!-=，b", max_size=60))
def test_nothing_but_white_space_changes_and_twice_equals_once(text: str) -> None:
    once, _ = join_lines(text)
    assert "".join(once.split()) == "".join(text.split())
    assert join_lines(once)[0] == once


def test_a_long_run_of_broken_tags_costs_no_more_than_its_length() -> None:
    text = "<a" * 200_000 + "<!--" * 50_000 + "港\n" * 100_000
    assert "".join(join_lines(text)[0].split()) == "".join(text.split())
