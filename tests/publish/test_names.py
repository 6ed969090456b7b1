"""Paths that a remote can hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.publish.names import escapes, folded, listed, refusal, warning


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "./a",
        "a/..",
        "a\\b",
        "a\0",
        "a\u0085b",
        ".git",
        "a/.Git/x",
        ".g\u200cit/x",
        "git~1/x",
        ".git. /x",
        ".git::$INDEX_ALLOCATION/x",
        ".samizdat/tip",
        ".gitignore",
        "a/.GitHub/workflows/x.yml",
        ".gitlab-ci.yml",
        ".forgejo/x",
        "harbour/.g\u200citattributes",
        "CNAME",
        "docs/cname. ",
        "CNAME::$DATA",
        "_config.yml",
        "a/_layouts/x.html",
        "Jenkinsfile",
        "netlify.toml",
        "Web.Config",
        ".نهان/خبر.md",
        "x" * 256,
        "/".join("x" * 50),
        "/".join(["x" * 200] * 6),
    ],
)
def test_a_path_that_could_do_harm_is_refused(path: str) -> None:
    assert refusal(path)


@pytest.mark.parametrize(
    "path", ["a.md", "港口/新闻.md", "README.md", "topics/cname.md", "خبر‌ها.md"]
)
def test_an_honest_path_is_taken(path: str) -> None:
    assert refusal(path) == ""
    assert warning(path) == ""


@pytest.mark.parametrize(
    "path",
    ["aux.md", "a/CON", "a:b.md", "a./b", "a ", "what?.md", "COM¹.txt", "x/" * 39 + "y" * 170],
)
def test_a_path_that_windows_refuses_is_named(path: str) -> None:
    assert refusal(path) == ""
    assert warning(path)


@settings(deadline=None)
@given(st.text())
def test_any_text_gets_an_answer_and_what_is_taken_stays_inside(path: str) -> None:
    if refusal(path) == "":
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        assert not escapes(path)
    warning(path)
    assert folded(folded(path)) == folded(path)


@settings(deadline=None)
@given(st.lists(st.text(max_size=3), max_size=9))
def test_a_list_of_paths_stays_short(paths: list[str]) -> None:
    assert len(listed(paths)) < 60


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x", "a\\b", "a\nb", "", "a//b", "\ud800"])
def test_a_name_that_leads_elsewhere_is_known(path: str) -> None:
    assert escapes(path)


@pytest.mark.parametrize("path", ["desk/picks.csv", ".github/workflows/x.yml", "校正/一.md", "_x"])
def test_a_name_that_stays_inside_is_known(path: str) -> None:
    assert not escapes(path)
