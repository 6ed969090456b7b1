"""A branch whose history is bounded: it gets a new root, and everybody's work stays."""

import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import RemoteMovedError
from samizdat.model.file import Receipt, Tip
from samizdat.publish import Git, GitOptions
from samizdat.publish.history import written_by_us
from samizdat.publish.repository import Repository
from samizdat.publish.transport import Transport

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
KEPT = timedelta(days=10)
PAGE = "harbour/2026/01/a7/x1.md"
FACTS = "--format=%T|%an|%ae|%at|%cn|%ce|%ct|%s"


@dataclass
class Almanac:
    """A remote that gets an edition every day."""

    place: Any
    desk: Any
    tools: Any
    day: int = 0
    tips: list[Tip] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def publish(self, expected: Tip | None = None, **more: str) -> Receipt:
        """Publish the day's edition, or once more on the same day."""
        files = {PAGE: f"{self.day}\n", f"港口/{self.day}.md": f"{self.day}\n" * 9, **more}
        files["README.md"] = f"Day {self.day}\n"
        known = {path: self.desk.table[path] for path in files if path in self.desk.table}
        todo = self.tools.changes(files, edition=self.day + 1, known=known)
        todo = replace(todo, as_of=self.now)
        receipt: Receipt = self.place.remote.publish(todo, expected=expected or self.desk.tip)
        self.desk.table |= receipt.objects
        self.desk.tip = receipt.tip
        self.tips.append(receipt.tip)
        return receipt

    def live(self, days: int) -> list[Receipt]:
        """Let *days* pass, each with its edition."""
        receipts = []
        for _ in range(days):
            receipts.append(self.publish())
            self.day += 1
        return receipts

    def log(self, *words: str) -> list[str]:
        return str(self.tools.git(self.place.bare, "log", FACTS, *words, "main")).splitlines()

    def ours(self, tip: str) -> dict[str, str]:
        repository = Repository(self.place.remote._options.repository)
        return written_by_us(repository, None, tip, "samizdat@localhost")


@pytest.fixture
def almanac(git_place: Any, tools: Any, http: bool) -> Almanac:
    place = git_place(http=http, history=KEPT)
    return Almanac(place, tools.desk(place.remote), tools)


@pytest.fixture
def http() -> bool:
    return False


@pytest.mark.parametrize("http", [False, True])
def test_an_old_branch_is_shortened_and_what_is_young_stays_as_it_was(almanac: Almanac) -> None:
    receipts = almanac.live(20)
    assert [receipt.notes for receipt in receipts] == [()] * 20
    assert len(almanac.log()) == 20
    before = almanac.log()
    almanac.day += 1
    receipt = almanac.publish()
    after = almanac.log()
    assert after[1:10] == before[:9]
    assert len(after) == 11
    assert after[-1].endswith("|The edition as of 2026-01-11 06:00 UTC")
    assert after[-1].split("|")[0] == before[9].split("|")[0]
    assert receipt.tip == almanac.place.remote.tip()
    assert receipt.notes == ("its history was shortened: 11 commits are kept no longer",)
    assert almanac.place.read("港口/0.md") == b"0\n" * 9
    almanac.place.check()


def test_publication_goes_on_and_the_branch_is_left_alone_for_a_day(almanac: Almanac) -> None:
    almanac.live(21)
    almanac.day += 3
    assert almanac.publish().notes != ()
    commits = len(almanac.log())
    again = almanac.publish()
    assert (again.changed, again.notes) == (False, ())
    almanac.day += 1
    assert almanac.publish().notes == ()
    assert len(almanac.log()) == commits + 1
    assert almanac.place.read(PAGE) == f"{almanac.day}\n".encode()
    almanac.place.check()


def test_without_a_bound_everything_stays(git_place: Any, tools: Any) -> None:
    place = git_place()
    almanac = Almanac(place, tools.desk(place.remote), tools)
    almanac.live(30)
    assert len(almanac.log()) == 30


def _people_work(almanac: Almanac) -> None:
    """Add, edit and delete files as people do, with a merge of a side branch."""
    place, git = almanac.place, almanac.tools.git
    place.put("HELP.md", "如何帮助\n".encode())
    place.put("港口/0.md", b"edited by Mira\n")
    place.put("港口/1.md", None)
    place.put("README.md", b"Welcome!\n\n" + place.read("README.md"))
    git(place.clone, "checkout", "-q", "-B", "side", "HEAD~2")
    (place.clone / "side.md").write_text("by the side\n")
    git(place.clone, "add", "-A")
    git(place.clone, "commit", "-q", "-m", "a side branch")
    git(place.clone, "checkout", "-q", "-B", "main", "origin/main")
    git(place.clone, "merge", "-q", "--no-ff", "-m", "merged", "side")
    git(place.clone, "push", "-q", "origin", "HEAD:main")


@pytest.mark.parametrize("days", [3, 15])
def test_peoples_work_stays_and_stays_theirs(almanac: Almanac, days: int) -> None:
    almanac.live(days)
    _people_work(almanac)
    almanac.live(21 - days)
    before = almanac.place.remote.tip()
    ours, tree = almanac.ours(before.value), almanac.log("-1")[0].split("|")[0]
    almanac.day += 1
    receipt = almanac.publish()
    now = almanac.place.remote.tip().value
    assert any("shortened" in note for note in receipt.notes)
    changed = {PAGE, "README.md", f"港口/{almanac.day}.md"}
    kept = almanac.ours(now)
    assert {p: o for p, o in kept.items() if p not in changed} == {
        p: o for p, o in ours.items() if p not in changed
    }
    assert tree in {line.split("|")[0] for line in almanac.log()}
    assert almanac.place.read("HELP.md") == "如何帮助\n".encode()
    assert almanac.place.read("side.md") == b"by the side\n"
    assert almanac.place.read("港口/0.md") == b"edited by Mira\n"
    assert almanac.place.read("港口/1.md") is None
    assert almanac.place.read("README.md").startswith(b"Welcome!\n")
    almanac.place.check()


def test_the_past_of_people_is_told_from_ours_by_who_committed(almanac: Almanac) -> None:
    almanac.live(3)
    _people_work(almanac)
    almanac.live(25)
    said = almanac.log("--reverse")
    assert [line.split("|")[1:3] for line in said[:3]] == [
        ["People of this repository", "people@samizdat.invalid"],
        ["samizdat", "samizdat@localhost"],
        ["People of this repository", "people@samizdat.invalid"],
    ]
    assert said[0].split("|")[4:6] == said[0].split("|")[1:3]


def test_a_signature_goes_with_the_commit_that_it_signed(almanac: Almanac) -> None:
    almanac.live(20)
    bare, git = almanac.place.bare, almanac.tools.git
    head = git(bare, "cat-file", "commit", "main").partition("\n\n")
    tree, *_ = head[0].split("\n")
    who = "Mira <mira@reader.example> 1769000000 +0330"
    fields = [tree, f"parent {almanac.tips[-1].value}", f"author {who}", f"committer {who}"]
    fields += ["gpgsig -----BEGIN SSH SIGNATURE-----", " parent of nothing", " -----END"]
    signed = "\n".join([*fields, "encoding UTF-8"])
    (bare / "signed").write_text(signed + "\n\nخبر\n\ngpgsig in the text stays\n", "utf-8")
    oid = git(bare, "hash-object", "-t", "commit", "-w", str(bare / "signed")).strip()
    git(bare, "update-ref", "refs/heads/main", oid)
    almanac.day += 2
    almanac.publish()
    after = git(bare, "cat-file", "commit", "main~1")
    assert "gpgsig -----" not in after
    assert "parent of nothing" not in after
    assert "encoding UTF-8\n\nخبر\n\ngpgsig in the text stays\n" in after
    assert "author Mira <mira@reader.example> 1769000000 +0330" in after
    almanac.place.check()


def test_a_lost_receipt_is_no_reason_to_publish_everything_again(almanac: Almanac) -> None:
    almanac.live(21)
    expected = almanac.desk.tip
    table = dict(almanac.desk.table)
    almanac.day += 1
    almanac.publish()
    almanac.desk.table = table
    for _ in range(2):
        receipt = almanac.publish(expected=expected, extra="新\n")
        assert not any("belongs" in note or "in the way" in note for note in receipt.notes)
    assert receipt.tip == almanac.place.remote.tip()
    assert almanac.place.read("extra") == "新\n".encode()


def test_an_edition_from_before_can_still_be_gone_back_to(almanac: Almanac) -> None:
    almanac.live(23)
    now = START + timedelta(days=almanac.day)
    to = almanac.tips[-5]
    receipt = almanac.place.remote.revert(to, expected=almanac.desk.tip, at=now)
    assert almanac.place.read(PAGE) == b"18\n"
    assert almanac.place.read("港口/19.md") is None
    assert receipt.tip == almanac.place.remote.tip()


def test_a_mirror_begun_anew_knows_its_own_files(
    almanac: Almanac, tmp_path: Path, tools: Any
) -> None:
    almanac.live(3)
    almanac.place.put("theirs.md", b"by Mira\n")
    almanac.live(20)
    other = Git(GitOptions("main", str(almanac.place.bare), tmp_path / "other", history=KEPT))
    todo = tools.changes({"港口/0.md": "anew\n", "theirs.md": "ours\n", PAGE: "anew\n"})
    receipt = other.publish(replace(todo, as_of=almanac.now), expected=None)
    assert set(receipt.objects) == {"港口/0.md", PAGE}
    assert almanac.place.read("theirs.md") == b"by Mira\n"


def test_a_person_who_pushed_meanwhile_wins_and_it_is_tried_again(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    almanac.live(20)
    push, forced = Transport.push, []

    def raced_push(self: Transport, commit: str, base: str | None, **more: Any) -> bool:
        forced.append(commit)
        if len(forced) == 2:  # the first is the edition, the second the shorter history
            almanac.place.put("about.md", b"by Mira\n")
        return push(self, commit, base, **more)

    monkeypatch.setattr(Transport, "push", raced_push)
    almanac.day += 1
    assert almanac.publish().notes == ()
    assert len(forced) == 2
    assert len(almanac.log()) == 22
    receipt = almanac.publish(more="x\n")
    assert "shortened" in receipt.notes[-1]
    assert almanac.place.read("about.md") == b"by Mira\n"
    assert len(almanac.log()) < 16
    almanac.place.check()


def test_a_forge_that_forbids_it_is_named_once_a_day_and_the_edition_is_up(
    almanac: Almanac,
) -> None:
    almanac.live(20)
    almanac.tools.git(almanac.place.bare, "config", "receive.denyNonFastForwards", "true")
    almanac.day += 1
    (note,) = almanac.publish().notes
    assert note.startswith("the history could not be shortened: its rules forbid it")
    assert almanac.place.read(PAGE) == f"{almanac.day}\n".encode()
    assert almanac.publish(more="x\n").notes == ()
    almanac.tools.git(almanac.place.bare, "config", "receive.denyNonFastForwards", "false")
    almanac.day += 1
    assert "shortened" in almanac.publish().notes[0]


@pytest.mark.parametrize("http", [True])
def test_commits_alone_go_up(almanac: Almanac) -> None:
    almanac.live(20)
    almanac.tools.git(almanac.place.bare, "config", "receive.unpackLimit", "1")
    almanac.day += 1
    packs = almanac.place.bare / "objects" / "pack"
    assert "shortened" in almanac.publish().notes[0]
    commits = len(almanac.log())
    last = max(packs.glob("*.idx"), key=lambda path: path.stat().st_mtime_ns)
    lines = almanac.tools.git(packs, "verify-pack", "-v", str(last)).splitlines()
    kinds = [line.split()[1] for line in lines if len(line.split()[0]) == 40]
    assert set(kinds) == {"commit"}
    assert commits <= len(kinds) <= commits + 2  # git may add what a commit is a delta of


def test_our_own_repository_drops_what_nothing_needs(
    almanac: Almanac, git_place: Any, tools: Any
) -> None:
    other = tools.desk(git_place("other").remote)
    other.publish({"b.md": "other\n"})
    store = almanac.place.remote._options.repository
    first = almanac.publish()
    almanac.day += 1
    almanac.live(19)
    before = int(tools.git(store, "rev-list", "--all", "--count"))
    almanac.day += 1
    almanac.publish()
    objects = tools.git(store, "cat-file", "--batch-all-objects", "--batch-check")
    assert first.tip.value not in objects
    assert objects.count(" commit ") == int(tools.git(store, "rev-list", "--all", "--count"))
    assert objects.count(" commit ") < before
    assert len(list((store / "objects" / "pack").glob("*.pack"))) == 1
    assert other.publish({"b.md": "other, later\n"}).changed
    tools.git(store, "fsck", "--full", "--strict", "--no-dangling")


def test_nothing_goes_while_another_remote_is_at_work(almanac: Almanac, tools: Any) -> None:
    store = almanac.place.remote._options.repository
    first = almanac.publish()
    almanac.day += 1
    almanac.live(19)
    almanac.day += 1
    with Repository(store).inside():
        almanac.publish()
        assert tools.git(store, "cat-file", "-t", first.tip.value).strip() == "commit"
    almanac.publish(more="x\n")
    objects = tools.git(store, "cat-file", "--batch-all-objects", "--batch-check")
    assert first.tip.value not in objects


def test_a_clock_of_a_person_that_is_wrong_cuts_nothing_off(almanac: Almanac) -> None:
    almanac.live(5)
    bare, git = almanac.place.bare, almanac.tools.git
    tree = git(bare, "rev-parse", "main^{tree}").strip()
    who = "Mira <mira@reader.example> 1 +0000"
    text = f"tree {tree}\nparent {almanac.tips[-1].value}\nauthor {who}\ncommitter {who}\n\n1970\n"
    (bare / "old").write_text(text)
    oid = git(bare, "hash-object", "-t", "commit", "-w", str(bare / "old")).strip()
    git(bare, "update-ref", "refs/heads/main", oid)
    almanac.live(5)
    assert len(almanac.log()) == 11


def test_a_lost_own_repository_is_made_again_from_the_short_branch(almanac: Almanac) -> None:
    almanac.live(25)
    shutil.rmtree(almanac.place.remote._options.repository)
    receipt = almanac.publish(more="x\n")
    assert receipt.changed
    assert almanac.place.read("more") == b"x\n"


def follow_new_root(almanac: Almanac) -> None:
    """Bring a person's clone to the new root, as the guide says."""
    if almanac.place.clone.exists():
        almanac.tools.git(almanac.place.clone, "fetch", "-q", "origin")
        almanac.tools.git(almanac.place.clone, "reset", "-q", "--hard", "origin/main")


def test_a_year_of_editions_crashes_and_people_stays_short_and_whole(almanac: Almanac) -> None:
    rebuilt, dice, people = 0, random.Random(7), list[int]()
    for _ in range(75):
        almanac.day += dice.choice([1, 1, 2])
        if dice.random() < 0.2:
            follow_new_root(almanac)
            almanac.place.put(f"people/{almanac.day}.md", b"by Mira\n")
            people.append(almanac.day)
        expected, table = almanac.desk.tip, dict(almanac.desk.table)
        try:
            almanac.publish()
        except RemoteMovedError:
            rebuilt += 1
        if dice.random() < 0.3:
            almanac.desk.tip, almanac.desk.table = expected, table
    assert rebuilt == 0
    assert len(almanac.log()) < 60
    for day in people:
        assert almanac.place.read(f"people/{day}.md") == b"by Mira\n"
    assert almanac.place.read(PAGE) == f"{almanac.day}\n".encode()
    almanac.place.check()
    store = almanac.place.remote._options.repository
    almanac.tools.git(store, "fsck", "--full", "--strict", "--no-dangling")
