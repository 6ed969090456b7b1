"""A plain folder on a disk that is not only ours."""

import errno
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import RemoteMovedError, RemoteRefusedError, RemoteUnreachableError
from samizdat.publish import Folder
from samizdat.publish.ledger import Ledger

PAGE = "harbour/2026/03/a7/x1.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder("disk", tmp_path / "out")


def test_a_folder_that_becomes_empty_goes_and_one_of_people_stays(
    folder: Folder, tools: Any
) -> None:
    desk = tools.desk(folder)
    desk.publish({PAGE: "1\n", "harbour/keep.md": "1\n"})
    (folder.path / "harbour/2026/notes.txt").write_text("mine")
    desk.publish({}, removed=(PAGE,))
    assert not (folder.path / "harbour/2026/03").exists()
    assert (folder.path / "harbour/2026/notes.txt").read_text() == "mine"


def test_a_link_leads_no_write_out_of_the_folder(
    folder: Folder, tools: Any, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder.path.mkdir()
    (folder.path / "harbour").symlink_to(outside)
    (folder.path / "a.md").symlink_to(outside / "a.md")
    receipt = tools.desk(folder).publish({PAGE: "1\n", "a.md": "1\n", "b.md": "1\n"})
    assert set(receipt.objects) == {"b.md"}
    assert len(receipt.notes) == 2
    assert list(outside.iterdir()) == []


def test_an_edition_that_was_not_finished_is_not_the_tip(
    folder: Folder, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tools.desk(folder)
    first = desk.publish({PAGE: "1\n", "b.md": "1\n"})
    place = Ledger.place

    def full(self: Ledger, content: bytes, target: Path) -> None:
        if target.name == "c.md":
            raise OSError(errno.ENOSPC, "No space left on device")
        place(self, content, target)

    monkeypatch.setattr(Ledger, "place", full)
    with pytest.raises(RemoteRefusedError, match="disk is full"):
        desk.publish({"b.md": "2\n", "c.md": "2\n", "d.md": "2\n"})
    assert folder.tip() == first.tip
    monkeypatch.undo()
    receipt = desk.publish({"b.md": "3\n", "c.md": "3\n", "d.md": "3\n"})
    assert folder.tip() == receipt.tip
    assert (folder.path / "c.md").read_text() == "3\n"


def test_half_a_line_in_the_log_hides_no_other_line(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    desk.publish({"a.md": "1\n"})
    with (folder.path / ".samizdat" / "files").open("a") as log:
        log.write('["b.m')
    desk.unsaved({"c.md": "2\n"})
    assert desk.publish({"c.md": "3\n"}).notes == ()


def test_a_page_that_somebody_edited_is_put_back_with_a_note(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    desk.publish({"a.md": "1\n"})
    (folder.path / "a.md").write_text("edited\n")
    receipt = desk.publish({"a.md": "2\n"})
    assert "put back" in receipt.notes[0]
    assert (folder.path / "a.md").read_text() == "2\n"


def test_a_folder_that_was_wiped_asks_for_the_whole_edition(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    desk.publish({"a.md": "1\n"})
    folder.path.rename(folder.path.with_name("moved"))
    with pytest.raises(RemoteMovedError) as caught:
        desk.publish({"a.md": "2\n"})
    assert caught.value.rebuild


def test_a_disk_that_is_not_there_is_unreachable(tools: Any, tmp_path: Path) -> None:
    folder = Folder("stick", tmp_path / "not" / "mounted")
    assert folder.tip() is None
    with pytest.raises(RemoteUnreachableError, match="does not exist"):
        tools.desk(folder).publish({"a.md": "1\n"})


def test_a_page_that_went_leaves_its_place_to_people(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    desk.publish({"a.md": "1\n", "b.md": "1\n"})
    desk.publish({}, removed=("a.md",))
    (folder.path / "a.md").write_text("mine\n")
    receipt = desk.publish({"a.md": "2\n"})
    assert (folder.path / "a.md").read_text() == "mine\n"
    assert len(receipt.notes) == 1


def test_a_large_edition_is_all_there_when_it_is_the_tip(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    receipt = desk.publish({f"harbour/{n}.md": f"{n}\n" for n in range(300)})
    assert receipt.files == len(list(folder.path.glob("harbour/*.md"))) == 300
    assert folder.tip() == receipt.tip


def test_the_log_does_not_grow_for_ever(folder: Folder, tools: Any) -> None:
    desk = tools.desk(folder)
    desk.publish({"a.md": "1\n", "b.md": "1\n"})
    log = folder.path / ".samizdat" / "files"
    log.write_text('["a.md", "x"]\n' * 80_000)
    desk.publish({"a.md": "2\n", "b.md": "2\n"})
    assert len(log.read_text().splitlines()) < 5
