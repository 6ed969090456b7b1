"""Site files of the ftr-site-config collection."""

import pytest

from samizdat.errors import ParseError
from samizdat.extract.ftr import read_ftr
from samizdat.model.recipe import Example, Recipe, Rewrite, Selector

FILE = """# The harbour's daily
title: //h1[@class='t']
body: //div[@id="story"] | //div[@id="old"]
author: //meta[@name='author']/@content
date: substring-after(//p[@class='d'], 'on ')
strip: //div[contains(@class, 'ad')]
strip_id_or_class: 'share'
strip_image_src: /pixel/
next_page_link: //a[@rel='next']/@href
find_string: <noscript>
replace_string: <div>
replace_string(</noscript>): </div>
http_header(user-agent): Harbour/1.0
prune: no
tidy: no
parser: html5php
native_ad_clue: //meta[@content='ad']
single_page_link: //a[@class='print']
autodetect_on_failure: no
insert_detected_image: no
test_url: https://harbour.example/a
test_contains: first ferry
test_contains: old harbour
test_url: https://harbour.example/feed
"""


def test_every_directive_becomes_part_of_the_recipe_or_is_known_to_have_no_use() -> None:
    assert read_ftr(FILE, name="harbour.example") == Recipe(
        name="harbour.example",
        title=(Selector('h1[class="t"]'),),
        body=(Selector('div[id="story"], div[id="old"]'),),
        authors=(Selector('meta[name="author"]', "css", "content"),),
        published=(Selector("substring-after(//p[@class='d'], 'on ')", "xpath"),),
        exclude=(Selector('div[class*="ad"]'),),
        strip_id_or_class=("share",),
        strip_image=("/pixel/",),
        next_page=(Selector('a[rel="next" s]', "css", "href"),),
        rewrites=(Rewrite("<noscript>", "<div>"), Rewrite("</noscript>", "</div>")),
        examples=(
            Example("https://harbour.example/a", contains="first ferry"),
            Example("https://harbour.example/a", contains="old harbour"),
            Example("https://harbour.example/feed"),
        ),
    )


@pytest.mark.parametrize(
    "line", ["bodi: //p", "no directive", "body: //p[", f"body{' ' * 200_000}//p"]
)
def test_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_ftr(f"title: //h1\n{line}\n", name="harbour.example")
    assert caught.value.where == "harbour.example: line 2"
