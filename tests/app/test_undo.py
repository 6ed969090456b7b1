"""Back to the edition before, and held there until people change something."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from samizdat.app.build import build
from samizdat.app.hold import held_back, read_hold
from samizdat.app.publish import behind, publish
from samizdat.app.summary import Summary
from samizdat.app.sync import take_desk
from samizdat.app.undo import Undone, undo
from samizdat.errors import RemoteUnreachableError
from samizdat.publish import Folder
from samizdat.store import Store
from tests.app.conftest import Desk
from tests.app.test_incremental import ALL, changed_story, new_story
from tests.app.town import Town, files, open_town, rebuild, tree

PICTURE = re.compile(rb"images/../[0-9a-f]{32}\.webp")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A mirror of some stories with pictures, published twice to a folder and a repository."""
    with open_town(tmp_path / "town", 5) as made:
        for _ in range(12):
            new_story(made)
        for number in range(12):
            made.picture(f"https://town.example/p{number}.jpg")
        made.publish()
        made.now += timedelta(hours=1)
        for _ in range(3):
            new_story(made)
            changed_story(made)
        made.publish()
        made.now += timedelta(hours=1)
        yield made


def places(town: Town) -> tuple[dict[str, bytes], list[str]]:
    """Return what readers find on both remotes, without pictures: an undo takes none away."""
    plain = {p: body for p, body in files(town.folder / "plain").items() if ".webp" not in p}
    forge = tree(town.folder / "forge.git").splitlines()
    return plain, [line for line in forge if ".webp" not in line]


def broken_pictures(town: Town) -> set[str]:
    """Return the pictures that a page shows and that are not there."""
    there = files(town.folder / "plain")
    shown = {p.decode() for body in there.values() for p in PICTURE.findall(body)}
    return shown - there.keys()


def wrong(town: Town) -> None:
    """Publish an edition that should not have been."""
    town.settings.title = "Wrong"
    changed_story(town)
    new_story(town)
    town.publish()
    town.now += timedelta(minutes=5)


def cycle(town: Town) -> list[str]:
    """Take the desk, build and publish as a run does; return what is said of held remotes."""
    mirror = town.mirror
    take_desk(mirror, Summary())
    build(mirror)
    outcomes = publish(mirror)
    assert [one.error for one in outcomes] == [None, None]
    return [one.held for one in outcomes]


def catch_up(town: Town, tmp_path: Path) -> None:
    """Publish by hand: both remotes are then what a full rebuild makes."""
    outcomes = publish(town.mirror, by_hand=True)
    assert [(one.error, one.held) for one in outcomes] == [(None, "")] * 2
    assert read_hold(town.mirror).remotes == {}
    shutil.rmtree(tmp_path / "full", ignore_errors=True)
    full = rebuild(town, tmp_path / "full")
    assert files(town.folder / "plain") == files(full / "plain")
    assert tree(town.folder / "forge.git") == tree(town.folder / "forge-full.git")


def told(undone: list[Undone]) -> list[tuple[int | None, int, str | None]]:
    return [(one.edition, one.undone, one.outcome.error) for one in undone]


def test_every_remote_is_again_what_it_was(town: Town, tmp_path: Path) -> None:
    before = places(town)
    wrong(town)
    assert places(town) != before
    assert told(undo(town.mirror)) == [(2, 3, None), (2, 3, None)]
    assert places(town) == before
    assert broken_pictures(town) == set()
    catch_up(town, tmp_path)


def test_nothing_is_published_until_a_person_asks(town: Town, tmp_path: Path) -> None:
    before = places(town)
    wrong(town)
    undo(town.mirror)
    new_story(town)
    sentence = (
        "held at edition 2 since samizdat undo; change the desk or samizdat.toml,"
        " or run samizdat publish"
    )
    assert cycle(town) == [sentence, sentence]
    assert behind(town.mirror) == []
    assert places(town) == before
    outcomes = publish(town.mirror, only=["forge"], by_hand=True)
    assert [(one.name, one.held, bool(one.commit)) for one in outcomes] == [("forge", "", True)]
    assert cycle(town) == [sentence, ""]
    catch_up(town, tmp_path)


@pytest.mark.parametrize("change", ["configuration", "desk"])
def test_what_people_change_lets_it_go_on(town: Town, tmp_path: Path, change: str) -> None:
    wrong(town)
    undo(town.mirror)
    assert all(cycle(town))
    if change == "configuration":
        town.settings.title = "城镇镜像"
    else:
        town.desk["notes.csv"] = "text,address\n渡轮今天停航,\n"
        take_desk(town.mirror, Summary())
    assert behind(town.mirror) == ["plain", "forge"]
    assert cycle(town) == ["", ""]
    catch_up(town, tmp_path)


def test_a_second_undo_goes_one_more_back(town: Town, tmp_path: Path) -> None:
    wrong(town)
    before = places(town)
    town.settings.title = "Worse"
    town.publish()
    undo(town.mirror)
    assert places(town) == before
    assert told(undo(town.mirror)) == [(2, 3, None), (2, 3, None)]
    assert told(undo(town.mirror)) == [(1, 2, None), (1, 2, None)]
    no_more = "it holds no edition before the one that it has"
    assert told(undo(town.mirror)) == [(None, 0, no_more), (None, 0, no_more)]
    assert all(cycle(town))
    catch_up(town, tmp_path)


def test_a_dry_run_says_the_way_and_goes_none(town: Town) -> None:
    wrong(town)
    before = places(town)
    assert told(undo(town.mirror, dry_run=True)) == [(2, 3, None), (2, 3, None)]
    assert places(town) == before
    assert held_back(town.mirror) == {}


def test_only_the_named_remote_goes_back(town: Town, tmp_path: Path) -> None:
    plain, _ = places(town)
    wrong(town)
    _, forge = places(town)
    assert [one.name for one in undo(town.mirror, only=["plain"])] == ["plain"]
    assert places(town) == (plain, forge)
    assert [bool(held) for held in cycle(town)] == [True, False]
    catch_up(town, tmp_path)


def test_a_remote_that_failed_catches_up_and_the_others_stay(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places(town)
    wrong(town)
    (town.folder / "forge.git").rename(town.folder / "away.git")
    plain, forge = undo(town.mirror)
    assert plain.outcome.error is None
    assert "no Git repository" in str(forge.outcome.error)
    assert (plain.is_open, forge.is_open) == (False, True)
    said = cycle(town)
    assert said[0].startswith("held at edition 2 since samizdat undo")
    assert said[1] == (
        "samizdat undo has not brought it back to edition 2 yet; run samizdat undo again,"
        " or samizdat publish"
    )
    (town.folder / "away.git").rename(town.folder / "forge.git")
    assert told(undo(town.mirror)) == [(2, 3, None)]
    assert places(town) == before
    assert all(cycle(town))
    catch_up(town, tmp_path)


def test_a_remote_that_never_took_the_edition_only_waits(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places(town)

    def unreachable(*_: object, **__: object) -> None:
        raise RemoteUnreachableError("no answer")

    monkeypatch.setattr(Folder, "publish", unreachable)
    town.settings.title = "Wrong"
    mirror = town.mirror
    build(mirror)
    assert [bool(one.error) for one in publish(mirror)] == [True, False]
    monkeypatch.undo()
    plain, forge = undo(town.mirror)
    assert (plain.edition, plain.undone, plain.outcome.commit) == (2, 3, None)
    assert forge.outcome.commit
    assert places(town) == before
    assert all(cycle(town))
    catch_up(town, tmp_path)


def test_a_folder_that_has_lost_what_was_before_stays_and_is_named(
    town: Town, tmp_path: Path
) -> None:
    _, before = places(town)
    wrong(town)
    now, _ = places(town)
    shutil.rmtree(town.folder / "plain" / ".samizdat" / "before")
    plain, forge = undo(town.mirror)
    assert "no longer kept there" in str(plain.outcome.error)
    assert forge.outcome.error is None
    assert places(town) == (now, before)
    assert [bool(held) for held in cycle(town)] == [True, True]
    assert told(undo(town.mirror))[1] == (1, 2, None)
    catch_up(town, tmp_path)


def test_a_run_killed_before_the_store_knew_is_taken_on(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places(town)
    wrong(town)
    wanted = list(town.store.all_files("forge"))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "rewind_remote", killed)
    with pytest.raises(KeyboardInterrupt):
        undo(town.mirror)
    monkeypatch.undo()
    assert list(town.store.all_files("forge")) == wanted
    assert all(cycle(town))
    assert told(undo(town.mirror)) == [(2, 3, None), (2, 3, None)]
    assert places(town) == before
    assert broken_pictures(town) == set()
    catch_up(town, tmp_path)


def test_a_run_killed_before_the_store_knew_and_then_a_changed_mind(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(town)
    revert = Folder.revert

    def unreachable(*words: object, **more: object) -> None:
        revert(*words, **more)  # type: ignore[arg-type]
        raise RemoteUnreachableError("gone in the middle")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Folder, "revert", unreachable)
    monkeypatch.setattr(Store, "rewind_remote", killed)
    with pytest.raises(KeyboardInterrupt):
        undo(town.mirror)
    monkeypatch.undo()
    town.settings.title = "Right"
    assert cycle(town) == ["", ""]
    catch_up(town, tmp_path)


def test_what_was_withdrawn_stays_withdrawn(town: Town, tmp_path: Path) -> None:
    pictures = {p for p in files(town.folder / "plain") if p.startswith("images/")}
    heads = town.store.heads(sorted(town.stories)).values()
    origins = town.store.origins(sorted(town.stories))
    story = next(h.story for h in heads if origins.get(h.story.id))
    page, text = story.path + ".md", files(town.folder / "plain")[story.path + ".md"]
    home = files(town.folder / "plain")["README.md"]
    named = story.path.rpartition("/")[2].encode() + b".md"
    pages = {h.story.path + ".md" for h in heads} - {page}
    before = files(town.folder / "plain")
    untouched = {path: before[path] for path in pages if named not in before[path]}
    assert untouched
    town.store.set_state(story.id, "withdrawn", "the court asked", town.now)
    wrong(town)
    after = files(town.folder / "plain")
    lost = pictures - after.keys()
    undone = undo(town.mirror)
    now = files(town.folder / "plain")
    assert now[page] == after[page] != text
    assert (story.path + ".png" in now) == (story.path + ".png" in after)
    assert not lost & now.keys()
    assert {path: now[path] for path in untouched} == untouched
    assert named in home
    # Bodies may go on leading to the page that says why; nothing that names the story comes back.
    assert not any(named in body for path, body in now.items() if after.get(path) != body)
    assert named not in now["README.md"]
    assert broken_pictures(town) == set()
    assert "README.md" in undone[0].outcome.notes[0]
    assert dict(line.split("\t")[::-1] for line in tree(town.folder / "forge.git").splitlines())[
        page
    ]
    catch_up(town, tmp_path)


def test_a_picture_that_was_taken_down_does_not_come_back(town: Town, tmp_path: Path) -> None:
    before = files(town.folder / "plain")
    origins = town.store.origins(sorted(town.stories))
    spec = town.mirror.config.images.spec.name
    stored = town.store.variants([one for each in origins.values() for one in each], spec)
    origin, variant = next(iter(stored.items()))
    assert variant.path in before
    town.desk["takedowns.csv"] = f"address,reason\n{origin},by court order\n"
    town.publish()
    after = files(town.folder / "plain")
    gone = {path for path in before.keys() - after.keys() if path.startswith("images/")}
    assert variant.path in gone
    undo(town.mirror)
    now = files(town.folder / "plain")
    assert not gone & now.keys()
    assert not any(path.encode() in body for path in gone for body in now.values())
    catch_up(town, tmp_path)


def test_a_story_that_was_hidden_comes_back_with_its_pictures(town: Town, tmp_path: Path) -> None:
    before = places(town)
    for story in sorted(town.stories):
        town.store.set_state(story, "hidden", "a slip", town.now)
    town.publish()
    assert not any(path.startswith("images/") for path in files(town.folder / "plain"))
    undo(town.mirror)
    assert places(town) == before
    assert broken_pictures(town) == set()
    catch_up(town, tmp_path)


def test_another_public_address_is_undone_and_done_again(town: Town, tmp_path: Path) -> None:
    before = places(town)
    for address in ("https://elsewhere.example/news/", ""):
        town.settings.public = address
        changed_story(town)
        town.publish()
    undo(town.mirror)
    undo(town.mirror)
    assert places(town) == before
    assert broken_pictures(town) == set()
    catch_up(town, tmp_path)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 9))]
)
def test_whatever_is_undone_the_next_edition_is_as_if_built_at_once(
    tmp_path: Path, seed: int
) -> None:
    with open_town(tmp_path / "town", seed) as town:
        for _ in range(4):
            new_story(town)
        town.publish()
        for number in range(12):
            for _ in range(town.dice.randrange(1, 4)):
                town.dice.choices(list(ALL), list(ALL.values()))[0](town)
            town.now += timedelta(minutes=7)
            town.publish()
            if town.dice.random() < 0.5:
                for _ in range(town.dice.choice([1, 1, 2])):
                    assert not any(
                        one.outcome.error for one in undo(town.mirror) if one.edition is not None
                    )
                if number % 3 == 0:
                    cycle(town)
                publish(town.mirror, by_hand=True)
        catch_up(town, tmp_path)


@pytest.mark.slow
def test_an_undo_killed_at_any_instant_is_gone_on_with(town: Town, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**9)
    dice, words = random.Random(seed), ["-m", "samizdat.cli.main", "-C", str(town.folder), "undo"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    took, killed = 0.0, 0
    for number in range(12):
        before = places(town)
        wrong(town)
        begun = time.monotonic()
        child = subprocess.Popen([sys.executable, *words], start_new_session=True, **quiet)  # type: ignore[call-overload]
        if number:
            with suppress(subprocess.TimeoutExpired):
                child.wait(dice.uniform(0.3, 1) * took)
            killed += child.poll() is None
            child.kill()
        assert child.wait() in (0, -signal.SIGKILL), f"seed {seed}"
        took = took or time.monotonic() - begun
        held = read_hold(town.mirror).remotes
        if dice.random() < 0.5 and held:
            if not all(one.is_done for one in held.values()):
                undo(town.mirror)
            assert places(town) == before, f"seed {seed}"
        town.settings.title = f"Right {number}"
        assert cycle(town) == ["", ""], f"seed {seed}"
    assert killed > 2
    catch_up(town, tmp_path)
    words = ["git", "-C", str(town.folder / "forge.git"), "fsck", "--full", "--no-dangling"]
    subprocess.run(words, check=True)


def test_the_command_says_what_it_did_and_what_is_next(mirror: Desk) -> None:
    mirror.sync()
    home = mirror.read("README.md")
    mirror.edit_config('title = "', 'title = "Wrong ')
    mirror.sync()
    assert mirror.read("README.md") != home
    assert "would go back from edition 2 to 1" in mirror.run("undo", "--dry-run").output
    told = json.loads(mirror.run("undo", "--json").stdout)
    assert (told["name"], told["edition"], told["undone"]) == ("main", 1, 2)
    assert mirror.read("README.md") == home
    (remote,) = mirror.sync()["remotes"]
    assert remote["held"].startswith("held at edition 1 since samizdat undo; change the desk")
    assert "main: held at edition 1" in mirror.run("sync").output
    assert "held at edition 1" in mirror.run("status").output
    assert mirror.run("publish").exit_code == 0
    assert "Wrong" in mirror.read("README.md")
    mirror.git.refuse = 503
    down = mirror.run("undo")
    assert down.exit_code == 1
    assert "\nNot back yet: main. Run samizdat undo again; the others stay" in down.output
    mirror.git.refuse = 0
    done = mirror.run("undo")
    assert done.exit_code == 0
    assert "Not back yet" not in done.output
    assert "main: back at edition 1: " in done.output
    assert "until samizdat publish" in done.output
    mirror.edit_config("Wrong ", "Right ")
    mirror.sync()
    assert "Right" in mirror.read("README.md")
    assert mirror.run("undo", "nowhere").exit_code != 0
