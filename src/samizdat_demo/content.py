"""The demo's stories: invented, neutral news, read from TOML beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoStory:
    """One invented story.

    Attributes:
        id: names it in addresses.
        language: BCP 47 tag.
        body: HTML fragment.
        tags: the newsroom's own topic words.
        image: name of a drawn picture, "" if none.
        updating: fragments that are added on top, one an update.
        correction: words and what they become; empty if the story is never corrected.
        removable: the demo takes this story down.
        broken: the page has no body.
    """

    id: str
    language: str
    title: str
    byline: str
    published: datetime
    section: str
    body: str
    tags: tuple[str, ...] = ()
    image: str = ""
    alt: str = ""
    caption: str = ""
    updating: tuple[str, ...] = ()
    correction: tuple[str, ...] = ()
    removable: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class DemoNewsroom:
    """One invented newsroom.

    Attributes:
        id: its folder on the server.
        template: which page design it has.
        encoding: of its pages; the header never says it.
        stories: id → story, newest first.
    """

    id: str
    name: str
    language: str
    template: str
    encoding: str = "utf-8"
    stories: Mapping[str, DemoStory] = field(default_factory=dict)


NEWSROOMS = ("harbour", "gangkou", "bandar")


@cache
def newsroom(name: str) -> DemoNewsroom:
    """Return the newsroom *name*, one of `NEWSROOMS`."""
    text = resources.files("samizdat_demo").joinpath("stories", f"{name}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    stories = [_story(entry, data["language"]) for entry in data.pop("story")]
    stories.sort(key=lambda story: story.published, reverse=True)
    return DemoNewsroom(id=name, stories={story.id: story for story in stories}, **data)


def _story(entry: Mapping[str, Any], language: str) -> DemoStory:
    lists = {key: tuple(entry.get(key, ())) for key in ("updating", "correction", "tags")}
    return DemoStory(**{"language": language, **entry, **lists})
