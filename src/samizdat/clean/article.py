"""`Article` → tidier `Article`: what repeats, leads nowhere or follows the reader is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from samizdat.clean.blocks import is_empty, map_links
from samizdat.clean.links import clean_link
from samizdat.model.article import Article
from samizdat.model.tree import Block, Figure, Heading, Inline, Paragraph, Rule
from samizdat.model.tree_text import inline_text


def clean_article(article: Article, *, address: str, site: str = "") -> Article:
    """Return *article* tidied; twice equals once, and the text of every kept block stays.

    Gone are: a first heading that repeats the title, a first picture that is the lead picture (the
    longer caption stays), a picture shown again right away or with no caption of its own, rules at
    the ends and next to each other, empty blocks, trackers in links, and links to the page itself.

    Args:
        article: as extraction read it.
        address: of the page; links to its own fragments lead nowhere in a mirror.
        site: the newsroom's name; the title loses it where it follows a separator.
    """

    def link(inline_address: str) -> str:
        return clean_link(inline_address, page=address)

    title = _title(article.title, site)
    blocks: list[Block] = [b for b in map_links(article.blocks, link) if not is_empty(b)]
    lead = _lead(article.lead, link)
    before = len(blocks) + 1
    while len(blocks) < before:  # what one step takes away may bare work for another
        before = len(blocks)
        blocks, lead = _without_repeats(blocks, title, lead)
        blocks = [*_rules(_figures(blocks, lead))]
    return replace(
        article,
        title=title,
        authors=_authors(article.authors),
        lead=lead,
        blocks=tuple(blocks),
    )


_SEPARATORS = ("|", "｜", "-", "–", "—", "_", "·", "•", "»", "::", ":")


def _title(title: str, site: str) -> str:
    """Return *title* in one line, without the site's name after a separator."""
    title, site = " ".join(title.split()), " ".join(site.split())
    while site and title.endswith(site) and title != site:
        rest = title[: -len(site)].rstrip()
        mark = next((mark for mark in _SEPARATORS if rest.endswith(mark)), "")
        kept = rest.removesuffix(mark).rstrip()
        is_hyphen = mark in "-:" and site.isascii() and kept == rest.removesuffix(mark)
        if not mark or not kept or is_hyphen:
            break
        title = kept
    return title


def _authors(authors: Iterable[str]) -> tuple[str, ...]:
    """Return names in order, each once, whatever their case and spaces."""
    named: dict[str, str] = {}
    for author in authors:
        name = " ".join(author.split())
        if name:
            named.setdefault(name.casefold(), name)
    return tuple(named.values())


def _lead(lead: Figure | None, link: Callable[[str], str]) -> Figure | None:
    if lead is None:
        return None
    cleaned = [block for block in map_links((lead,), link) if isinstance(block, Figure)]
    return cleaned[0]


def _without_repeats(
    blocks: list[Block], title: str, lead: Figure | None
) -> tuple[list[Block], Figure | None]:
    """Return *blocks* without a title and a lead picture at their head, and the lead picture."""
    while True:
        position = next((at for at, b in enumerate(blocks[:3]) if _opens_again(b, title, lead)), -1)
        if position < 0 or any(isinstance(b, Paragraph) for b in blocks[:position]):
            return blocks, lead
        gone = blocks[position]
        if isinstance(gone, Figure) and lead is not None:
            lead = _fuller(lead, gone)
        blocks = blocks[:position] + blocks[position + 1 :]


def _opens_again(block: Block, title: str, lead: Figure | None) -> bool:
    if isinstance(block, Heading):
        return bool(title) and _words(block.children) == _fold(title)
    return isinstance(block, Figure) and lead is not None and _key(block) == _key(lead)


def _fuller(one: Figure, other: Figure) -> Figure:
    """Return *one* with the longer caption, the longer alt text and the known size of the two."""
    caption = max(one.caption, other.caption, key=lambda inlines: len(inline_text(inlines)))
    alt = max(one.image.alt, other.image.alt, key=len)
    return replace(one, caption=caption, image=replace(one.image, alt=alt))


def _figures(blocks: Iterable[Block], lead: Figure | None) -> Iterator[Block]:
    """Yield *blocks* without pictures that were shown already and say nothing new."""
    shown = {_key(lead): inline_text(lead.caption)} if lead else {}
    for block in blocks:
        if isinstance(block, Figure):
            caption = inline_text(block.caption)
            before = shown.get(_key(block))
            if before is not None and (not caption or caption == before):
                continue
            shown[_key(block)] = caption
        yield block


def _rules(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* with rules only between other blocks, one at a time."""
    waiting: Rule | None = None
    begun = False
    for block in blocks:
        if isinstance(block, Rule):
            waiting = block
            continue
        if waiting is not None and begun:
            yield waiting
        waiting, begun = None, True
        yield block


def _key(figure: Figure) -> str:
    """Return what tells pictures apart: the address without its query, which asks for a size."""
    return figure.image.address.partition("?")[0].partition("#")[0]


def _words(inlines: Iterable[Inline]) -> str:
    return _fold(inline_text(inlines))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
