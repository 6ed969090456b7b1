"""Recipes as TOML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ConfigError
from samizdat.extract.recipe_file import check_recipe, dump_recipe, load_recipe
from samizdat.model.recipe import Example, Recipe, Rewrite, Selector

WHOLE = """
name = "harbour.example"
body = ["div.story", "//div[@id='old']"]
exclude = ".ad"
title = "h1"
lead_image = "meta[property='og:image'] @content"
next_page = "xpath:id('next')/@href"
strip_id_or_class = ["share", "promo"]
date_format = "%d.%m.%Y"
timezone = "Asia/Shanghai"
multi_page = false

[[rewrites]]
find = "<noscript>"
replace = "<div>"

[[examples]]
address = "https://harbour.example/a"
contains = "first ferry"
"""


def test_whole_recipe_is_read() -> None:
    assert load_recipe(WHOLE, where="r.toml") == Recipe(
        name="harbour.example",
        body=(Selector("div.story"), Selector("//div[@id='old']", "xpath")),
        exclude=(Selector(".ad"),),
        title=(Selector("h1"),),
        lead_image=(Selector("meta[property='og:image']", "css", "content"),),
        next_page=(Selector("id('next')/@href", "xpath"),),
        strip_id_or_class=("share", "promo"),
        rewrites=(Rewrite("<noscript>", "<div>"),),
        date_format="%d.%m.%Y",
        timezone="Asia/Shanghai",
        multi_page=False,
        examples=(Example("https://harbour.example/a", contains="first ferry"),),
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('boddy = "p"', "'body'"),
        ('body = "p["', "'body' cannot be read: 'p['"),
        ('title = "//h1["', "'title' cannot be read: '//h1['"),
        ("body = 1", "'body' must be text"),
        ("multi_page = 'no'", "true or false"),
        ("body = ", "no TOML"),
        ("[[rewrites]]\nfind = 'a'", "not whole"),
        ("[[examples]]\nadress = 'a'", "'address'"),
        ("examples = 'x'", "must be a list"),
        ("timezone = 'Nowhere/Harbour'", "no time zone"),
    ],
)
def test_mistake_is_named_with_file_and_mend(text: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_recipe(text, where="r.toml")
    assert what in caught.value.what
    assert "r.toml" in caught.value.where
    assert caught.value.hint


SELECTORS = st.lists(
    st.sampled_from(
        [
            Selector("p"),
            Selector('div[class~="a"]'),
            Selector("meta", "css", "content"),
            Selector("//p[@a='\"']", "xpath"),
            Selector("string(//p)", "xpath"),
        ]
    ),
    max_size=3,
).map(tuple)
LINES = st.text(max_size=12)


@given(
    st.builds(
        Recipe,
        name=LINES,
        body=SELECTORS,
        title=SELECTORS,
        strip_id_or_class=st.lists(LINES, max_size=3).map(tuple),
        rewrites=st.lists(st.builds(Rewrite, LINES, LINES), max_size=2).map(tuple),
        examples=st.lists(st.builds(Example, LINES, LINES, LINES), max_size=2).map(tuple),
        multi_page=st.booleans(),
    )
)
def test_what_is_written_is_read_back(recipe: Recipe) -> None:
    assert load_recipe(dump_recipe(recipe), where="r.toml") == recipe


PAGE = b"<h1>Ferry sails</h1><div class=story><p>The first ferry left.</p></div>"


def test_recipe_that_reads_its_examples_has_no_faults() -> None:
    example = Example("https://h.example/a", "Ferry sails", "first ferry", "library")
    recipe = Recipe(body=(Selector("div.story"),), examples=(example,))
    assert check_recipe(recipe, {"https://h.example/a": PAGE}) == ()
    assert check_recipe(recipe, {}) == ()


def test_recipe_that_has_drifted_says_what_is_wrong() -> None:
    example = Example("https://h.example/a", "Other", "library", "first ferry")
    recipe = Recipe(body=(Selector("div.story"),), examples=(example,))
    faults = check_recipe(recipe, {"https://h.example/a": PAGE})
    assert [fault.where for fault in faults] == ["https://h.example/a"] * 3
    gone = Recipe(body=(Selector("div.gone"),), examples=(Example("https://h.example/a"),))
    assert check_recipe(gone, {"https://h.example/a": b"<p>x"})[0].what == (
        "no story was found on the page"
    )
