"""Editors' templates: what they may do, and that nothing else comes out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from samizdat.model.page import SectionPage, StoryPage
from samizdat.render.git import Look, apply_share, render_page
from samizdat.render.git.share import ShareAddress
from samizdat.render.templates import KINDS, check_output, template_faults
from samizdat.render.templates.context import context_of
from samizdat.render.templates.sample import sample_pages
from samizdat.render.wording import load_wording
from tests.support.renderers import RENDERERS

STORY = """{{ navigation }}

{{ title }}

*{{ mirror }}* · {{ byline }}

{% if corrections %}
{{ corrections }}
{% endif %}

{{ body }}

{{ share }}

{{ original }}

{{ related }}
"""
SECTION = """{{ title }}

{% for row in rows %}
{{ loop.index }}. {{ row.link }} ({{ row.date }}){% if row.updated %} **new**{% endif %}

{% endfor %}

{{ archive }}
"""
HOME = """{{ title }}

{{ recommended }}

{% for room in newsrooms %}
## {{ room.name }}

{% for section in room.sections %}
### {{ section.link }}

{{ section.stories }}

{% endfor %}
{% endfor %}

{{ mirrors }}

{{ foot }}
"""
GOOD = {
    "story": STORY,
    "section": SECTION,
    "home": HOME,
    "archive": "{{ title }}\n\n{{ stories }}\n",
    "topic": "{{ title }}\n\n{{ stories }}\n\n{{ archive }}\n",
}


def story() -> StoryPage:
    """Return a story with everything."""
    page = sample_pages("story")[0]
    assert isinstance(page, StoryPage)
    return page


def look(language: str = "en", **templates: str) -> Look:
    """Return a look with templates."""
    return Look("Mirror & more", load_wording(language), "", tuple(templates.items()))


@pytest.mark.parametrize("kind", KINDS)
def test_good_template_has_no_fault_and_shows_in_every_direction(kind: str) -> None:
    assert template_faults(kind, GOOD[kind], f"templates/{kind}.md") == []
    for language in ("en", "zh-Hans", "fa"):
        for page in sample_pages(kind):
            (file,) = render_page(page, look(language, **{kind: GOOD[kind]}))
            (builtin,) = render_page(page, look(language))
            assert file.path == builtin.path
            assert file.managed_part == builtin.managed_part
            assert file.content != builtin.content
            assert (b'<div dir="rtl"' in file.content) == (language == "fa")


def test_share_block_goes_where_the_template_wants_it() -> None:
    page = story()
    around = look(story=STORY)
    (file,) = render_page(page, around)
    shared, _ = apply_share(file, page, ShareAddress("https://forge.example/m/"), around)
    text = shared.content.decode()
    assert text.index("https://forge.example/m/") < text.index("harbour.example/ferry>")
    assert text.rstrip().endswith("-->"), "the machine line stays last"
    assert "\ue000" not in text


def test_template_without_a_place_gets_the_share_block_at_its_end() -> None:
    page = story()
    (file,) = render_page(page, look(story="{{ title }}\n\n{{ body }}\n\n{{ original }}\n"))
    assert file.share_at is not None
    assert file.content[file.share_at :].lstrip().startswith(b"<!-- samizdat:story")


def test_texts_are_escaped_and_pieces_are_not() -> None:
    (page,) = sample_pages("section")
    assert isinstance(page, SectionPage)
    page = replace(page, newsroom="<b>[x](javascript:y)")
    (file,) = render_page(page, look(section="{{ title }}\n\n{{ mirror }} {{ '<b>' }}\n"))
    text = file.content.decode()
    assert "Mirror & more \\<b>" in text
    for render in RENDERERS.values():
        assert "<b>" not in render(text)


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("{{ title }}\n{{ tilte }}\n", "tilte", 0),
        ("{{ title }}\n{% if %}\n", "Expected an expression", 2),
        ("{{ title }}\n{{ stories.upper() }}\n", "call", 2),
        ("{{ title }}\n{{ 'x' * 999999999 }}\n", "mul", 2),
        ("{{ title }}\n{% include 'x' %}\n", "include", 2),
        ("a\n" + "{% for a in rows %}" * 3 + "{% endfor %}" * 3, "deep", 2),
        ("<script>alert(1)</script>", "<script>", 1),
        ("a\n\n<img src=https://x.example/>", "<img", 3),
        ("<div onclick=x>", "<div onclick", 1),
        ("<!-- {{ title }} -->", "<!--", 1),
        ("![x](https://beacon.example/x.gif)", "picture", 0),
        ("[x](javascript:alert)", "javascript", 0),
        ("[x](//evil.example/a)", "evil", 0),
        ("{{ title.__class__ }}", "", 0),
        ("{{ rows|map('upper') }}", "map", 1),
    ],
)  # fmt: skip
def test_what_a_template_may_not_do_is_named(text: str, says: str, line: int) -> None:
    faults = template_faults("section", text, "templates/section.md")
    assert faults, text
    assert says in str(faults[0])
    assert not line or faults[0].line == line


LONG = "{{ title }}{% for a in rows %}{% for b in [" + "1," * 9000 + "] %}{% if a %}{% endif %}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ title }}{% set x = title %}" + "{% set x = x ~ x %}" * 40, "assign"),
        ("{{ title ~ title }}", "concat"),
        ("{{ title + title }}", "add"),
        ("{{ title[1:] }}", "slice"),
        ("{{ title }}{% for a in title %}{% endfor %}", "no list"),
        ("{{ title }}{% for a in title|sort %}{% endfor %}", "no list"),
        ("{{ title|join(title) }}", "no list"),
        (LONG + "{% endfor %}{% endfor %}", "goes through too much"),
        ("{{ " + "[1,1,1]|join(" * 30 + "1" + ")" * 30 + " }}", "too much"),
        ("{{ " + "(" * 5000 + "title" + ")" * 5000 + " }}", "too much stands in each other"),
        ("{% if title %}" * 300 + "{% endif %}" * 300, "too much stands in each other"),
        ("{{ title.upper }}", "not known"),
        ("{{ rows.append }}", "not known"),
        ("{{ rows }}", "cannot be shown whole"),
        ("{% for row in rows %}{{ loop }}{% endfor %}", "cannot be shown whole"),
        ("{% for row in rows %}{{ loop._undefined }}{% endfor %}", "not known"),
        ("<{{ 'img src=x' }}>", "<"),
        (r"\\<script>x</script>", "<script>"),
        ("\x01samizdat\x02", "control"),
        ("[x](/settings)", "/settings"),
        (r"[x](<\\\\evil.example>)", "evil"),
        ("[x](a 'words')", "title"),
        ("{{ tiltes|default(title)|length|upper }}", "no text"),
    ],
)  # fmt: skip
def test_template_neither_runs_long_nor_looks_into_objects(text: str, says: str) -> None:
    faults = template_faults("section", text, "templates/section.md")
    assert faults, text[:80]
    assert says in str(faults[0]), str(faults[0])


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("body", "```\n{}\n```"),
        ("body", "> {}"),
        ("body", "<div>{}</div>"),
        ("body", "<div>\n{}\n</div>"),
        ("body", "- a {}"),
        ("body", "    {}"),
        ("title", "```\n{}\n```"),
        ("title", "![{}](x.png)"),
        ("original", "    {}"),
    ],
)
def test_story_is_seen_as_it_is_whatever_stands_around(name: str, around: str) -> None:
    text = STORY.replace(f"{{{{ {name} }}}}", around.replace("{}", f"{{{{ {name} }}}}"))
    (fault,) = template_faults("story", text, "x")
    assert fault.what == f"{{{{ {name} }}}} does not come out whole"


def test_body_may_stand_in_a_block_of_its_direction() -> None:
    text = STORY.replace("{{ body }}", '<div dir="auto">\n\n{{ body }}\n\n</div>')
    assert template_faults("story", text, "x") == []


def test_lists_are_joined_and_sorted_and_their_pieces_stay_pieces() -> None:
    text = (
        "{{ title }}\n\n{{ [title, '<b>']|join(' · ') }} {{ [2, 1]|length }} "
        "{{ ['b', 'a']|sort|first }}\n"
    )
    assert template_faults("section", text, "x") == []
    (file,) = render_page(sample_pages("section")[0], look(section=text))
    assert " · \\<b> 2 a" in file.content.decode()


def test_title_cannot_take_the_place_of_the_share_block() -> None:
    page = replace(story(), title="A \ue000samizdat\ue001 B")
    around = look(story=STORY)
    (file,) = render_page(page, around)
    shared, _ = apply_share(file, page, ShareAddress("https://forge.example/m/"), around)
    text = shared.content.decode()
    assert text.index("The ferry") < text.index("https://forge.example/m/")


@pytest.mark.parametrize("missing", ["body", "original", "title"])
def test_story_never_loses_its_words_or_its_source(missing: str) -> None:
    text = STORY.replace(f"{{{{ {missing} }}}}", "")
    (fault,) = template_faults("story", text, "templates/story.md")
    assert missing in fault.what
    page = story()
    (plain,), (made,) = render_page(page, look()), render_page(page, look(story=text))
    assert missing in made.notice
    assert replace(made, notice="") == plain


def test_body_inside_a_quotation_is_no_whole_body() -> None:
    text = STORY.replace("{{ body }}", "{% if not body %}{{ body }}{% endif %}")
    assert template_faults("story", text, "x")[0].what == "{{ body }} does not come out whole"


def test_withdrawn_story_takes_no_template() -> None:
    page = replace(story(), state="withdrawn")
    assert render_page(page, look(story=STORY)) == render_page(page, look())


def test_template_counts_in_the_fingerprint() -> None:
    from samizdat.render.git import look_fingerprint  # noqa: PLC0415

    assert look_fingerprint(look(home=HOME)) != look_fingerprint(look())


@pytest.mark.parametrize(
    ("markdown", "fault"),
    [
        ("a <script>x</script>", "script"),
        ("<iframe src=x></iframe>", "iframe"),
        ("<a href='vbscript:x'>y</a>", "vbscript"),
        ("<span style='x'>y</span>", "style"),
        ("[^1]\n\n[^1]: note", "section"),
        ("<form action=x>", "form"),
        ("![x][1]\n\n[1]: https://a.example/b.png", "a.example"),
    ],
)
def test_output_that_the_tree_could_not_hold_is_refused(markdown: str, fault: str) -> None:
    assert any(fault in said for said in check_output(markdown)), check_output(markdown)


def test_pictures_of_a_copy_elsewhere_are_the_operators_choice() -> None:
    markdown = "![x](https://cdn.example/m/images/a.webp)"
    assert check_output(markdown)
    assert check_output(markdown, "https://cdn.example/m/") == []


def test_example_of_the_guide_is_a_good_template() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "templates.md").read_text("utf-8")
    (example,) = re.findall(r"```jinja\n(.*?)```", guide, re.DOTALL)
    assert template_faults("story", example, "templates/story.md") == []


def test_guide_names_every_name_of_every_kind() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "templates.md").read_text("utf-8")
    names = {n for k in KINDS for p in sample_pages(k) for n in context_of(p, look(), "")}
    missing = {name for name in names if f"`{name}`" not in guide} - {"footnotes"}
    assert missing == set()
