"""A mirror as the commands see it: configuration, store, clock and the values made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from samizdat import __version__
from samizdat.app.listener import Listener, Silence
from samizdat.config import Config, NewsroomConfig, SourceConfig, load_config
from samizdat.edit.names import Names, NewsroomName
from samizdat.errors import UsageError
from samizdat.model.page import Page
from samizdat.render.git import Look
from samizdat.render.wording import load_wording
from samizdat.store import Lock, SourceSpec, Store

# Imported where they are used: they bring a client and every reader of pages, which takes a second,
# and most commands need neither.
if TYPE_CHECKING:
    from samizdat.app.recipes import Recipes
    from samizdat.fetch import FetchOptions, HttpFetcher
    from samizdat.sources import SourceOptions

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the time now, aware UTC."""
    return datetime.now(UTC)


@dataclass
class Mirror:
    """One mirror, open.

    Attributes:
        config: what samizdat.toml says.
        store: its store, open.
        now: the clock of the run.
        listener: hears how the run goes on.
        built: lists that this run's build made, by key, each under its fingerprint; a publication
            in the same run takes them as they are if the fingerprint is still the page's.
    """

    config: Config
    store: Store
    now: Clock = system_clock
    listener: Listener = field(default_factory=Silence)
    built: dict[str, tuple[str, Page]] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """Display names of newsrooms and sections, in the configuration's order."""
        return Names({id_: _names(room) for id_, room in self.config.newsrooms.items()})

    @cached_property
    def look(self) -> Look:
        """Title, wording and contact of the pages."""
        mirror = self.config.mirror
        wording = load_wording(mirror.language, *_overrides(self.config))
        return Look(title=mirror.title, wording=wording, contact=mirror.contact)

    @cached_property
    def recipes(self) -> Recipes:
        """The recipes of the mirror's folder."""
        from samizdat.app.recipes import Recipes  # noqa: PLC0415

        return Recipes(self.config)

    def fetcher(self) -> HttpFetcher:
        """Return a polite client for one run."""
        from samizdat.fetch import HttpFetcher  # noqa: PLC0415

        return HttpFetcher(fetch_options(self.config), now=self.now)

    def source(self, source_id: str) -> tuple[NewsroomConfig, SourceConfig] | None:
        """Return a source of the configuration by its full id `newsroom/source`."""
        newsroom, _, name = source_id.partition("/")
        room = self.config.newsrooms.get(newsroom)
        for source in room.source if room else ():
            if room and source.id == name:
                return room, source
        return None


def _overrides(config: Config) -> tuple[str, str]:
    """Return the text and path of the operator's own strings file, both empty if there is none."""
    path = config.root / config.mirror.desk / "strings" / f"{config.mirror.language}.toml"
    return (path.read_text(encoding="utf-8"), str(path)) if path.is_file() else ("", "")


def _names(room: NewsroomConfig) -> NewsroomName:
    keys = dict.fromkeys((*room.sections, *(key for s in room.source for key in s.sections)))
    named = {f"{room.id}/{key}": room.sections.get(key, key) for key in keys}
    return NewsroomName(room.id, room.name, room.home, named)


def fetch_options(config: Config) -> FetchOptions:
    """Return the fetch floor's options for *config*."""
    from samizdat.fetch import FetchOptions  # noqa: PLC0415

    fetch, contact = config.fetch, config.mirror.contact
    return FetchOptions(
        user_agent=f"samizdat/{__version__} (news mirror" + (f"; {contact})" if contact else ")"),
        delay=fetch.delay,
        allow_private=frozenset(fetch.allow_private),
        proxy=fetch.proxy,
        max_bytes=fetch.max_bytes,
        deadline=fetch.deadline,
        concurrency=fetch.concurrency,
        respect_robots=fetch.robots,
    )


def source_options(room: NewsroomConfig, source: SourceConfig) -> SourceOptions:
    """Return the sources floor's options for one source."""
    from samizdat.sources import SourceOptions  # noqa: PLC0415

    return SourceOptions(
        selector=source.selector,
        next=source.next,
        pages=source.pages,
        items=source.items,
        fields=source.fields,
        include=source.include,
        exclude=source.exclude,
        timezone=source.timezone or room.timezone,
    )


def section_keys(room: NewsroomConfig, source: SourceConfig) -> tuple[str, ...]:
    """Return the full keys `newsroom/section` that a source feeds."""
    return tuple(f"{room.id}/{key}" for key in source.sections)


def put_configuration(mirror: Mirror) -> None:
    """Write the configured newsrooms and sources into the store; others stop being asked."""
    keep = []
    for room in mirror.config.newsrooms.values():
        mirror.store.put_newsroom(
            room.id, name=room.name, home=room.home, language=room.language, hosts=room.hosts
        )
        for source in room.source:
            keep.append(f"{room.id}/{source.id}")
            mirror.store.put_source(
                SourceSpec(
                    id=keep[-1],
                    newsroom=room.id,
                    kind=source.kind,
                    address=source.address,
                    sections=section_keys(room, source),
                )
            )
    mirror.store.retire_sources(keep, newsrooms=list(mirror.config.newsrooms))


@contextmanager
def open_mirror(
    folder: Path,
    *,
    command: str = "",
    now: Clock = system_clock,
    listener: Listener | None = None,
    may_be_empty: bool = False,
) -> Iterator[Mirror]:
    """Give the mirror in *folder*; with a *command* it is locked for that command's writing.

    Args:
        folder: holds samizdat.toml.
        command: what wants to write, "" only to look.
        now: the clock of the run.
        listener: hears how the run goes on.
        may_be_empty: the command needs no newsroom.

    Raises:
        ConfigError: no configuration, or one that cannot be used.
        LockedError: another run holds the mirror.
        StoreError: the store cannot be used.
    """
    config = load_config(folder)
    if command and not config.newsrooms and not may_be_empty:
        raise UsageError(
            "no newsroom is configured", where=str(folder), hint="samizdat add https://…"
        )
    config.store.mkdir(parents=True, exist_ok=True)
    lock = Lock.acquire(config.store, command=command, now=now()) if command else None
    try:
        with Store.open(config.store) as store:
            mirror = Mirror(config, store, now, listener or Silence())
            if command:
                put_configuration(mirror)
                store.release_all()
            yield mirror
    finally:
        if lock:
            lock.release()


def check_remotes(mirror: Mirror, names: Sequence[str]) -> None:
    """Check that every one of *names* is a configured remote.

    Raises:
        UsageError: one is not; names those that are.
    """
    known = [remote.name for remote in mirror.config.remotes]
    for name in names:
        if name not in known:
            hint = "one of " + ", ".join(known) if known else "add a [[remote]] to samizdat.toml"
            raise UsageError("no remote is called so", where=name, hint=hint)
