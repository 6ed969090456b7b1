"""Whatever happens in whatever order: what was built bit by bit is what is built at once."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from samizdat.app import ahead as looking_ahead
from samizdat.app import build as building
from samizdat.app import compose as composing
from samizdat.edit import lists as listing
from tests.app.town import HOST, START, Town, files, open_town, rebuild, tree

CHANGES = 100
MANY_CHANGES = 300
Change = Callable[[Town], None]
DAYS = ("2026-03-12", "2026-03-16", "2026-03-20", "2026-03-26")
DAY = re.compile(r"/\d{4}-\d\d-\d\d")
"""In the path of a page of one day: its month was too long for one page."""
LATER = ("2026-03-28", "2026-04-04", "2026-04-20")
"""Days on which a rule of the desk begins or ends; some pass while the town lives."""


def new_story(town: Town) -> None:
    number = len(town.stories)
    dated = town.dice.random() < 0.9
    age = timedelta(hours=town.dice.randrange(40 * 24))
    published = START - age if dated else None
    source = town.dice.choice(["news", "sport", "harbour"])
    entry = town.entry(f"{HOST}/story/{number}")
    town.store.record_entries(f"town/{source}", [entry], town.now)
    dues = town.store.take_due(1, town.now, timedelta(minutes=5))
    town.save(dues[0], published)


def changed_story(town: Town) -> None:
    story = town.some()
    town.save(town.due(story), town.store.heads([story])[story].published_at)


def gone_story(town: Town) -> None:
    story = town.some()
    for _ in range(2):
        retry = town.now + timedelta(hours=1)
        town.store.save_missing(town.due(story), town.now, status=410, retry=retry)


def story_that_is_back(town: Town) -> None:
    due = town.due(town.some())
    town.store.save_unchanged(due, town.now, validators=None, next_check=town.now)


def other_state(town: Town) -> None:
    state = town.dice.choice(["hidden", "held", "withdrawn", "shown", "shown"])
    town.store.set_state(town.some(), state, "the newsroom asked", town.now)  # type: ignore[arg-type]


def second_section(town: Town) -> None:
    source = town.dice.choice(["news", "sport", "harbour"])
    entry = town.entry(town.stories[town.some()])
    town.store.record_entries(f"town/{source}", [entry], town.now)


def renamed_section(town: Town) -> None:
    key = town.dice.choice(["news", "sport", "sea"])
    town.settings.names[key] = town.dice.choice(["Nouvelles", "港口", "بندر", "Море"])


def moved_source(town: Town) -> None:
    source = town.dice.choice(["news", "sport", "harbour"])
    keys = town.dice.choice([["news"], ["sea"], ["sport", "news"], ["culture"]])
    town.settings.sections[source] = keys


def other_words(town: Town) -> None:
    settings = town.settings
    match town.dice.randrange(5):
        case 0:
            settings.title = town.dice.choice(["Town mirror", "城镇镜像"])
        case 1:
            settings.language = town.dice.choice(["en", "fa", "zh-Hans", "ru"])
        case 2:
            settings.contact = town.dice.choice(["", "desk@mirror.example"])
        case 3:
            settings.newsroom = town.dice.choice(["The Town Crier", "Глашатай"])
        case _:
            settings.newsroom_language = town.dice.choice(["en", "fa", "ru"])


def other_public_address(town: Town) -> None:
    number = town.dice.randrange(3)
    town.settings.public = f"https://forge{number}.example/news/blob/main/" if number else ""


def other_picture_size(town: Town) -> None:
    town.settings.width = town.dice.choice([960, 640])


def picture_arrives(town: Town) -> None:
    spec = town.mirror.config.images.spec.name
    missing = town.store.missing_assets(spec, town.now, 100)
    for origin, _ in town.dice.sample(sorted(missing), min(2, len(missing))):
        town.picture(origin)


def pick(town: Town) -> None:
    section = town.dice.choice(["", "town/news"])
    rows = [f"{town.stories[town.some()]},{town.dice.choice(['', 'Read this'])},{section},,"]
    rows += [f"{town.stories[town.some()]},,,,{town.dice.choice(DAYS)}"]
    town.desk["picks.csv"] = "\n".join(["address,title,section,from,until", *rows, ""])


def pinned_note(town: Town) -> None:
    section = town.dice.choice(["", "town/news"])
    row = f"No ferry on Sunday,,{section},{town.dice.choice(DAYS)},{town.dice.choice(LATER)}"
    town.desk["notes.csv"] = f"text,address,section,from,until\n{row}\n"


def promoted_links(town: Town) -> None:
    pool = ", ".join(
        f'{{ text = "Tides {n}", address = "https://tides.example/{n}" }}'
        for n in range(town.dice.randint(1, 4))
    )
    town.desk["promos.toml"] = (
        f'[[promo]]\nname = "tides"\nplace = "{town.dice.choice(["above", "below"])}"\n'
        f'choose = {town.dice.choice([0, 1])}\nuntil = "{town.dice.choice(LATER)}"\n'
        f"links = [{pool}]\n\n"
        f'[[promo]]\nname = "row"\nplace = "row"\nrow = 2\nfrom = "{town.dice.choice(DAYS)}"\n'
        'links = [{ text = "Pilots", address = "https://pilots.example/" }]\n'
    )


def blocklist(town: Town) -> None:
    town.desk["blocklist.txt"] = town.dice.choice(
        ["", "Library\n", "hold: 渡轮\n", "body: 1 people\n"]
    )


def named_sections(town: Town) -> None:
    keep = town.dice.choice(["", 'keep = "3"\n', 'keep = "10d"\n'])
    name = town.dice.choice(["Front", "要闻", "خبر"])
    hold = town.dice.choice(["", "hold = true\n"])
    town.desk["sections.toml"] = (
        f'[section."town/sport"]\n{hold}\n[section."town/news"]\nnames = "{name}"\n{keep}'
    )


def named_topics(town: Town) -> None:
    town.desk["topics.toml"] = town.dice.choice(
        [
            "",
            '[topic.ferries]\nnames = "Boats"\naliases = ["渡轮"]\n',
            '[topic.reading]\naliases = ["Library", "کتابخانه"]\n',
            '[topic.no]\naliases = ["Storms"]\nhidden = true\n',
        ]
    )


def correction(town: Town) -> None:
    note = f"{town.stories[town.some()]}\n2026-03-15\n\nIt was {town.dice.randrange(9)}.\n"
    town.desk[f"corrections/{town.dice.randrange(3)}.md"] = note


def takedown(town: Town) -> None:
    picture = f"{HOST}/p{town.dice.randrange(12)}.jpg,Not ours."
    story = f"{town.stories[town.some()]},{town.dice.choice(['', 'On request.'])}"
    rows = town.dice.choice([[], [picture], [story], [picture, story]])
    town.desk["takedowns.csv"] = "\n".join(["address,reason", *rows, ""])


def own_words(town: Town) -> None:
    town.desk["strings/en.toml"] = f'home = "{town.dice.choice(["Front", "Start"])}"\n'


def merged_stories(town: Town) -> None:
    one, other = town.some(), town.some()
    heads = town.store.heads([one, other])
    if one != other and all(head.state != "merged" for head in heads.values()):
        town.store.merge(one, other, town.now)


def old_path(town: Town) -> None:
    target = town.dice.choice([f"story/{town.some()}", "section/town/news", "home"])
    town.store.add_aliases({f"old/{town.dice.randrange(9)}.md": target})


def other_links(town: Town) -> None:
    town.settings.links = town.dice.choice(["keep", "footnote", "plain"])
    town.settings.navigation = town.dice.choice(["", "about.md", "section:town/news"])
    town.settings.images = town.dice.choice(["", "https://cdn.example/news/"])


ALL: dict[Change, int] = {
    pick: 4,
    pinned_note: 3,
    promoted_links: 3,
    blocklist: 3,
    named_sections: 4,
    named_topics: 4,
    correction: 3,
    takedown: 4,
    own_words: 1,
    merged_stories: 3,
    old_path: 3,
    other_links: 2,
    new_story: 30,
    changed_story: 16,
    gone_story: 5,
    story_that_is_back: 4,
    other_state: 12,
    second_section: 8,
    picture_arrives: 14,
    renamed_section: 3,
    moved_source: 3,
    other_words: 4,
    other_public_address: 2,
    other_picture_size: 1,
}


def _stamps(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}


def _publish_and_compare(town: Town) -> None:
    """Publish, and check that only files whose bytes changed were written."""
    plain = town.folder / "plain"
    before, stamps = files(plain), _stamps(plain)
    town.publish()
    after, new_stamps = files(plain), _stamps(plain)
    same = [path for path in after if before.get(path) == after[path]]
    assert [path for path in same if stamps[path] != new_stamps[path]] == []


def _live(town: Town, wanted: int = CHANGES) -> None:
    for _ in range(8):
        new_story(town)
    changes = town.dice.choices(list(ALL), list(ALL.values()), k=wanted)
    until = town.dice.randint(1, 8)
    for change in changes:
        town.now += timedelta(minutes=town.dice.randrange(300))
        change(town)
        until -= 1
        if until == 0:
            _publish_and_compare(town)
            until = town.dice.randint(1, 8)
    _publish_and_compare(town)


@pytest.fixture
def short_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let months become indexes of days, and shelves overflow, with few stories."""
    for name, limit in (("MONTH_STORIES", 5), ("HOME_STORIES", 4), ("SECTION_STORIES", 7)):
        for module in (building, composing, listing):
            monkeypatch.setattr(module, name, limit, raising=False)
    # And some pages be rendered before the last of them are built.
    monkeypatch.setattr(looking_ahead, "FEW", 6)
    monkeypatch.setattr(building, "CHUNK", 8)


@pytest.mark.usefixtures("short_months")
@pytest.mark.parametrize("seed", [1, None])
def test_full_rebuild_equals_a_hundred_random_changes(tmp_path: Path, seed: int | None) -> None:
    full = _live_and_rebuild(tmp_path, _seed(seed), CHANGES)
    # A new seed may, now and then, spread its stories over too many months.
    assert seed is None or any(DAY.search(path) for path in full), "no month is long"


@pytest.mark.slow
@pytest.mark.usefixtures("short_months")
@pytest.mark.parametrize("number", range(4))
def test_full_rebuild_equals_three_hundred_random_changes(tmp_path: Path, number: int) -> None:
    _live_and_rebuild(tmp_path, _seed(None) + number, MANY_CHANGES)


def _seed(seed: int | None) -> int:
    return random.SystemRandom().randrange(10**9) if seed is None else seed


def _live_and_rebuild(tmp_path: Path, seed: int, changes: int) -> dict[str, bytes]:
    """Return the files, once it is sure that a rebuild gives the same."""
    with open_town(tmp_path / "town", seed) as town:
        _live(town, changes)
        incremental = files(tmp_path / "town" / "plain")
        full = files(rebuild(town, tmp_path / "full") / "plain")
        assert sorted(incremental) == sorted(full), f"seed {seed}"
        assert incremental == full, f"seed {seed}"
        forge = tmp_path / "town"
        assert tree(forge / "forge.git") == tree(forge / "forge-full.git"), f"seed {seed}"
        return full


def test_pictures_that_no_story_shows_any_more_are_removed(tmp_path: Path) -> None:
    with open_town(tmp_path / "town", 7) as town:
        for _ in range(6):
            new_story(town)
        while missing := town.store.missing_assets(
            town.mirror.config.images.spec.name, town.now, 9
        ):
            for origin, _ in missing:
                town.picture(origin)
        town.publish()
        assert [path for path in files(tmp_path / "town" / "plain") if path.startswith("images/")]
        for story in town.stories:
            town.store.set_state(story, "withdrawn", "the newsroom asked", town.now)
        town.publish()
        left = files(tmp_path / "town" / "plain")
        assert [path for path in left if path.startswith("images/")] == []
        assert len([path for path in left if path.count("/") == 4]) == 6
        for story in town.stories:
            town.store.set_state(story, "shown", "", town.now)
        town.publish()
        full = files(rebuild(town, tmp_path / "full") / "plain")
        assert files(tmp_path / "town" / "plain") == full


def test_language_of_a_newsroom_changes_pages_of_stories_that_name_none(tmp_path: Path) -> None:
    with open_town(tmp_path / "town", 7) as town:
        while len(town.stories) < 12:
            new_story(town)
        town.publish()
        town.settings.newsroom_language = "fa"
        town.publish()
        full = files(rebuild(town, tmp_path / "full") / "plain")
        assert files(tmp_path / "town" / "plain") == full
