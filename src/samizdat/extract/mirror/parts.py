"""An old page taken apart: title, opening picture, body and what stands around them.

Everything is told by its place and shape, never by the words of one newsroom or one mirror. From
the top come the title, lines of nothing but links, the opening picture, rules; the body begins at
the first line that is none of these. From the bottom come a counter picture, lines of links, rules,
and the share block: the lines that name the page's own address or the original's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from samizdat.extract.mirror.addresses import is_label, name_of_file, names_own
from samizdat.extract.mirror.lines import (
    Line,
    is_counter,
    is_furniture,
    is_stamped,
    pointers_of,
    split_lines,
)
from samizdat.extract.mirror.values import Pointer

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(.*\S)\s*$")
_HTML_TITLE = re.compile(r"\s*<h[1-6]\b[^<>]*>(.*)</h[1-6]\s*>\s*$", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}(?:-{3,}|={3,})\s*$")
_OPENING = re.compile(r"<(div|figure|p|center|table|section|a|span)\b", re.IGNORECASE)
_CLOSING = re.compile(r"</(div|figure|p|center|table|section|a|span)\s*>", re.IGNORECASE)
_ENDS_ELEMENT = re.compile(r"</\w+\s*>\s*$")
_PICTURE = re.compile(r"<img\b|!\[(?:(?!!\[)[^\]\n])*+\]\(", re.IGNORECASE)
_MARKDOWN_PICTURE = re.compile(r"\s*!\[[^\]\n]*\]\([^)\n]*\)\s*$")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_CAPTION = 600
_LONGEST_TITLE = 1_000
_SHARE_LINES = 40
"""Lines from the end in which the share block is looked for."""
_SENTENCE_LINES = 3
_LABELS = 8


@dataclass(slots=True)
class Parts:
    """An old page, taken apart.

    Attributes:
        title: plain text, "" if there is none.
        title_target: where the title leads, "" if it is no link.
        lead: lines of the opening picture and its caption.
        body: lines of the story.
        tail: lines of the share block and the link to the original.
        navigation: links in rows.
        promoted: links that stand alone.
        counters: how many counter pictures there are.
    """

    title: str = ""
    title_target: str = ""
    lead: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    navigation: list[tuple[Pointer, ...]] = field(default_factory=list)
    promoted: list[tuple[Pointer, ...]] = field(default_factory=list)
    counters: int = 0

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """The links of navigation and promotion."""
        return tuple(p for row in (*self.navigation, *self.promoted) for p in row)


def take_apart(text: str, path: str) -> Parts:
    """Return the parts of the page *text*, whose file is *path*."""
    parts, lines = Parts(), split_lines(text)
    taker = _Taker(parts, lines, path)
    start = taker.top()
    end = taker.bottom(start)
    share = taker.share(start, end)
    parts.tail = lines[share:end]
    parts.body = taker.body(start, share)
    if not parts.body:  # a story of one picture
        parts.body, parts.lead = parts.lead, []
    return parts


def _is_captioned(chunk: str) -> bool:
    """Return whether *chunk* is a picture and at most a caption after it."""
    picture = _PICTURE.search(chunk)
    if picture is None or _TAG.sub("", chunk[: picture.start()]).strip():
        return False
    return len(_TAG.sub("", chunk)) <= _LONGEST_CAPTION and chunk.lower().count("<p") <= 1


@dataclass(slots=True)
class _Taker:
    """One page on its way apart."""

    parts: Parts
    lines: list[Line]
    path: str
    stamp: str = ""

    def __post_init__(self) -> None:
        self.stamp = name_of_file(self.path).partition(".")[0]

    def top(self) -> int:
        """Take what stands above the body; return where that begins."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line.is_blank or line.is_rule:
                at += 1
            elif title_end := self._title(at):
                at = title_end
            elif is_furniture(line, self.stamp):
                self._keep_links(line)
                at += 1
            elif lead_end := self._lead(at):
                self.parts.lead = self.lines[at:lead_end]
                at = lead_end
            else:
                break
        return at

    def _title(self, at: int) -> int:
        """Take the title if it stands at *at*; return where it ends, 0 if it does not."""
        if self.parts.title or len(self.lines[at].text) > _LONGEST_TITLE:
            return 0
        text, end = self._heading(at)
        pointers = pointers_of(text)
        if not end or len(pointers) > 1 or (pointers and is_stamped(self.lines[at], self.stamp)):
            return 0
        if pointers:
            text, self.parts.title_target = pointers[0].words, pointers[0].target
        self.parts.title = " ".join(unescape(_TAG.sub("", text)).split())
        return end if self.parts.title else 0

    def _heading(self, at: int) -> tuple[str, int]:
        """Return the heading at *at* and where it ends, 0 if there is none."""
        text = self.lines[at].text
        if match := _ATX.match(text) or _HTML_TITLE.match(text):
            return match[1], at + 1
        following = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        is_plain = not text.lstrip().startswith(("<", "!", "[", ">"))
        return (text, at + 2) if is_plain and _UNDERLINE.match(following) else ("", 0)

    def _keep_links(self, line: Line) -> None:
        pointers = pointers_of(line.text)
        kept = self.parts.navigation if len(pointers) > 2 else self.parts.promoted
        kept.append(pointers)

    def _lead(self, at: int) -> int:
        """Return where the opening picture that stands at *at* ends, 0 if none does.

        It is a Markdown picture, or an element with a picture and a caption's worth of text, and
        ends before a rule, a blank line or links.
        """
        if self.parts.lead:
            return 0
        if _MARKDOWN_PICTURE.match(self.lines[at].text):
            return at + 1
        if not self.lines[at].text.lstrip().startswith("<"):
            return 0
        end = self._element_end(at)
        chunk = "\n".join(line.text for line in self.lines[at:end])
        return end if _is_captioned(chunk) and self._is_apart(end) else 0

    def _element_end(self, at: int) -> int:
        """Return the line after the element that begins at *at*, by counting its tags."""
        depth = 0
        for end in range(at, min(at + 60, len(self.lines))):
            text = self.lines[end].text
            depth += len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
            if depth <= 0:
                return end + 1
        return at + 1

    def _is_apart(self, end: int) -> bool:
        """Return whether something keeps what ends before *end* apart from the body."""
        if end >= len(self.lines):
            return False
        line = self.lines[end]
        return line.is_blank or line.is_rule or is_furniture(line, self.stamp)

    def bottom(self, start: int) -> int:
        """Take what stands below the share block; return where that begins."""
        end = len(self.lines)
        while end > start:
            line = self.lines[end - 1]
            if is_counter(line):
                self.parts.counters += 1
            elif is_furniture(line, self.stamp):
                self._keep_links(line)
            elif not (line.is_blank or line.is_rule):
                break
            end -= 1
        return end

    def share(self, start: int, end: int) -> int:
        """Return where the share block begins, *end* if there is none."""
        window = range(max(start, end - _SHARE_LINES), end)
        own = next((at for at in window if names_own(self.lines[at], self.path)), None)
        if own is None:
            return self._labels(window, end)
        at = self._sentence(start, own)
        while (above := self._above(start, at)) is not None and is_label(self.lines[above]):
            at = above
        return at

    def _sentence(self, start: int, at: int) -> int:
        """Return where the sentence that ends right above *at* begins."""
        for _ in range(_SENTENCE_LINES):
            above = self.lines[at - 1]
            if at <= start or above.is_blank or above.is_rule or _ENDS_ELEMENT.search(above.text):
                break
            at -= 1
        return at

    def _above(self, start: int, at: int) -> int | None:
        """Return the line with something on it above *at*."""
        for above in range(at - 1, start - 1, -1):
            if not (self.lines[above].is_blank or self.lines[above].is_rule):
                return above
        return None

    def _labels(self, window: range, end: int) -> int:
        """Return where the addresses at the end of a page without a share block begin."""
        at = end
        for place in reversed(window):
            line = self.lines[place]
            if line.is_blank or line.is_rule:
                continue
            if end - place > _LABELS or not is_label(line):
                break
            at = place
        return at

    def body(self, start: int, end: int) -> list[Line]:
        """Return the lines of the story, without links that carry the page's mark."""
        while end > start and (self.lines[end - 1].is_blank or self.lines[end - 1].is_rule):
            end -= 1
        kept = []
        for line in self.lines[start:end]:
            if is_stamped(line, self.stamp):
                self._keep_links(line)
            elif is_counter(line) and not line.text.startswith(" "):
                self.parts.counters += 1
            else:
                kept.append(line)
        return kept
