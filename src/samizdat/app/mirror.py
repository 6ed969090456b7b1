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
from samizdat.app.former import note_sections
from samizdat.app.link_book import LinkBook
from samizdat.app.listener import Listener, Silence
from samizdat.app.rules import rules_in_force
from samizdat.app.verdicts import Verdicts
from samizdat.app.view import make_view
from samizdat.config import Config, NewsroomConfig, SourceConfig, load_config
from samizdat.edit.names import Names
from samizdat.edit.view import View
from samizdat.errors import UsageError
from samizdat.model.desk import DeskRules
from samizdat.model.failed import Failed
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
        as_of: the moment whose rules pages show, None for now.
        desk_problems: what was wrong with the desk when it was last taken.
    """

    config: Config
    store: Store
    now: Clock = system_clock
    listener: Listener = field(default_factory=Silence)
    built: dict[str, tuple[str, Page]] = field(default_factory=dict)
    as_of: datetime | None = None
    desk_problems: tuple[Failed, ...] = ()

    @cached_property
    def rules(self) -> DeskRules:
        """The desk's rules in force, from the store's snapshot."""
        return rules_in_force(self.config, self.store)

    @cached_property
    def link_book(self) -> LinkBook:
        """Where words and addresses of newsrooms lead inside the mirror."""
        hosts = {room.id: room.hosts for room in self.config.newsrooms.values()}
        return LinkBook.of(self.rules.topics.values(), hosts)

    @cached_property
    def view(self) -> View:
        """Names and rules as they are in force at `as_of`, or now."""
        return make_view(self.config, self.rules, self.store, self.as_of or self.now())

    @cached_property
    def verdicts(self) -> Verdicts:
        """The desk's word on what is read."""
        return Verdicts(self)

    @property
    def names(self) -> Names:
        """Display names of newsrooms, sections and topics."""
        return self.view.names

    @cached_property
    def look(self) -> Look:
        """Title, wording, contact and templates of the pages."""
        mirror, strings = self.config.mirror, self.rules.strings
        own = strings.get(mirror.language, "")
        where = f"{mirror.desk}/strings/{mirror.language}.toml"
        wording = load_wording(mirror.language, own, where if own else "")
        templates = tuple(sorted(self.rules.templates.items()))
        return Look(mirror.title, wording, mirror.contact, templates)

    def stand_at(self, as_of: datetime) -> None:
        """Let pages show what is in force at *as_of*."""
        self.as_of = as_of
        self.__dict__.pop("view", None)

    def forget_rules(self) -> None:
        """Read the desk's rules anew when they are next asked for."""
        for name in ("rules", "link_book", "view", "look", "verdicts"):
            self.__dict__.pop(name, None)

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
    keep, fed = [], fed_sections(mirror)
    for room in mirror.config.newsrooms.values():
        mirror.store.put_newsroom(
            room.id, name=room.name, home=room.home, language=room.language, hosts=room.hosts
        )
        note_sections(mirror.store, room)
        for source in room.source:
            keep.append(f"{room.id}/{source.id}")
            mirror.store.put_source(
                SourceSpec(
                    id=keep[-1],
                    newsroom=room.id,
                    kind=source.kind,
                    address=source.address,
                    sections=fed[keep[-1]],
                )
            )
    mirror.store.retire_sources(keep, newsrooms=list(mirror.config.newsrooms))


def fed_sections(mirror: Mirror) -> dict[str, tuple[str, ...]]:
    """Return source → the sections that it feeds: as the desk says, else as samizdat.toml does."""
    fed = {
        f"{room.id}/{source.id}": list(section_keys(room, source))
        for room in mirror.config.newsrooms.values()
        for source in room.source
    }
    for key, rule in mirror.rules.sections.items():
        if rule.sources is None:
            continue
        for source, keys in fed.items():
            wanted = source in rule.sources
            if wanted and key not in keys:
                keys.append(key)
            elif not wanted and key in keys:
                keys.remove(key)
    return {source: tuple(keys) for source, keys in fed.items()}


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
