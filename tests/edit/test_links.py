"""Where a body's links lead inside the mirror."""

from __future__ import annotations

from samizdat.edit.links import Ways, inner_links
from samizdat.model.article import Article
from samizdat.model.tree import (
    Cell,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Table,
    Text,
)
from samizdat.model.tree_links import body_links

FERRY = "https://harbour.example/ferry?utm_source=mail"
WAYS = Ways(
    pages={
        "https://harbour.example/ferry": "harbour/2026/03/aa/ferry.md",
        "https://harbour.example/tag/lamps": "topics/lamps.md",
    },
    topics={"storm": "topics/storm.md", "港口": "topics/port.md"},
    hosts=("harbour.example",),
)


def link(address: str, words: str = "words") -> Link:
    return Link(address, (Text(words),))


def article(*inlines: Inline) -> Article:
    return Article("Title", (Paragraph(inlines),))


def test_mirrored_story_is_met_under_any_spelling_of_its_address() -> None:
    found = inner_links(article(link(FERRY), link("HTTPS://HARBOUR.example:443/ferry")), WAYS)
    assert found == dict.fromkeys(
        (FERRY, "HTTPS://HARBOUR.example:443/ferry"), "harbour/2026/03/aa/ferry.md"
    )


def test_newsrooms_page_of_a_topic_leads_to_ours() -> None:
    assert inner_links(article(link("https://harbour.example/tag/lamps")), WAYS) == {
        "https://harbour.example/tag/lamps": "topics/lamps.md"
    }


def test_words_of_a_topic_lead_to_it_only_from_the_newsrooms_own_pages() -> None:
    own, foreign = "https://harbour.example/t/9", "https://weather.example/t/9"
    assert inner_links(article(link(own, " Storm ")), WAYS) == {own: "topics/storm.md"}
    assert inner_links(article(link(own, "港口")), WAYS) == {own: "topics/port.md"}
    assert inner_links(article(link(foreign, "storm")), WAYS) == {}


def test_other_links_and_odd_ones_lead_nowhere_inside() -> None:
    odd = ("mailto:desk@harbour.example", "https://[broken/", "https://library.example/", "")
    assert inner_links(article(*map(link, odd)), WAYS) == {}


def test_links_are_found_wherever_the_tree_holds_them() -> None:
    places = [f"https://library.example/{n}" for n in range(9)]
    at = [link(place) for place in places]
    nested = List((ListItem((Paragraph((at[3],)), List((ListItem((Paragraph((at[4],)),)),)))),))
    blocks = (
        Heading(2, (at[1],)),
        Quote((Paragraph((Emphasis((at[2],)),)),)),
        nested,
        Table((Row((Cell((at[6],)),)),), caption=(at[5],)),
        Figure(Image("https://library.example/a.jpg"), (at[7],)),
        Paragraph((Ruby((at[8],), "yomi"),)),
    )
    whole = Article("Title", blocks, lead=Figure(Image("https://l.example/b.jpg"), (at[0],)))
    assert [found.address for found in body_links(whole)] == places
