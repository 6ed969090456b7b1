"""A store to which anything may happen."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from samizdat.errors import StoreError
from samizdat.model.response import Validators
from samizdat.model.story import State
from samizdat.model.tree import Link, Paragraph, Text
from samizdat.store import Due, Reading, SourceSpec, TopicSpec
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading

TAGS = ("Ferries", "ferries ", "港口", "بندر", "Порт", "Libraries", "圖書館", "storm", "rare")
TITLES = ("The ferry runs", "渡轮复航", "圖書館開放", "کتابخانه باز است", "Паром ходит")
TOPIC_PAGES = tuple(f"{HARBOUR}/topics/{name}" for name in ("ferries", "storm"))
STATES: tuple[State, ...] = ("shown", "shown", "gone", "held", "hidden", "withdrawn")


@dataclass
class Newsroom:
    """A desk, dice, and the stories so far."""

    desk: Desk
    dice: random.Random
    stories: list[str] = field(default_factory=list)
    addresses: int = 0
    count: int = 0

    def some(self) -> str:
        """Return any story."""
        return self.dice.choice(self.stories)

    def read(self, due: Due, **facts: Any) -> Reading:
        """Return any reading of *due*."""
        self.count += 1
        tags = tuple(self.dice.sample(TAGS, self.dice.choice([0, 1, 2, 2, 3, 9])))
        words = self.dice.choice(TITLES)
        made = reading(due, f"{words} {self.count}", self.desk.now, tags=tags, title=words)
        targets = [f"{HARBOUR}/s{self.dice.randrange(40)}" for _ in range(self.dice.choice([0, 2]))]
        targets += self.dice.sample(TOPIC_PAGES, self.dice.choice([0, 0, 1]))
        lines = [Paragraph((Link(f"{address}#x", (Text("more"),)),)) for address in targets]
        article = replace(made.article, blocks=(*made.article.blocks, *lines))
        return replace(made, article=article, **facts)

    def again(self, story: str) -> Due:
        """Return the re-check of *story*, as a run that took it holds it."""
        address = self.desk.store.original_address([story])[story]
        announced = entry(address.rpartition("/")[2], published_at=NOON)
        facts = ("harbour/news", "harbour", story, Validators(), 0, 0, None, True)
        return Due(announced, *facts, first_seen=NOON)

    def save(self, *readings: Reading) -> None:
        """Save *readings* in one batch."""
        for saved in self.desk.store.save_readings(readings, self.desk.now):
            if saved.story.id not in self.stories:
                self.stories.append(saved.story.id)


def new_stories(room: Newsroom) -> None:
    """Announce and read some, many of them of one moment."""
    entries = []
    for _ in range(room.dice.choice([1, 1, 2, 9])):
        age = timedelta(days=room.dice.randrange(40)) if room.dice.random() < 0.7 else timedelta()
        entries.append(entry(f"s{room.addresses}", published_at=NOON - age))
        room.addresses += 1
    room.desk.announce(room.dice.choice(["harbour/news", "harbour/sport"]), *entries)
    readings = [room.read(due, state=room.dice.choice(STATES[:5])) for due in room.desk.take()]
    room.save(*readings)


def changed_stories(room: Newsroom) -> None:
    """Read some again, perhaps with another verdict."""
    chosen = room.dice.sample(room.stories, room.dice.choice([1, 1, 3]))
    state = room.dice.choice(["shown", "shown", "shown", "hidden"])
    room.save(*(room.read(room.again(story), state=state) for story in chosen))


def other_state(room: Newsroom) -> None:
    """Let a person or a rule decide."""
    by = room.dice.choice(["person", "desk"])
    room.desk.store.set_state(room.some(), room.dice.choice(STATES), "asked", NOON, by=by)  # type: ignore[arg-type]


def missing_story(room: Newsroom) -> None:
    """Let the newsroom answer 404 twice."""
    due = room.again(room.some())
    for _ in range(2):
        room.desk.store.save_missing(due, room.desk.now, status=404, retry=room.desk.now)


def second_source(room: Newsroom) -> None:
    """Announce a known story elsewhere."""
    address = room.desk.store.original_address([story := room.some()])[story]
    source = room.dice.choice(["harbour/news", "harbour/sport"])
    room.desk.announce(source, entry(address.rpartition("/")[2]))


def other_sections(room: Newsroom) -> None:
    """Let a source feed other sections."""
    sections = room.dice.choice([("harbour/sport",), ("harbour/sport", "harbour/world"), ()])
    spec = SourceSpec("harbour/sport", "harbour", "feed", f"{HARBOUR}/sport", sections)
    room.desk.store.put_source(spec)


def other_topics(room: Newsroom) -> None:
    """Let the desk say otherwise what words mean."""
    ferries = TopicSpec("boats", ("ferries", "港口"), addresses=TOPIC_PAGES[:1])
    storms = TopicSpec("storm", ("storm", "Порт"), addresses=TOPIC_PAGES)
    hidden = TopicSpec("nothing", ("libraries", "圖書館"), hidden=True)
    rules = room.dice.sample([ferries, storms, hidden], room.dice.randrange(4))
    room.desk.store.put_topics(rules)


def merged(room: Newsroom) -> None:
    """Let a person say that two stories are one, if they can be."""
    with contextlib.suppress(StoreError):
        room.desk.store.merge(room.some(), room.some(), NOON)


def old_path(room: Newsroom) -> None:
    """Let an old path lead somewhere."""
    path = f"old/{room.dice.randrange(30)}.md"
    section = room.dice.choice(["section/harbour/world", "section/harbour/sport", "home"])
    target = room.dice.choice([section, *[f"story/{room.some()}"] * 4])
    room.desk.store.add_aliases({path: target})


ALL: dict[Callable[[Newsroom], None], int] = {
    new_stories: 20,
    changed_stories: 25,
    other_state: 20,
    missing_story: 5,
    second_source: 8,
    other_sections: 4,
    other_topics: 6,
    merged: 6,
    old_path: 8,
}


def open_newsroom(desk: Desk, seed: int) -> Newsroom:
    """Return a newsroom with two sources and some stories."""
    desk.source("sport", "sport")
    room = Newsroom(desk, random.Random(seed))
    while len(room.stories) < 45:
        new_stories(room)
    return room


def change(room: Newsroom) -> str:
    """Let one thing happen, and return what."""
    (verb,) = room.dice.choices(list(ALL), list(ALL.values()))
    verb(room)
    return verb.__name__
