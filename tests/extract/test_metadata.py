"""What a page says of its story outside the body."""

from datetime import UTC, datetime

import pytest

from samizdat.extract.document import parse_document
from samizdat.extract.metadata import Metadata, read_metadata

ADDRESS = "https://harbour.example/2026/03/05/ferry"


def read(html: str, *, zone: str = "", language: str = "", address: str = ADDRESS) -> Metadata:
    return read_metadata(parse_document(html.encode(), address), zone=zone, language=language)


@pytest.mark.parametrize(
    "html",
    [
        "<title>Ferry sails | Daily</title><h1>Ferry sails</h1>",
        '<meta property="og:title" content="Ferry sails - Daily"><h1>Ferry sails</h1>',
        '<title>Ferry sails</title><meta property="og:title" content="Ferry sails | Daily">',
        '<h1><a href="/">Daily</a></h1><title>Ferry sails</title><h2>Ferry sails</h2>',
        '<script type="application/ld+json">{"@type":"Article","headline":"Ferry sails"}</script>',
        "<title>Ferry sails — Daily</title>",
        "<h1>Ferry\n sails</h1>",
    ],
)
def test_title_is_found_without_the_sites_name(html: str) -> None:
    assert read(html).title == "Ferry sails"


def test_dash_within_a_title_stays() -> None:
    html = '<meta property="og:title" content="Ferry sails - at last"><title>x</title>'
    assert read(html).title == "Ferry sails - at last"


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type":"Article","author":"Ada Bell"}</script>',
        '<meta name="author" content="By Ada Bell">',
        '<meta property="article:author" content="https://s.example/a"><a rel=author>Ada Bell',
        '<span itemprop="author"><b itemprop="name">Ada Bell</b></span>',
        '<p class="byline">By Ada Bell</p>',
    ],
)
def test_author_is_found_in_every_usual_place(html: str) -> None:
    assert read(html).authors == ("Ada Bell",)


def test_site_is_not_its_own_author() -> None:
    html = '<meta property="og:site_name" content="Daily"><meta name="author" content="Daily">'
    assert read(html).authors == ()


@pytest.mark.parametrize(
    "html",
    [
        '<meta property="article:published_time" content="2026-03-04T23:00:00Z">',
        '<script type="application/ld+json">{"@type":"Report","datePublished":"2026-03-05 07:00"}',
        '<time datetime="2026-03-05T07:00:00+08:00">today</time>',
        '<h1>渡轮</h1><div class="info">2026年3月5日 07:00 来源：港口日报</div>',
        "<h1>渡轮</h1><p>2026-03-05 07:00 港口日报</p>",
    ],
)
def test_time_of_publication_is_found_in_every_usual_place(html: str) -> None:
    found = read(html, zone="Asia/Shanghai").published_at
    assert found == datetime(2026, 3, 4, 23, tzinfo=UTC)


def test_day_in_the_address_is_the_last_resort() -> None:
    assert read("<p>x").published_at == datetime(2026, 3, 5, tzinfo=UTC)
    assert read("<p>x", address="https://harbour.example/a").published_at is None


def test_modified_time_language_picture_and_tags_are_read() -> None:
    found = read(
        '<html lang="fa"><meta property="article:modified_time" content="2026-03-06T00:00:00Z">'
        '<meta property="og:locale" content="fa_IR"><meta property="og:image" content="/a.jpg">'
        '<meta property="article:tag" content="بندر"><meta property="article:tag" content="کشتی">'
    )
    assert found.modified_at == datetime(2026, 3, 6, tzinfo=UTC)
    assert found.languages == ("fa", "fa_IR")
    assert found.lead_image == "https://harbour.example/a.jpg"
    assert found.tags == ("بندر", "کشتی")


@pytest.mark.parametrize("path", ["/site-logo.png", "/img/logo.jpg", "/default-share.png"])
def test_a_logo_is_no_picture_of_the_story(path: str) -> None:
    assert read(f'<meta property="og:image" content="{path}">').lead_image == ""


@pytest.mark.parametrize("path", ["/dialogos-port.jpg", "/2026/icons-of-the-sea.jpg"])
def test_words_that_only_contain_logo_are_pictures(path: str) -> None:
    assert read(f'<meta property="og:image" content="{path}">').lead_image.endswith(path)


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        (
            '<link rel="canonical" href="/a?utm_source=x&id=7#top">',
            "https://harbour.example/a?id=7",
        ),
        (
            '<meta property="og:url" content="https://harbour.example/b">',
            "https://harbour.example/b",
        ),
        ('<link rel="canonical" href="javascript:x">', ""),
        ('<link rel="canonical" href="http://[bad">', ""),
        ("", ""),
    ],
)
def test_canonical_address_is_absolute_or_nothing(html: str, canonical: str) -> None:
    assert read(html).canonical == canonical


def test_fields_that_a_recipe_knows_are_not_looked_for() -> None:
    html = (
        '<title>Ferry sails</title><h1>Ferry sails</h1><p class="byline">By Mara Lindqvist</p>'
        '<time datetime="2026-03-05T08:00Z">today</time><a rel="tag">harbour</a>'
        '<link rel="canonical" href="/2026/03/05/ferry">'
    )
    document = parse_document(html.encode(), ADDRESS)
    found = read_metadata(document)
    assert found.title
    assert found.authors
    assert found.published_at
    assert found.tags
    known = ("title", "authors", "published_at", "tags")
    assert read_metadata(document, known=known) == Metadata(canonical=ADDRESS, data=found.data)
