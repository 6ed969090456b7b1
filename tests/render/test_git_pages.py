"""The Git edition's pages: golden files, links, hostile titles, three forges."""

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from samizdat.model.article import content_hash
from samizdat.model.file import File
from samizdat.model.page import (
    AliasPage,
    ArchivePage,
    Correction,
    HomePage,
    NewsroomShelf,
    Page,
    RowPromo,
    SectionName,
    SectionPage,
    SectionShelf,
    Signpost,
    StickyNote,
    StoryPage,
    Teaser,
    TopicArchivePage,
    TopicName,
    TopicPage,
)
from samizdat.model.tree import Figure, Image, Paragraph, Text
from samizdat.render.git import Look, page_path, render_page
from samizdat.render.markdown import clean_text
from samizdat.render.wording import SHIPPED, format_date, load_wording
from tests.support.git_pages import VOICES, every_page, look, story
from tests.support.renderers import RENDERERS, github

GOLDEN = Path(__file__).parents[1] / "golden" / "git"
KINDS = tuple(every_page("en"))
SHARED = Path(__file__).parents[3] / "shared"
TITLES = (
    "x](javascript:alert(1))",
    "](//evil.example) News",
    "a\n\n# b\n\n- [x](http://evil.example)",
    "![](http://evil.example/beacon.gif)",
    "[x][y]\n\n[y]: http://evil.example",
    "<script>alert(1)</script>",
    "</div></article> <img src=http://evil.example/b.gif>",
    "http://evil.example and www.evil.example",
    "write to desk@evil.example",
    "<http://evil.example>",
    "C:\\`code` **bold** _x_ ~~y~~ $z$ :smile:",
    "Ends in a hash #",
    "\u202eمیناء\u202c \u2066open",
    "<!-- samizdat:end -->",
    "| a | b |",
    "* 1) 2. ---",
    "&lt;b&gt; &#64; &copy;",
)


def golden(path: Path, text: str, *, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def only(page: Page, around: Look) -> File:
    (file,) = render_page(page, around)
    return file


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", SHIPPED)
def test_page_is_as_reviewed(language: str, kind: str, update_golden: bool) -> None:
    file = only(every_page(language)[kind], look(language))
    golden(GOLDEN / language / f"{kind}.md", file.content.decode(), update=update_golden)


def link_targets(html: str) -> Iterator[str]:
    tree = LexborHTMLParser(html)
    for selector, attribute in (("a[href]", "href"), ("img[src]", "src")):
        for node in tree.css(selector):
            yield node.attributes[attribute] or ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", SHIPPED)
def test_links_are_relative_and_lead_to_pages_of_the_edition(language: str, kind: str) -> None:
    pages = every_page(language)
    page = pages[kind]
    path = page_path(page)
    shown = [
        (path, target)
        for target in link_targets(github(only(page, look(language)).content.decode()))
    ]
    outside = {t for _, t in shown if re.match(r"https?:|mailto:", t)}
    known_hosts = r"https://(harbour|port|video|radio|tides|islands)\.example|mailto:desk@"
    assert all(re.match(known_hosts, t) for t in outside)
    inside = [
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
        for _, target in shown
        if target not in outside
    ]
    assert inside
    known = re.compile(
        r"README\.md|about\.md|(harbour|port)/(city|culture)(/20\d\d(-\d\d){0,2})?\.md"
        r"|topics/(lighthouse|t-ltauiswujupm)(/20\d\d-\d\d(-\d\d)?)?\.md"
        r"|(harbour|port)/20\d\d/\d\d/[0-9a-f]{2}/[a-z2-7]{12}\.md|images/[0-9a-f]{2}/[0-9a-f]{32}\.webp"
    )
    assert [target for target in inside if not known.fullmatch(target)] == []
    assert {page_path(pages["home"])} <= {*inside, page_path(page)}


@pytest.mark.parametrize("language", SHIPPED)
def test_pages_load_nothing_from_elsewhere(language: str) -> None:
    for page in every_page(language).values():
        tree = LexborHTMLParser(github(only(page, look(language)).content.decode()))
        assert tree.css("script, style, iframe, link, object, embed, video, audio") == []
        assert not [n for n in tree.css("img") if "//" in (n.attributes["src"] or "")]


@pytest.mark.parametrize("language", SHIPPED)
def test_three_forges_show_the_same_text_and_links(language: str) -> None:
    documents = [
        only(page, look(language)).content.decode() for page in every_page(language).values()
    ]
    answers = {forge: render(documents) for forge, render in RENDERERS.items()}
    for github_html, gitlab_html, forgejo_html in zip(*answers.values(), strict=True):
        first = _shown(github_html)
        assert _shown(gitlab_html) == first
        assert _shown(forgejo_html) == first


def _shown(html: str) -> tuple[list[str], list[str], int]:
    tree = LexborHTMLParser(html)
    assert tree.body
    text = [line.strip() for line in tree.body.text().split("\n") if line.strip()]
    return text, sorted(link_targets(html)), len(tree.css("h1,h2,h3,li,blockquote,div,span,hr"))


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_right_to_left_pages_are_one_division_with_markdown_inside(language: str) -> None:
    for page in every_page(language).values():
        division = one(github(only(page, look(language)).content.decode()), "div")
        assert division.attributes == {"dir": "rtl", "lang": language}
        assert division.css("h1")
        assert division.css("a")


def test_a_story_in_another_direction_keeps_its_own() -> None:
    page = replace(story("fa"), sections=story("en").sections, newsroom="Harbour Daily")
    html = github(only(page, look("en")).content.decode())
    tree = LexborHTMLParser(html)
    assert [d.attributes["dir"] for d in tree.css("div")] == ["rtl", "rtl"]
    assert [h.text() for h in tree.css("div h1")] == [page.title]
    assert one(html, "body > p").text().startswith("Home")


def test_a_title_in_another_direction_is_isolated_in_a_list() -> None:
    tree = LexborHTMLParser(github(only(every_page("en")["section"], look("en")).content.decode()))
    (span,) = tree.css("li span")
    assert span.attributes == {"dir": "rtl"}
    assert span.text() == VOICES["fa"].headlines[1]


def one(html: str, selector: str) -> LexborNode:
    node = LexborHTMLParser(html).css_first(selector)
    assert node is not None
    return node


def pages_with(title: str) -> dict[str, Page]:
    """Return one page of each kind on which *title* stands wherever a title or a name can."""
    moment = story("en").mirrored_at
    told = Teaser("a" * 12, "harbour/2026/03/00/" + "a" * 12, title, "", moment)
    name, about = SectionName("harbour/city", title), TopicName("fire", title)
    shelf = NewsroomShelf(
        "harbour", title, "https://harbour.example/", (SectionShelf(name, (told,), (told,)),)
    )
    bar, link = (Signpost(title, "about.md"),), Signpost(title, "https://tides.example/")
    notes = (StickyNote(title), StickyNote(title, "about.md"))
    article = replace(
        story("en").article,
        title=title,
        authors=(title,),
        blocks=(Paragraph((Text("Body."),)),),
        lead=Figure(Image("https://harbour.example/a.jpg", alt=title), (Text(title),)),
    )
    shown = replace(
        story("en"),
        title=title,
        newsroom=title,
        sections=(name,),
        article=article,
        content_hash=content_hash(article),
        variants={"https://harbour.example/a.jpg": next(iter(story("en").variants.values()))},
        reason=title,
    )
    desk = replace(
        shown,
        navigation=bar,
        topics=(about,),
        related=(told,),
        promos_above=(link,),
        promos_below=(link,),
        corrections=(Correction((title, title), moment),),
        withheld={"https://harbour.example/a.jpg": title},
    )
    months, days = (("2026-03", 1),), (("2026-03-14", 1),)
    return {
        "home": HomePage(
            title, "", (shelf,), navigation=bar, notes=notes, picks=(told,), topics=(about,)
        ),
        "section": SectionPage(
            "section/harbour/city", title, name, (told,), months, bar, notes, (RowPromo(1, link),)
        ),
        "topic": TopicPage("topic/fire", about, (told,), months, bar),
        "topic-month": TopicArchivePage("topic/fire/2026-03", about, "2026-03", (told,)),
        "alias": AliasPage("alias/old.md", "old.md", title, "", "new.md", bar),
        "desk": desk,
        "month": ArchivePage("section/harbour/city/2026-03", title, name, "2026-03", (told,)),
        "day": ArchivePage("section/harbour/city/2026-03-14", title, name, "2026-03-14", (told,)),
        "days": ArchivePage("section/harbour/city/2026-03", title, name, "2026-03", (), days),
        "story": shown,
        "gone": replace(shown, state="gone"),
        "withdrawn": replace(shown, state="withdrawn"),
    }


TOLD = "2026/03/00/aaaaaaaaaaaa.md"
LINKS = {
    "home": [
        *("about.md", f"harbour/{TOLD}", "harbour/city.md", "https://harbour.example/"),
        "topics/fire.md",
    ],
    "section": [
        *("../README.md", "../about.md", TOLD, "city/2026-03.md", "city/2026.md"),
        "https://tides.example/",
    ],
    "topic": ["../README.md", "../about.md", f"../harbour/{TOLD}", "fire/2026-03.md"],
    "topic-month": ["../../README.md", f"../../harbour/{TOLD}", "../fire.md"],
    "alias": ["README.md", "about.md", "new.md"],
    "month": ["../../README.md", f"../{TOLD}", "../city.md", "2026.md"],
    "day": ["../../README.md", f"../{TOLD}", "../city.md", "2026-03.md", "2026.md"],
    "days": ["../../README.md", "../city.md", "2026-03-14.md", "2026.md"],
}
ORIGINAL = "https://harbour.example/city/2026/03/lighthouse?id=12&part=a"
WAY_UP = ["../../../../README.md", "../../../city.md", "../../../city/2026-03.md"]
PICTURE = "../../../../images/68/6866693569eb94c00e0b0093459f1d5a.webp"


def expected_links(kind: str) -> list[str]:
    if kind == "withdrawn":
        return WAY_UP
    if kind == "desk":
        around = ["../../../../about.md", "../../../../topics/fire.md", "https://tides.example/"]
        return [*WAY_UP, *around, "../00/aaaaaaaaaaaa.md", ORIGINAL]
    return LINKS.get(kind) or sorted([*WAY_UP, PICTURE, ORIGINAL])


def check_titles(titles: list[str], language: str) -> None:
    """Render every title on every page kind on the three forges: nothing but the known links."""
    around = Look("", load_wording(language))
    date = format_date(around.wording, story("en").mirrored_at)
    correction = around.wording.correction_of.replace("{date}", date)
    cases = [(t, kind, page) for t in titles for kind, page in pages_with(t).items()]
    documents = [only(page, around).content.decode() for _, _, page in cases]
    for forge, render in RENDERERS.items():
        for (title, kind, _), html in zip(cases, render(documents), strict=True):
            tree = LexborHTMLParser(html)
            found = sorted(set(link_targets(html)))
            assert found == sorted(expected_links(kind)), (forge, kind, title)
            assert tree.css("script, iframe, style, form, input, del, table, pre") == []
            headings = [h.text().strip() for h in tree.css("h1")]
            assert len(headings) == 1, (forge, kind, title)
            if clean_text(title).strip() and kind in {"home", "story", "gone", "desk"}:
                assert headings == [clean_text(title).strip()], (forge, kind)
                strong = [s.text().strip() for s in tree.css("strong")]
                if kind == "desk":
                    strong.remove(correction)
                assert strong == ([] if kind == "home" else headings), (forge, kind, title)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_hostile_titles_bring_no_link_and_no_block(language: str) -> None:
    check_titles(list(TITLES), language)


@pytest.mark.shared
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_shared_hostile_titles_bring_no_link_and_no_block(language: str) -> None:
    file = SHARED / "hostile" / "titles" / "fields.jsonl"
    if not file.is_file():
        pytest.skip(f"no {file.parent}")
    lines = file.read_text("utf-8").splitlines()
    check_titles([json.loads(line)["s"] for line in lines], language)


@pytest.mark.parametrize("title", ["", "   ", "\u202e", "\n", "\u200b\u3164", "\u2800", "\u00ad"])
def test_a_story_without_title_is_called_by_its_first_words(title: str) -> None:
    body = "The lighthouse on the northern mole can be visited again…"
    html = github(only(replace(story("en"), title=title), look("en")).content.decode())
    assert one(html, "h1").text() == body


@pytest.mark.parametrize("title", ["", "   ", "\u202e"])
def test_a_list_calls_a_story_without_title_untitled(title: str) -> None:
    html = github(only(pages_with(title)["month"], look("en")).content.decode())
    assert one(html, "li a").text() == "Untitled"


def test_a_story_without_title_and_body_is_called_untitled() -> None:
    page = replace(story("en"), title="", article=replace(story("en").article, blocks=()))
    assert only(page, look("en")).content.decode().count("# Untitled\n") == 1


def test_a_gone_story_keeps_its_page_with_a_note() -> None:
    text = only(replace(story("en"), state="gone"), look("en")).content.decode()
    note = "> The original is gone. This is the story as it stood when it was mirrored"
    assert note in text
    assert "173 steps" in text


def test_a_withdrawn_story_leaves_nothing_but_the_reason() -> None:
    page = replace(story("en"), state="withdrawn", reason="A court asked for it.")
    file = only(page, look("en"))
    text = file.content.decode()
    assert "# Story withdrawn\n\nA court asked for it.\n" in text
    assert not any(word in text for word in ("lighthouse", "Lindqvist", "harbour.example", ".webp"))
    assert file.share_at is None


def test_a_reason_that_begins_with_spaces_is_no_code() -> None:
    page = replace(story("en"), state="withdrawn", reason="    A court asked for it.")
    assert "\n\nA court asked for it.\n" in only(page, look("en")).content.decode()


def test_a_lead_picture_that_could_not_be_mirrored_leaves_its_caption() -> None:
    page = replace(story("en"), variants={})
    text = only(page, look("en")).content.decode()
    assert "seen from the ferry" in text
    assert ".webp" not in text
    bare = replace(page.article, lead=Figure(Image("https://harbour.example/x.jpg")), blocks=())
    assert "Picture not" not in only(replace(page, article=bare), look("en")).content.decode()


def test_an_address_with_entities_in_it_is_kept() -> None:
    address = "https://harbour.example/a?x=1&copy;=2&lt=3"
    text = only(replace(story("en"), address=address), look("en")).content.decode()
    for render in RENDERERS.values():
        (html,) = render([text])
        anchor = next(a for a in LexborHTMLParser(html).css("a") if "copy" in a.text())
        assert anchor.text() == address
        assert anchor.attributes["href"] == address


def test_the_front_page_brings_its_markers_and_is_partly_peoples() -> None:
    file = only(every_page("fa")["home"], look("fa"))
    assert file.managed_part
    assert file.content.startswith(b"<!-- samizdat:begin -->\n")
    assert file.content.endswith(b"\n<!-- samizdat:end -->\n")


def test_an_empty_mirror_says_so() -> None:
    text = only(HomePage("", "", ()), Look("", load_wording("en"))).content.decode()
    assert "# Home\n\nNo stories yet." in text


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("home", "README.md"),
        ("section/harbour/world", "harbour/world.md"),
        ("section/harbour/world/2026-03", "harbour/world/2026-03.md"),
        ("section/harbour/world/2026-03-14", "harbour/world/2026-03-14.md"),
        ("section/harbour/world/2026", "harbour/world/2026.md"),
        ("topic/fire", "topics/fire.md"),
        ("topic/t-ltauiswujupm/2026-03-14", "topics/t-ltauiswujupm/2026-03-14.md"),
        ("alias/pages/国际 1.md", "pages/国际 1.md"),
    ],
)
def test_keys_have_their_paths(key: str, path: str) -> None:
    assert page_path(key) == path


@pytest.mark.parametrize("key", ["story/eaa7vq4nya4q", "", "topic", "topic/", "alias/", "x/y"])
def test_a_key_without_a_known_path_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        page_path(key)


def test_lone_surrogates_become_a_replacement_and_not_an_error() -> None:
    page: StoryPage = replace(story("en"), title="a\ud800b")
    assert "# a\ufffdb" in only(page, look("en")).content.decode()
