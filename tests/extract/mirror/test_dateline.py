"""The date with which a story begins."""

from datetime import UTC, datetime

import pytest

from samizdat.extract.mirror.dateline import date_of_path, date_of_text
from samizdat.model.tree import Block, Figure, Image, Paragraph, Text


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Text(text),)) for text in texts)


@pytest.mark.parametrize(
    "text",
    [
        "【港口日报2026年3月14日讯】（记者林海报导）港务局宣布",
        "（海灣報2026年3月14日）週六",
        "(Harbour Post, March 14, 2026) The ferry",
        "HARBOUR, March 14, 2026 — The ferry",
        "(خبرگزاری بندر، 2026/3/14) روز جمعه",
        "14 марта 2026",
        "2026-03-14",
    ],
)
def test_a_dateline_is_the_date(text: str) -> None:
    assert date_of_text(blocks(text)) == datetime(2026, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "港务局说，渡轮自2024年2月28日起停航，今天恢复，居民都很高兴，等候的人排到了街口，长达两百米。",
        "The ferry, which stopped on February 28, 2024, runs again from today, said the port.",
        "(photo: Harbour Post) The ferry runs.",
        "",
    ],
)
def test_a_date_of_something_told_is_not(text: str) -> None:
    assert date_of_text(blocks(text)) is None


def test_a_picture_before_the_dateline_does_not_hide_it() -> None:
    figure = Figure(Image("https://n.example/a.jpg"))
    assert date_of_text((figure, *blocks("2026年3月14日")))


def test_a_date_without_a_zone_is_the_newsrooms() -> None:
    found = date_of_text(blocks("【2026年3月14日讯】"), zone="Asia/Taipei")
    assert found == datetime(2026, 3, 13, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("gb/26/3/14/n7.htm", (2026, 3, 14)),
        ("news/2026/03/14/a.md", (2026, 3, 14)),
        ("p/20260314-ferry.md", (2026, 3, 14)),
        ("p/2026-03-14.md", (2026, 3, 14)),
    ],
)
def test_a_path_may_name_the_day(path: str, day: tuple[int, int, int]) -> None:
    assert date_of_path(path) == datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize("path", ["pages/nsc101/n13895586.md", "a/26/13/40/b", "a/2026/02/31/b"])
def test_other_numbers_are_no_day(path: str) -> None:
    assert date_of_path(path) is None
