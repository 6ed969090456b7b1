"""Articles as story pages of the Git edition, and what a reader then has to see of them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from samizdat.model.address import host_of
from samizdat.model.article import Article, content_hash
from samizdat.model.asset import Variant
from samizdat.model.identity import mint_id, story_path
from samizdat.model.page import SectionName, StoryPage, story_key
from samizdat.model.tree import Block, Embed, List, Paragraph, Quote, Text
from samizdat.model.tree_images import image_origins
from samizdat.model.tree_text import block_texts
from samizdat.render.git import Look, ShareAddress, apply_share, render_page
from samizdat.render.markdown import WriteOptions
from samizdat.render.wording import load_wording
from tests.support.outline import Outline, html_outline, tree_outline

HERE = ShareAddress("https://forge.example/mirror/news/blob/main/", "github")
READ_AT = datetime(2026, 3, 14, 10, 34, tzinfo=UTC)
_TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "pre",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "a",
        "img",
        "em",
        "strong",
        "small",
        "sup",
        "sub",
        "ruby",
        "rt",
        "br",
        "span",
        "-text",
    ]
)
_ATTRIBUTES = frozenset(
    {"href", "src", "alt", "id", "start", "dir", "lang", "align", "style", "tabindex"}
)
_OWN_PICTURE = re.compile(r"(\.\./)*images/[0-9a-f]{2}/[0-9a-f]{32}\.webp|[a-z2-7]{12}\.png")
_WEB_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_MACHINE_LINE = re.compile(r"<!-- samizdat:(?:story|alias) [^<>&]* -->\s*\Z")
_NEAR_LINK = re.compile(r"(\.\./)+[A-Za-z0-9/_.-]+\.md")

# The policy of `render/markdown/characters.py`, written a second time on purpose.
_NEVER_SHOWN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[ \t\n\f\r\u2028\u2029]+")


def story_of(article: Article, address: str, newsroom: str = "harbour") -> StoryPage:
    """Return *article* as a mirrored story, every picture of it stored."""
    identity = mint_id(newsroom, address)
    key = f"{newsroom}/city"
    return StoryPage(
        key=story_key(identity),
        id=identity,
        path=story_path(newsroom, identity, READ_AT),
        newsroom_id=newsroom,
        newsroom="Harbour Daily",
        address=address,
        title=article.title,
        language=article.language,
        sections=(SectionName(key, "City"),),
        article=article,
        content_hash=content_hash(article),
        mirrored_at=READ_AT,
        published_at=article.published_at,
        variants={origin: _variant(origin) for origin in image_origins(article)},
    )


def _variant(origin: str) -> Variant:
    return Variant(hashlib.sha256(origin.encode("utf-8", "replace")).hexdigest(), 960, 640, 51_234)


def markdown_of(page: StoryPage, look: Look | None = None) -> str:
    """Return the page's Markdown as one remote shows it, with its share block."""
    look = look or Look("Harbour mirror", load_wording("en"))
    (file,) = render_page(page, look)
    return apply_share(file, page, HERE, look)[0].content.decode()


def body_of(page: StoryPage) -> tuple[Block, ...]:
    """Return the blocks that the page shows between its head and its foot."""
    lead = page.article.lead
    return (*((lead,) if lead else ()), *page.article.blocks)


def expected_outline(page: StoryPage) -> Outline:
    """Return what a reader should see of the story's body."""
    depth = page.path.count("/")

    def target(address: str) -> str:
        return "../" * depth + page.variants[address].path

    options = WriteOptions(image=lambda image: target(image.address), embed_label=_label)
    return tree_outline(body_of(page), options)


def _label(embed: Embed) -> str:
    return load_wording("en").embed.replace("{name}", embed.title or host_of(embed.address))


def shown_outline(html: str) -> Outline:
    """Return what a reader sees between the page's head and the note about the original."""
    flat = [*_unwrapped(html_outline(html))]
    heads = [at for at, block in enumerate(flat) if block[0] == "h1"]
    note = next(
        at
        for at in range(len(flat) - 1, -1, -1)
        if flat[at][0] == "p" and flat[at][1][0].startswith("Original, ")
    )
    # After the title: newsroom and byline, then times; before the note: a rule.
    assert flat[note - 1] == ("hr",)
    return flat[heads[0] + 3 : note - 1]


def _unwrapped(outline: Outline) -> Iterator[tuple[Any, ...]]:
    for block in outline:
        if block[0] == "div":
            yield from _unwrapped(block[1])
        else:
            yield block


def plain_texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return the tree's text, one string a leaf block, as every output has to show it.

    Normalised is only what the tree's text does not promise: runs of HTML whitespace are one space
    (and a line break counts as one), and the characters that pages never show are gone on both
    sides: controls, direction overrides, isolates, byte order marks and hidden tags.
    """
    return [plain for text in block_texts(labelled(blocks)) if (plain := _normal(text))]


def shown_texts(outline: Outline) -> Iterator[str]:
    """Yield the text of each leaf of *outline*, normalised in the same way; pictures have none."""
    for block in outline:
        match block:
            case ("quote" | "div", inner):
                yield from shown_texts(inner)
            case ("list", _, items):
                for item in items:
                    yield from shown_texts(item)
            case ("table", rows):
                yield from (_normal(cell[0]) for row in rows for cell in row)
            case ("code", value):
                yield _normal(value)
            case (_, (text, _)) if text.strip("\ufffc \n"):
                yield _normal(text)


def _normal(text: str) -> str:
    return _SPACES.sub(" ", _NEVER_SHOWN.sub("", text)).strip(" ")


def labelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return *blocks* with the label of each embed, which has no text of its own in the tree."""
    changed: list[Block] = []
    for block in blocks:
        match block:
            case Embed():
                changed.append(Paragraph((Text(_label(block)),)))
            case Quote():
                changed.append(replace(block, blocks=labelled(block.blocks)))
            case List():
                items = (replace(i, blocks=labelled(i.blocks)) for i in block.items)
                changed.append(replace(block, items=tuple(items)))
            case _:
                changed.append(block)
    return tuple(changed)


def dangers(html: str) -> list[str]:
    """Return everything in *html* that a page must not hold; the machine line may end it."""
    body = LexborHTMLParser(f"<body>{_MACHINE_LINE.sub('', html)}</body>").body
    assert body is not None
    found = []
    for node in body.traverse(include_text=False):
        tag, attributes = str(node.tag), node.attributes
        if node is not body and tag != "body" and tag not in _TAGS:
            found.append(f"<{tag}>")
        found += [f"{tag} {name}" for name in attributes if name not in _ATTRIBUTES]
        if "style" in attributes and attributes["style"] not in {
            "text-align:left",
            "text-align:center",
            "text-align:right",
        }:
            found.append(f"{tag} style {attributes['style']}")
        if tag == "img" and not _OWN_PICTURE.fullmatch(attributes.get("src") or ""):
            found.append(f"img src {attributes.get('src')}")
        target = attributes.get("href") or ""
        if tag == "a" and not (_WEB_LINK.match(target) or _NEAR_LINK.fullmatch(target)):
            found.append(f"a href {target}")
    return found
