"""Lists of feeds as OPML, in and out of samizdat.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from samizdat.app.scout import newsroom_id
from samizdat.app.setup import write_file
from samizdat.config import CONFIG_NAME, Config, SourceConfig, load_config
from samizdat.config.write import NewNewsroom, write_newsroom, write_source
from samizdat.errors import ParseError, UsageError
from samizdat.model.address import canonical_address, host_of
from samizdat.model.failed import Failed
from samizdat.sources import OpmlFeed, read_opml, write_opml


@dataclass(slots=True)
class Imported:
    """What an import added.

    Attributes:
        sources: full ids of the new sources.
        known: feeds that were there already.
        failed: outlines that name no feed.
    """

    sources: list[str] = field(default_factory=list)
    known: int = 0
    failed: list[Failed] = field(default_factory=list)


def export_opml(config: Config) -> str:
    """Return the configured feeds as an OPML document, one folder a newsroom."""
    feeds = [
        OpmlFeed(title=room.name, address=source.address, home=room.home, folder=room.name)
        for room in config.newsrooms.values()
        for source in room.source
        if source.kind == "feed"
    ]
    return write_opml(feeds, config.mirror.title).decode("utf-8")


def import_opml(folder: Path, file: Path) -> Imported:
    """Add the feeds of the OPML *file* to the samizdat.toml in *folder*.

    Feeds of one host become one newsroom.

    Raises:
        UsageError: there is no such file.
        ParseError: it is no OPML.
        ConfigError: no configuration, or one that cannot be used.
    """
    config, imported = load_config(folder), Imported()
    try:
        feeds = read_opml(file.read_bytes())
    except OSError as error:
        raise UsageError(f"the file cannot be read: {error.strerror}", where=str(file)) from error
    except ParseError as error:
        raise ParseError(error.what, where=str(file), hint=error.hint) from error
    additions = _additions(config, _fresh(config, feeds, imported), imported)
    if additions:
        path = folder / CONFIG_NAME
        text = path.read_text(encoding="utf-8").rstrip("\n")
        write_file(path, "\n\n".join([text, *additions]))
        load_config(folder)
    return imported


def _fresh(
    config: Config, feeds: tuple[OpmlFeed, ...], imported: Imported
) -> dict[str, list[OpmlFeed]]:
    """Return the feeds that are not mirrored, by host."""
    known = {source.address for room in config.newsrooms.values() for source in room.source}
    fresh: dict[str, list[OpmlFeed]] = {}
    for feed in feeds:
        try:
            address = canonical_address(feed.address)
        except ValueError:
            imported.failed.append(Failed(feed.title, f"“{feed.address}” is no web address"))
            continue
        if address in known or feed.address in known:
            imported.known += 1
        else:
            known.add(address)
            fresh.setdefault(host_of(address), []).append(feed)
    return fresh


def _additions(config: Config, fresh: dict[str, list[OpmlFeed]], imported: Imported) -> list[str]:
    taken, texts = list(config.newsrooms), []
    for host, feeds in fresh.items():
        room = next((r for r in config.newsrooms.values() if host in r.hosts), None)
        known = [source.id for source in room.source] if room else []
        sources = tuple(
            SourceConfig(kind="feed", address=feed.address, id=name)
            for feed, name in zip(feeds, _names(known, len(feeds)), strict=True)
        )
        if room:
            id_ = room.id
            texts += [write_source(id_, source) for source in sources]
        else:
            home = feeds[0].home or f"https://{host}/"
            id_ = newsroom_id(home, feeds[0].title, taken)
            taken.append(id_)
            name = feeds[0].folder or feeds[0].title or host
            texts.append(write_newsroom(NewNewsroom(id_, name, home, "", (host,), sources)))
        imported.sources += [f"{id_}/{source.id}" for source in sources]
    return texts


def _names(taken: list[str], count: int) -> list[str]:
    """Return *count* ids `feed`, `feed-2`, … that are not *taken*."""
    names: list[str] = []
    number = 1
    while len(names) < count:
        name = "feed" if number == 1 else f"feed-{number}"
        number += 1
        if name not in taken:
            names.append(name)
    return names
