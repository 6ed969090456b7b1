"""Articles are tidied; what stays keeps its text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.clean import clean_article
from samizdat.model.article import Article
from samizdat.model.tree import (
    Block,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Text,
)
from samizdat.model.tree_text import text_of

PAGE = "https://harbour.example/news/a"


def _p(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _figure(name: str, caption: str = "") -> Figure:
    words: tuple[Inline, ...] = (Text(caption),) if caption else ()
    return Figure(Image(f"https://harbour.example/{name}"), words)


def _cleaned(*blocks: Block, lead: Figure | None = None, title: str = "港口 开放") -> Article:
    return clean_article(Article(title, blocks, lead=lead), address=PAGE)


def test_a_heading_that_repeats_the_title_is_gone() -> None:
    found = _cleaned(Heading(1, (Text("港口  开放"),)), _p("a"), Heading(2, (Text("港口 开放"),)))
    assert found.blocks == (_p("a"), Heading(2, (Text("港口 开放"),)))


def test_the_lead_picture_is_not_shown_again_and_keeps_the_longer_caption() -> None:
    found = _cleaned(_figure("a.jpg?w=800", "The new pier"), _p("x"), lead=_figure("a.jpg", "Pier"))
    assert found.blocks == (_p("x"),)
    assert found.lead == _figure("a.jpg", "The new pier")


def test_pictures_repeat_only_with_something_new_to_say() -> None:
    blocks = (_figure("a.jpg", "one"), _p("x"), _figure("a.jpg"), _figure("a.jpg", "two"))
    assert _cleaned(*blocks).blocks == (blocks[0], blocks[1], blocks[3])


def test_rules_stand_only_between_blocks() -> None:
    found = _cleaned(Rule(), _p("a"), Rule(), Rule(), _p("b"), Rule())
    assert found.blocks == (_p("a"), Rule(), _p("b"))


def test_empty_blocks_are_gone_and_players_stay() -> None:
    empty = List((ListItem((_p("\u3000"),)),))
    player = Embed("https://video.example/1")
    assert _cleaned(_p(" "), empty, Quote(()), Heading(2, ()), player).blocks == (player,)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (
            "https://n.example/?id=7&utm_source=x&b=%E6%96%B0#map",
            "https://n.example/?id=7&b=%E6%96%B0#map",
        ),
        ("https://n.example/?fbclid=1", "https://n.example/"),
        ("https://n.example/a", "https://n.example/a"),
        ("https://n.example/?a&&b", "https://n.example/?a&&b"),
        ("mailto:desk@n.example?subject=x", "mailto:desk@n.example?subject=x"),
        (PAGE, PAGE),
        ("https://harbour.example/news/b#map", "https://harbour.example/news/b#map"),
        ("https://[broken/?utm_source=1", "https://[broken/?utm_source=1"),
    ],
)
def test_links_lose_their_trackers_only(address: str, kept: str) -> None:
    assert _cleaned(Paragraph((Link(address, (Text("w"),)),))).blocks == (
        Paragraph((Link(kept, (Text("w"),)),)),
    )


def test_links_to_a_place_of_the_page_itself_are_their_text() -> None:
    own = Link("https://HARBOUR.example/news/a?utm_source=x#note", (Text("note"),))
    assert _cleaned(Paragraph((Text("see "), own, Text(".")))).blocks == (_p("see note."),)


@pytest.mark.parametrize(
    ("title", "site", "kept"),
    [
        (" Port\n opens ", "", "Port opens"),
        ("Port opens - Harbour Daily", "Harbour Daily", "Port opens"),
        ("港口开放_港口日报", "港口日报", "港口开放"),
        ("港口开放 | 新闻 | 港口日报", "港口日报", "港口开放 | 新闻"),
        ("Port opens - Harbour Daily", "", "Port opens - Harbour Daily"),
        ("A day at Harbour Daily", "Harbour Daily", "A day at Harbour Daily"),
        ("Anglo-Daily", "Daily", "Anglo-Daily"),
        ("Harbour Daily", "Harbour Daily", "Harbour Daily"),
        ("", "Harbour Daily", ""),
    ],
)
def test_titles_are_one_line_without_the_site(title: str, site: str, kept: str) -> None:
    assert clean_article(Article(title, ()), address=PAGE, site=site).title == kept


def test_authors_are_named_once_in_order() -> None:
    article = Article("t", (), authors=("Ana  Bel", "李 明", "ana bel", " "))
    assert clean_article(article, address=PAGE).authors == ("Ana Bel", "李 明")


_inlines = st.recursive(
    st.sampled_from([Text("港口"), Text(" "), Text("ferry "), Text(""), LineBreak()]),
    lambda inner: st.builds(
        lambda kind, children: kind(tuple(children)),
        st.sampled_from(
            [
                Strong,
                Emphasis,
                lambda children: Link(PAGE + "#x", children),
                lambda children: Link("https://n.example/?utm_id=1&a=2", children),
            ]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
_runs = st.lists(_inlines, max_size=3).map(tuple)
_pictures = st.sampled_from([Image("https://n.example/a"), Image("https://n.example/b?x")])
_leaves = (
    st.builds(Paragraph, _runs)
    | st.builds(Heading, st.integers(1, 6), _runs)
    | st.builds(
        Figure,
        st.sampled_from([Image("https://n.example/a"), Image("https://n.example/b?x")]),
        _runs,
    )
    | st.sampled_from([Rule(), Embed("https://v.example/"), Heading(1, (Text("ferry "),))])
)
_blocks = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda b: Quote(tuple(b)))
        | st.lists(inner, max_size=2).map(lambda b: List((ListItem(tuple(b)), ListItem(()))))
    ),
    max_leaves=10,
)
_articles = st.builds(
    Article,
    title=st.sampled_from(["ferry", "港口 ", "x - n - n", ""]),
    blocks=st.lists(_blocks, max_size=8).map(tuple),
    authors=st.lists(st.sampled_from(["A", "a", " B", ""]), max_size=4).map(tuple),
    lead=st.none() | st.builds(Figure, st.just(Image("https://n.example/a?w=1")), _runs),
)


@given(_articles, st.sampled_from(["", "n"]))
def test_cleaning_twice_equals_once(article: Article, site: str) -> None:
    once = clean_article(article, address=PAGE, site=site)
    assert clean_article(once, address=PAGE, site=site) == once


@given(_articles)
def test_every_kept_block_keeps_its_text(article: Article) -> None:
    found = clean_article(replace(article, title="", lead=None), address=PAGE)
    before = [text_of((block,)) for block in article.blocks]
    position = 0
    for block in found.blocks:
        position = before.index(text_of((block,)), position) + 1
    unseen = [block for block in article.blocks if not isinstance(block, Figure)]
    kept = [block for block in found.blocks if not isinstance(block, Figure)]
    assert text_of(kept) == text_of(unseen)


def test_blocks_in_which_nothing_changes_are_not_made_anew() -> None:
    link = Link("https://harbour.example/b", (Text("the pier"),))
    same = Paragraph((Text("At "), link, Strong((Text("نو"),))))
    tracked = Paragraph((Link("https://harbour.example/b?utm_source=x", (Text("渡轮"),)),))
    found = _cleaned(same, tracked).blocks
    assert found[0] is same
    assert found[1] == Paragraph((Link("https://harbour.example/b", (Text("渡轮"),)),))
