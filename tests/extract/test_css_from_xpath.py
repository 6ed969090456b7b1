"""CSS that stands for an XPath finds the same nodes, or there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samizdat.extract.css_from_xpath import css_from_xpath, selector_from_xpath
from samizdat.extract.xpath import find_xpath, twin_of

PAGE = """<!doctype html><html lang="EN"><head><title>Harbour</title>
<meta property="og:title" content="Ferry sails"><link rel="Author" href="/a"></head>
<body class="News page"><div id="main" class="story  wide"><h1 class="title">Ferry</h1>
<p class="lead big">One <b>bold</b></p><p>Two <a href="/x" class="ad">x</a></p>
<div class="box"><p class="">Three</p><img src="/a.jpg"><div class="box"><p>Deep</p></div></div>
<ul><li>1</li><li class="last">2</li></ul><table><tr><td>c</td></tr></table></div>
<div class="story">
<p id="p-1" data-x="a&quot;b" data-y='a\\b'>Four</p><span title="Main">s</span></div>
<aside class="a b">side</aside><p class="tab\tbed">t</p></body></html>"""

SIMPLE = [
    "//p",
    "//div[@class='story']",
    "//div[@id='main']/p",
    "//div[contains(@class, 'story')]//p",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' story ')]",
    "//*[contains(concat(' ',normalize-space(@class),' '),' bed ')]",
    "//div/p[1]",
    "//div/*[2]",
    "//ul/li[last()]",
    "//p[1][@class]",
    "//p[not(@class)]",
    "//p[@class!='']",
    "//div[@class='box' or @id='main']",
    "//div[@class='box' and .//img]",
    "//div[img]",
    "//div[not(contains(@class, 'box')) and (p or span)]",
    "//p[starts-with(@id, 'p-')] | //h1",
    "/html/body/div[2]/p",
    "//h1/following-sibling::p",
    "//div/descendant::p",
    "//link[@rel='author']",
    "//link[@rel='Author']",
    "//html[@lang='en']",
    "//p[@data-y='a\\b']",
    "//p[@data-x='a\"b']",
]


def both(xpath: str, page: str = PAGE) -> tuple[list[int], list[int]]:
    """Return what CSS and XPath find, as ids of lexbor nodes in order."""
    tree = LexborHTMLParser(page)
    assert tree.root is not None
    simple = css_from_xpath(xpath)
    assert simple is not None, xpath
    css = list(dict.fromkeys(node.mem_id for node in tree.css(simple[0])))
    found = find_xpath(twin_of(tree.root), xpath)
    return css, [node.mem_id for node in found if not isinstance(node, str)]


@pytest.mark.parametrize("xpath", SIMPLE)
def test_simple_shape_becomes_css_that_finds_the_same_nodes(xpath: str) -> None:
    css, expected = both(xpath)
    assert css == expected


@pytest.mark.parametrize(
    "xpath",
    [
        "(//p)[1]",
        "//p[text()='x']",
        "//p[contains(., 'x')]",
        "//a/ancestor::div",
        "//b/parent::p",
        "//p[@class][2]",
        "//p[contains(@class, '')]",
        "//*[contains(concat(' ', @class, ' '), ' a ')]",
        "//P",
        "//p[@itemProp='x']",
        "//div[p/b]",
        "//p[position()<3]",
        "substring-after(//p, 'x')",
        "//p/text()",
        "//p/@a | //b/@c",
        "//p[0]",
        "//svg:path",
        "",
        "'",
    ],
)
def test_shape_without_an_equivalent_stays_xpath(xpath: str) -> None:
    assert css_from_xpath(xpath) is None
    assert selector_from_xpath(xpath).language == "xpath"


def test_attribute_at_the_end_becomes_the_selectors_attribute() -> None:
    selector = selector_from_xpath("//meta[@property='og:title']/@content")
    assert (selector.language, selector.attribute) == ("css", "content")


TAGS = ("div", "p", "b", "span", "ul", "li")
PREDICATES = (
    "",
    "[@class]",
    "[1]",
    "[last()]",
    "[@class='{w}']",
    "[contains(@class,'{w}')]",
    "[not(.//{t})]",
    "[{t}]",
    "[.//{t} or @class='{w}']",
    "[starts-with(@class,'{w}')]",
    "[contains(concat(' ',normalize-space(@class),' '),' {w} ')]",
    "[2][@class]",
    "[not(@class='{w}') and {t}]",
    "[@class!='{w}']",
    "[.//{t}[@class='{w}']]",
)
WORDS = ("a", "b", "ab", "a b", "")


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Small trees of few tags and classes, so that selectors hit."""
    parts = []
    for _ in range(draw(st.integers(1, 14))):
        tag = draw(st.sampled_from(TAGS))
        word = draw(st.sampled_from(WORDS))
        parts.append(draw(st.sampled_from((f'<{tag} class="{word}">', f"</{tag}>", f"<{tag}>"))))
    return "<body>" + "".join(parts)


@st.composite
def xpaths(draw: st.DrawFn) -> str:
    """XPaths of the translated shapes."""
    word = st.sampled_from(("a", "b"))
    steps = []
    for _ in range(draw(st.integers(1, 3))):
        predicate = draw(st.sampled_from(PREDICATES)).format(
            w=draw(word), t=draw(st.sampled_from(TAGS))
        )
        axis = draw(st.sampled_from(("/", "//", "//", "//")))
        steps.append(f"{axis}{draw(st.sampled_from((*TAGS, '*')))}{predicate}")
    return "/" * (not steps[0].startswith("//")) + "".join(steps)


@given(pages(), xpaths())
def test_translation_finds_the_same_nodes_on_any_page(page: str, xpath: str) -> None:
    css, expected = both(xpath, page)
    assert css == expected


@given(st.text("/[]()@*.='\"| acdinotpr-:19", max_size=40))
def test_any_characters_give_an_answer(text: str) -> None:
    assert selector_from_xpath(text).language in {"css", "xpath"}
