"""What samizdat.toml says, as frozen values; the settings page is made from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from samizdat.model.asset import ImageSpec

SourceKind = Literal["feed", "sitemap", "listing", "json", "js"]
ForgeKind = Literal["github", "gitlab", "forgejo", "git", "folder"]
FullText = Literal["auto", "never"]
LinkChoice = Literal["keep", "footnote", "plain"]


def _key(default: Any, text: str) -> Any:
    """Return a dataclass field with *default* whose meaning is *text*."""
    if default == {}:
        return field(default_factory=dict, metadata={"help": text})
    return field(default=default, metadata={"help": text})


def _must(text: str) -> Any:
    """Return a dataclass field that has to be given, whose meaning is *text*."""
    return field(metadata={"help": text})


@dataclass(frozen=True, slots=True)
class Backfill:
    """How much of a source's past a first run takes, newest first: a count or an age."""

    count: int | None = 200
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class MirrorConfig:
    """`[mirror]`: what readers see of the mirror as a whole."""

    title: str = _key("Mirror", "Name of the mirror, on its home page.")
    language: str = _key("en", "Language of the pages' own wording; stories keep theirs.")
    contact: str = _key("", "Address for newsrooms and readers; part of the user agent.")
    store: str = _key("store", "Folder of the store (SQLite).")
    desk: str = _key("desk", "The editors' rules: a folder, or the address of a Git repository.")
    recipes: str = _key("recipes", "Folder of recipes: NEWSROOM.toml, or HOST.txt as ftr files.")


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """`[fetch]`: how newsrooms are asked."""

    delay: timedelta = _key(timedelta(seconds=2), "Pause between two requests to one host.")
    allow_private: tuple[str, ...] = _key((), "Private or loopback hosts that may be fetched.")
    proxy: str = _key(
        "", "Proxy for every request: http://127.0.0.1:8118, or socks5h://127.0.0.1:9050."
    )
    deadline: timedelta = _key(timedelta(seconds=60), "Longest time for one fetch, all in all.")
    max_bytes: int = _key(32 * 1024 * 1024, "Largest answer in bytes, after decompression.")
    concurrency: int = _key(16, "Requests under way at once, over all hosts.")
    robots: bool = _key(True, "Follow robots.txt.")


@dataclass(frozen=True, slots=True)
class ImagesConfig:
    """`[images]`: how pictures are prepared."""

    enabled: bool = _key(True, "Mirror pictures.")
    width: int = _key(960, "Widest a published picture gets, pixels.")
    height: int = _key(1600, "Highest a published picture gets, pixels.")
    quality: int = _key(72, "WebP quality, 1 to 100.")
    max_bytes: int = _key(16 * 1024 * 1024, "Largest picture that is downloaded, bytes.")

    @property
    def spec(self) -> ImageSpec:
        """The specification of the stored derivatives."""
        return ImageSpec(self.width, self.height, self.quality)


@dataclass(frozen=True, slots=True)
class RecheckConfig:
    """`[recheck]`: when a story that is mirrored is asked for again."""

    ages: tuple[timedelta, ...] = _key(
        (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7)),
        "Ages of a story at which it is asked again, conditionally.",
    )
    updating: str = _key(
        r"(?i)\blive\b|\bupdating\b|直播|更新中|持续更新|持續更新|لحظه به لحظه|онлайн",
        "Titles that match are being updated and are asked more often.",
    )
    updating_every: timedelta = _key(timedelta(minutes=15), "How often those are asked.")


@dataclass(frozen=True, slots=True)
class HistoryConfig:
    """`[history]`: how long the bytes of newsrooms' answers are kept for a better recipe."""

    bodies: timedelta = _key(timedelta(days=90), "Age at which a kept answer is dropped.")
    bodies_max: int = _key(5 * 1024**3, "Bytes that kept answers may fill; the oldest go first.")


@dataclass(frozen=True, slots=True)
class PagesConfig:
    """`[pages]`: what stands on pages besides the stories."""

    links: LinkChoice = _key(
        "keep",
        "Links in a story to pages that are not mirrored: keep, footnote (the address is written "
        "out at the end) or plain (words only).",
    )
    topics: bool = _key(True, "Pages of topics, and links to them.")
    related: bool = _key(True, "Older stories on the same topics at the end of a story.")


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """`[desk]`: how the editors' Git repository is read, if the desk is one."""

    branch: str = _key("main", "Branch that counts.")
    token_env: str = _key("", "Environment variable that holds the token for https.")


@dataclass(frozen=True, slots=True)
class NavigationConfig:
    """`[[navigation]]`: a link on every page, beside those to the home page and the section."""

    target: str = _must(
        "Where it leads: home, section:NEWSROOM/SECTION, topic:KEY, a file of the edition, or a "
        "web address."
    )
    text: str = _key("", "Its words.")
    names: Mapping[str, str] = _key({}, "Language of the pages → its words there.")


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """`[[newsroom.ID.source]]`: a place where stories are announced."""

    kind: SourceKind = _must("feed, sitemap, listing, json or js.")
    address: str = _must("Where the source is.")
    id: str = _key("", "Short name, for ever; made from kind and address if not given.")
    sections: tuple[str, ...] = _key(("news",), "Keys of the sections its stories stand in.")
    backfill: Backfill = _key(Backfill(), "How much of the past to take: a count or an age.")
    every: timedelta = _key(timedelta(minutes=10), "Shortest pause between two looks, in watch.")
    at_most: timedelta = _key(timedelta(hours=6), "Longest pause between two looks, in watch.")
    full_text: FullText = _key("auto", "auto takes the feed's full text; never reads the page.")
    selector: str = _key("", "listing: CSS selector of the links to stories.")
    next: str = _key("", "listing: CSS selector of the link to the next page.")
    pages: int = _key(50, "listing, sitemap: most documents read in one look.")
    items: str = _key("", "json, js: path of the array of stories.")
    fields: Mapping[str, str] = _key({}, "json, js: field of an entry → path inside an item.")
    include: str = _key("", "Only addresses that match this regular expression.")
    exclude: str = _key("", "No addresses that match this regular expression.")
    timezone: str = _key("", "Zone of dates that name none, such as Asia/Taipei.")


@dataclass(frozen=True, slots=True)
class NewsroomConfig:
    """`[newsroom.ID]`: an organisation that is mirrored. The ID is part of every path."""

    id: str
    name: str = _key("", "Its name, as readers know it.")
    home: str = _key("", "Its home page.")
    language: str = _key("", "Language of its stories where pages do not say.")
    hosts: tuple[str, ...] = _key((), "Hosts that are its own; the home page's if not given.")
    recipe: str = _key("", "Recipe file, if not recipes/ID.toml or recipes/HOST.txt.")
    timezone: str = _key("", "Zone of dates that name none.")
    sections: Mapping[str, str] = _key({}, "Section key → name that readers see, in this order.")
    source: tuple[SourceConfig, ...] = _key((), "Its sources.")


@dataclass(frozen=True, slots=True)
class RemoteConfig:
    """`[[remote]]`: a place that the edition is pushed to."""

    name: str = _must("Short name of the remote.")
    push: str = _must("Git address (https, ssh, a path) or a plain folder.")
    public: str = _key("", "Address under which readers find the files; empty: no share block.")
    forge: ForgeKind = _key("git", "github, gitlab, forgejo, git or folder.")
    branch: str = _key("main", "Branch that readers see.")
    token_env: str = _key("", "Environment variable that holds the token for https.")
    images: str = _key(
        "",
        "Base address of a copy of the files from which this remote's pages load their pictures; "
        "empty: from the remote itself. Whoever runs that host sees the readers.",
    )
    history: str = _key(
        "",
        "How much of the branch's history stays, such as 30d; empty: all. The branch is given a "
        "new root now and then.",
    )


@dataclass(frozen=True, slots=True)
class Config:
    """All of samizdat.toml.

    Attributes:
        root: the folder it stands in; relative paths count from there.
    """

    root: Path
    mirror: MirrorConfig = MirrorConfig()
    fetch: FetchConfig = FetchConfig()
    images: ImagesConfig = ImagesConfig()
    recheck: RecheckConfig = RecheckConfig()
    history: HistoryConfig = HistoryConfig()
    pages: PagesConfig = PagesConfig()
    desk: DeskConfig = DeskConfig()
    newsrooms: Mapping[str, NewsroomConfig] = field(default_factory=dict)
    remotes: tuple[RemoteConfig, ...] = ()
    navigation: tuple[NavigationConfig, ...] = ()

    @property
    def store(self) -> Path:
        """The store's folder, absolute."""
        return (self.root / self.mirror.store).resolve()

    @property
    def recipes(self) -> Path:
        """The recipes' folder, absolute."""
        return (self.root / self.mirror.recipes).resolve()
