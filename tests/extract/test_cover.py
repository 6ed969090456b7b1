"""From text nodes to one node and what to leave out of it."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.extract.cover import cover, read_cover
from samizdat.model.tree import Figure
from samizdat.model.tree_text import text_of


def read(page: str) -> tuple[str, int]:
    """Return text and number of pictures of the cover of the text nodes that hold a `+`."""
    tree = LexborHTMLParser(page)
    root = tree.root
    assert root is not None
    texts: list[LexborNode] = [
        node
        for node in root.traverse(include_text=True)
        if node.is_text_node and "+" in (node.text_content or "")
    ]
    found = cover(root, texts)
    if found is None:
        return "", 0
    blocks = read_cover(found, "https://harbour.example/")
    return text_of(blocks), sum(isinstance(block, Figure) for block in blocks)


def test_pieces_between_that_are_not_the_story_are_left_out() -> None:
    page = "<div><p>one+</p><div>buy <b>two</b> hats</div><p>two+</p></div><p>foot</p>"
    assert read(page) == ("one+\n\ntwo+", 0)


def test_picture_between_paragraphs_stays_with_its_caption() -> None:
    page = (
        "<div><p>one+</p><figure><img src=/a.jpg><figcaption>cap</figcaption></figure>"
        "<p>two+</p><img src=/after.jpg></div>"
    )
    assert read(page) == ("one+\n\ncap\n\ntwo+", 1)


def test_teasers_with_pictures_are_no_part() -> None:
    teaser = "<div><a href=/x><img src=/x.jpg>Another story altogether</a></div>"
    assert read(f"<div><p>one+</p>{teaser}<p>two+</p></div>") == ("one+\n\ntwo+", 0)


def test_few_words_inside_a_line_are_not_lost() -> None:
    page = "<div><p>The ferry that sailed at noon+ was the <a href=/x>first</a> one+</p></div>"
    assert read(page)[0] == "The ferry that sailed at noon+ was the first one+"


def test_text_nodes_between_line_breaks_are_taken_singly() -> None:
    page = f"<div>one+<br><br>{'another text of the page ' * 5}<br><br>two+<p>three+</p></div>"
    assert "another" not in read(page)[0]


def test_story_hidden_until_it_is_asked_for_is_read_but_a_hidden_notice_is_not() -> None:
    more = f"<div style='display:none'><p>{'more of the story+ ' * 8}</p></div>"
    notice = "<div style='display:none'><p>hats+</p></div>"
    text, _ = read(f"<div><p>{'one+ ' * 20}</p>{more}{notice}</div>")
    assert "more of the story+" in text
    assert "hats" not in text


def test_covering_leaves_the_page_as_it_was() -> None:
    tree = LexborHTMLParser("<div>one+<br><br>hats<br><br>two+<p>three+</p></div>")
    root = tree.root
    assert root is not None
    nodes = [n for n in root.traverse(include_text=True) if "+" in (n.text_content or "")]
    found = cover(root, nodes)
    assert found is not None
    first = read_cover(found, "https://harbour.example/")
    assert read_cover(found, "https://harbour.example/") == first
    assert "hats" in root.text()


def test_text_that_no_reader_sees_covers_nothing() -> None:
    assert read("<svg><title>x+</title></svg>") == ("", 0)
