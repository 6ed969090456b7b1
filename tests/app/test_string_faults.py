"""Strings files of editors: every fault at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.app.string_faults import string_faults


def test_every_fault_is_said_with_its_line() -> None:
    text = """
home = "首页"
hoem = "首页"
archive = 3
by = "作者：{name}"
months = ["一月"]

[updated_times]
many = "已更新{count}次"
"""
    faults = string_faults("strings/zh-Hans.toml", text)
    assert [fault.line for fault in faults] == [3, 4, 5, 6, 8]
    assert faults[0].hint == "home?"
    assert "{name} means nothing here" in faults[2].what


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("strings/fa.toml", 'home = "خانه"\n[updated_times]\nother = "{count} بار"\n'),
        ("strings/qu.toml", 'home = "Qallariy"\n'),
        ("strings/en.toml", ""),
        ("strings/en.toml", "no toml"),
        ("templates/home.md", "anything"),
    ],
)
def test_sound_file_and_what_is_not_ours_has_none(path: str, text: str) -> None:
    assert string_faults(path, text) == []


PHRASES = ["home", "by", "months", "updated_times", "x", '"a b"', "digits", "direction", "plural"]
VALUES = [
    '"x"',
    '"{names}"',
    '"{"',
    "3",
    "[]",
    '["a", 1]',
    "{}",
    "{ one = 1 }",
    "2026-03-14",
    "true",
]


@given(
    st.lists(st.tuples(st.sampled_from(PHRASES), st.sampled_from(VALUES)), unique_by=lambda t: t[0])
)
def test_any_values_give_faults_on_their_lines(phrases: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in phrases)
    for fault in string_faults("strings/en.toml", text):
        assert 1 <= fault.line <= len(phrases)
        assert fault.what
