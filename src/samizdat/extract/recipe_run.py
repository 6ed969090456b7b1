"""A recipe run on a document: the fields its selectors find, the body read into the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from selectolax.lexbor import LexborNode

from samizdat.extract.authors import clean_names
from samizdat.extract.dates import parse_date, parse_strptime
from samizdat.extract.document import Document
from samizdat.extract.reader import ReadOptions, node_ids, read_blocks
from samizdat.extract.reader_images import pick_image
from samizdat.extract.select import Picker
from samizdat.model.address import join
from samizdat.model.recipe import Recipe, Selector
from samizdat.model.tree import Block
from samizdat.model.tree_text import block_texts

_REFERRING = frozenset({"img", "a", "link", "meta"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recipe found on one page; "", () or None where it found nothing."""

    blocks: tuple[Block, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    lead_image: str = ""
    lead_caption: str = ""
    tags: tuple[str, ...] = ()
    next_page: str = ""
    language: str = ""


def run_recipe(
    recipe: Recipe, document: Document, *, zone: str = "", language: str = ""
) -> Reading:
    """Return what *recipe* finds in *document*; no blocks if none of its body selectors matches.

    Dates without a zone are in the recipe's zone, else in *zone*.
    """
    picker = Picker(document)
    return Reading(
        blocks=_body(recipe, document, picker),
        title=next(iter(picker.first_values(recipe.title)), ""),
        authors=clean_names(picker.first_values(recipe.authors)),
        published_at=_published(recipe, picker, recipe.timezone or zone, language),
        lead_image=_address(picker, recipe.lead_image, document.base),
        lead_caption=next(iter(picker.first_values(recipe.lead_caption)), ""),
        tags=tuple(dict.fromkeys(picker.first_values(recipe.tags))),
        next_page=_address(picker, recipe.next_page, document.base) if recipe.multi_page else "",
        language=next(iter(picker.first_values(recipe.language)), ""),
    )


def _body(recipe: Recipe, document: Document, picker: Picker) -> tuple[Block, ...]:
    """Return the blocks of the first body selector whose nodes hold any text."""
    for selector in recipe.body:
        nodes = picker.nodes(selector)
        if not nodes:
            continue
        exclude = node_ids(_excluded(recipe, picker, nodes))
        options = ReadOptions(exclude=exclude, strip_image=recipe.strip_image)
        kept = [node for node in nodes if node.mem_id not in exclude]
        blocks = read_blocks(kept, document.base, options)
        if any(map(str.strip, block_texts(blocks, captions=False))):
            return blocks
    return ()


def _excluded(recipe: Recipe, picker: Picker, nodes: Sequence[LexborNode]) -> Iterator[LexborNode]:
    """Yield the nodes that the recipe leaves out."""
    if joined := ", ".join(s.query for s in recipe.exclude if s.language == "css"):
        yield from picker.nodes(Selector(joined))
    for selector in recipe.exclude:
        if selector.language != "css":
            yield from picker.nodes(selector)
    if not recipe.strip_id_or_class:
        return
    holds = _words(recipe.strip_id_or_class).search
    for node in nodes:
        for inner in node.css("[id], [class]"):
            named = inner.attributes
            if inner.mem_id != node.mem_id and (
                holds(named.get("class") or "") or holds(named.get("id") or "")
            ):
                yield inner


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _published(recipe: Recipe, picker: Picker, zone: str, language: str) -> datetime | None:
    """Return the first value that is a date, by the recipe's format where it has one."""
    for selector in recipe.published:
        for text in picker.values(selector)[:5]:
            found = (
                parse_strptime(text, recipe.date_format, zone=zone) if recipe.date_format else None
            )
            if found := found or parse_date(text, zone=zone, language=language):
                return found
    return None


def _address(picker: Picker, selectors: Sequence[Selector], base: str) -> str:
    """Return the first absolute address that *selectors* give."""
    for selector in selectors:
        for reference in _references(picker, selector, base):
            if reference and (address := join(base, reference)):
                return address
    return ""


def _references(picker: Picker, selector: Selector, base: str) -> Iterator[str]:
    """Yield the values of *selector*; of an element without named attribute its usual one."""
    if selector.attribute:
        yield from picker.values(selector)
        return
    for node in picker.nodes(selector):
        source = node if node.tag in _REFERRING else node.css_first("img, a[href]")
        if source is not None and source.tag == "img":
            picture = pick_image(source, base)
            yield picture.address if picture else ""
        elif source is not None:
            yield source.attributes.get("content") or source.attributes.get("href") or ""
    if selector.language == "xpath":
        yield from picker.values(selector)
