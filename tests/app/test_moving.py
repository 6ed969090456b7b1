"""Another host, account, branch or forge: the configuration says so, and the next run does it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from samizdat.app.build import build
from samizdat.app.publish import behind, publish
from samizdat.model.story import State
from samizdat_demo.git_server import GitServer
from tests.app.test_incremental import changed_story, new_story
from tests.app.town import Town, files, open_town, tree


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[GitServer, GitServer]]:
    """Give two forges over smart HTTP."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ExitStack() as stack:
        servers = []
        for name in ("old", "new"):
            (tmp_path / name).mkdir()
            servers.append(stack.enter_context(GitServer(tmp_path / name)))
        yield servers[0], servers[1]


@pytest.fixture
def town(tmp_path: Path, hosts: tuple[GitServer, GitServer]) -> Iterator[Town]:
    """A mirror whose remote is on the old host: two editions, and then some news withdrawn."""
    hosts[0].create("news.git")
    with open_town(tmp_path / "town", 11) as made:
        made.settings.outputs = ("plain", f"{hosts[0].address}/news.git")
        for _ in range(9):
            new_story(made)
        for number in range(12):
            made.picture(f"https://town.example/p{number}.jpg")
        made.publish()
        shutil.copytree(hosts[0].root / "news.git", tmp_path / "copy.git")
        shutil.copytree(made.folder / "plain", tmp_path / "copy")
        made.now += timedelta(hours=1)
        withdraw_some(made)
        yield made


def withdraw_some(town: Town) -> None:
    """Publish an edition that lacks much of the one before."""
    for number, story in enumerate(sorted(town.stories)):
        if number % 3:
            state: State = "withdrawn" if number % 3 == 1 else "hidden"
            town.store.set_state(story, state, "the court asked", town.now)
    new_story(town)
    town.publish()


def cycle(town: Town) -> list[bool]:
    """Build and publish as a run does; return which remotes changed."""
    mirror = town.mirror
    build(mirror)
    outcomes = publish(mirror)
    assert [one.error for one in outcomes] == [None, None]
    return [bool(one.commit) for one in outcomes]


def git(folder: Path, *words: str) -> str:
    person = ["-c", "user.name=Mira", "-c", "user.email=mira@reader.example"]
    command = ["git", "-C", str(folder), *person, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def by_path(bare: Path) -> dict[str, str]:
    """Return path → object of the main branch."""
    lines = (line.split("\t") for line in tree(bare).splitlines())
    return {path: facts for facts, path in lines}


def write_as_a_person(bare: Path, clone: Path, branch: str = "main") -> None:
    git(bare.parent, "clone", "-q", "-b", branch, str(bare), str(clone))
    (clone / "HELP.md").write_text("How to help.\n", encoding="utf-8")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "help")
    git(clone, "push", "-q", "origin", f"HEAD:{branch}")


def test_an_empty_repository_elsewhere_gets_the_whole_edition(
    town: Town, hosts: tuple[GitServer, GitServer]
) -> None:
    old, new = hosts
    new.create("news.git")
    town.settings.outputs = ("plain", f"{new.address}/news.git")
    assert behind(town.mirror) == ["forge"]
    assert cycle(town) == [False, True]
    assert tree(new.root / "news.git") == tree(old.root / "news.git")
    assert behind(town.mirror) == []
    assert cycle(town) == [False, False]
    changed_story(town)
    cycle(town)
    git(new.root / "news.git", "fsck", "--full", "--strict", "--no-dangling")


def test_an_older_copy_elsewhere_holds_nothing_withdrawn_afterwards(
    town: Town, hosts: tuple[GitServer, GitServer], tmp_path: Path
) -> None:
    old, new = hosts
    shutil.copytree(tmp_path / "copy.git", new.root / "news.git")
    write_as_a_person(new.root / "news.git", tmp_path / "clone")
    town.settings.outputs = ("plain", f"{new.address}/news.git")
    assert cycle(town) == [False, True]
    there, wanted = tree(new.root / "news.git"), tree(old.root / "news.git")
    assert [line for line in there.splitlines() if "HELP.md" not in line] == wanted.splitlines()
    assert "HELP.md" in there
    assert cycle(town) == [False, False]


def test_another_name_of_the_same_place_changes_nothing(
    town: Town, hosts: tuple[GitServer, GitServer], tmp_path: Path
) -> None:
    old, _ = hosts
    before = git(old.root / "news.git", "rev-parse", "main")
    town.settings.outputs = ("plain", str(old.root / "news.git"))
    assert cycle(town) == [False, False]
    assert behind(town.mirror) == []
    assert git(old.root / "news.git", "rev-parse", "main") == before


def test_a_copy_that_is_up_to_date_and_has_a_persons_work_is_gone_on_with(
    town: Town, hosts: tuple[GitServer, GitServer], tmp_path: Path
) -> None:
    old, new = hosts
    shutil.copytree(old.root / "news.git", new.root / "news.git")
    write_as_a_person(new.root / "news.git", tmp_path / "clone")
    town.settings.outputs = ("plain", f"{new.address}/news.git")
    assert cycle(town) == [False, False]
    new_story(town)
    assert cycle(town) == [True, True]
    assert "Mira" in git(new.root / "news.git", "log", "--format=%an", "main")
    assert git(new.root / "news.git", "rev-list", "--count", "main").strip() == "4"


@pytest.mark.parametrize("older", [False, True])
def test_another_branch_gets_the_whole_edition(
    town: Town, hosts: tuple[GitServer, GitServer], tmp_path: Path, older: bool
) -> None:
    old, _ = hosts
    bare = old.root / "news.git"
    if older:
        git(bare, "branch", "editions", "main~1")
    wanted = tree(bare)
    town.settings.branch = "editions"
    assert cycle(town) == [False, True]
    assert git(bare, "ls-tree", "-r", "editions") == wanted == tree(bare)


def test_another_forge_and_public_address_change_the_share_blocks_only(
    town: Town, hosts: tuple[GitServer, GitServer]
) -> None:
    old, _ = hosts
    before = by_path(old.root / "news.git")
    town.settings.other_public = "https://codeberg.example/mira/news/src/branch/main/"
    town.settings.forges = ("folder", "forgejo")
    assert cycle(town) == [True, True]  # the home page of the other one names it
    after = by_path(old.root / "news.git")
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed
    assert all(path.startswith("town/2026/") for path in changed)
    assert before.keys() == after.keys()


@pytest.mark.parametrize("copy", ["nothing", "older", "of another mirror"])
def test_another_folder_gets_the_whole_edition(town: Town, tmp_path: Path, copy: str) -> None:
    if copy == "older":
        shutil.copytree(tmp_path / "copy", town.folder / "stick")
    elif copy == "of another mirror":
        notes = town.folder / "stick" / ".samizdat"
        notes.mkdir(parents=True)
        (notes / "tip").write_text('["2", "1"]\n')
    town.settings.outputs = ("stick", town.settings.outputs[1])
    assert cycle(town) == [True, False]
    assert files(town.folder / "stick") == files(town.folder / "plain")
    assert cycle(town) == [False, False]


def test_a_folder_becomes_a_repository_and_a_folder_again(town: Town) -> None:
    git(town.folder, "init", "-q", "--bare", "-b", "main", "plain.git")
    town.settings.outputs = ("plain.git", town.settings.outputs[1])
    town.settings.forges = ("git", "github")
    assert cycle(town) == [True, False]
    there = {line.split("\t")[1] for line in tree(town.folder / "plain.git").splitlines()}
    assert there == files(town.folder / "plain").keys()
    town.settings.outputs = ("again", town.settings.outputs[1])
    town.settings.forges = ("folder", "github")
    assert cycle(town) == [True, False]
    assert files(town.folder / "again") == files(town.folder / "plain")


def test_a_place_that_does_not_answer_yet_is_moved_to_later(
    town: Town, hosts: tuple[GitServer, GitServer]
) -> None:
    old, new = hosts
    new.create("news.git")
    new.refuse = 503
    town.settings.outputs = ("plain", f"{new.address}/news.git")
    mirror = town.mirror
    build(mirror)
    assert [bool(one.error) for one in publish(mirror)] == [False, True]
    assert behind(town.mirror) == ["forge"]
    new.refuse = 0
    assert cycle(town) == [False, True]
    assert tree(new.root / "news.git") == tree(old.root / "news.git")


def test_a_new_remote_on_an_older_copy_holds_nothing_withdrawn(
    town: Town, hosts: tuple[GitServer, GitServer], tmp_path: Path
) -> None:
    old, new = hosts
    shutil.copytree(tmp_path / "copy.git", new.root / "news.git")
    town.settings.outputs = ("plain", f"{new.address}/news.git")
    config = town.mirror.config.root / "samizdat.toml"
    write, config_text = type(town.settings).write, config.read_text(encoding="utf-8")
    assert 'name = "forge"' in config_text

    def renamed(settings: object, folder: Path) -> None:
        write(settings, folder)  # type: ignore[arg-type]
        config.write_text(config.read_text("utf-8").replace('"forge"', '"second"'), "utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(town.settings), "write", renamed)
        assert cycle(town) == [True, True]  # the home page of the other one names it
    assert tree(new.root / "news.git") == tree(old.root / "news.git")
