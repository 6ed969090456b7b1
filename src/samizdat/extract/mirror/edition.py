"""A story's body in a page that samizdat itself published → the tree that it was written from.

The Markdown of an edition is read by cmark and then by the reader that reads every page. What our
writer says in two blocks is first put together again: a picture and its caption in small print, a
caption and its table; a header row without words was never there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from samizdat.extract.guard import check_page
from samizdat.extract.mirror.markdown import to_html
from samizdat.extract.reader import ReadOptions, read_blocks
from samizdat.model.address import join
from samizdat.model.tree import Block, Embed, Link, Paragraph
from samizdat.model.tree_text import inline_text

ROOT = "https://edition.invalid/"
"""What relative addresses resolve against, so that those of the edition's own files are known."""

_OPTIONS = ReadOptions(all_tables=True)
_CAPTIONED = re.compile(
    r"<p>(<img [^<>]*/>)</p>\s*<p><small>((?:(?!</p>).)*)</small></p>", re.DOTALL
)
_TITLED = re.compile(r"<p><small>((?:(?!</p>).)*)</small></p>\s*<table>", re.DOTALL)
_EMPTY_HEAD = re.compile(r"<thead>\s*<tr>\s*(?:<th[^<>]*></th>\s*)+</tr>\s*</thead>")
_NOTE = re.compile(
    r"(?<![^\s<>&])([^\s<>&]++)((?:</(?:strong|em|sub|rt|ruby)>){0,4})<sup>\[(\d{1,4})\]</sup>"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_WORD_WIDE = 2
"""Characters that stand for a link's words where nothing tells where they began."""


@dataclass(frozen=True, slots=True)
class EditionBody:
    """A story's body as it stands in a published page, and what is needed to read it.

    Attributes:
        markdown: the body's lines.
        path: of the file, from the edition's root.
        pictures: file of a picture → its origin.
        missing: origins of pictures that the page lacks, in order.
        links: file of the edition → the address that stood in the body where a link leads to it.
        notes: addresses of the body's footnotes, from 1.
        missing_words: what stands in place of a picture, "" if nothing does.
        embed: `{name}`, and the words around the name of a player or post.
    """

    markdown: str
    path: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    missing_words: str = ""
    embed: str = ""


def body_lines(text: str, place: tuple[int, int]) -> str:
    """Return the lines of the file *text* that `StoryMark.body` names, "" if it names none."""
    first, count = place
    lines = text.rstrip("\n").split("\n")
    start = first - 1 if first > 0 else len(lines) + first
    return "\n".join(lines[start : start + count]) if count and start >= 0 else ""


def read_edition_body(body: EditionBody) -> tuple[Block, ...]:
    """Return the blocks that *body* shows.

    Raises:
        ParseError: it would cost far more to read than any real body, or there is nothing that
            reads Markdown.
    """
    check_page(body.markdown, where=body.path)
    html = to_html(body.markdown, where=body.path, extensions=("table",))
    html = _with_notes(_with_missing(html, body), body)
    html = _CAPTIONED.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", html)
    html = _EMPTY_HEAD.sub("", _TITLED.sub(r"<table><caption>\1</caption>", html))
    check_page(html, where=body.path)
    tree = LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS).body
    if tree is None:
        return ()
    base = ROOT + body.path
    _find_origins(tree, base, body)
    blocks = read_blocks((tree,), base, _OPTIONS)
    return tuple(_embedded(block, body.embed) for block in blocks)


def _with_missing(html: str, body: EditionBody) -> str:
    """Return *html* with pictures in place of the words that stand for them."""
    if not body.missing_words:
        return html
    words = f"<p>{_escaped(body.missing_words)}</p>"
    first, *rest = html.split(words, len(body.missing))
    shown = (f'<p><img src="{escape(origin)}" alt="" /></p>' for origin in body.missing)
    return first + "".join(f"{picture}{part}" for part, picture in zip(rest, shown, strict=False))


def _escaped(text: str) -> str:
    """Return *text* as cmark writes it."""
    return escape(text, quote=False).replace('"', "&quot;")


def _with_notes(html: str, body: EditionBody) -> str:
    """Return *html* with links in place of footnotes.

    Where the words of a link began cannot be known: the last word before the number is one again.
    """

    def line(match: re.Match[str]) -> str:
        return f"<p>{_link(match[0][3:-4], match[1], body.notes, int(match[2]))}</p>"

    def word(match: re.Match[str]) -> str:
        size = _WORD_WIDE if _WIDE.match(match[1][-1]) else len(match[1])
        before, words = match[1][:-size], match[1][-size:]
        link = _link("", words, body.notes, int(match[3]))
        return f"{before}{link}{match[2]}" if link else match[0]

    if not body.notes:
        return html
    if body.embed:
        html = _player_line(body.embed).sub(line, html)
    return _NOTE.sub(word, html)


def _player_line(embed: str) -> re.Pattern[str]:
    """Return what finds a paragraph that is nothing but a player's words and a footnote."""
    start, _, end = (re.escape(_escaped(part)) for part in embed.partition("{name}"))
    return re.compile(rf"<p>({start}[^<]+{end})<sup>\[(\d{{1,4}})\]</sup></p>")


def _link(otherwise: str, words: str, notes: tuple[str, ...], number: int) -> str:
    """Return *words* as a link to the footnote *number*, or *otherwise* if there is none."""
    if not 0 < number <= len(notes):
        return otherwise
    return f'<a href="{escape(notes[number - 1])}">{words}</a>'


def _find_origins(tree: LexborNode, base: str, body: EditionBody) -> None:
    """Let pictures and links of the edition's own files lead where the source's led."""
    for picture in tree.css("img[src]"):
        file = _file(picture.attributes["src"] or "", base)
        name = "/".join(file.split("/")[-3:])
        if origin := body.pictures.get(file) or body.pictures.get(name):
            picture.attrs["src"] = origin
    for link in tree.css("a[href]"):
        file = _file(link.attributes["href"] or "", base)
        if not file.startswith("https://"):
            if address := body.links.get(file):
                link.attrs["href"] = address
            else:
                del link.attrs["href"]


def _file(reference: str, base: str) -> str:
    """Return the path of the edition's file that *reference* names, else its address."""
    address = join(base, reference) or reference
    return unquote(address.removeprefix(ROOT)) if address.startswith(ROOT) else f"https://{address}"


def _embedded(block: Block, pattern: str) -> Block:
    """Return *block* as a player's link if it is one: nothing but a link with the words for it."""
    before, place, after = pattern.partition("{name}")
    if not place or not isinstance(block, Paragraph) or len(block.children) != 1:
        return block
    link = block.children[0]
    if not isinstance(link, Link):
        return block
    words = inline_text(link.children)
    if not (words.startswith(before) and words.endswith(after)) or len(words) <= len(
        before + after
    ):
        return block
    return Embed(link.address, words[len(before) : len(words) - len(after)])
