"""Hosts of originals → newsrooms, those of samizdat.toml or new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samizdat.app.scout import newsroom_id
from samizdat.config import Config
from samizdat.errors import UsageError
from samizdat.extract.mirror.values import Place
from samizdat.model.identity import is_key

MOST_NEW = 20
"""Newsrooms that one import may make: a file that names a thousand hosts is no mirror of news."""


@dataclass(slots=True)
class NewRoom:
    """A newsroom that samizdat.toml gets.

    Attributes:
        names: how many pages of ours call it so.
        sections: key → how many pages of ours call it so.
    """

    id: str
    hosts: list[str]
    languages: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    sections: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of most of its stories."""
        return self.languages.most_common(1)[0][0] if self.languages else ""

    @property
    def name(self) -> str:
        """What most of the pages call it, "" if none tells."""
        return self.names.most_common(1)[0][0] if self.names else ""


class Rooms:
    """Which newsroom a story belongs to; new ones are made as their hosts are met."""

    def __init__(self, config: Config, newsroom: str = "") -> None:
        """Begin with the newsrooms of *config*; *newsroom* takes stories of unknown hosts.

        Raises:
            UsageError: *newsroom* cannot be an id.
        """
        if newsroom and not is_key(newsroom):
            raise UsageError(
                "this cannot be a newsroom's id",
                where=newsroom,
                hint="use lower-case letters, digits and inner hyphens",
            )
        self._taken = set(config.newsrooms)
        self._by_host = {
            h: room.id for room in config.newsrooms.values() for h in hosts_of(room.hosts)
        }
        self._other = newsroom
        self.new: dict[str, NewRoom] = {}

    def find(self, host: str, language: str = "") -> str:
        """Return the id of the newsroom of *host* ("": no original), "" if it has none."""
        known = self._by_host.get(host) or self._by_host.get(_bare(host))
        id_ = known or self._other or (self._mint(host) if host else "")
        if id_ and id_ not in self._taken:
            self._note(id_, host, language)
        return id_

    def claim(self, id_: str, host: str, language: str = "") -> str:
        """Return the newsroom *id_* of an edition of ours, made if it is not configured.

        One that cannot be an id, or too many, is found by its *host* as any other.
        """
        is_new = id_ not in self._taken and id_ not in self.new
        if not is_key(id_) or (is_new and len(self.new) >= MOST_NEW):
            return self.find(host, language)
        if id_ not in self._taken:
            self._note(id_, host, language)
        return id_

    def _mint(self, host: str) -> str:
        if len(self.new) >= MOST_NEW:
            return ""
        id_ = newsroom_id(f"https://{host}/", host, {*self._taken, *self.new})
        self._by_host[_bare(host)] = id_
        return id_

    def _note(self, id_: str, host: str, language: str) -> None:
        room = self.new.setdefault(id_, NewRoom(id_, []))
        if host and host not in room.hosts:
            room.hosts.append(host)
        if language:
            room.languages[language] += 1

    def places(self) -> Mapping[str, Place]:
        """Return what the stories themselves told of each new newsroom's hosts."""
        rooms = self.new.values()
        return {host: Place(room.language) for room in rooms for host in hosts_of(room.hosts)}


def hosts_of(hosts: Iterable[str]) -> set[str]:
    """Return *hosts* in lower case, with and without `www.`."""
    lower = {host.lower() for host in hosts}
    return lower | {_bare(host) for host in lower}


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def places_of(config: Config) -> Mapping[str, Place]:
    """Return what is known of each configured host: its newsroom's language and zone."""
    return {
        host: Place(room.language, room.timezone)
        for room in config.newsrooms.values()
        for host in hosts_of(room.hosts)
    }
