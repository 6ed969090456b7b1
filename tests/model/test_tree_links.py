from samizdat.model.article import Article
from samizdat.model.tree import (
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Rule,
    Table,
    Text,
)
from samizdat.model.tree_links import link_addresses


def _link(name: str) -> Link:
    return Link(f"https://harbour.example/{name}", (Text("港口"),))


def test_every_place_that_can_hold_a_link_is_looked_at_in_order() -> None:
    nested = Link("https://harbour.example/outer", (Ruby((_link("inner"),), "gǎng"),))
    blocks = (
        Paragraph((Text("a"), LineBreak(), Code("b"), Emphasis((_link("paragraph"),)), nested)),
        Heading(2, (_link("heading"),)),
        Quote((Paragraph((_link("quote"),)),)),
        List((ListItem((Paragraph((_link("item"),)),)),)),
        Table((Row((Cell((_link("cell"),)),)),), (_link("table"),)),
        Figure(Image("https://harbour.example/a.jpg"), (_link("figure"),)),
        Rule(),
        CodeBlock("https://harbour.example/code"),
        Embed("https://player.example/v"),
    )
    lead = Figure(Image("https://harbour.example/b.jpg"), (_link("lead"),))
    found = [a.rpartition("/")[2] for a in link_addresses(Article("t", blocks, lead=lead))]
    places = ["lead", "paragraph", "outer", "inner", "heading", "quote", "item"]
    assert found == [*places, "table", "cell", "figure", "v"]
