"""What editors and operators put around the stories: bars, notes, picks, promos, corrections."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from samizdat.model.page import (
    AliasPage,
    HomePage,
    LinkPolicy,
    Page,
    RowPromo,
    Signpost,
    StickyNote,
    StoryPage,
    Teaser,
    alias_key,
    story_key,
)
from samizdat.model.story_mark import (
    AliasMark,
    StoryMark,
    read_alias_line,
    read_machine_line,
)
from samizdat.model.tree import Block, Embed, Figure, Heading, Image, Link, Paragraph, Strong, Text
from samizdat.model.tree_images import image_origins
from samizdat.render.git import (
    Look,
    apply_mirrors,
    mirrors_fingerprint,
    render_page,
)
from samizdat.render.git.paths import relative
from samizdat.render.wording import SHIPPED, load_wording
from tests.support.git_pages import (
    MORNING,
    VOICES,
    desk_home,
    desk_section,
    desk_story,
    every_page,
    look,
    navigation,
    story,
    teaser,
)
from tests.support.outline import Outline, html_outline
from tests.support.renderers import RENDERERS, github

MIRRORS = (("second", "https://second.example/m/blob/main/"), ("", "https://第三.example/镜像/"))


def text_of(page: Page, around: Look) -> str:
    (file,) = render_page(page, around)
    return file.content.decode()


def with_body(*blocks: Block, **changes: object) -> StoryPage:
    page = story("en")
    article = replace(page.article, blocks=blocks, lead=None)
    return replace(page, article=article, variants={}, **changes)  # type: ignore[arg-type]


# ---- the operator's bar


@pytest.mark.parametrize("language", SHIPPED)
def test_the_bar_stands_on_every_page_at_the_top_and_at_the_bottom(language: str) -> None:
    for name, page in every_page(language).items():
        text = text_of(replace(page, navigation=navigation(language)), look(language))
        bars = text.count("](https://radio.example/live?x=1&y=2)")
        assert bars == (1 if isinstance(page, AliasPage) else 2), name


def test_the_bar_does_not_repeat_the_way_back() -> None:
    bar = (Signpost("Front page", "README.md"), Signpost("The city", "harbour/city.md"))
    (line, *_) = text_of(replace(story("en"), navigation=bar), look("en")).split("\n")
    assert "Front page" not in line
    assert "The city" not in line


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//evil.example/a", "a](b", "x y?z#w"]
)
def test_a_target_that_is_no_web_address_is_a_file_of_the_edition(target: str) -> None:
    page = replace(desk_home("en"), navigation=(Signpost("Go", target),))
    for render in RENDERERS.values():
        (html,) = render([text_of(page, look("en"))])
        shown = [a for a in LexborHTMLParser(html).css("a") if a.text() == "Go"]
        assert len(shown) == 2
        for anchor in shown:
            href = anchor.attributes["href"] or ""
            assert not href.startswith(("/", "javascript:", "data:")), target


# ---- home and section


def test_the_front_page_shows_notes_picks_and_topics_before_the_newsrooms() -> None:
    text = text_of(desk_home("en"), look("en"))
    places = [
        text.index(words)
        for words in (
            "# Harbour mirror",
            "[About this mirror](about.md)",
            "> The library is closed",
            "> [Tide tables",
            "## Recommended",
            "Topics: [Lighthouses](topics/lighthouse.md)",
            "## Harbour Daily",
        )
    ]
    assert places == sorted(places)


def test_a_pick_on_a_shelf_says_that_it_is_one() -> None:
    text = text_of(desk_home("en"), look("en"))
    (line,) = [row for row in text.split("\n") if row.endswith(" · recommended")]
    assert VOICES["en"].headlines[4] in line


def test_a_promoted_link_stands_after_its_row_and_a_late_one_at_the_end() -> None:
    page = replace(
        desk_section("en"),
        promos=(
            RowPromo(99, Signpost("last", "https://a.example/")),
            RowPromo(2, Signpost("first of two", "https://a.example/")),
            RowPromo(2, Signpost("second of two", "https://a.example/")),
            RowPromo(0, Signpost("top", "https://a.example/")),
        ),
    )
    html = github(text_of(page, look("en")))
    items = LexborHTMLParser(html).css("ul")[0].css("li")
    assert [i for i, item in enumerate(items) if item.css("strong")] == [0, 3, 4, len(items) - 1]
    shown = [item.text() for item in items if item.css("strong")]
    assert shown == ["top", "first of two", "second of two", "last"]


@pytest.mark.parametrize("language", SHIPPED)
def test_a_note_without_words_is_left_out(language: str) -> None:
    page = replace(desk_home(language), notes=(StickyNote("\u202e"), StickyNote(" ", "about.md")))
    assert "\n>" not in text_of(page, look(language))


# ---- the other mirrors


@pytest.mark.parametrize("language", SHIPPED)
def test_the_front_page_names_the_other_mirrors_and_nothing_else_changes(language: str) -> None:
    (plain,) = render_page(desk_home(language), look(language))
    shared = apply_mirrors(plain, MIRRORS, look(language))
    assert plain.share_at is not None
    added = len(shared.content) - len(plain.content)
    at = plain.share_at
    assert shared.content[:at] + shared.content[at + added :] == plain.content
    assert shared.share_at is None
    assert shared.managed_part
    block = shared.content[at : at + added].decode()
    assert look(language).wording.mirrors_note in block
    for render in RENDERERS.values():
        (html,) = render([shared.content.decode()])
        found = [a.attributes["href"] for a in LexborHTMLParser(html).css("a")]
        assert "https://second.example/m/blob/main/" in found
        assert "https://%E7%AC%AC%E4%B8%89.example/%E9%95%9C%E5%83%8F/" in found


@pytest.mark.parametrize("mirrors", [(), (("x", "javascript:alert(1)"),), (("x", "m/y"),)])
def test_without_another_address_the_front_page_stays_as_it_is(
    mirrors: tuple[tuple[str, str], ...],
) -> None:
    (plain,) = render_page(desk_home("en"), look("en"))
    assert apply_mirrors(plain, mirrors, look("en")) == replace(plain, share_at=None)


def test_a_page_without_a_place_names_no_mirrors() -> None:
    (plain,) = render_page(desk_section("en"), look("en"))
    assert apply_mirrors(plain, MIRRORS, look("en")) == plain


def test_the_mirrors_fingerprint_changes_with_whatever_their_block_says() -> None:
    own = replace(look("en"), wording=load_wording("en", 'mirrors = "Elsewhere"'))
    prints = [
        mirrors_fingerprint(MIRRORS, look("en")),
        mirrors_fingerprint(MIRRORS[:1], look("en")),
        mirrors_fingerprint(MIRRORS[::-1], look("en")),
        mirrors_fingerprint(MIRRORS, own),
        mirrors_fingerprint(MIRRORS, look("fa")),
    ]
    assert len({*prints}) == len(prints)
    assert mirrors_fingerprint([*MIRRORS], replace(look("en"), title="Other")) == prints[0]


# ---- the way back from a story


def test_the_month_comes_from_the_time_and_never_from_the_path() -> None:
    moment = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    page = replace(story("en"), path="pages/国际/n13895586", sort_at=moment)
    (line, *_) = text_of(page, look("en")).split("\n")
    assert line.endswith("[December 2025](../../harbour/city/2025-12.md)")


def test_a_story_of_an_unknown_time_has_no_month() -> None:
    page = replace(story("en"), path="n1", sort_at=None, published_at=None)
    (line, *_) = text_of(page, look("en")).split("\n")
    assert line == "[Home](README.md) · [City](harbour/city.md) · [Culture](harbour/culture.md)"


@pytest.mark.parametrize(
    ("source", "target", "way"),
    [
        ("README.md", "README.md", "README.md"),
        ("a/b/c/d/e.md", "README.md", "../../../../README.md"),
        ("a.md", "b/c.md", "b/c.md"),
        ("a/b/c.md", "a/b.md", "../b.md"),
        ("a/b.md", "a/b/c.md", "b/c.md"),
        ("x/50% a#b?c.md", "x/d:e.md", "d%3Ae.md"),
        ("国/a.md", "国/际 (1)/n&amp;.md", "%E9%99%85%20%281%29/n%26amp%3B.md"),
    ],
)
def test_the_way_is_right_from_any_depth_and_for_any_name(
    source: str, target: str, way: str
) -> None:
    assert relative(source, target) == way


# ---- links of the body

BODY = (
    Heading(2, (Text("See "), Link("https://a.example/1", (Text("the map"),)))),
    Paragraph(
        (
            Link("https://a.example/2", (Strong((Text("ferries "),)),)),
            Text("leave at six. "),
            Link("https://a.example/1", (Text("Again"),)),
            Link("https://a.example/empty", (Text(" "),)),
            Text("and again."),
        )
    ),
    Embed("https://video.example/1", "A film"),
)


def links_of(html: str) -> Mapping[str, str]:
    return {a.text(): a.attributes["href"] or "" for a in LexborHTMLParser(html).css("a")}


def test_a_link_to_a_mirrored_story_leads_to_its_page() -> None:
    links = {"https://a.example/1": "harbour/2026/01/00/b.md", "https://a.example/2": "topics/f.md"}
    policies: tuple[LinkPolicy, ...] = ("keep", "footnote", "plain")
    for policy in policies:
        page = with_body(*BODY, links=links, link_policy=policy)
        found = links_of(github(text_of(page, look("en"))))
        assert found["the map"] == "../../01/00/b.md"
        assert found["ferries"] == "../../../../topics/f.md"


def test_a_link_is_met_in_its_canonical_spelling_too() -> None:
    body = Paragraph((Link("https://A.example:443/1?utm_source=x#top", (Text("the map"),)),))
    page = with_body(body, links={"https://a.example/1": "topics/f.md"})
    found = links_of(github(text_of(page, look("en"))))
    assert found["the map"] == "../../../../topics/f.md"


def test_a_file_of_any_name_can_be_linked() -> None:
    page = with_body(*BODY, links={"https://a.example/1": "pages/国际 (1)/n#1 50%.md"})
    for render in RENDERERS.values():
        (html,) = render([text_of(page, look("en"))])
        way = "pages/%E5%9B%BD%E9%99%85%20%281%29/n%231%2050%25.md"
        assert links_of(html)["the map"] == f"../../../../{way}"


def test_plain_links_are_words_only() -> None:
    text = text_of(with_body(*BODY, link_policy="plain"), look("en"))
    assert "a.example" not in text
    assert "## See the map\n\n**ferries** leave at six. Again and again.\n\nPlayer or post" in text
    assert "A film\n" in text


@pytest.mark.parametrize("language", SHIPPED)
def test_footnotes_are_numbers_and_a_list_in_every_renderer(language: str) -> None:
    page = with_body(*BODY, link_policy="footnote")
    text = text_of(page, look(language))
    head = look(language).wording.footnotes
    assert "## See the map<sup>[1]</sup>" in text
    assert "**ferries**<sup>[2]</sup> leave at six. Again<sup>[1]</sup> and again." in text
    assert "A film<sup>[3]</sup>" in text
    assert "a.example/empty" not in text
    shown = set()
    for render in RENDERERS.values():
        (html,) = render([text])
        outline = [block for block in _flat(html_outline(html)) if block[0] != "hr"]
        at = next(i for i, b in enumerate(outline) if b[0] == "p" and b[1][0] == head)
        kind, start, items = outline[at + 1]
        assert (kind, start) == ("list", 1)
        told = tuple(item[0][1][0] for item in items)
        assert told == ("https://a.example/1", "https://a.example/2", "https://video.example/1")
        shown.add(repr(outline))
    assert len(shown) == 1


def _flat(outline: Outline) -> Outline:
    """Return the outline of a page without the division around the whole of it."""
    (kind, *inside), *_ = outline
    return list(inside[0]) if kind == "div" else outline


# ---- pictures that were taken down


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("The photographer asked", "[Picture taken down: The photographer asked]"),
        ("", "[Picture taken down]"),
        ("\u202e \n", "[Picture taken down]"),
        ("<img src=http://evil.example/> ![x](y)", "[Picture taken down: <img src=http"),
    ],
)
def test_a_picture_that_was_taken_down_leaves_its_reason(reason: str, words: str) -> None:
    page = story("en")
    (origin,) = page.variants
    page = replace(page, withheld={origin: reason})
    text = text_of(page, look("en"))
    assert page.variants[origin].path not in text
    assert origin not in text
    html = github(text)
    body = LexborHTMLParser(html)
    assert body.css("img") == []
    assert words in (body.body.text() if body.body else "")
    assert "seen from the ferry" in text  # the caption is the story's text


def test_a_lead_without_caption_leaves_its_reason_too() -> None:
    origin = "https://harbour.example/x.jpg"
    page = with_body(Paragraph((Text("Body."),)), withheld={origin: "Asked for."})
    page = replace(page, article=replace(page.article, lead=Figure(Image(origin))))
    assert "[Picture taken down: Asked for.]\n\nBody." in text_of(page, look("en"))


def test_pictures_come_from_a_copy_of_the_edition_if_the_remote_has_one() -> None:
    page = desk_story("fa")
    (near,) = render_page(page, look("fa"))
    (far,) = render_page(page, look("fa"), image_base="https://cdn.example/news")
    (path,) = (variant.path for variant in page.variants.values())
    way = relative(near.path, path).encode()
    assert far.content == near.content.replace(
        b"](" + way, b"](https://cdn.example/news/" + path.encode()
    )
    assert far != near


@pytest.mark.parametrize("base", ["http://cdn.example/", "//cdn.example/", "cdn", "https:///x"])
def test_a_base_for_pictures_that_is_not_https_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="https addresses only"):
        render_page(story("en"), look("en"), image_base=base)


# ---- headings


def test_no_heading_of_the_body_outranks_the_title() -> None:
    blocks = tuple(Heading(level, (Text(f"h{level}"),)) for level in (1, 2, 1, 6))
    page = replace(desk_story("en"), article=replace(story("en").article, blocks=blocks))
    for render in RENDERERS.values():
        (html,) = render([text_of(page, look("en"))])
        tree = LexborHTMLParser(html)
        assert [h.text() for h in tree.css("h1")] == [page.title]
        assert [h.text() for h in tree.css("h2")] == ["h1", "h1", "Related stories"]


# ---- what programs are told


@pytest.mark.parametrize("language", SHIPPED)
def test_the_last_line_tells_programs_of_the_story(language: str) -> None:
    page = desk_story(language)
    mark = read_machine_line(text_of(page, look(language)))
    assert mark
    there = page.variants.keys() | page.withheld.keys()
    assert mark.notes[0] == "https://harbour.example/tickets?day=6&n=2"
    assert replace(mark, body=(0, 0), notes=()) == StoryMark(
        id=page.id,
        address=page.address,
        newsroom="harbour",
        published=MORNING,
        first=MORNING,
        mirrored=page.mirrored_at,
        language=language,
        title=page.title,
        authors=VOICES[language].authors,
        sections=("harbour/city", "harbour/culture"),
        tags=VOICES[language].topics,
        pictures=(
            *((origin, v.path) for origin, v in page.variants.items()),
            *((o, "") for o in image_origins(page.article) if o not in there),
        ),
        updated=2,
        links=tuple(sorted(page.links.items())),
    )


def test_a_picture_that_was_taken_down_is_not_told_of() -> None:
    page = story("en")
    mark = read_machine_line(
        text_of(replace(page, withheld=dict.fromkeys(page.variants, "")), look("en"))
    )
    assert mark
    assert not {origin for origin, _ in mark.pictures} & page.variants.keys()


def test_of_a_withdrawn_story_programs_learn_only_that_and_why() -> None:
    page = replace(story("en"), state="withdrawn", reason="A court asked for it.")
    mark = read_machine_line(text_of(page, look("en")))
    assert mark == StoryMark(page.id, "withdrawn", reason="A court asked for it.")


# ---- pages at old addresses


def test_an_old_address_points_to_its_page() -> None:
    page = AliasPage(alias_key("a/b.md"), "a/b.md", "سلام", "fa", "harbour/2026/01/00/b.md")
    text = text_of(page, look("en"))
    way = '<span dir="rtl">[سلام](../harbour/2026/01/00/b.md)</span>'
    assert f"# This page has moved\n\n{way}\n" in text
    assert read_alias_line(text) == AliasMark("harbour/2026/01/00/b.md")


def test_an_old_address_of_what_is_not_to_be_seen_says_so() -> None:
    page = AliasPage(alias_key("b.md"), "b.md", "A title", "en", "")
    text = text_of(page, look("en"))
    assert "# This page is not available here\n" in text
    assert "A title" not in text


def test_an_old_address_of_a_withdrawn_story_leads_to_the_reason() -> None:
    page = AliasPage(alias_key("b.md"), "b.md", "", "", "harbour/b.md", is_withdrawn=True)
    text = text_of(page, look("en"))
    assert "# This page has moved\n\n[Story withdrawn](harbour/b.md)\n" in text


def test_a_merged_story_stays_known_by_its_id_and_address() -> None:
    page = AliasPage(
        story_key("aaaa"),
        *("harbour/2026/01/00/a.md", "T", "en", "harbour/b.md"),
        origin="https://harbour.example/a",
    )
    (file,) = render_page(page, look("en"))
    assert file.path == "harbour/2026/01/00/a.md"
    mark = read_machine_line(file.content.decode())
    assert mark == StoryMark(
        "aaaa", "merged", address="https://harbour.example/a", target="harbour/b.md"
    )


# ---- directions in lists


@pytest.mark.parametrize(
    ("page_language", "title", "language", "direction"),
    [
        ("en", "Harbour", "en", None),
        ("en", "Harbour: سلام", "en", "ltr"),
        ("zh-Hans", "港口 سلام", "zh-Hans", "ltr"),
        ("fa", "سلام Harbour", "fa", "rtl"),
        ("fa", "سلام", "fa", None),
        ("ar", "Гавань", "ru", "ltr"),
        ("ru", "سلام", "ar", "rtl"),
    ],
)
def test_a_title_that_ends_in_the_other_direction_does_not_disturb_its_line(
    page_language: str, title: str, language: str, direction: str | None
) -> None:
    told = teaser(title, 4, language)
    pages: list[Page] = [
        HomePage("", "", (), picks=(told,)),
        replace(desk_section(page_language), teasers=(told,), promos=()),
        replace(story(page_language), related=(told,)),
    ]
    for page in pages:
        (span,) = _around(text_of(page, look(page_language)), told)
        assert span == direction


def _around(text: str, told: Teaser) -> list[str | None]:
    """Return the direction of the element right around each link to *told*."""
    found = []
    for anchor in LexborHTMLParser(github(text)).css("a"):
        if anchor.text() == told.title and anchor.parent is not None:
            around = anchor.parent
            found.append(around.attributes.get("dir") if around.tag == "span" else None)
    return found
