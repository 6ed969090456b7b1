"""Commented samizdat.toml text: written by `init`, added to by `add`, cut by `remove`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from samizdat.config.values import RemoteConfig, SourceConfig

_NEW = """\
# A mirror made by samizdat. Mirror what you have the right to mirror.
# Every key is explained in docs/reference/configuration.md.

[mirror]
title = {title}
# Wording of the pages; every story keeps its own language.
language = {language}
# An address for newsrooms and readers; it is part of the user agent. Please fill it in.
contact = ""
# A folder; everything that is mirrored lives here.
store = "store"

[fetch]
# Pause between two requests to one host.
delay = {delay}
# Private or loopback hosts that may be fetched.
allow_private = {allow_private}

{newsroom}
{remotes}"""

_EXAMPLE = """\
# Where the edition goes; as many as you like.
# [[remote]]
# name = "main"
# push = "https://forge.example/mirror/news.git"   # or ssh, a path, a plain folder
# public = "https://forge.example/mirror/news/blob/main/"
# forge = "github"                                 # github, gitlab, forgejo, git, folder
"""

_REMOTE = """\
[[remote]]
name = {name}
push = {push}
# Where readers find the files; without it pages have no share block and no QR code.
public = {public}
# github, gitlab, forgejo, git, folder
forge = {forge}
"""


@dataclass(frozen=True, slots=True)
class NewNewsroom:
    """What is written of a newsroom."""

    id: str
    name: str
    home: str
    language: str
    hosts: tuple[str, ...]
    sources: tuple[SourceConfig, ...]
    sections: Mapping[str, str] = field(default_factory=dict)


def quoted(text: str) -> str:
    """Return *text* as a TOML basic string.

    Null characters, which no setting may hold, are left out; half characters are question marks.
    """
    whole = text.replace("\x00", "").encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _strings(items: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(item) for item in items) + "]"


def write_config(
    title: str,
    language: str,
    newsroom: NewNewsroom,
    remotes: Sequence[RemoteConfig],
    allow_private: Sequence[str],
) -> str:
    """Return the text of a new samizdat.toml."""
    return _NEW.format(
        title=quoted(title),
        language=quoted(language),
        delay=quoted("0s" if allow_private else "2s"),
        allow_private=_strings(allow_private),
        newsroom=write_newsroom(newsroom),
        remotes=write_remotes(remotes),
    )


def write_newsroom(newsroom: NewNewsroom) -> str:
    """Return the tables of a newsroom and its sources."""
    head = [
        f"[newsroom.{newsroom.id}]   # part of every path: never change it",
        f"name = {quoted(newsroom.name)}",
        f"home = {quoted(newsroom.home)}",
    ]
    if newsroom.language:
        head.append(f"language = {quoted(newsroom.language)}")
    head += [f"hosts = {_strings(newsroom.hosts)}", ""]
    if newsroom.sections:
        head.append(f"[newsroom.{newsroom.id}.sections]   # names that readers see, in this order")
        head += [f"{key} = {quoted(name)}" for key, name in newsroom.sections.items()] + [""]
    return "\n".join([*head, *(write_source(newsroom.id, s) for s in newsroom.sources)])


def add_sections(text: str, newsroom: str, names: Mapping[str, str]) -> str:
    """Return *text* with *names* (section key → display name) added to those of *newsroom*."""
    lines = "".join(f"{key} = {quoted(name)}\n" for key, name in names.items())
    headers = [*_HEADER.finditer(text)]
    starts = [match.start() for match in headers[1:]] + [len(text)]
    for match, end in zip(headers, starts, strict=True):
        if re.sub(r"\s", "", match[1]) == f"[newsroom.{newsroom}.sections]":
            at = _last_entry(text, match.end(), end)
            return f"{text[:at]}\n{lines}{text[at:].removeprefix(chr(10))}"
    return f"{text.rstrip()}\n\n[newsroom.{newsroom}.sections]\n{lines}"


def _last_entry(text: str, start: int, end: int) -> int:
    """Return where the last line of a table ends that is neither empty nor a comment."""
    at = start
    for line in re.finditer(r"^[ \t]*[^\s#][^\n]*$", text[:end], re.MULTILINE):
        at = max(at, line.end())
    return at


def write_source(newsroom: str, source: SourceConfig) -> str:
    """Return the table of one source."""
    lines = [
        f"[[newsroom.{newsroom}.source]]",
        f"id = {quoted(source.id)}",
        f"kind = {quoted(source.kind)}",
        f"address = {quoted(source.address)}",
        f"sections = {_strings(source.sections)}",
    ]
    if source.kind in ("feed", "sitemap", "listing"):
        count = source.backfill.count
        lines.append(
            f'backfill = "{count}"             # newest first: a count, or an age like "30d"'
        )
    for key in ("selector", "next", "items", "full_text"):
        value = getattr(source, key)
        if value and value != "auto":
            lines.append(f"{key} = {quoted(value)}")
    return "\n".join([*lines, ""])


def write_remotes(remotes: Sequence[RemoteConfig]) -> str:
    """Return the tables of *remotes*, or an example in comments if there are none."""
    return "\n".join(_remote(remote) for remote in remotes) or _EXAMPLE


def _remote(remote: RemoteConfig) -> str:
    return _REMOTE.format(
        name=quoted(remote.name),
        push=quoted(remote.push),
        public=quoted(remote.public),
        forge=quoted(remote.forge),
    )


def cut_newsroom(text: str, newsroom: str) -> str:
    """Return *text* without the tables of *newsroom*."""
    return _cut(text, lambda header, _: _belongs(header, newsroom))


def cut_source(text: str, newsroom: str, marks: Sequence[str]) -> str:
    """Return *text* without the source table of *newsroom* that holds one of the lines *marks*."""

    def is_it(header: str, body: str) -> bool:
        lines = {line.partition("#")[0].strip() for line in body.splitlines()}
        return header == f"[[newsroom.{newsroom}.source]]" and any(m in lines for m in marks)

    return _cut(text, is_it)


def _belongs(header: str, newsroom: str) -> bool:
    name = header.strip("[]")
    return name == f"newsroom.{newsroom}" or name.startswith(f"newsroom.{newsroom}.")


_HEADER = re.compile(r"^\s*(\[\[?[^\]\n]+\]\]?)[^\n]*$", re.MULTILINE)


def _cut(text: str, is_out: Callable[[str, str], bool]) -> str:
    """Return *text* without the tables for which *is_out*(header, body) is true."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    parts = [text[: starts[0]]] if starts else [text]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        match = _HEADER.match(part)
        header = re.sub(r"\s", "", match[1]) if match else ""
        if not is_out(header, part):
            parts.append(part)
    return "".join(parts)
