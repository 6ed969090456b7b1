"""One file of an existing mirror → the story that it holds, a list, or neither."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from samizdat.extract.encoding import decode_html
from samizdat.extract.guard import check_size
from samizdat.extract.language import choose_language
from samizdat.extract.lead import split_lead
from samizdat.extract.mirror.addresses import find_original, find_own
from samizdat.extract.mirror.body import Mended, read_body, read_lead
from samizdat.extract.mirror.dateline import date_of_path, date_of_text
from samizdat.extract.mirror.lines import Line, all_pointers
from samizdat.extract.mirror.parts import Parts, take_apart
from samizdat.extract.mirror.values import (
    Flaw,
    OldIndex,
    OldPage,
    OldStory,
    OtherPage,
    Place,
    Pointer,
    Read,
)
from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.article import Article
from samizdat.model.tree import Block, Figure
from samizdat.model.tree_text import text_of

_FEWEST_LISTED = 2
_ANY_TAG = re.compile(r"<[^<>]*>")
_FLAWS = (
    (re.compile("\ufffd"), "some characters were broken before and stay unreadable"),
    (
        re.compile(r"<(?:ok|a)\s*>", re.IGNORECASE),
        "a link has no address any more; its words stay",
    ),
    (
        re.compile(r"<img\b(?![^<>]*\bsrc\s*=\s*[\"']?\s*(?:https?:)?//)[^<>]*>", re.IGNORECASE),
        "a picture has no address from which it could be fetched",
    ),
)
_NOWHERE = "https://origin.invalid/"
"""What references resolve against where no original is named: they lead nowhere, and are said."""


def read_old_page(page: OldPage) -> Read:
    """Return what the file *page* is.

    Raises:
        ParseError: it would cost far more to read than any real page, or it is Markdown and there
            is nothing that reads Markdown.
    """
    check_size(page.body, where=page.path)
    text = decode_html(page.body).text.replace("\r\n", "\n").replace("\r", "\n")
    parts = take_apart(text, page.path)
    own = find_own(parts.tail, page.path)
    original = find_original(parts.tail, page.path, own) or _leading(parts)
    if not original and not own and _is_list(parts, text):
        return OldIndex(page.path, parts.title, _all(text))
    if not any(not line.is_blank for line in (*parts.body, *parts.lead)):
        return OtherPage(page.path, "it holds neither a story nor a list of stories")
    if not original and not own:
        return OtherPage(page.path, "it names neither its original nor its own address")
    return _Reader(page, parts, original, own).story()


def _leading(parts: Parts) -> str:
    """Return where the title leads, if that is an address of the web."""
    return canonical_address(parts.title_target) if is_web(parts.title_target) else ""


def _all(text: str) -> tuple[Pointer, ...]:
    return tuple(pointer for line in text.split("\n") for pointer in all_pointers(line))


def _is_list(parts: Parts, text: str) -> bool:
    """Return whether more of the page's words lead to files of its own kind than do not."""
    pointers = [p for p in _all(text) if ".md" in p.target.lower()]
    listed = sum(len(pointer.words) for pointer in pointers)
    source = "\n".join(line.text for line in parts.body)
    words = len("".join(_ANY_TAG.sub("", source).split())) - sum(
        len(p.words) + len(p.target) for line in parts.body for p in all_pointers(line.text)
    )
    return len(pointers) >= _FEWEST_LISTED and listed >= words


class _Reader:
    """One story's page on its way to an article."""

    def __init__(self, page: OldPage, parts: Parts, original: str, own: str) -> None:
        self._page, self._parts = page, parts
        self._original, self._own = original, own
        self._place = page.places.get(host_of(original), Place())
        self._mended = Mended()

    def story(self) -> OldStory:
        """Return the story."""
        base = self._original or self._own or _NOWHERE
        lead, beside = self._lead(base)
        blocks = (*beside, *self._blocks(self._parts.body, base))
        if lead is None:
            lead, blocks = split_lead(blocks, "")
        self._count_furniture()
        self._find_flaws(lead, blocks)
        return OldStory(
            path=self._page.path,
            article=self._article(lead, blocks),
            original=self._original,
            own=self._own,
            pointers=self._parts.pointers,
            repairs=self._mended.counts,
            flaws=tuple(self._mended.flaws),
        )

    def _article(self, lead: Figure | None, blocks: tuple[Block, ...]) -> Article:
        place, title = self._place, self._parts.title
        text = text_of(blocks, captions=False)
        language = choose_language((), f"{title}\n{text}", place.language)
        published = date_of_text(blocks, zone=place.timezone, language=language)
        return Article(
            title=title,
            blocks=blocks,
            published_at=published
            or date_of_path(self._page.path)
            or date_of_path(urlsplit(self._original).path),
            language=language,
            lead=lead,
            tags=tuple(self._mended.tags),
            route="import",
            confidence=1.0,
        )

    def _lead(self, base: str) -> tuple[Figure | None, tuple[Block, ...]]:
        lines = self._parts.lead
        if not lines:
            return None, ()
        source = "\n".join(line.text for line in lines)
        return read_lead(source, base, self._mended, where=self._page.path)

    def _blocks(self, lines: list[Line], base: str) -> tuple[Block, ...]:
        source = "\n".join(line.text for line in lines)
        return read_body(source, base, self._mended, where=self._page.path)

    def _count_furniture(self) -> None:
        parts, mended = self._parts, self._mended
        mended.add("navigation", len(parts.navigation))
        mended.add("promoted", sum(map(len, parts.promoted)))
        mended.add("share", int(bool(parts.tail)))
        mended.add("counters", parts.counters)

    def _find_flaws(self, lead: Figure | None, blocks: tuple[Block, ...]) -> None:
        """Note what a person should look at."""
        first = self._parts.body[0].number if self._parts.body else 1
        if not self._parts.title:
            self._flaw(1, "no title was found")
        if not self._original:
            self._flaw(first, "no link to the original was found")
        if not blocks and lead is None:
            self._flaw(first, "nothing of the body could be read")
        lines = (*self._parts.lead, *self._parts.body)
        source = "\n".join(line.text for line in lines)
        there = [flaw for flaw in _FLAWS if flaw[0].search(source)]
        for line in lines if there else ():
            for pattern, what in there:
                if pattern.search(line.text):
                    self._flaw(line.number, what)

    def _flaw(self, line: int, what: str) -> None:
        self._mended.flaws.append(Flaw(line, what))
