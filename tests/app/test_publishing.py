"""What remotes are given, and what stays people's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from samizdat.app.publish import publish
from tests.app.test_incremental import changed_story, new_story
from tests.app.town import Town, files, open_town, tree


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A mirror of some stories, published to a folder and to a Git repository."""
    with open_town(tmp_path / "town", 3) as made:
        for _ in range(6):
            new_story(made)
        made.publish()
        yield made


def _git(folder: Path, *words: str) -> str:
    mine = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        mine |= {f"GIT_{role}_NAME": "Mira", f"GIT_{role}_EMAIL": "mira@reader.example"}
    command = ["git", "-C", str(folder), *words]
    env = os.environ | mine
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def _forge(town: Town) -> Path:
    return town.folder / "forge.git"


def _write_as_a_person(town: Town, clone: Path, name: str) -> None:
    """Commit a file and a line below our part of the README."""
    if not clone.exists():
        _git(town.folder, "clone", "-q", str(_forge(town)), str(clone))
    _git(clone, "pull", "-q", "--ff-only")
    (clone / name).write_text("How to help.\n", encoding="utf-8")
    with (clone / "README.md").open("a", encoding="utf-8") as readme:
        readme.write(f"\nSee {name} too.\n")
    _git(clone, "add", "-A")
    _git(clone, "commit", "-q", "-m", "help")
    _git(clone, "push", "-q")


def test_what_people_write_stays_also_when_it_came_since_the_last_run(
    town: Town, tmp_path: Path
) -> None:
    for name in ("HELP.md", "MORE.md"):
        _write_as_a_person(town, tmp_path / "clone", name)
        new_story(town)
        town.publish()
        assert _git(_forge(town), "show", f"main:{name}") == "How to help.\n"
        assert f"See {name} too." in _git(_forge(town), "show", "main:README.md")
    assert "See HELP.md too." in _git(_forge(town), "show", "main:README.md")
    assert "Mira" in _git(_forge(town), "log", "--format=%an", "main")


def test_nothing_is_committed_if_nothing_changed(town: Town) -> None:
    tip = _git(_forge(town), "rev-parse", "main")
    before = files(town.folder / "plain")
    town.publish()
    outcomes = publish(town.mirror)
    assert [(one.commit, one.files) for one in outcomes] == [(None, 0), (None, 0)]
    assert _git(_forge(town), "rev-parse", "main") == tip
    assert files(town.folder / "plain") == before


def test_commits_are_ours_in_utc_with_a_readable_subject(town: Town) -> None:
    changed_story(town)
    town.publish()
    log = _git(_forge(town), "log", "--format=%an|%ae|%cn|%ce|%ai|%s", "main").splitlines()
    assert {tuple(line.split("|")[:4]) for line in log} == {
        ("samizdat", "samizdat@localhost", "samizdat", "samizdat@localhost")
    }
    assert all(line.split("|")[4].endswith("+0000") for line in log)
    assert [line.split("|")[5] for line in log] == ["2 updated, 2 removed", "6 new stories"]


def test_another_public_address_changes_that_remotes_story_pages_only(town: Town) -> None:
    before, tip = files(town.folder / "plain"), _git(_forge(town), "rev-parse", "main").strip()
    town.settings.public = "https://elsewhere.example/news/"
    town.publish()
    after = files(town.folder / "plain")
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    stories = {path for path in before if path.count("/") == 4 and path.endswith(".md")}
    assert {path for path in changed if path.endswith(".md")} == stories
    elsewhere = _git(_forge(town), "diff", "--name-only", tip, "main")
    assert elsewhere.split() == ["README.md"], "the other remotes' home pages name the new address"
    assert "https://elsewhere.example/news/README.md" in _git(
        _forge(town), "show", "main:README.md"
    )


def test_a_remote_that_was_made_anew_gets_the_whole_edition(town: Town) -> None:
    before = tree(_forge(town))
    shutil.rmtree(_forge(town))
    _git(town.folder, "init", "-q", "--bare", "-b", "main", str(_forge(town)))
    shutil.rmtree(town.folder / "plain")
    new_story(town)
    town.publish()
    after = tree(_forge(town))
    kept = {line.split("\t")[1] for line in before.splitlines()}
    assert kept <= {line.split("\t")[1] for line in after.splitlines()}
    assert set(files(town.folder / "plain")) >= {p for p in kept if not p.startswith("qr/")}
    _git(_forge(town), "fsck", "--full", "--strict", "--no-dangling")


def test_a_branch_that_somebody_deleted_is_back_once_a_person_publishes(town: Town) -> None:
    before = tree(_forge(town))
    _git(_forge(town), "update-ref", "-d", "refs/heads/main")
    outcomes = publish(town.mirror, by_hand=True)
    assert not any(one.error for one in outcomes)
    assert tree(_forge(town)) == before
    assert not any(one.commit for one in publish(town.mirror, by_hand=True))
