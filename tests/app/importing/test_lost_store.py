"""A lost store is rebuilt from the edition that readers have."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from samizdat.app.mirror import open_mirror
from samizdat.config import load_config
from samizdat.model.page import HOME, section_key, story_key
from samizdat.model.story_mark import StoryMark, read_machine_line
from samizdat_demo.content import DemoStory
from samizdat_demo.git_server import GitServer
from samizdat_demo.newsroom import DemoServer, State
from tests.app.conftest import Desk

Files = dict[str, bytes]

PUBLIC = "https://forge.example/mirror/news/blob/main/"
STORY = re.compile(r"(?:harbour|gangkou|bandar)/\d{4}/.*\.md")
PICTURE = re.compile(rb"images/../[0-9a-f]{32}\.webp")
MACHINE = re.compile(rb"\n<!-- samizdat:story .*-->\n\Z")
READ_AT = re.compile(rb" \xc2\xb7 mirrored [^\n]*")
MERGED = ("gangkou", "tushuguan")
INTO = ("harbour", "library-night")
LOST = "lost.git"
NEW = "new.git"


@dataclass
class Loss:
    """A mirror whose store is lost, and what readers have of it.

    Attributes:
        desk: the folder with samizdat.toml and the desk, but without a store.
        before: the last edition.
        paths: what the stories are called here → file.
    """

    desk: Desk
    before: Files
    paths: dict[str, str]

    def take(self, *words: str) -> dict[str, Any]:
        """Import the edition and return what `--json` says."""
        return self.take_from(LOST, *words)

    def take_from(self, repository: str, *words: str) -> dict[str, Any]:
        """Import the edition in *repository* and return what `--json` says."""
        done = self.desk.run("import", "--json", f"{self.desk.git.address}/{repository}", *words)
        assert done.exit_code == 0, (done.output, done.exception)
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def publish(self) -> Files:
        """Build and publish as the configuration says, and return the new remote's files."""
        for words in (("build",), ("publish",)):
            done = self.desk.run(*words)
            assert done.exit_code == 0, (done.output, done.exception)
        return files(self.desk, NEW)

    def sync(self, *words: str) -> tuple[dict[str, Any], Files]:
        """Run a cycle and return its summary and the new remote's files."""
        return self.desk.sync(*words), files(self.desk, NEW)


def files(desk: Desk, repository: str) -> Files:
    """Return path → bytes of the main branch of *repository*."""
    git = ("git", "-C", str(desk.git.root / repository))
    listed = subprocess.run(
        [*git, "ls-tree", "-r", "-z", "--name-only", "main"], check=True, capture_output=True
    ).stdout.decode()
    return {
        path: subprocess.run([*git, "show", f"main:{path}"], check=True, capture_output=True).stdout
        for path in listed.split("\0")
        if path
    }


def unlike(before: Files, after: Files) -> dict[str, str]:
    """Return what differs between two editions, by path."""
    return {
        path: "".join(
            difflib.unified_diff(
                before.get(path, b"").decode("utf-8", "replace").splitlines(keepends=True),
                after.get(path, b"").decode("utf-8", "replace").splitlines(keepends=True),
                n=0,
            )
        )
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    }


def texts(edition: Files) -> Files:
    """Return the edition without machine lines and the minute when each story was read."""
    return {path: READ_AT.sub(b"", MACHINE.sub(b"\n", body)) for path, body in edition.items()}


@pytest.fixture
def desk(tmp_path: Path, news: DemoServer, git: GitServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give an unsynced mirror of all demo newsrooms with an editors' folder."""
    body = State.body

    def with_links(state: State, story: DemoStory) -> str:
        if story.id != "ferry-timetable":
            return body(state, story)
        near = 'Tickets are sold <a href="https://tickets.example/a?day=6&amp;n=2">at the pier</a>'
        far = '<a href="https://islands.example/a_(b)">on the islands</a>'
        return f"{body(state, story)}<p>{near} and, on Sundays, {far}.</p>"

    monkeypatch.setattr(State, "body", with_links)
    folder = tmp_path / "mirror"
    folder.mkdir()
    desk = Desk(folder, news, git)
    desk.configure("harbour", "gangkou", "bandar")
    desk.edit_config('public = ""', f'public = "{PUBLIC}"')
    desk.edit_config('forge = "git"', 'forge = "github"')
    desk.edit_config("[fetch]", '[pages]\nlinks = "footnote"\n\n[fetch]')
    write_desk(desk)
    return desk


def write_desk(desk: Desk) -> None:
    """Let editors have something to say on every kind of page."""
    rules = desk.folder / "desk"
    (rules / "corrections").mkdir(parents=True)
    ferry, library = (desk.news.story("harbour", n) for n in ("ferry-timetable", "library-night"))
    written = {
        "picks.csv": f"address,title\n{ferry},Evening ferries\n",
        "notes.csv": "text,address,section\nNo ferry on Sunday,,\n",
        "corrections/library.md": f"{library}\n2026-11-21\n\nThe room seats *forty*.\n",
        "blocklist.txt": "title: 足球\ntitle: 海港队\n",
    }
    for path, text in written.items():
        (rules / path).write_text(text, encoding="utf-8")


@pytest.fixture
def loss(desk: Desk) -> Loss:
    """Give a mirror that has lost its store after some eventful weeks."""
    desk.sync()
    desk.news.state.updates["storm-warning"] += 1
    desk.news.state.removed.add("quay-lamp")
    for _ in range(2):  # gone is a 404 or 410 twice
        desk.sync("--recheck", "all")
    where = desk.news.story
    words = ("--reason", "A reader's request.")
    assert desk.run("story", "withdraw", where("harbour", "football-draw"), *words).exit_code == 0
    merged = where(*MERGED), where(*INTO)
    paths = {
        "merged": desk.page_with("市图书馆")[0],
        "withdrawn": desk.page_with("Harbour Rovers")[0],
        "gone": desk.page_with("quay lamp")[0],
        "updated": desk.page_with("storm moves")[0],
        "noted": desk.page_with("New ferry timetable")[0],
    }
    assert desk.run("story", "merge", *merged).exit_code == 0
    with open_mirror(desk.folder, command="test") as mirror:
        ferry = mirror.store.find_story(paths["noted"])
        assert ferry
        old = {"ferry": story_key(ferry), "start": HOME, "list": section_key("harbour/news")}
        mirror.store.add_aliases({f"old/{name}.md": page for name, page in old.items()})
    desk.sync()
    before = files(desk, "news.git")
    shutil.move(desk.git.root / "news.git", desk.git.root / LOST)
    shutil.rmtree(desk.folder / "store")
    desk.git.create(NEW)
    desk.edit_config("/news.git", f"/{NEW}")
    return Loss(desk, before, paths)


def test_readers_find_the_same_edition_again(loss: Loss) -> None:
    would = loss.take("--dry-run")
    with open_mirror(loss.desk.folder) as mirror:
        assert list(mirror.store.all_story_ids()) == []
    report = loss.take()
    assert (report["new"], report["editions"], report["aliases"]) == (12, 13, 3)
    assert (report["failed"], report["flaws"], report["others"]) == ([], [], [])
    assert (report["pictures"], report["kept_pictures"]) == (0, 3)
    same = ("new", "unchanged", "editions", "pictures", "flaws", "failed", "newsrooms")
    assert [would[key] for key in same] == [report[key] for key in same]
    loss.desk.asked()
    after = loss.publish()
    assert unlike(loss.before, after) == {}
    assert loss.desk.asked() == {}, "no newsroom has to answer for it"
    assert b"<sup>[1]</sup>" in after[loss.paths["noted"]]
    shown = {name.decode() for body in after.values() for name in PICTURE.findall(body)}
    assert len(shown) == 3
    assert shown <= after.keys()


def test_what_was_decided_and_told_is_known_again(loss: Loss) -> None:
    loss.take()
    told: dict[str, Any] = {}
    for name, path in loss.paths.items():
        head = json.loads(loss.desk.run("why", "--json", path).stdout)["head"]
        told[name] = head["state"], head["reason"], head["updated"]
    assert told == {
        "merged": ("merged", "", 0),
        "withdrawn": ("withdrawn", "A reader's request.", 0),
        "gone": ("gone", told["gone"][1], 0),
        "updated": ("shown", "", 1),
        "noted": ("shown", "", 0),
    }
    merged, into = (loss.desk.news.story(*at) for at in (MERGED, INTO))
    with open_mirror(loss.desk.folder) as mirror:
        assert mirror.store.find_story(merged) == mirror.store.find_story(into)
        before = mirror.store.heads(list(mirror.store.all_story_ids()))
    again = loss.take()
    assert (again["new"], again["unchanged"], again["aliases"]) == (0, 12, 0)
    assert (again["pictures"], again["kept_pictures"]) == (0, 0)
    with open_mirror(loss.desk.folder) as mirror:
        assert mirror.store.heads(list(mirror.store.all_story_ids())) == before


def test_the_runs_that_follow_double_nothing(loss: Loss) -> None:
    loss.take()
    loss.publish()
    summary, later = loss.sync()
    assert summary["new"] == 1, "the one that the blocklist hides is in no edition"
    assert unlike(loss.before, later) == {}
    _, later = loss.sync("--recheck", "all")
    assert later.keys() == loss.before.keys()
    differ = unlike(texts(loss.before), texts(later))
    # The feed that these were read from gives no words for the picture; their own pages do.
    assert {path.partition("/")[0] for path in differ} == {"bandar"}
    marks = [read_machine_line(body.decode()) for path, body in later.items() if STORY.match(path)]
    assert [mark.updated for mark in marks if mark and mark.updated] == [1]


def test_the_remote_that_was_read_is_gone_on_with(loss: Loss) -> None:
    loss.desk.edit_config(f"/{NEW}", f"/{LOST}")
    add_page(loss.desk, "HELP.md", "How to help.\n")
    assert loss.take()["others"] == ["HELP.md"]
    loss.desk.sync()
    after = files(loss.desk, LOST)
    assert after.pop("HELP.md") == b"How to help.\n"
    assert unlike(loss.before, after) == {}


def test_an_edition_that_comes_after_the_first_run_changes_no_path(loss: Loss) -> None:
    _, first = loss.sync()
    withdrawn = loss.paths["withdrawn"]
    assert first[withdrawn] != loss.before[withdrawn], "nobody remembers it yet"
    report = loss.take()
    assert report["new"] == 1, "the one that is gone"
    _, later = loss.sync()
    assert loss.before.keys() <= later.keys()
    for name in ("withdrawn", "gone", "merged"):
        assert later[loss.paths[name]] == loss.before[loss.paths[name]]


def test_a_merged_page_tells_no_address_once_the_other_is_withdrawn(loss: Loss) -> None:
    loss.take()
    merged = loss.publish()[loss.paths["merged"]].decode()
    mark = read_machine_line(merged)
    assert mark
    assert mark.address == loss.desk.news.story(*MERGED)
    into = loss.desk.news.story(*INTO)
    assert loss.desk.run("story", "withdraw", into, "--reason", "A request.").exit_code == 0
    later = loss.publish()[loss.paths["merged"]].decode()
    assert read_machine_line(later) == StoryMark(mark.id, "merged", target=mark.target)
    assert f"[Story withdrawn]({'../' * 4}{mark.target})" in later, "which says why"
    assert loss.desk.run("story", "hide", into).exit_code == 0
    later = loss.publish()[loss.paths["merged"]].decode()
    assert read_machine_line(later) == StoryMark(mark.id, "merged")


def test_what_was_merged_into_a_withdrawn_story_stays_merged(loss: Loss) -> None:
    loss.take()
    into = loss.desk.news.story(*INTO)
    assert loss.desk.run("story", "withdraw", into, "--reason", "A request.").exit_code == 0
    before = loss.publish()
    shutil.rmtree(loss.desk.folder / "store")
    report = loss.take_from(NEW)
    assert report["flaws"] == []
    after = loss.publish()
    for name in ("merged", "gone", "updated"):
        assert after[loss.paths[name]] == before[loss.paths[name]]
    loss.sync()
    assert unlike(before, loss.sync()[1]) == {}, "its newsroom still announces it"


def test_without_its_configuration_an_edition_names_its_newsrooms(loss: Loss) -> None:
    remote = f'[[remote]]\nname = "main"\npush = "{loss.desk.git.address}/{NEW}"\n'
    config = f'[mirror]\ntitle = "Again"\n\n[fetch]\nallow_private = ["127.0.0.1"]\n\n{remote}'
    (loss.desk.folder / "samizdat.toml").write_text(config, encoding="utf-8")
    report = loss.take()
    assert sorted(report["newsrooms"]) == ["bandar", "gangkou", "harbour"]
    assert (report["new"], report["failed"], report["flaws"]) == (12, [], [])
    after = loss.publish()
    assert {path for path in loss.before if STORY.match(path)} <= after.keys()
    assert {path for path in loss.before if path.startswith(("images/", "old/"))} <= after.keys()
    assert b"request" in after[loss.paths["withdrawn"]]
    rooms = load_config(loss.desk.folder).newsrooms
    told = {id_: (room.name, dict(room.sections)) for id_, room in rooms.items()}
    assert told == {
        "bandar": ("بندرنامه", {"news": "خبرها"}),
        "gangkou": ("港口日报", {"news": "新闻"}),
        "harbour": ("The Harbour Post", {"news": "News"}),
    }


def add_page(desk: Desk, path: str, text: str) -> None:
    """Commit a file to the lost mirror's repository, as a person does."""
    work = desk.folder.parent / "person"
    git = ("git", "-c", "user.name=Mira", "-c", "user.email=mira@reader.example")
    subprocess.run([*git, "clone", "-q", desk.git.root / LOST, work], check=True)
    (work / path).write_text(text, encoding="utf-8")
    for words in (("add", "-A"), ("commit", "-q", "-m", "help"), ("push", "-q")):
        subprocess.run([*git, "-C", work, *words], check=True)
