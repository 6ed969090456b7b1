# ruff: noqa: E501  # the fixtures are documents
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources import SourceOptions, read_source
from samizdat.sources.jsontext import load_script

HOME = "https://harbour.example/list"


def test_json_fields_are_taken_at_their_paths() -> None:
    body = json.dumps(
        {
            "data": [
                {
                    "stories": [
                        {
                            "n": {"u": "/a"},
                            "t": "Harbour &amp; quay",
                            "at": 1772530200,
                            "who": [{"name": "Mara"}],
                        }
                    ]
                }
            ]
        }
    )
    options = SourceOptions(
        items="$.data[0].stories",
        fields={"address": "n.u", "title": "t", "published": "at", "authors": "who"},
    )
    (entry,) = read_source("json", body.encode(), HOME, options).entries
    assert (entry.address, entry.title, entry.authors) == (
        "https://harbour.example/a",
        "Harbour & quay",
        ("Mara",),
    )
    assert entry.published_at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_address_can_be_made_from_a_template() -> None:
    options = SourceOptions(fields={"address": "/story/{id}.html", "title": "t"})
    (entry,) = read_source("json", b'[{"id": 7, "t": "x"}]', HOME, options).entries
    assert entry.address == "https://harbour.example/story/7.html"


def test_usual_names_need_no_configuration() -> None:
    body = b'{"ok": true, "list": [{"url": "/a", "headline": "Tide", "date": "2026-03-03"}, {"url": null}]}'
    found = read_source("json", body, HOME)
    assert [entry.title for entry in found.entries] == ["Tide"]
    assert len(found.failed) == 1


def test_wrong_path_names_what_is_there() -> None:
    with pytest.raises(ParseError, match="no array at 'data'") as caught:
        read_source("json", b'{"items": 1, "meta": 2}', HOME, SourceOptions(items="data"))
    assert "items, meta" in caught.value.hint


@pytest.mark.parametrize(
    "script",
    [
        'var stories = [[1, "Harbour ferry is back", "2026-03-03", "/a.html"]];',
        "window.stories = [[1, 'Harbour ferry is back', '2026-03-03', '/a.html',],]; other()",
        "/* list */ stories([[1, 'Harbour \\x66erry is b\\u0061ck', '2026-03-03', '/a.html']]);",
        "let a = [1]; const stories = [ // rows\n [0x1, `Harbour ferry is back`, '2026-03-03', '/a.html'] ]",
    ],
)
def test_script_arrays_are_read_without_running_them(script: str) -> None:
    (entry,) = read_source("js", script.encode(), HOME, SourceOptions(items="stories")).entries
    assert entry.address == "https://harbour.example/a.html"
    assert entry.title == "Harbour ferry is back"
    assert entry.published_at == datetime(2026, 3, 3, tzinfo=UTC)


def test_script_object_is_walked() -> None:
    script = "window.page = {news: {list: [{url: '/a', title: 'Прилив', hot: true, 'n': -1.5e3, x: undefined}]}};"
    for items in ("page.news.list", "news.list"):
        (entry,) = read_source("js", script.encode(), HOME, SourceOptions(items=items)).entries
        assert entry.title == "Прилив"


@pytest.mark.parametrize(
    "script", ["", "var stories = load();", "var stories = [1 + 2];", "var a = [" * 999]
)
def test_script_that_computes_is_a_parse_error(script: str) -> None:
    with pytest.raises(ParseError):
        read_source("js", script.encode(), HOME, SourceOptions(items="stories"))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(_VALUES, max_size=4), st.booleans())
def test_script_values_are_those_of_json(value: list[Any], trailing: bool) -> None:
    text = json.dumps(value)
    if trailing and value:
        text = text[:-1] + ", /* end */ ]"
    assert load_script(f"var x = {text};", "x", "s") == value


@given(st.text("[]{}'\",:=x1\\/* \n", max_size=60))
def test_any_script_is_a_value_or_a_parse_error(text: str) -> None:
    for kind in ("js", "json"):
        try:
            read_source(kind, f"var x = [{text}".encode(), HOME)
            read_source(kind, text.encode(), HOME)
        except ParseError as error:
            str(error)


@pytest.mark.shared
def test_json_test_suite_is_values_or_parse_errors(
    shared_documents: Callable[[str], list[tuple[str, bytes, Any]]],
) -> None:
    for _, body, _ in shared_documents("hostile/json/jsontestsuite.jsonl.gz"):
        for kind in ("json", "js"):
            try:
                found = read_source(kind, body, HOME)
                repr(found).encode()
            except ParseError as error:
                str(error)
