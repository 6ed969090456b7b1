"""Rules of the reader, one by one."""

import pytest

from samizdat.errors import ParseError
from samizdat.extract.document import parse_document
from samizdat.extract.reader import ReadOptions, read_blocks, read_fragment, read_inlines
from samizdat.model.tree import (
    Block,
    Cell,
    Code,
    CodeBlock,
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
    Row,
    Ruby,
    Rule,
    Strong,
    Superscript,
    Table,
    Text,
)
from samizdat.model.tree_text import text_of

BASE = "https://harbour.example/news/"


def _p(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _read(html: str) -> tuple[Block, ...]:
    return read_fragment(html, BASE)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>港口<b>管理</b>处\n表示</p>", "港口管理处 表示"),
        ("<p>渡輪<a href=/a>碼頭</a>，<span>週一</span>開放。</p>", "渡輪碼頭，週一開放。"),
        ("<p>می\u200cشود و کتاب\u200cخانه</p>", "می\u200cشود و کتاب\u200cخانه"),
        ("<p>The <b>ferry </b> <i> sails</i> at\n\tnoon .</p>", "The ferry sails at noon ."),
        ("<p>soft\u00adhyphen\u00a0and\u200fmark</p>", "soft\u00adhyphen\u00a0and\u200fmark"),
        ("<p>Порт<br> открыт <br>снова</p>", "Порт\nоткрыт\nснова"),
        ("<p>﨑 stays U+FA19 神</p>", "﨑 stays U+FA19 神"),
        ("<p>e\u0301 is not composed</p>", "e\u0301 is not composed"),
    ],
)
def test_characters_stay_and_only_html_whitespace_collapses(html: str, text: str) -> None:
    assert text_of(_read(html)) == text


def test_two_line_breaks_split_paragraphs_and_one_does_not() -> None:
    html = "一<br>二<br>\u3000<br>\u3000\u3000三<br><br><b>四</b>"
    assert _read(html) == (
        Paragraph((Text("一"), LineBreak(), Text("二"))),
        _p("\u3000\u3000三"),
        Paragraph((Strong((Text("四"),)),)),
    )


def test_loose_text_becomes_paragraphs_between_blocks() -> None:
    assert _read("before<div>inside<p>para</p>after</div>") == (
        *(_p("before"), _p("inside"), _p("para"), _p("after")),
    )


def test_a_link_around_blocks_is_given_to_each() -> None:
    assert _read("<a href=/x><h3>Tide</h3><p>High at noon</p></a>") == (
        Heading(3, (Link("https://harbour.example/x", (Text("Tide"),)),)),
        Paragraph((Link("https://harbour.example/x", (Text("High at noon"),)),)),
    )


@pytest.mark.parametrize(
    "href",
    [
        "#top",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "",
        "http://[",
        "tel:1",
        "java\nscript:alert(1)",
        "mailto:",
        "mailto:no address",
    ],
)
def test_links_that_lead_nowhere_are_their_text(href: str) -> None:
    assert _read(f'<p><a href="{href}">word</a></p>') == (_p("word"),)


@pytest.mark.parametrize("base", ["", "page.html", "港口::ferry.html"])
@pytest.mark.parametrize("href", ["/town/ferry", "ferry.html", "//", "?page=2"])
def test_links_of_a_page_without_an_address_are_their_text(base: str, href: str) -> None:
    assert read_fragment(f"<p>The <a href='{href}'>ferry</a></p>", base) == (_p("The ferry"),)


def test_mail_links_stay() -> None:
    (paragraph,) = _read("<p><a href='mailto:desk@harbour.example'>desk</a></p>")
    assert paragraph == Paragraph((Link("mailto:desk@harbour.example", (Text("desk"),)),))


def test_marks_within_themselves_and_around_nothing_are_gone() -> None:
    html = "<p><b>a<strong>b</strong></b><i> </i><em></em>c<a href=/x> </a><b><i>d</i></b></p>"
    assert _read(html) == (
        Paragraph(
            (Strong((Text("ab"),)), Text(" c "), Emphasis((Strong((Text("d"),)),))),
        ),
    )


def test_lists_nest_and_keep_their_start() -> None:
    assert _read("<ol start=4><li>one<ul><li>two</ul><li></li><li>three</ol>") == (
        List(
            (
                ListItem((_p("one"), List((ListItem((_p("two"),)),)))),
                ListItem((_p("three"),)),
            ),
            ordered=True,
            start=4,
        ),
    )


def test_a_list_beside_items_belongs_to_the_item_before() -> None:
    assert _read("<ul><li>one</li><ul><li>two</li></ul></ul>") == (
        List((ListItem((_p("one"), List((ListItem((_p("two"),)),)))),)),
    )


def test_short_cells_are_a_table_and_long_ones_are_layout() -> None:
    data = "<table><caption>Tides</caption><tr><th colspan=2>Day</th></tr><tr><td>1<td>2</table>"
    assert _read(data) == (
        Table(
            (Row((Cell((Text("Day"),), header=True, columns=2),)), Row((_cell("1"), _cell("2")))),
            (Text("Tides"),),
        ),
    )
    layout = "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr><tr><td>d<td>e</table>"
    assert _read(layout) == (_p("a"), _p("b"), _p("c"), _p("d"), _p("e"))


def _cell(text: str) -> Cell:
    return Cell((Text(text),))


def test_pictures_of_a_paragraph_come_after_it() -> None:
    assert _read("<p>One <img src=a.jpg alt='A pier' width=600 height='400px'>two</p>") == (
        _p("One two"),
        Figure(Image(BASE + "a.jpg", "A pier", 600, 400)),
    )


def test_captions_join_their_picture() -> None:
    html = (
        "<figure><a href=/big><img src=a.jpg></a><figcaption>The <b>pier</b></figcaption>Photo: A"
    )
    caption = (Text("The "), Strong((Text("pier"),)), LineBreak(), Text("Photo: A"))
    assert _read(html + "</figure>") == (Figure(Image(BASE + "a.jpg"), caption),)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<img src=blank.gif data-src=a.jpg>", "a.jpg"),
        ("<img src=data:image/gif;base64,AA data-original=a.jpg>", "a.jpg"),
        (
            "<img src=a-s.jpg srcset='a-800.jpg 800w, a-1600.jpg 1600w, a-3000.jpg 3000w'>",
            "a-1600.jpg",
        ),
        ("<img src=a.jpg srcset='a,b.jpg 2x'>", "a,b.jpg"),
        ("<picture><source srcset='a.webp 900w'><img src=a.jpg></picture>", "a.webp"),
        ("<img src=data:x><noscript><img src=a.jpg></noscript>", "a.jpg"),
        ("<amp-img src=a.jpg></amp-img>", "a.jpg"),
    ],
)
def test_the_best_address_of_a_picture_is_taken(html: str, address: str) -> None:
    assert _read(html) == (Figure(Image(BASE + address)),)


def test_the_stand_in_of_a_lazy_picture_is_not_a_second_one() -> None:
    assert len(_read("<img data-src=a.jpg><noscript><img src=a.jpg></noscript>")) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<img src=a.gif width=1 height=1>",
        "<img src=/i/spacer.gif>",
        "<img src=data:image/png,x>",
        "<img src=a.svg>",
        "<img>",
        "<img src='javascript:x'>",
        "<svg><text>x</text></svg>",
        "<script>x</script><style>y</style>",
        "<form><button>Go</button><select><option>a</select>",
        "<p hidden>x</p>",
        "<div style='DISPLAY : none'>x</div>",
        "<template><p>x</p></template>",
        "<iframe src=about:blank></iframe>",
        "<iframe width=1 src=https://ads.example/></iframe>",
    ],
)
def test_what_shows_nothing_is_left_out(html: str) -> None:
    assert _read(f"<div>{html}</div>") == ()


def test_pictures_of_emoji_are_their_character() -> None:
    assert _read("<p>Sail <img class='wp-smiley emoji' alt='⛵' src=/e.png> on</p>") == (
        _p("Sail ⛵ on"),
    )


def test_players_become_links() -> None:
    html = "<iframe src=//www.youtube-nocookie.com/embed/abcdefghijk?x title='A  ferry'></iframe>"
    assert _read(html + "<video><source src=v.mp4>no player</video>") == (
        Embed("https://www.youtube.com/watch?v=abcdefghijk", "A ferry"),
        Embed(BASE + "v.mp4"),
    )


def test_ruby_code_preformatted_and_rules() -> None:
    html = "<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby> <code>ls  -l</code></p>"
    html += "<hr><pre>\na\n  b\n</pre>"
    assert _read(html) == (
        Paragraph((Ruby((Text("港"),), "みなと"), Text(" "), Code("ls -l"))),
        *(Rule(), CodeBlock("a\n  b")),
    )


@pytest.mark.parametrize(
    "ruby",
    [
        "<ruby><sup>b</sup></ruby>",
        "<ruby><sup>b</sup><rt> </rt></ruby>",
        "<ruby><rt></rt><sup>b</sup></ruby>",
        "<rt><sup>b</sup></rt>",
    ],
)
def test_a_ruby_that_is_none_parts_nothing(ruby: str) -> None:
    assert _read(f"<p>x<sup>a</sup>{ruby}</p>") == (
        Paragraph((Text("x"), Superscript((Text("ab"),)))),
    )


def test_a_ruby_whose_reading_comes_first_or_in_two_lines_is_its_words() -> None:
    assert _read("<p><b>1</b><ruby><rt>2</rt><b>3</b></ruby></p>") == (
        Paragraph((Strong((Text("1"),)), Text("2"), Strong((Text("3"),)))),
    )
    assert _read("<p><b>1</b><ruby><b>2</b><rt>3<br>4</rt></ruby></p>") == (
        Paragraph((Strong((Text("12"),)), Text("3"), LineBreak(), Text("4"))),
    )


@pytest.mark.parametrize(
    ("html", "inlines"),
    [
        ("<b><i>Ann</i></b><i>, pilot</i>", (Emphasis((Strong((Text("Ann"),)), Text(", pilot"))),)),
        ("<b><i>Ann</i>, pilot</b>", (Strong((Emphasis((Text("Ann"),)), Text(", pilot"))),)),
        ("<sup><b><i>Ann</i></b></sup>", (Superscript((Emphasis((Strong((Text("Ann"),)),)),)),)),
    ],
)
def test_bold_italics_nest_as_markdown_nests_them(html: str, inlines: tuple[Inline, ...]) -> None:
    assert _read(f"<p>{html}</p>") == (Paragraph(inlines),)


def test_terms_are_bold_and_quotes_hold_blocks() -> None:
    assert _read("<dl><dt>Tide</dt><dd>Water</dd></dl><blockquote>a<p>b</blockquote>") == (
        *(Paragraph((Strong((Text("Tide"),)),)), _p("Water")),
        Quote((_p("a"), _p("b"))),
    )


def test_deep_pages_neither_exhaust_the_stack_nor_nest_the_tree_deeply() -> None:
    blocks = read_blocks(_nodes("<blockquote><ul><li>" * 150 + "deep"), BASE)
    assert text_of(blocks) == "deep"


def _nodes(html: str) -> list:  # type: ignore[type-arg]
    return [parse_document(html.encode(), BASE).tree.body]


def test_fragments_that_would_stall_the_parser_are_refused() -> None:
    with pytest.raises(ParseError, match="nests more than"):
        read_fragment("<div>" * 5000, BASE)


def test_a_node_inside_another_chosen_one_is_read_once() -> None:
    tree = parse_document(b"<article><p>a</p><p>b</p></article>", BASE).tree
    assert read_blocks(tree.css("p, article"), BASE) == (_p("a"), _p("b"))


def test_pictures_by_words_of_their_address_are_left_out() -> None:
    nodes = _nodes("<img src=/logo/a.png><img src=/b.png>")
    found = read_blocks(nodes, BASE, ReadOptions(strip_image=("/logo/",)))
    assert found == (Figure(Image("https://harbour.example/b.png")),)


def test_a_caption_or_title_is_one_line_of_inlines() -> None:
    node = parse_document(b"<h1>Harbour <em>opens</em><div>again</div></h1>", BASE).tree.css_first(
        "h1"
    )
    assert node is not None
    assert read_inlines(node, BASE) == (
        *(Text("Harbour "), Emphasis((Text("opens"),)), LineBreak(), Text("again")),
    )
