"""`init`, `add`, `remove`: what a mirror mirrors, as changes of samizdat.toml."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from samizdat.app.mirror import Mirror, fetch_options, system_clock
from samizdat.app.scout import Find, Scouted, newsroom_id, scout
from samizdat.config import CONFIG_NAME, Config, RemoteConfig, SourceConfig, parse_config
from samizdat.config.values import ForgeKind
from samizdat.config.write import (
    NewNewsroom,
    cut_newsroom,
    cut_source,
    quoted,
    write_config,
    write_newsroom,
    write_source,
)
from samizdat.errors import ConfigError, ParseError, UsageError
from samizdat.fetch import FetchOptions, HttpFetcher
from samizdat.model.address import canonical_address, host_of
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.render.wording import shipped_language


@dataclass(slots=True)
class Settled:
    """What a set-up command did, for the operator to read.

    Attributes:
        newsroom: id of the newsroom it was about.
        found: sources that answered.
        chosen: those that are in samizdat.toml now.
        story: address of a single story that will be mirrored, "" if none.
        failed: what was tried and did not answer.
    """

    newsroom: str
    found: list[Find] = field(default_factory=list)
    chosen: list[SourceConfig] = field(default_factory=list)
    story: str = ""
    failed: list[Failed] = field(default_factory=list)


def init(folder: Path, address: str, remotes: Sequence[str], *, allow_private: bool) -> Settled:
    """Write samizdat.toml in *folder* for the newsroom at *address*.

    Raises:
        UsageError: there is one already, or a remote is not `NAME=ADDRESS`.
        FetchError: the address does not answer.
        ParseError: it is nothing a mirror can start from.
    """
    path = folder / CONFIG_NAME
    if path.exists():
        hint = "samizdat add URL  adds a newsroom to it"
        raise UsageError("there is a samizdat.toml already", where=str(path), hint=hint)
    targets = [read_remote(text) for text in remotes]
    private = _private_host(address) if allow_private else ()
    scouted = asyncio.run(_scout(_first_options(private), address))
    if not scouted.chosen:
        raise ParseError(
            "no feed, sitemap or listing was found there",
            where=address,
            hint="give the address of a feed, a sitemap or a page that lists stories",
        )
    newsroom = _newsroom(scouted, taken=())
    title, language = scouted.name, scouted.language or "en"
    text = write_config(title, shipped_language(language), newsroom, targets, private)
    parse_config(text, root=folder.resolve(), where=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    write_file(path, text)
    return Settled(newsroom.id, scouted.found, list(newsroom.sources), failed=scouted.failed)


def read_remote(text: str) -> RemoteConfig:
    """Return the remote that `NAME=ADDRESS` names; a folder that is no repository is a folder.

    Raises:
        UsageError: it is not of that form.
    """
    name, equals, address = text.partition("=")
    if not equals or not name or not address:
        raise UsageError(
            f"“{text}” is not NAME=ADDRESS", hint="--remote main=https://forge.example/me/news.git"
        )
    return RemoteConfig(name=name, push=address, public=_public(address), forge=_forge(address))


_FORGES: dict[str, ForgeKind] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "forgejo",
}


def _forge(address: str) -> ForgeKind:
    is_path = "://" not in address and not re.match(r"[^/\\]+:", address)
    if is_path and not address.endswith(".git") and not (Path(address) / "HEAD").is_file():
        return "git" if (Path(address) / ".git").exists() else "folder"
    return _FORGES.get(_git_host(address), "git")


def _git_host(address: str) -> str:
    match = re.match(r"(?:[^@/]+@)?([^/:]+):(?!//)", address)
    return match[1].lower() if match else host_of(address.replace("ssh://", "https://"))


def _public(address: str) -> str:
    """Return where readers find a well-known forge's files, "" for others."""
    host = _git_host(address)
    if host not in _FORGES:
        return ""
    path = urlsplit(address).path if "://" in address else address.partition(":")[2]
    path = path.strip("/").removesuffix(".git")
    middle = {"github": "blob/main", "gitlab": "-/blob/main", "forgejo": "src/branch/main"}
    return f"https://{host}/{path}/{middle[_FORGES[host]]}/"


def _private_host(address: str) -> tuple[str, ...]:
    host = host_of(address if "://" in address else f"https://{address}")
    return (host,) if host else ()


def _first_options(private: Sequence[str]) -> FetchOptions:
    config = Config(root=Path())
    options = fetch_options(config)
    return FetchOptions(
        user_agent=options.user_agent,
        delay=options.delay if not private else options.delay * 0,
        allow_private=frozenset(private),
    )


async def _scout(options: FetchOptions, address: str) -> Scouted:
    async with HttpFetcher(options, now=system_clock) as fetcher:
        return await scout(fetcher, address)


def _newsroom(scouted: Scouted, taken: Sequence[str]) -> NewNewsroom:
    hosts = tuple(dict.fromkeys(filter(None, (host_of(scouted.home),))))
    return NewNewsroom(
        id=newsroom_id(scouted.home, scouted.name, taken),
        name=scouted.name,
        home=scouted.home,
        language=scouted.language,
        hosts=hosts,
        sources=_sources(scouted.chosen, ()),
        sections={"news": _NEWS.get(shipped_language(scouted.language), "News")},
    )


_NEWS = {
    "zh-Hans": "新闻",
    "zh-Hant": "新聞",
    "fa": "خبرها",
    "ar": "الأخبار",
    "ru": "Новости",
}
"""What the first section is called until the operator names it otherwise."""


def _sources(chosen: Sequence[Find], taken: Sequence[str]) -> tuple[SourceConfig, ...]:
    """Return *chosen* as sources with short ids that are not *taken*."""
    used, sources = set(taken), []
    for find in chosen:
        number, name = 1, str(find.kind)
        while name in used:
            number += 1
            name = f"{find.kind}-{number}"
        used.add(name)
        sources.append(
            SourceConfig(
                kind=find.kind,
                address=find.address,
                id=name,
                selector=find.selector,
                next=find.next,
            )
        )
    return tuple(sources)


def add(mirror: Mirror, address: str) -> Settled:
    """Add the newsroom, the source or the single story at *address*.

    Raises:
        FetchError: the address does not answer.
        ConfigError: everything found there is mirrored already.
    """
    scouted = asyncio.run(_scout(fetch_options(mirror.config), address))
    is_story = scouted.what == "story"
    room = _room_of(mirror.config, address, alone=is_story)
    if is_story:
        return _add_story(mirror, room or _add_newsroom(mirror, scouted), scouted, address)
    if room:
        settled, addition = _more_sources(mirror.config, room, scouted)
    else:
        newsroom = _newsroom(scouted, tuple(mirror.config.newsrooms))
        settled = Settled(newsroom.id, scouted.found, list(newsroom.sources))
        addition = write_newsroom(newsroom)
    settled.failed = scouted.failed
    _append(mirror.config.root, addition)
    return settled


def _append(root: Path, addition: str) -> None:
    """Add tables to samizdat.toml, if it still reads with them."""
    path = root / CONFIG_NAME
    text = f"{path.read_text(encoding='utf-8').rstrip()}\n\n{addition}"
    parse_config(text, root=root, where=str(path))
    write_file(path, text)


def _room_of(config: Config, address: str, *, alone: bool) -> str | None:
    """Return the newsroom to which *address* belongs: the longest home that it starts with.

    Args:
        config: names the newsrooms.
        address: of a source or a story.
        alone: the only newsroom of the address's host will do too, as for a story, whose address
            need not begin with the home page's.
    """
    host = host_of(address if "://" in address else f"https://{address}")
    rooms = [room for room in config.newsrooms.values() if host and host in room.hosts]
    under = [room for room in rooms if address.startswith(room.home.rstrip("/") + "/")]
    if not under and alone and len(rooms) == 1:
        under = rooms
    return max(under, key=lambda room: len(room.home)).id if under else None


def _more_sources(config: Config, room: str, scouted: Scouted) -> tuple[Settled, str]:
    known = config.newsrooms[room].source
    fresh = [f for f in scouted.chosen if f.address not in {s.address for s in known}]
    if not fresh:
        raise ConfigError(
            "this newsroom's sources are mirrored already",
            where=f"[newsroom.{room}]",
            hint="give the address of another feed, or of a single story",
        )
    sources = _sources(fresh, [source.id for source in known])
    text = "\n".join(write_source(room, source) for source in sources)
    return Settled(room, scouted.found, list(sources)), text


def _add_newsroom(mirror: Mirror, scouted: Scouted) -> str:
    """Add the newsroom of a single story, without sources; return its id."""
    home = urlsplit(scouted.home)._replace(path="/", query="").geturl()
    host = host_of(home)
    id_ = newsroom_id(home, host, tuple(mirror.config.newsrooms))
    newsroom = NewNewsroom(id_, host, home, scouted.language, (host,), ())
    _append(mirror.config.root, write_newsroom(newsroom))
    mirror.store.put_newsroom(
        id_, name=host, home=home, language=scouted.language, hosts=newsroom.hosts
    )
    return id_


def _add_story(mirror: Mirror, room: str, scouted: Scouted, address: str) -> Settled:
    """Queue one story; it is read at the next run."""
    known = mirror.config.newsrooms.get(room)
    sections = known.source[0].sections if known and known.source else ("news",)
    keys = tuple(f"{room}/{key}" for key in sections)
    canonical = canonical_address(address if "://" in address else f"https://{address}")
    mirror.store.queue_single(room, Entry(address=canonical), keys, mirror.now())
    return Settled(room, story=canonical, failed=scouted.failed)


@dataclass(frozen=True, slots=True)
class Removed:
    """What `remove` took out of samizdat.toml.

    Attributes:
        newsroom: its id.
        sources: ids of the sources that are asked no more.
        stories: how many stories stay readable.
    """

    newsroom: str
    sources: tuple[str, ...]
    stories: int


def remove(mirror: Mirror, name: str, *, dry_run: bool = False) -> Removed:
    """Take the newsroom *name*, or the source `newsroom/source` or its address, out of the mirror.

    Its stories stay where they are, readable under their addresses.

    Raises:
        UsageError: no newsroom and no source is called so.
    """
    path = mirror.config.root / CONFIG_NAME
    text = path.read_text(encoding="utf-8")
    room, sources, left = _cut(mirror.config, text, name)
    stories = sum(
        n
        for key in mirror.store.section_keys()
        if key.startswith(f"{room}/")
        for _, n in mirror.store.month_counts(key)
    )
    if not dry_run:
        parse_config(left, root=mirror.config.root, where=str(path))
        write_file(path, left)
    return Removed(room, sources, stories)


def _cut(config: Config, text: str, name: str) -> tuple[str, tuple[str, ...], str]:
    if name in config.newsrooms:
        ids = tuple(source.id for source in config.newsrooms[name].source)
        return name, ids, cut_newsroom(text, name)
    for room in config.newsrooms.values():
        for source in room.source:
            if name in (source.address, f"{room.id}/{source.id}"):
                marks = [f"address = {quoted(source.address)}"]
                return room.id, (source.id,), cut_source(text, room.id, marks)
    known = [
        *config.newsrooms,
        *(f"{r.id}/{s.id}" for r in config.newsrooms.values() for s in r.source),
    ]
    raise UsageError(
        "no newsroom and no source is called so", where=name, hint="one of " + ", ".join(known)
    )


def write_file(path: Path, text: str) -> None:
    """Write *text* to *path* in one step: whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
