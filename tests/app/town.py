"""A mirror of an invented town's newsroom, filled through the store's own verbs: no network."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from samizdat.app.mirror import Mirror, put_configuration
from samizdat.app.summary import Summary
from samizdat.app.sync import SyncOptions, finish, take_desk
from samizdat.config import load_config
from samizdat.model.article import Article
from samizdat.model.asset import Decoded, Variant
from samizdat.model.entry import Entry
from samizdat.model.response import Response, Validators
from samizdat.model.tree import Block, Figure, Image, Link, Paragraph, Text
from samizdat.store import STORE_NAME, Due, Reading, Store

START = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOST = "https://town.example"
TITLES = (
    ("The ferry runs again", "en"),
    ("Library opens on Sundays", "en"),
    ("渡轮恢复通航", "zh-Hans"),
    ("圖書館週日開放", "zh-Hant"),
    ("کتابخانه یکشنبه‌ها باز است", "fa"),
    ("Паром снова ходит", "ru"),
    ("3. *Storm* _warning_ <b>lifted</b>", ""),
)
SOURCES = ("news", "sport", "harbour")
TAGS = ("Ferries", "渡轮", "Library", "کتابخانه", "Storms", "Порт")
MADE = ("page", "dirty", "edition", "file", "delivery", "remote")
"""Tables that a full rebuild makes anew from the others."""


@dataclass
class Settings:
    """What samizdat.toml says."""

    title: str = "Town mirror"
    language: str = "en"
    contact: str = "desk@mirror.example"
    newsroom: str = "The Town Crier"
    newsroom_language: str = "en"
    names: dict[str, str] = field(default_factory=lambda: {"news": "News", "sport": "Sport"})
    sections: dict[str, list[str]] = field(
        default_factory=lambda: {"news": ["news"], "sport": ["sport"], "harbour": ["news", "sea"]}
    )
    width: int = 960
    public: str = "https://forge.example/town/news/blob/main/"
    outputs: tuple[str, str] = ("plain", "forge.git")
    branch: str = "main"
    forges: tuple[str, str] = ("folder", "github")
    other_public: str = "https://forge.example/other/news/blob/main/"
    links: str = "keep"
    images: str = ""
    navigation: str = ""

    def write(self, folder: Path) -> None:
        """Write samizdat.toml into *folder*."""
        lines = [
            *("[mirror]", f'title = "{self.title}"', f'language = "{self.language}"'),
            f'contact = "{self.contact}"',
            *("[images]", f"width = {self.width}"),
            *("[fetch]", 'allow_private = ["127.0.0.1"]'),
            *("[pages]", f'links = "{self.links}"'),
            *("[newsroom.town]", f'name = "{self.newsroom}"', f'home = "{HOST}/"'),
            f'language = "{self.newsroom_language}"',
            "[newsroom.town.sections]",
            *(f'{key} = "{name}"' for key, name in self.names.items()),
        ]
        for source in SOURCES:
            lines += ["[[newsroom.town.source]]", f'id = "{source}"', 'kind = "feed"']
            lines += [f'address = "{HOST}/{source}.xml"']
            lines += [f"sections = {self.sections[source]}"]
        plain, forge = self.outputs
        first, second = self.forges
        lines += ["[[remote]]", 'name = "plain"', f'forge = "{first}"', f'push = "{plain}"']
        lines += [f'public = "{self.public}"']
        lines += ["[[remote]]", 'name = "forge"', f'push = "{forge}"', f'forge = "{second}"']
        lines += [f'public = "{self.other_public}"', f'branch = "{self.branch}"']
        lines += [f'images = "{self.images}"']
        if self.navigation:
            lines += ["[[navigation]]", f'target = "{self.navigation}"', 'text = "About us"']
        lines += [""]
        (folder / "samizdat.toml").write_text("\n".join(lines), encoding="utf-8")


@dataclass
class Town:
    """The mirror and what has happened in town so far."""

    folder: Path
    store: Store
    dice: random.Random
    settings: Settings = field(default_factory=Settings)
    now: datetime = START
    stories: dict[str, str] = field(default_factory=dict)
    desk: dict[str, str] = field(default_factory=dict)
    count: int = 0

    @property
    def mirror(self) -> Mirror:
        """The mirror as a new run opens it."""
        self.settings.write(self.folder)
        for path, text in self.desk.items():
            target = self.folder / "desk" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return Mirror(load_config(self.folder), self.store, lambda: self.now)

    def publish(self) -> None:
        """Bring both remotes up to date."""
        mirror, summary = self.mirror, Summary()
        take_desk(mirror, summary)
        assert summary.failed == []
        finish(mirror, SyncOptions(discover=False, fetch=False), summary)
        assert [outcome.error for outcome in summary.remotes] == [None, None]

    def some(self) -> str:
        """Return the id of any story."""
        return self.dice.choice(sorted(self.stories))

    def entry(self, address: str) -> Entry:
        """Return how a source announces a story."""
        return Entry(address, title="announced")

    def due(self, story: str) -> Due:
        """Return the re-check of *story*, as a run that took it holds it."""
        entry = self.entry(self.stories[story])
        asked = ("town/news", "town", story, Validators(), 0, 0, None, True)
        return Due(entry, *asked, first_seen=self.now)

    def article(self, published: datetime | None) -> Article:
        """Return any article: some titles, languages, lengths and pictures come again and again."""
        title, language = self.dice.choice(TITLES)
        self.count += 1
        known = [f"{HOST}/story/{self.dice.randrange(len(self.stories) + 4)}" for _ in range(2)]
        # After a long text a short one is kept back.
        more = "They stood on the pier and waved. " * (16 if self.count % 3 == 0 else 0)
        words = Text(f"{title}: {self.count} people came. {more}")
        text = Paragraph((words, *(Link(a, (Text(f"Before {i}"),)) for i, a in enumerate(known))))
        origins = [
            f"{HOST}/p{self.dice.randrange(12)}.jpg" for _ in range(self.dice.choice([0, 0, 1, 2]))
        ]
        figures = [Figure(Image(origin, "A view"), (Text("The pier."),)) for origin in origins]
        lead = figures[0] if figures else None
        body: tuple[Block, ...] = (text, *figures[1:])
        tags = tuple(self.dice.sample(TAGS, self.dice.choice([0, 1, 1, 2])))
        by = ("M. Reporter",)
        return Article(title, body, by, published, language=language, lead=lead, tags=tags)

    def save(self, due: Due, published: datetime | None) -> str:
        """Save a reading of *due* and return the story's id."""
        address = due.entry.address
        response = Response(address, address, 200, b"<p>x</p>", self.now)
        reading = Reading(due, self.article(published), response, (address,), next_check=self.now)
        judged = self.mirror.verdicts.over([reading])
        (saved,) = self.store.save_readings(judged, self.now)
        self.stories[saved.story.id] = address
        return saved.story.id

    def picture(self, origin: str) -> None:
        """Let a picture be fetched: each origin is one of few pictures, some of them shared."""
        spec = self.mirror.config.images.spec
        original = hashlib.sha256(origin[-6:-4].encode()).hexdigest()
        body = f"{spec.name} {original} {self.dice.randrange(2)}".encode()
        digest = hashlib.sha256(body).hexdigest()
        variant = Variant(digest, spec.width, 600, len(body))
        known = self.store.known_original(original, spec.name)
        decoded = Decoded(variant, body)
        if known is not None:
            decoded = Decoded(known, self.store.blob(known.hash))
        self.store.save_variant(
            origin, original_hash=original, spec=spec.name, decoded=decoded, now=self.now
        )


@contextmanager
def open_town(folder: Path, seed: int) -> Iterator[Town]:
    """Give a town without news and its two empty remotes."""
    folder.mkdir()
    for name in ("forge.git", "forge-full.git"):
        words = ["git", "init", "-q", "--bare", "-b", "main", str(folder / name)]
        subprocess.run(words, check=True)
    with Store.open(folder / "store") as store:
        town = Town(folder, store, random.Random(seed))
        put_configuration(town.mirror)
        yield town


def rebuild(town: Town, folder: Path) -> Path:
    """Return a folder into which all was rebuilt from a copy of the store's lasting tables."""
    folder.mkdir()
    town.store.backup(folder / "copy")
    Store.restore(folder / "copy", folder / "store")
    with closing(sqlite3.connect(folder / "store" / STORE_NAME)) as connection, connection:
        for table in MADE:
            connection.execute(f"DELETE FROM {table}")
    with Store.open(folder / "store") as store:
        full = Town(folder, store, random.Random(0), town.settings, town.now, desk=town.desk)
        full.settings.outputs = (str(folder / "plain"), str(town.folder / "forge-full.git"))
        full.publish()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return path → bytes of a plain folder, without the publisher's own notes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != ".samizdat"
    }


def tree(repository: Path) -> str:
    """Return the listing of the main branch: a line a file with its bytes' hash."""
    words = ["git", "-C", str(repository), "ls-tree", "-r", "main"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
