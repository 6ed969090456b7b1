"""The machine line: what a program has to know of a story, as the last line of its file.

A lost store is rebuilt from it, and another mirror's editors find the original by it. It is one
HTML comment, which forges do not show; `<`, `>`, `&`, `--` and characters that only deceive are
written as JSON escapes, so that nothing in it can end the comment or turn its direction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args

from samizdat.model.story import State

_STORY, _ALIAS, _END = "<!-- samizdat:story ", "<!-- samizdat:alias ", " -->"
_LONGEST = 1_000_000
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "--": "\\u002d\\u002d"}
_DECEIVING = re.compile(
    "[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_STATES: tuple[State, ...] = get_args(State)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoryMark:
    """What the machine line says of a story.

    Of a merged one only id, state, address and target; of a withdrawn one only id, state and
    reason.

    Attributes:
        id: the story's id.
        state: what readers see of it.
        address: of the original; of a merged one the address from which its id was minted.
        newsroom: id of the newsroom.
        published: aware UTC, None if the source never said.
        first: aware UTC, orders lists; frozen.
        mirrored: aware UTC, when the shown state was read.
        language: BCP 47 tag.
        title: plain text.
        authors: names, in the byline's order.
        sections: keys `newsroom/section`.
        tags: the newsroom's own topic words.
        pictures: origin address and file of each picture that the page shows, then those that it
            lacks, with "" for the file, in the order in which words stand for them.
        updated: how many times the source has changed the story.
        target: path of the file that the page of a merged story leads to.
        reason: why it is gone or withdrawn, in words for readers.
        body: where the body stands in the file: its first line, from 1, and how many lines it has.
            A first line below 0 counts from the end of the file, the machine line being -1: a
            remote's own lines stand between. (0, 0) if there is no body.
        links: address in the body and file of this edition, where a link leads to the latter.
        notes: addresses of the body's footnotes, in order.
    """

    id: str
    state: State = "shown"
    address: str = ""
    newsroom: str = ""
    published: datetime | None = None
    first: datetime | None = None
    mirrored: datetime | None = None
    language: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    updated: int = 0
    target: str = ""
    reason: str = ""
    body: tuple[int, int] = (0, 0)
    links: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasMark:
    """What the machine line of a pointer page says.

    Attributes:
        target: path of the file that the page leads to, "" if that is not to be seen.
    """

    target: str


def write_machine_line(mark: StoryMark | AliasMark) -> str:
    r"""Return the line for *mark*, without a line end; what is empty is left out.

    >>> print(write_machine_line(StoryMark("eaa7vq4nya4q", title="a --> b")))
    <!-- samizdat:story {"id":"eaa7vq4nya4q","title":"a \u002d\u002d\u003e b"} -->
    """
    if isinstance(mark, AliasMark):
        return f"{_ALIAS}{_packed({'target': mark.target})}{_END}"
    data = {
        "id": mark.id,
        "state": "" if mark.state == "shown" else mark.state,
        "address": mark.address,
        "newsroom": mark.newsroom,
        "published": _written(mark.published),
        "first": _written(mark.first),
        "mirrored": _written(mark.mirrored),
        "language": mark.language,
        "title": mark.title,
        "authors": mark.authors,
        "sections": mark.sections,
        "tags": mark.tags,
        "pictures": mark.pictures,
        "updated": mark.updated,
        "target": mark.target,
        "reason": mark.reason,
        "body": mark.body if mark.body[1] else (),
        "links": mark.links,
        "notes": mark.notes,
    }
    return f"{_STORY}{_packed({key: value for key, value in data.items() if value})}{_END}"


def _packed(data: Mapping[str, object]) -> str:
    text = _encode(data)
    for mark, escape in _ESCAPED.items():
        if mark in text:
            text = text.replace(mark, escape)
    return _DECEIVING.sub(_escape, text) if _DECEIVING.search(text) else text


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _written(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat() if when else ""


def read_machine_line(text: str) -> StoryMark | None:
    """Return what the last line of a story's file says, None if it is no such line.

    Blank lines after it do not count. Nothing in *text* is trusted: what is missing stays empty,
    what has another shape makes the whole line count for nothing.
    """
    return _read(text, _STORY, _story)


def read_alias_line(text: str) -> AliasMark | None:
    """Return what the last line of a pointer page's file says, None if it is no such line."""
    return _read(text, _ALIAS, lambda data: AliasMark(_text(data, "target")))


def _read(text: str, start: str, build: Callable[[Mapping[str, Any]], T]) -> T | None:
    line = text.rstrip()
    line = line[line.rfind("\n") + 1 :]
    if not line.startswith(start) or not line.endswith(_END) or len(line) > _LONGEST:
        return None
    try:
        data = json.loads(line[len(start) : -len(_END)])
        return build(data) if isinstance(data, dict) else None
    except (ValueError, RecursionError, OverflowError):
        return None


def _story(data: Mapping[str, Any]) -> StoryMark:
    """Return the story that *data* tells of.

    Raises:
        ValueError: it tells of none.
    """
    state = _state(data)
    updated = data.get("updated", 0)
    if type(updated) is not int or not 0 <= updated < 10**9:
        raise ValueError("updated is no count")
    if not _text(data, "id"):
        raise ValueError("a story without an id")
    return StoryMark(
        id=_text(data, "id"),
        state=state,
        address=_text(data, "address"),
        newsroom=_text(data, "newsroom"),
        published=_time(data, "published"),
        first=_time(data, "first"),
        mirrored=_time(data, "mirrored"),
        language=_text(data, "language"),
        title=_text(data, "title"),
        authors=_texts(data.get("authors", [])),
        sections=_texts(data.get("sections", [])),
        tags=_texts(data.get("tags", [])),
        pictures=_pairs(data.get("pictures", [])),
        updated=updated,
        target=_text(data, "target"),
        reason=_text(data, "reason"),
        body=_lines(data.get("body", [0, 0])),
        links=_pairs(data.get("links", [])),
        notes=_texts(data.get("notes", [])),
    )


def _lines(value: object) -> tuple[int, int]:
    match value:
        case [int(first), int(count)] if abs(first) < 10**7 and 0 <= count < 10**7:
            return first, count
    raise ValueError("not where a body stands")


def _state(data: Mapping[str, Any]) -> State:
    state = _text(data, "state") or "shown"
    for known in _STATES:
        if state == known:
            return known
    raise ValueError("not a story's state")


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} is no text")  # noqa: TRY004  one kind of fault for the caller
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("not a list of texts")
    return tuple(value)


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise ValueError("not a list of pairs")  # noqa: TRY004  as above
    pairs = [_texts(item) for item in value]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("not a list of pairs")
    return tuple((pair[0], pair[1]) for pair in pairs)


def _time(data: Mapping[str, Any], key: str) -> datetime | None:
    value = _text(data, key)
    if not value:
        return None
    when = datetime.fromisoformat(value)
    if when.tzinfo is None:
        raise ValueError(f"{key} has no time zone")
    return when.astimezone(UTC)
