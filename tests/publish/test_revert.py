"""Going back: the contract that every remote keeps, and what is Git's and the folder's own."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import RemoteMovedError, RemoteRefusedError
from samizdat.model.file import Tip
from samizdat.publish import Folder

PAGE = "harbour/2026/03/a7/x1.md"
OTHER = "港口/新闻.md"
FIRST = {"README.md": "# Harbour\n", PAGE: "渡轮恢复\n", OTHER: "图书馆\n", "old.md": "1\n"}
SECOND = {"README.md": "# Wrong\n", PAGE: "کتابخانه\n", "new/گ.md": "погода\n"}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def two_editions(desk: Any) -> Any:
    """Publish two editions and return the receipt of the first."""
    first = desk.publish(FIRST)
    desk.publish(SECOND, removed=("old.md",))
    return first


def test_files_are_again_what_they_were(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    receipt = desk.revert(first.tip)
    for path in (PAGE, OTHER, "old.md"):
        assert place.read(path) == FIRST[path].encode()
    assert b"# Harbour" in place.read("README.md")
    assert b"# Wrong" not in place.read("README.md")
    assert place.read("new/گ.md") is None
    assert receipt.changed
    assert receipt.notes == ()
    assert receipt.tip == place.remote.tip()


def test_the_receipt_says_what_was_restored_and_what_is_no_more(desk: Any) -> None:
    first = two_editions(desk)
    receipt = desk.revert(first.tip)
    restored = {"README.md", PAGE, "old.md"}
    assert restored <= receipt.objects.keys() <= FIRST.keys()
    assert receipt.objects == {path: first.objects[path] for path in receipt.objects}
    assert receipt.hashes.keys() == receipt.objects.keys()
    assert receipt.hashes["README.md"] == ""
    assert receipt.hashes[PAGE] == sha(FIRST[PAGE])
    assert receipt.removed == ("new/گ.md",)


def test_going_back_twice_changes_nothing_and_says_the_same(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    lost = desk.lost_revert(first.tip)
    again = desk.revert(first.tip)
    assert not again.changed
    assert again.tip == place.remote.tip() == lost.tip
    assert {PAGE, "old.md"} <= again.objects.keys()
    assert again.objects[PAGE] == lost.objects[PAGE]
    assert again.hashes["old.md"] == sha(FIRST["old.md"])
    assert again.removed == lost.removed


def test_the_next_edition_goes_on_from_there(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    desk.revert(first.tip)
    receipt = desk.publish(SECOND | {OTHER: "3\n"}, removed=("old.md",))
    assert receipt.notes == ()
    assert place.read(PAGE) == SECOND[PAGE].encode()
    assert place.read("old.md") is None
    assert place.read("README.md").count(b"Wrong") == 1


def test_one_more_step_back_and_two_at_once(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    second = desk.publish({PAGE: "3\n", "third.md": "3\n"})
    desk.publish({PAGE: "4\n", OTHER: "4\n"})
    desk.revert(second.tip)
    assert place.read(PAGE) == b"3\n"
    assert place.read("third.md") == b"3\n"
    desk.revert(first.tip)
    assert {path: place.read(path) for path in (PAGE, OTHER, "old.md", "third.md")} == {
        **{path: FIRST[path].encode() for path in (PAGE, OTHER, "old.md")},
        "third.md": None,
    }
    for edition in ("5", "6"):
        desk.publish({PAGE: edition, "new/گ.md": edition})
    desk.revert(first.tip)
    assert place.read(PAGE) == FIRST[PAGE].encode()
    assert place.read("new/گ.md") is None


def test_what_people_did_since_stays(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    place.put("CONTRIBUTING.md", b"how to help\n")
    place.put(OTHER, "修改\n".encode())
    place.put("README.md", b"Welcome!\n\n" + place.read("README.md") + b"\nThanks.\n")
    receipt = desk.revert(first.tip)
    text = place.read("README.md").decode()
    assert text.startswith("Welcome!\n")
    assert text.endswith("Thanks.\n")
    assert "# Harbour" in text
    assert "# Wrong" not in text
    assert place.read("CONTRIBUTING.md") == b"how to help\n"
    assert place.read(OTHER) == "修改\n".encode()
    assert all(note.startswith(f"{OTHER}: changed") for note in receipt.notes)


def test_a_file_of_people_where_a_page_was_stays_and_is_named(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    place.put("old.md", b"mine now\n")
    receipt = desk.revert(first.tip)
    assert place.read("old.md") == b"mine now\n"
    assert "old.md" not in receipt.objects
    assert any("old.md" in note for note in receipt.notes)


def test_what_is_kept_stays_as_it_is_and_is_asked_for_after_the_pages(
    place: Any, desk: Any
) -> None:
    picture = "images/aa/p.webp"
    first = desk.publish(FIRST | {picture: "old picture", "gone.webp": "x"})
    desk.publish(SECOND | {picture: "new picture"}, removed=("old.md", "gone.webp"))
    asked: dict[str, bytes | None] = {}

    def keep(path: str, older: bytes | None) -> bool:
        asked[path] = older
        return path in {PAGE, "old.md", "gone.webp", "new/گ.md"}

    receipt = desk.revert(first.tip, keep)
    assert place.read(PAGE) == SECOND[PAGE].encode()
    assert place.read("new/گ.md") == SECOND["new/گ.md"].encode()
    assert place.read("old.md") is None
    assert place.read("gone.webp") is None
    assert place.read(picture) == b"old picture"
    assert not {PAGE, "old.md", "gone.webp", "new/گ.md"} & {*receipt.objects, *receipt.removed}
    assert asked[PAGE] == FIRST[PAGE].encode()
    assert asked["new/گ.md"] is None
    kinds = [path.endswith(".md") for path in asked]
    assert kinds == sorted(kinds, reverse=True)


def test_where_it_stands_already_nothing_happens(place: Any, desk: Any) -> None:
    first = desk.publish(FIRST)
    receipt = desk.revert(first.tip)
    assert not receipt.changed
    assert receipt.tip == place.remote.tip()
    assert place.read(PAGE) == FIRST[PAGE].encode()


@pytest.mark.parametrize("tip", ["99", "../../x", "--help", "0" * 40, "f" * 40])
def test_a_place_it_never_stood_at_is_refused_and_nothing_changes(
    place: Any, desk: Any, tip: str
) -> None:
    two_editions(desk)
    with pytest.raises(RemoteRefusedError, match="no longer kept there"):
        desk.revert(Tip(tip))
    assert place.read(PAGE) == SECOND[PAGE].encode()


def test_a_remote_made_anew_does_not_go_back(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    place.recreate()
    with pytest.raises((RemoteMovedError, RemoteRefusedError)):
        desk.revert(first.tip)


def test_a_publication_whose_receipt_was_lost_is_undone_too(place: Any, desk: Any) -> None:
    first = two_editions(desk)
    desk.unsaved({PAGE: "lost\n", "lost.md": "lost\n"})
    receipt = desk.revert(first.tip)
    assert place.read(PAGE) == FIRST[PAGE].encode()
    assert place.read("lost.md") is None
    assert {"lost.md", "new/گ.md"} <= set(receipt.removed)


# Git


@pytest.mark.parametrize("http", [False, True])
def test_git_gets_one_commit_that_says_what_it_is(git_place: Any, tools: Any, http: bool) -> None:
    place = git_place(http=http)
    desk = tools.desk(place.remote)
    first = two_editions(desk)
    place.put("about.md", b"by Mira\n")
    receipt = desk.revert(first.tip)
    said = tools.git(place.bare, "log", "--format=%ce %cI %s", "main").splitlines()
    assert said[0] == (
        "samizdat@localhost 2026-03-14T06:32:30+00:00"
        " Back to the edition as of 2026-03-14 06:31 UTC"
    )
    ours = "samizdat@localhost"
    assert place.commits() == [ours, "mira@reader.example", ours, ours]
    for path, oid in receipt.objects.items():
        assert tools.git(place.bare, "rev-parse", f"main:{path}").strip() == oid
    place.check()


def test_git_writes_no_blob_that_it_has(git_place: Any, tools: Any) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    first = desk.publish({f"h/{n}.md": f"{n}\n" * 50 for n in range(40)})
    desk.publish({f"h/{n}.md": f"{n}, wrong\n" * 50 for n in range(40)})
    packs = place.remote._options.repository / "objects" / "pack"
    before = set(packs.glob("*.idx"))
    receipt = desk.revert(first.tip)
    (new,) = set(packs.glob("*.idx")) - before
    objects = tools.git(packs, "verify-pack", "-v", str(new)).split()
    assert receipt.files == 40
    assert (objects.count("blob"), objects.count("tree"), objects.count("commit")) == (0, 2, 1)


def test_git_without_its_own_repository_fetches_what_it_needs(git_place: Any, tools: Any) -> None:
    place = git_place(http=True)
    desk = tools.desk(place.remote)
    first = two_editions(desk)
    shutil.rmtree(place.remote._options.repository)
    desk.revert(first.tip)
    assert place.read(PAGE) == FIRST[PAGE].encode()


def test_git_tells_a_page_of_people_that_stood_there_from_ours(git_place: Any, tools: Any) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    place.put("theirs.md", b"by Mira\n")
    first = desk.publish(FIRST | {"ours.md": "1\n"})
    place.put("theirs.md", None)
    place.put("ours.md", None)
    desk.publish({"theirs.md": "ours now\n", "ours.md": "2\n"})
    receipt = desk.revert(first.tip)
    assert place.read("theirs.md") == b"ours now\n"
    assert place.read("ours.md") == b"1\n"
    assert "theirs.md" not in receipt.objects


def test_somebody_faster_is_built_upon_when_going_back(
    git_place: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = git_place(http=True)
    desk = tools.desk(place.remote)
    first = two_editions(desk)
    transport = place.remote._transport
    push = type(transport).push
    raced: list[bool] = []

    def slow_push(self: Any, *words: Any, **more: Any) -> bool:
        if not raced:
            raced.append(True)
            place.put("about.md", b"by Mira\n")
        return bool(push(self, *words, **more))

    monkeypatch.setattr(type(transport), "push", slow_push)
    desk.revert(first.tip)
    assert place.read(PAGE) == FIRST[PAGE].encode()
    assert place.read("about.md") == b"by Mira\n"


# A plain folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder("disk", tmp_path / "out")


def test_a_folder_goes_back_three_editions_and_keeps_no_more(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    tips = [desk.publish({PAGE: f"{n}\n", "README.md": f"{n}\n"}).tip for n in range(6)]
    kept = {path.name for path in (folder.path / ".samizdat" / "before").iterdir()}
    assert kept == {tip.value for tip in tips[2:5]}
    with pytest.raises(RemoteRefusedError, match="keeps the last 3"):
        desk.revert(tips[1])
    desk.revert(tips[2])
    assert (folder.path / PAGE).read_text() == "2\n"


def test_an_edition_published_twice_can_be_told_apart(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    first = desk.publish({PAGE: "1\n"})
    desk.edition -= 1
    second = desk.publish({PAGE: "1, another address\n"})
    desk.publish({PAGE: "2\n"})
    assert first.tip != second.tip
    desk.revert(second.tip)
    assert (folder.path / PAGE).read_text() == "1, another address\n"
    desk.revert(first.tip)
    assert (folder.path / PAGE).read_text() == "1\n"


def test_what_was_kept_and_is_damaged_changes_nothing(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    first = desk.publish({PAGE: "1\n", "b.md": "1\n"})
    desk.publish({PAGE: "2\n", "b.md": "2\n"})
    before = folder.path / ".samizdat" / "before" / first.tip.value
    (before / sha("1\n")).unlink()
    (before / sha("1\n")).write_text("1, but not quite\n")
    receipt = desk.revert(first.tip)
    assert (folder.path / PAGE).read_text() == "2\n"
    assert all("damaged" in note for note in receipt.notes)
    assert receipt.objects == {}


def test_a_log_from_elsewhere_leads_no_write_out_of_the_folder(
    folder: Folder, tools: Any, tmp_path: Path
) -> None:
    desk = tools.desk(folder)
    first = desk.publish({PAGE: "1\n"})
    desk.publish({PAGE: "2\n"})
    before = folder.path / ".samizdat" / "before" / first.tip.value
    (before / sha("evil")).write_text("evil")
    lines = [["../evil.md", sha("evil")], [".samizdat/tip", sha("evil")], ["x", "../../y"], 7]
    with (before / "log").open("a") as log:
        log.writelines(json.dumps(line) + "\n" for line in lines)
    desk.revert(first.tip)
    assert not (tmp_path / "evil.md").exists()
    assert folder.tip() == first.tip


def test_people_who_edit_in_place_do_not_change_what_was_kept(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    first = desk.publish({PAGE: "1\n"})
    desk.publish({PAGE: "2\n"})
    with (folder.path / PAGE).open("a") as page:
        page.write("edited\n")
    desk.revert(first.tip)
    assert (folder.path / PAGE).read_text() == "1\n"
