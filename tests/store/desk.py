"""A store with an invented newsroom, and short ways to announce and read its stories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.response import Response, Validators
from samizdat.model.tree import Figure, Image, Paragraph, Text
from samizdat.store import Due, Reading, Saved, SourceSpec, Store

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)
HARBOUR = "https://harbour.example"


@dataclass
class Desk:
    """A store and the verbs that tests use on it."""

    store: Store
    now: datetime = NOON

    def source(self, name: str, *sections: str) -> str:
        """Configure a source of the newsroom and return its id."""
        id_ = f"harbour/{name}"
        keys = tuple(f"harbour/{section}" for section in sections)
        self.store.put_source(SourceSpec(id_, "harbour", "feed", f"{HARBOUR}/{name}", keys))
        return id_

    def announce(self, source: str, *entries: Entry) -> None:
        """Record what a source announces."""
        self.store.record_entries(source, entries, self.now)

    def take(self, n: int = 100) -> list[Due]:
        """Take what is due."""
        return self.store.take_due(n, self.now, LEASE)

    def save(self, due: Due, text: str = "The ferry runs again.", **facts: Any) -> Saved:
        """Save one reading of *due* and return what became of it."""
        return self.store.save_readings([reading(due, text, self.now, **facts)], self.now)[0]

    def story(self, name: str, text: str = "The ferry runs again.", **facts: Any) -> Saved:
        """Announce and read one story in the first source."""
        facts.setdefault("published_at", self.now - timedelta(hours=1))
        self.announce("harbour/news", entry(name, published_at=facts["published_at"]))
        (due,) = self.take()
        return self.save(due, text, **facts)

    def pass_time(self, **parts: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**parts)
        return self.now

    def clean(self) -> None:
        """Forget which pages are dirty."""
        self.store.save_pages(1, [], [], self.store.dirty_keys(100_000))

    def dirty(self) -> set[str]:
        """Return the keys of the dirty pages."""
        return set(self.store.dirty_keys(100_000))


def entry(name: str, **facts: Any) -> Entry:
    """Return an announced story."""
    return Entry(f"{HARBOUR}/{name}", **{"title": name.title(), **facts})


def article(text: str, **facts: Any) -> Article:
    """Return an article of one paragraph, with pictures if *pictures* names their origins."""
    pictures = facts.pop("pictures", ())
    blocks = (Paragraph((Text(text),)), *(Figure(Image(origin)) for origin in pictures))
    return Article(**{"title": text[:12], "blocks": blocks, **facts})


def reading(due: Due, text: str, now: datetime, **facts: Any) -> Reading:
    """Return a reading of *due*: by default of its own page, published when it says."""
    final = facts.pop("final", due.entry.address)
    extra = facts.pop("canonical", ())
    check = facts.pop("next_check", now + timedelta(hours=1))
    feed = facts.pop("feed", False)
    recipe = facts.pop("recipe", "")
    facts.setdefault("published_at", due.entry.published_at)
    body = f"<p>{text}</p>".encode("utf-8", "replace")
    response = Response(
        due.entry.address, final, 200, body, now, {}, Validators('"1"', "Sat, 14 Mar")
    )
    addresses = tuple(dict.fromkeys((due.entry.address, final, *extra)))
    read = article(text, **facts)
    answer = Reading(due, read, response, addresses, next_check=check, recipe=recipe)
    return replace(answer, response=None, next_check=None) if feed else answer
