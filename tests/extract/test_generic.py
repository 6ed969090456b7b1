"""The generic route where trafilatura alone would give the whole page."""

from samizdat.extract.document import parse_document
from samizdat.extract.generic import read_generic
from samizdat.extract.page import PageJob, extract_page
from samizdat.model.tree import Figure
from samizdat.model.tree_text import inline_text, text_of

MENU = "<div><a href=/>Home</a> | <a href=/list>All the news</a></div>"
TEXT = "The harbour office said on Thursday that the last ferry leaves at half past ten. "


def read(page: str) -> str:
    document = parse_document(page.encode(), "https://harbour.example/a")
    return text_of(read_generic(document), captions=False)


def test_short_story_is_read_without_menu_and_imprint() -> None:
    page = (
        f"<html><body>{MENU}<h1>Ferries run late</h1><div id=zoom><p>{TEXT.strip()}</p>"
        "<p>It starts on Monday, the office said.</p></div>"
        "<div>© Harbour Post, all rights reserved</div></body></html>"
    )
    assert read(page) == f"{TEXT.strip()}\n\nIt starts on Monday, the office said."


def test_list_after_the_last_paragraph_belongs_to_the_story() -> None:
    page = (
        f"<html><body>{MENU}<h1>Ferries run late</h1><div id=zoom><p>{TEXT.strip()}</p>"
        "<ul><li>north pier</li><li>old town</li></ul></div></body></html>"
    )
    assert read(page).endswith("north pier\n\nold town")


def test_machine_text_that_is_a_teaser_gives_way_to_the_page() -> None:
    paragraphs = [f"{TEXT}Part {number} of the report follows." for number in range(12)]
    shown = "".join(f"<p>{text}</p>" for text in paragraphs)
    data = f'{{"@type":"NewsArticle","headline":"Ferries","articleBody":"{paragraphs[0]}"}}'
    page = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body>'
        f"<h1>Ferries</h1><article>{shown}</article></body></html>"
    )
    article = extract_page(PageJob(page.encode(), "https://harbour.example/a"))
    assert article.route == "generic"
    assert "Part 11" in text_of(article.blocks)


def test_announced_picture_comes_with_the_words_it_has_on_the_page() -> None:
    shown = "".join(f"<p>{TEXT * 3}</p>" for _ in range(5))
    page = (
        "<html><head><meta property=og:image content=/img/ferry-pier-1200x800.jpg></head><body>"
        "<h1>Ferries</h1><figure><img src=/img/ferry-pier-600x400.jpg alt='a white ferry'>"
        "<figcaption>At the pier.</figcaption></figure>"
        f"<main><div>{shown}</div></main></body></html>"
    )
    lead = extract_page(PageJob(page.encode(), "https://harbour.example/a")).lead
    assert isinstance(lead, Figure)
    assert lead.image.alt == "a white ferry"
    assert inline_text(lead.caption) == "At the pier."


def test_heading_that_is_the_sites_name_is_no_title() -> None:
    page = (
        "<html><head><title>Harbour Post | Ferries run late from Monday</title>"
        "<meta property=og:site_name content='Harbour Post'>"
        "<meta property=og:title content='Ferries run late from Monday | Harbour Post'></head>"
        f"<body><h1>Harbour Post</h1><article>{'<p>' + TEXT * 4}</article></body></html>"
    )
    article = extract_page(PageJob(page.encode(), "https://harbour.example/a"))
    assert article.title == "Ferries run late from Monday"


def test_heading_that_shows_markup_characters_keeps_them() -> None:
    data = '{"@type":"NewsArticle","headline":"Old lamp to be moved <em>by crane</em> on Friday"}'
    page = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body>'
        "<h1>Old lamp to be moved &lt;em&gt;by crane&lt;/em&gt; on Friday</h1>"
        "<article>" + f"<p>{TEXT * 3}</p>" * 4 + "</article></body></html>"
    )
    article = extract_page(PageJob(page.encode(), "https://harbour.example/a"))
    assert article.title == "Old lamp to be moved <em>by crane</em> on Friday"
