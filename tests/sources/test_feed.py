# ruff: noqa: E501  # the fixtures are documents
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources import Announced, SourceOptions, read_source

HOME = "https://harbour.example/feed.xml"
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>'
    "<title>港口日报</title><link>/</link><language>zh_cn</language>%s</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Порт</title>%s</feed>'


def read(text: str | bytes, options: SourceOptions | None = None, header: str = "") -> Announced:
    body = text.encode() if isinstance(text, str) else text
    return read_source("feed", body, HOME, options or SourceOptions(), content_type=header)


def test_rss_item_gives_all_that_it_announces() -> None:
    found = read(
        RSS
        % "<item><title>渡轮复航 &amp;amp; 新码头</title><link>/a?utm_source=rss&amp;id=7#top</link>"
        "<guid isPermaLink='false'>urn:7</guid><pubDate>Tue, 03 Mar 2026 09:30:00 +0800</pubDate>"
        "<dc:creator>林海</dc:creator><category>交通</category><category>港口</category>"
        "<media:content url='/p.jpg' medium='image'><media:description>图注</media:description>"
        "</media:content><description>摘要</description>"
        "<content:encoded><![CDATA[<p>正文第一段。</p>]]></content:encoded></item>"
    )
    (entry,) = found.entries
    assert (found.title, found.language, found.home) == (
        "港口日报",
        "zh-cn",
        "https://harbour.example/",
    )
    assert entry.address == "https://harbour.example/a?id=7"
    assert (entry.guid, entry.title, entry.authors) == ("urn:7", "渡轮复航 & 新码头", ("林海",))
    assert entry.published_at == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    assert entry.tags == ("交通", "港口")
    assert (entry.image, entry.content) == ("https://harbour.example/p.jpg", "<p>正文第一段。</p>")


def test_atom_entry_keeps_both_dates_and_reads_xhtml() -> None:
    found = read(
        ATOM
        % "<entry xml:base='https://n.example/x/'><title type='html'>Паром &lt;b&gt;снова&lt;/b&gt;</title>"
        "<id>tag:n.example,2026:1</id><link href='a.html'/><published>2026-03-01T00:00:00Z</published>"
        "<updated>2026-03-02T00:00:00+03:00</updated><author><name>Мара</name></author>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Текст <a href='b'>тут</a></p></div>"
        "</content></entry>"
    )
    (entry,) = found.entries
    assert (entry.address, entry.title) == ("https://n.example/x/a.html", "Паром снова")
    assert entry.published_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 3, 1, 21, tzinfo=UTC)
    assert entry.authors == ("Мара",)
    assert entry.content == '<p>Текст <a href="https://n.example/x/b">тут</a></p>'


def test_rdf_is_read() -> None:
    found = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>灯台</title></channel>'
        '<item rdf:about="https://n.example/1"><title>図書館が開館</title><link>https://n.example/1</link>'
        "<dc:date>2026-03-03T09:00:00+09:00</dc:date></item></rdf:RDF>"
    )
    assert found.entries[0].title == "図書館が開館"
    assert found.entries[0].published_at == datetime(2026, 3, 3, tzinfo=UTC)


def test_half_characters_of_a_json_feed_become_replacements() -> None:
    body = (
        b'{"version":"https://jsonfeed.org/version/1.1","title":"Harbour \\ud800","items":['
        b'{"id":"\\udc00","url":"/a","title":"Ferry \\udfff","tags":["bay \\ud83d"]}]}'
    )
    found = read_source("feed", body, "https://harbour.example/feed.json")
    (entry,) = found.entries
    for text in (found.title, entry.guid, entry.title, *entry.tags):
        assert "\N{REPLACEMENT CHARACTER}" in text
        assert text.encode("utf-8")


def test_json_feed_text_becomes_escaped_paragraphs() -> None:
    found = read(
        '{"version":"https://jsonfeed.org/version/1.1","title":"خبر","language":"fa","items":['
        '{"id":7,"url":"/a","title":"کتاب‌خانه <b>","content_text":"a < b\\n\\nc","authors":[{"name":"مینا"}],'
        '"tags":["شهر"],"date_published":"2026-03-03T10:00:00Z"},{"id":"https://n.example/b"},3]}'
    )
    first, second = found.entries
    assert first.title == "کتاب‌خانه <b>"
    assert first.content == "<p>a &lt; b</p><p>c</p>"
    assert (first.guid, first.language, first.authors) == ("7", "fa", ("مینا",))
    assert second.address == "https://n.example/b"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/hosts", "", "#top", "mailto:a@b"]
)
def test_entry_without_usable_link_fails_alone(link: str) -> None:
    found = read(
        RSS % f"<item><title>Bad</title><link>{link}</link></item>"
        "<item><title>Good</title><link>/good</link></item>"
    )
    assert [entry.title for entry in found.entries] == ["Good"]
    assert len(found.failed) == 1
    assert "'Bad'" in found.failed[0].what


def test_permalink_guid_stands_in_for_a_missing_link() -> None:
    found = read(
        RSS % "<item><title>a</title><guid>https://n.example/a</guid></item>"
        "<item><title>b</title><guid isPermaLink='false'>https://n.example/b</guid></item>"
    )
    assert [entry.address for entry in found.entries] == ["https://n.example/a"]
    assert len(found.failed) == 1


def test_original_link_comes_before_the_counting_one() -> None:
    found = read(
        RSS % "<item><title>a</title><link>https://counter.example/1</link>"
        "<feedburner:origLink>https://n.example/a</feedburner:origLink></item>"
    )
    assert found.entries[0].address == "https://n.example/a"


def test_first_of_two_entries_with_one_address_wins() -> None:
    found = read(
        RSS % "<item><title>first</title><link>/a</link></item>"
        "<item><title>second</title><link>/a?utm_medium=x</link></item>"
    )
    assert [entry.title for entry in found.entries] == ["first"]


def test_zone_option_counts_for_dates_without_one_only() -> None:
    options = SourceOptions(timezone="Asia/Taipei")
    found = read(
        RSS % "<item><link>/a</link><pubDate>2026-03-03 10:00:00</pubDate></item>"
        "<item><link>/b</link><pubDate>2026-03-03 10:00:00 +0000</pubDate></item>"
        "<item><link>/c</link><pubDate>31 Feb 2026 10:00</pubDate></item>",
        options,
    )
    hours = [e.published_at.hour if e.published_at else None for e in found.entries]
    assert hours == [2, 10, None]


def test_include_and_exclude_choose_addresses() -> None:
    items = "".join(f"<item><link>/{name}</link></item>" for name in ("news/1", "news/2", "ads/3"))
    found = read(RSS % items, SourceOptions(include="/news/", exclude="2$"))
    assert [entry.address for entry in found.entries] == ["https://harbour.example/news/1"]
    with pytest.raises(ParseError, match="regular expression"):
        read(RSS % items, SourceOptions(include="("))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><html><head><title>x</title></head></html>", "an HTML page"),
        (b"", "empty"),
        (b'{"a": 1}', "no JSON Feed"),
        (b"<urlset><url><loc>https://n.example/</loc></url></urlset>", "a sitemap"),
        (b"Service unavailable", "no RSS"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no RSS"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        read(body)
    assert caught.value.where == HOME
    assert caught.value.hint


@pytest.mark.parametrize(
    ("codec", "declared", "title"),
    [
        ("gb18030", "gb2312", "港口渡轮今天恢复通航，市民排队乘船前往对岸的图书馆"),
        ("gb18030", "", "港口渡轮今天恢复通航，市民排队乘船前往对岸的图书馆"),
        ("big5", "big5", "港口渡輪今天恢復通航，市民排隊乘船前往對岸的圖書館"),
        ("cp1251", "windows-1251", "Паром снова ходит между островами"),
        ("cp1251", "", "Паром снова ходит между островами в порту"),
        ("shift_jis", "Shift_JIS", "フェリーが運航を再開しました"),
        ("euc_kr", "euc-kr", "여객선 운항이 오늘 다시 시작되었습니다"),
        ("utf-16", "utf-16", "کشتی دوباره حرکت می‌کند"),
        ("utf-8", "iso-8859-1", "Fähre fährt wieder übers Wasser"),
        ("iso-2022-jp", "iso-2022-jp", "フェリー再開"),
    ],
)
def test_encodings_are_what_the_bytes_are(codec: str, declared: str, title: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f"{head}<rss><channel><title>{title}</title><item><title>{title}</title><link>/a</link></item></channel></rss>"
    assert read(text.encode(codec), header="text/xml; charset=us-ascii").entries[0].title == title


@pytest.mark.parametrize(
    "broken",
    [
        RSS % "<item><title>Tide &nbsp;table</title><link>/a?x=1&y=2</link></item>",
        RSS % "<item><title>Tide\x00 table</title><link>/a?x=1&amp;y=2</link></item>",
        (RSS % "<item><title>Tide table</title><link>/a?x=1&amp;y=2</link></item><item>")[:-25],
        RSS.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', "")
        % "<item><title>Tide table</title><link>/a?x=1&amp;y=2</link><dc:date>2026</dc:date></item>",
    ],
)
def test_broken_feeds_are_mended(broken: str) -> None:
    entry = read(broken).entries[0]
    assert entry.title.replace("\xa0", "") == "Tide table"
    assert entry.address == "https://harbour.example/a?x=1&y=2"


def test_entities_of_the_document_are_short_text_or_nothing() -> None:
    text = (
        '<!DOCTYPE rss [<!ENTITY port "Port of &#x4e2d;"><!ENTITY quay "Quay"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<rss><channel><title>t</title><item><title>&quay; &f;</title><link>/a</link></item></channel></rss>"
    )
    assert read(text).entries[0].title == "Quay &f;"


def test_summary_is_no_full_text() -> None:
    long = "<p>The ferry is back in service after the storm.</p>" * 40
    items = (
        "<item><link>/1</link><description>Short.</description></item>"
        f"<item><link>/2</link><description><![CDATA[{long}]]></description></item>"
        f"<item><link>/3</link><description><![CDATA[{long}<p>and so on…</p>]]></description></item>"
        "<item><link>/4</link><content:encoded>Only the start [...]</content:encoded></item>"
        "<item><link>/5</link><description>Same</description><content:encoded>Same</content:encoded></item>"
    )
    contents = [bool(entry.content) for entry in read(RSS % items).entries]
    assert contents == [False, True, False, False, False]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_value_or_a_parse_error(body: bytes) -> None:
    for text in (
        body,
        b"<rss><channel><item><link>/a</link>" + body,
        b"<feed><entry><title>" + body,
    ):
        try:
            assert isinstance(read(text), Announced)
        except ParseError as error:
            str(error)


_NAMES = st.sampled_from(
    [
        "item",
        "entry",
        "title",
        "link",
        "guid",
        "id",
        "description",
        "summary",
        "content",
        "category",
        "author",
        "name",
        "source",
        "image",
        "url",
        "textInput",
        "channel",
        "links",
        "authors",
        "tags",
        "our_tag",
        "language",
        "pubDate",
        "updated",
        "media:content",
        "x",
    ]
)


@given(st.lists(st.tuples(_NAMES, st.text("ab<&/: 2026", max_size=6), st.booleans()), max_size=14))
def test_any_elements_in_any_order_are_a_value_or_a_parse_error(
    parts: list[tuple[str, str, bool]],
) -> None:
    inner = "".join(
        f"<{name} href='{text.replace('<', '').replace('&', '')}'>{text}"
        + (f"</{name}>" if closed else "")
        for name, text, closed in parts
    )
    for root in ("rss", "feed"):
        try:
            read(f"<{root}><channel><item>{inner}</item></channel></{root}>")
        except ParseError as error:
            str(error)
