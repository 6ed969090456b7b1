"""The contract that every remote keeps."""

from typing import Any

import pytest

from samizdat.errors import RemoteMovedError
from samizdat.model.file import Tip

FIRST = {
    "README.md": "# Harbour mirror\n",
    "harbour/2026/03/a7/x1.md": "# Ferry timetable changes\n",
    "harbour/2026/03/b0/x2.md": "# Library opens on Sundays\n",
}


def test_a_new_remote_has_no_tip(place: Any) -> None:
    assert place.remote.tip() is None


def test_what_is_published_can_be_read_and_the_tip_says_so(place: Any, desk: Any) -> None:
    receipt = desk.publish(FIRST)
    assert place.read("harbour/2026/03/a7/x1.md") == b"# Ferry timetable changes\n"
    assert receipt.changed
    assert receipt.files == 3
    assert set(receipt.objects) == set(FIRST)
    assert receipt.tip == place.remote.tip()
    assert receipt.notes == ()


def test_a_second_edition_changes_only_what_it_names(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    receipt = desk.publish(
        {"harbour/2026/03/a7/x1.md": "# Ferry timetable corrected\n"},
        removed=("harbour/2026/03/b0/x2.md",),
    )
    assert place.read("harbour/2026/03/a7/x1.md") == b"# Ferry timetable corrected\n"
    assert place.read("harbour/2026/03/b0/x2.md") is None
    assert place.read("README.md").count(b"Harbour mirror") == 1
    assert receipt.files == 2
    assert receipt.notes == ()


def test_the_same_again_changes_nothing(place: Any, desk: Any) -> None:
    first = desk.publish(FIRST)
    again = desk.publish(FIRST)
    assert not again.changed
    assert again.files == 0
    assert again.tip == first.tip == place.remote.tip()
    assert again.objects == first.objects


def test_a_file_of_people_in_the_way_stays_and_is_named(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    place.put("harbour/notes.md", b"my own notes\n")
    receipt = desk.publish({"harbour/notes.md": "ours\n", "harbour/other.md": "ours\n"})
    assert place.read("harbour/notes.md") == b"my own notes\n"
    assert place.read("harbour/other.md") == b"ours\n"
    assert any("harbour/notes.md" in note for note in receipt.notes)
    assert "harbour/notes.md" not in receipt.objects


def test_files_of_people_stay_beside_ours(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    place.put("CONTRIBUTING.md", b"how to help\n")
    desk.publish({"harbour/2026/03/a7/x1.md": "new\n"})
    assert place.read("CONTRIBUTING.md") == b"how to help\n"


def test_text_around_our_part_of_the_readme_stays(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    ours = place.read("README.md")
    place.put("README.md", b"Welcome!\n\n" + ours + b"\nThanks to all.\n")
    desk.publish({"README.md": "# Harbour mirror, Tuesday\n"})
    text = place.read("README.md").decode()
    assert text.startswith("Welcome!\n")
    assert text.endswith("Thanks to all.\n")
    assert text.count("Harbour mirror") == 1
    assert "Tuesday" in text


def test_a_readme_of_people_keeps_its_text_first(place: Any, desk: Any) -> None:
    place.put("README.md", b"# My repository\n")
    desk.publish(FIRST)
    text = place.read("README.md").decode()
    assert text.startswith("# My repository\n")
    assert "# Harbour mirror" in text


def test_a_readme_that_goes_leaves_the_text_of_people(place: Any, desk: Any) -> None:
    place.put("README.md", b"# My repository\n")
    desk.publish(FIRST)
    desk.publish({}, removed=("README.md",))
    assert place.read("README.md").strip() == b"# My repository"


def test_a_page_that_people_deleted_comes_back(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    place.put("harbour/2026/03/a7/x1.md", None)
    receipt = desk.publish({"harbour/2026/03/a7/x1.md": FIRST["harbour/2026/03/a7/x1.md"]})
    assert place.read("harbour/2026/03/a7/x1.md") == b"# Ferry timetable changes\n"
    assert receipt.changed


def test_a_receipt_that_was_lost_does_no_harm(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    lost = desk.unsaved({"harbour/new.md": "new\n"})
    again = desk.publish({"harbour/new.md": "new, later\n"})
    assert again.tip != lost.tip
    assert place.read("harbour/new.md") == b"new, later\n"
    assert again.notes == ()


def test_a_first_receipt_that_was_lost_does_no_harm(place: Any, desk: Any) -> None:
    desk.unsaved(FIRST)
    again = desk.publish(FIRST | {"harbour/2026/03/a7/x1.md": "later\n"})
    assert place.read("harbour/2026/03/a7/x1.md") == b"later\n"
    assert again.notes == ()
    assert set(again.objects) == set(FIRST)


def test_a_remote_made_anew_asks_for_the_whole_edition(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    place.recreate()
    with pytest.raises(RemoteMovedError) as caught:
        desk.publish({"harbour/new.md": "new\n"})
    assert caught.value.rebuild
    assert place.read("harbour/new.md") is None
    desk.tip, desk.table = None, {}
    desk.publish(FIRST)
    assert place.read("harbour/2026/03/b0/x2.md") == b"# Library opens on Sundays\n"


def test_a_tip_that_is_no_tip_asks_for_the_whole_edition(place: Any, desk: Any) -> None:
    desk.publish(FIRST)
    desk.tip = Tip("--help")
    with pytest.raises(RemoteMovedError) as caught:
        desk.publish(FIRST)
    assert caught.value.rebuild


def test_paths_in_any_script_arrive_as_they_are(place: Any, desk: Any) -> None:
    files = {
        "港口/新闻 一.md": "渡轮时刻表\n",
        "بندر/خبر.md": "کتابخانه\n",
        "гавань/ё.md": "погода\n",
        "a/b.md": "1\n",
        "a-b/c.md": "2\n",
        "a.md": "3\n",
    }
    desk.publish(files)
    assert {path: place.read(path) for path in files} == {
        path: text.encode() for path, text in files.items()
    }


@pytest.mark.parametrize(
    "path", ["../x.md", ".git/config", "a/.GIT/hooks/x", "a//b.md", "/x.md", "a\nb.md", "x/../y"]
)
def test_a_path_that_no_remote_may_hold_is_left_out(place: Any, desk: Any, path: str) -> None:
    receipt = desk.publish({path: "x\n", "good.md": "good\n"})
    assert set(receipt.objects) == {"good.md"}
    assert len(receipt.notes) == 1
    assert place.read("good.md") == b"good\n"
