"""JSON-LD is read however broken it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.extract.json_ld import StoryData, read_json_ld

STORY = {
    "@type": "NewsArticle",
    "headline": "Ferry &amp; harbour",
    "author": [{"@type": "Person", "name": "Ada Bell"}, {"@type": "Organization", "name": "Daily"}],
    "datePublished": "2026-03-05",
    "image": {"url": "/a.jpg"},
    "keywords": "harbour, ferry",
}
READ = StoryData(
    headline="Ferry & harbour",
    authors=("Ada Bell",),
    organisations=("Daily",),
    published="2026-03-05",
    image="/a.jpg",
    tags=("harbour", "ferry"),
)
WHOLE = json.dumps(STORY)


@pytest.mark.parametrize(
    "script",
    [
        WHOLE,
        f"<!-- {WHOLE} -->",
        f"//<![CDATA[\n{WHOLE}\n//]]>",
        f"{WHOLE};",
        WHOLE.replace('"2026-03-05",', '"2026-03-05",\n,').replace("\n,", ""),
        WHOLE[:-1] + ",}",
        WHOLE.replace("Ferry &amp;", "Ferry\n &amp;"),
        json.dumps([{"@type": "WebSite", "name": "Daily"}, STORY]),
        json.dumps({"@graph": [{"@type": "BreadcrumbList"}, STORY]}),
        json.dumps({"@type": "WebPage", "mainEntity": STORY}),
    ],
)
def test_story_is_found_in_every_wrapping(script: str) -> None:
    assert read_json_ld([script]) == READ


def test_author_named_elsewhere_in_the_graph_is_found() -> None:
    story = {"@type": "Article", "headline": "x", "author": {"@id": "#ada"}}
    person = {"@type": "Person", "@id": "#ada", "name": "Ada Bell"}
    assert read_json_ld([json.dumps({"@graph": [story, person]})]).authors == ("Ada Bell",)


def test_story_that_says_most_counts() -> None:
    teaser = {"@type": "NewsArticle", "headline": "Other"}
    assert read_json_ld([json.dumps([teaser, STORY, teaser])]).headline == "Ferry & harbour"


@pytest.mark.parametrize(
    "script",
    [
        *("", "{", "[" * 100_000, '{"a":' * 5_000, "1" * 5_000, "null", '"x"'),
        '{"a": 1' + " " * 300_000 + "x",
        '{"a": 1' + "; " * 150_000 + "x",
        '{"@type": {"a": 1}}',
        '{"@type":"Article","author":[[[{"name":[]}]]],"image":[null],"keywords":{"a":1}}',
        '{"@type":"Article","image":{"@id":[[]]}}',
    ],
)
def test_bad_json_says_nothing(script: str) -> None:
    assert read_json_ld([script]).headline == ""


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("@type", "@id", "author", "name", "image", "url", "headline", "keywords"),
                    *("contentUrl", "alternateName", "#", ""),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
)


MORE = ("articleBody", "inLanguage", "creator", "dateCreated", "dateModified", "thumbnailUrl")


@given(st.dictionaries(st.sampled_from([*STORY, *MORE]), VALUES), st.lists(VALUES, max_size=3))
def test_any_shape_gives_an_answer(fields: dict[str, object], others: list[object]) -> None:
    data = read_json_ld([json.dumps([{**fields, "@type": "Article"}, *others])])
    texts = (data.headline, data.published, data.modified, data.language, data.body, data.image)
    names = (*data.authors, *data.organisations, *data.tags)
    assert all(isinstance(text, str) for text in (*texts, *names))
