"""The language of a story: declared where the letters allow it, else theirs."""

import pytest

from samizdat.extract.language import choose_language, detect_language, tidy_tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("港口今天重新开放，渡轮恢复航行。这是第一班船。", "zh-Hans"),
        ("港口今天重新開放，渡輪恢復航行。這是第一班船。", "zh-Hant"),
        ("港は今日から再び開かれ、フェリーが出航しました。", "ja"),
        ("항구가 오늘 다시 문을 열었고 여객선이 출항했습니다.", "ko"),
        ("بندر امروز بازگشایی شد و کشتی‌ها پس از سال‌ها حرکت کردند.", "fa"),
        ("أعيد فتح الميناء اليوم وعادت العبارة إلى البحر بعد سنوات.", "ar"),
        ("بندرگاہ آج دوبارہ کھل گئی اور کشتیاں روانہ ہوئیں۔ یہ پہلی کشتی ہے۔", "ur"),
        ("Гавань сегодня снова открылась, и паром вышел в море; мы рады.", "ru"),
        ("Гавань сьогодні знову відкрилася, і пором вийшов у море.", "uk"),
        ("ท่าเรือเปิดอีกครั้งในวันนี้", "th"),
        ("The harbour opened again today.", ""),
        ("2024", ""),
    ],
)
def test_letters_tell_the_language(text: str, tag: str) -> None:
    assert detect_language(text) == tag


def test_declared_language_counts_unless_the_letters_contradict() -> None:
    assert choose_language(("en-GB",), "The harbour opened again today.") == "en-GB"
    assert choose_language(("en",), "港口今天重新开放，渡轮恢复航行。") == "zh-Hans"
    assert choose_language(("bg",), "Пристанището отвори отново днес след години") == "bg"
    assert choose_language(("zh-CN",), "港口今天重新開放，渡輪恢復航行。這是第一班") == "zh-Hant"
    assert choose_language(("", "nonsense!"), "Der Hafen ist offen.", "de") == "de"


@pytest.mark.parametrize(
    ("written", "tag"),
    [("zh_CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("EN-us", "en-US"), ("fa_IR", "fa-IR"), ("1", "")],
)
def test_tags_get_one_spelling(written: str, tag: str) -> None:
    assert tidy_tag(written) == tag
