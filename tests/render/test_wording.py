"""Phrases, dates and counting in the shipped languages, and the operator's strings file."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ConfigError
from samizdat.render.wording import (
    SHIPPED,
    Direction,
    count_form,
    direction_of,
    format_date,
    format_month,
    format_period,
    format_short,
    format_time,
    format_year,
    load_wording,
    shipped_language,
    turns,
)

MOMENT = datetime(2026, 3, 4, 8, 5, tzinfo=UTC)
BRACES = re.compile(r"\{\w+\}")
PHRASES = (
    *("home", "archive", "empty", "untitled", "by", "published", "mirrored"),
    *("updated_mark", "gone_mark", "count", "original", "share", "qr_alt", "gone_note"),
    *("withdrawn", "withdrawn_note", "image_missing", "embed", "report_error"),
    *("recommended", "pick_mark", "topics", "topic", "related", "correction", "correction_of"),
    *("footnotes", "image_withheld", "image_withheld_because", "mirrors", "mirrors_note"),
    *("moved", "not_here"),
)


@pytest.mark.parametrize("language", SHIPPED)
def test_every_shipped_language_says_every_phrase(language: str) -> None:
    wording, english = load_wording(language), load_wording("en")
    assert wording.language == language
    assert len(set(wording.months)) == 12
    for name in PHRASES:
        phrase = getattr(wording, name)
        assert phrase.strip()
        assert sorted(BRACES.findall(phrase)) == sorted(BRACES.findall(getattr(english, name)))


def test_no_phrase_is_left_in_english_or_said_twice() -> None:
    said = {language: load_wording(language) for language in SHIPPED}
    for name in PHRASES:
        if name in {"by", "count"}:
            continue
        phrases = [getattr(wording, name) for wording in said.values()]
        # The two forms of Chinese share some words, and no others do.
        assert len({*phrases}) >= len(SHIPPED) - 1, name
        assert phrases.count(said["en"].home) <= 1, name


@pytest.mark.parametrize("language", SHIPPED)
def test_every_phrase_is_in_the_script_of_its_language(language: str) -> None:
    scripts = {
        "ar": "[\u0600-\u06ff]",
        "en": "[A-Za-z]",
        "fa": "[\u0600-\u06ff]",
        "ru": "[\u0400-\u04ff]",
        "zh-Hans": "[\u4e00-\u9fff]",
        "zh-Hant": "[\u4e00-\u9fff]",
    }
    wording = load_wording(language)
    for name in PHRASES:
        letters = re.sub(r"\{\w+\}|QR|Code|UTC", "", getattr(wording, name))
        if any(letter.isalpha() for letter in letters):
            assert re.search(scripts[language], letters), name
            assert language == "en" or not re.search("[A-Za-z]", letters), name


@pytest.mark.parametrize("language", SHIPPED)
def test_every_shipped_language_counts_to_a_hundred(language: str) -> None:
    wording = load_wording(language)
    phrases = [count_form(wording.updated_times, wording, count) for count in range(1, 101)]
    assert not any("{" in phrase for phrase in phrases)


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh_hant", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("yue", "zh-Hant"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("arz", "ar"),
        ("EN-gb", "en"),
        ("ru-RU", "ru"),
        ("de", ""),
        ("", ""),
    ],
)
def test_a_language_finds_its_shipped_wording(language: str, answer: str) -> None:
    assert shipped_language(language) == answer


def test_a_language_without_wording_is_answered_in_english() -> None:
    wording = load_wording("de")
    assert (wording.language, wording.home) == ("en", "Home")


@pytest.mark.parametrize(
    ("language", "date", "time", "month", "short"),
    [
        ("en", "4 March 2026", "4 March 2026, 08:05 UTC", "March 2026", "4 March"),
        ("zh-Hans", "2026年3月4日", "2026年3月4日 08:05（UTC）", "2026年3月", "3月4日"),
        ("zh-Hant", "2026年3月4日", "2026年3月4日 08:05（UTC）", "2026年3月", "3月4日"),
        (
            "ru",
            "4 марта 2026 года",
            "4 марта 2026 года, 08:05 UTC",
            "Март 2026 года",
            "4 марта",
        ),
        (
            "fa",
            "۴ مارس ۲۰۲۶",
            "۴ مارس ۲۰۲۶، ساعت ۰۸:۰۵ به وقت گرینویچ",
            "مارس ۲۰۲۶",
            "۴ مارس",
        ),
        (
            "ar",
            "4 مارس 2026",
            "4 مارس 2026، الساعة 08:05 بتوقيت غرينتش",
            "مارس 2026",
            "4 مارس",
        ),
    ],
)
def test_dates_are_written_as_people_write_them(
    language: str, date: str, time: str, month: str, short: str
) -> None:
    wording = load_wording(language)
    assert format_date(wording, MOMENT) == date
    assert format_time(wording, MOMENT) == time
    assert format_month(wording, "2026-03") == month
    assert format_short(wording, MOMENT) == short


@pytest.mark.parametrize(
    ("language", "year"),
    [("en", "2026"), ("zh-Hans", "2026年"), ("ru", "2026 год"), ("fa", "۲۰۲۶"), ("ar", "2026")],
)
def test_a_period_is_written_as_long_as_it_is(language: str, year: str) -> None:
    wording = load_wording(language)
    assert format_year(wording, "2026-03-04") == year
    assert format_period(wording, "2026") == year
    assert format_period(wording, "2026-03") == format_month(wording, "2026-03")
    assert format_period(wording, "2026-03-04") == format_date(wording, MOMENT)


@given(st.integers(-14 * 60, 14 * 60))
def test_the_same_moment_reads_the_same_from_every_zone(minutes: int) -> None:
    wording = load_wording("en")
    there = MOMENT.astimezone(timezone(timedelta(minutes=minutes)))
    assert format_time(wording, there) == format_time(wording, MOMENT)


@pytest.mark.parametrize(
    ("language", "count", "phrase"),
    [
        ("en", 1, "updated once"),
        ("en", 2, "updated 2 times"),
        ("ru", 1, "обновлено 1 раз"),
        ("ru", 3, "обновлено 3 раза"),
        ("ru", 5, "обновлено 5 раз"),
        ("ru", 12, "обновлено 12 раз"),
        ("ru", 21, "обновлено 21 раз"),
        ("ar", 2, "حُدِّث مرتين"),
        ("ar", 7, "حُدِّث 7 مرات"),
        ("ar", 11, "حُدِّث 11 مرة"),
        ("ar", 103, "حُدِّث 103 مرات"),
        ("fa", 12, "۱۲ بار به‌روز شده"),
        ("zh-Hant", 1, "已更新 1 次"),
    ],
)
def test_counting_follows_the_language(language: str, count: int, phrase: str) -> None:
    wording = load_wording(language)
    assert count_form(wording.updated_times, wording, count) == phrase


def test_a_strings_file_replaces_single_phrases() -> None:
    wording = load_wording("en", 'home = "Front page"\n[updated_times]\none = "changed once"\n')
    assert (wording.home, wording.archive) == ("Front page", "Archive")
    assert dict(wording.updated_times) == {
        "one": "changed once",
        "other": "updated {count} times",
    }
    assert load_wording("en").home == "Home"


def test_a_strings_file_adds_a_language() -> None:
    wording = load_wording("ur", 'home = "سرورق"\nplural = "english"\n')
    assert (wording.language, wording.direction, wording.home) == ("ur", "rtl", "سرورق")
    assert wording.archive == "Archive"


@pytest.mark.parametrize(
    ("strings", "what", "where"),
    [
        ('home = "A"\nhmoe = "B"\n', "unknown phrase 'hmoe'", "strings.toml, line 2"),
        ('language = "B"\n', "unknown phrase 'language'", "strings.toml, line 1"),
        ('home = "A {name}"\n', "{name} means nothing here; known: none", "line 1"),
        ('by = "By {names"\n', "{ means nothing here; known: {names}", "line 1"),
        ('\n\nhome = "a\\nb"\n', "home takes one line", "line 3"),
        ("home = 3\n", "home takes a text", "line 1"),
        ('months = ["one"]\n', "months takes a list of twelve names", "line 1"),
        ('digits = "123"\n', "ten digits", "line 1"),
        ('year = "{month}"\n', "{month} means nothing here; known: {year}", "line 1"),
        ('plural = "welsh"\n', "plural is one of chinese", "line 1"),
        ('direction = "down"\n', "direction is ltr or rtl", "line 1"),
        ('updated_times = "x"\n', "table of phrases", "line 1"),
        ('[updated_times]\nsome = "x"\n', "no form 'some'", "line 1"),
        ('[updated_times]\none = "{n}"\n', "{n} means nothing here", "line 1"),
        ("home =\n", "not TOML", "strings.toml"),
    ],
)
def test_a_fault_in_a_strings_file_is_named(strings: str, what: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_wording("en", strings, "strings.toml")
    assert what in caught.value.what
    assert where in caught.value.where
    assert caught.value.hint


def test_an_unknown_phrase_names_the_nearest() -> None:
    with pytest.raises(ConfigError) as caught:
        load_wording("en", 'updated_tims = "x"\n')
    assert caught.value.hint == "updated_times?"


@pytest.mark.parametrize(
    ("language", "text", "direction"),
    [
        ("fa", "", "rtl"),
        ("ar-EG", "Latin", "rtl"),
        ("en", "سلام", "ltr"),
        ("ku", "", "ltr"),
        ("ku-Arab", "", "rtl"),
        ("ug-Cyrl", "", "ltr"),
        ("", "«سلام» Hello", "rtl"),
        ("", "2026: שלום", "rtl"),
        ("", "Hello سلام", "ltr"),
        ("", "港口 سلام", "ltr"),
        ("", "123", "ltr"),
    ],
)
def test_direction_comes_from_language_else_from_the_first_letter(
    language: str, text: str, direction: str
) -> None:
    assert direction_of(language, text) == direction


def test_a_text_without_letters_runs_as_what_stands_around_it() -> None:
    assert direction_of("", "2026 · 12:30", "rtl") == "rtl"
    assert direction_of("", "Harbour 12:30", "rtl") == "ltr"


@pytest.mark.parametrize(
    ("text", "direction", "answer"),
    [
        ("Harbour", "ltr", False),
        ("Harbour سلام", "ltr", True),
        ("سلام Harbour", "ltr", True),
        ("A سلام harbour", "ltr", False),
        ("港口 (سلام) 12", "ltr", True),
        ("سلام", "rtl", False),
        ("سلام Harbour", "rtl", True),
        ("سلام Harbour ۱۲", "rtl", True),
        ("Гавань", "rtl", True),
        ("12:30", "rtl", False),
        ("", "ltr", False),
    ],
)
def test_a_text_turns_if_an_end_of_it_runs_the_other_way(
    text: str, direction: Direction, answer: bool
) -> None:
    assert turns(text, direction) is answer
