"""XPath finds lexbor's nodes, however a page is broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samizdat.errors import ParseError
from samizdat.extract.xpath import compile_xpath, find_xpath, twin_of

TAGS = ("p", "div", "table", "td", "b", "a", "ul", "li", "select", "svg", "form", "h1")
BROKEN = st.lists(
    st.sampled_from(
        [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["x", "<!--c-->"]
    ),
    max_size=25,
).map("".join)


@given(BROKEN)
def test_twin_has_the_same_elements_in_the_same_places(page: str) -> None:
    root = LexborHTMLParser(page).root
    assert root is not None
    twin = twin_of(root)
    for element, node in twin.nodes.items():
        assert element.tag == node.tag
        above = element.getparent()
        if above is not None:
            assert node.parent is not None
            assert twin.nodes[above].mem_id == node.parent.mem_id
    assert "".join(twin.root.itertext()) == "".join(
        node.text_content or "" for node in root.traverse(include_text=True) if node.is_text_node
    )


def test_values_and_nodes_are_found() -> None:
    root = LexborHTMLParser('<p a="1">x<b>y</b></p><p a="2">z</p>').root
    assert root is not None
    twin = twin_of(root)
    assert find_xpath(twin, "//p/@a") == ["1", "2"]
    assert find_xpath(twin, "string(//b)") == ["y"]
    assert find_xpath(twin, "count(//p)") == ["2.0"]
    assert find_xpath(twin, "//b/parent::p")[0] == root.css_first("p")
    assert find_xpath(twin, "//nothing") == []
    assert find_xpath(twin, "unknown-function(//p)") == []


def test_names_and_characters_that_lxml_refuses_do_not_matter() -> None:
    root = LexborHTMLParser('<p a"b=1 @c=2 d=\x01e>\x02x\ufffe<o:p>y</o:p><a"b>z</a"b></p>').root
    assert root is not None
    assert find_xpath(twin_of(root), "string(//p)") == ["xyz"]


def test_query_that_is_none_is_an_error() -> None:
    with pytest.raises(ParseError, match="no XPath"):
        compile_xpath("//p[")
