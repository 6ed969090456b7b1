"""Limits of forges: looked at before a push, said in a sentence, and nothing else is held up."""

from typing import Any

from samizdat.publish.limits import MOST_ENTRIES, PAGE_BYTES

PAGE = "harbour/2026/03/a7/x1.md"


def test_a_page_that_forges_cut_short_is_named_and_goes_up(git_place: Any, tools: Any) -> None:
    place = git_place()
    long = {"README.md": b"x" * PAGE_BYTES, "港口/新闻.md": b"x" * (PAGE_BYTES + 1)}
    receipt = tools.desk(place.remote).publish(long | {PAGE: "x\n"})
    assert set(receipt.objects) == {"README.md", "港口/新闻.md", PAGE}
    assert receipt.notes == (
        "README.md, 港口/新闻.md: longer than the 512,000 bytes that forges show of a page",
    )


def test_a_page_and_a_picture_of_honest_size_have_no_note(git_place: Any, tools: Any) -> None:
    files = {PAGE: b"x" * PAGE_BYTES, "images/aa/b.webp": bytes(PAGE_BYTES + 1)}
    assert tools.desk(git_place().remote).publish(files).notes == ()


def test_a_crowded_folder_is_named_when_it_is_written_and_only_then(
    git_place: Any, tools: Any
) -> None:
    desk = tools.desk(git_place().remote)
    files = {f"harbour/crowd/{n}.md": b"x\n" for n in range(MOST_ENTRIES)}
    assert desk.publish(files).notes == ()
    (note,) = desk.publish({"harbour/crowd/one-more.md": "x\n"}).notes
    assert note.startswith("harbour/crowd/ (3,001): more than 3,000 entries in one folder")
    assert desk.publish({"harbour/other.md": "x\n"}).notes == ()


def test_names_that_some_systems_take_for_one_are_named_and_both_go_up(
    git_place: Any, tools: Any
) -> None:
    place = git_place()
    files = {"a/AbC.md": "1\n", "a/aBc.md": "2\n", "b/\ufb01.md": "3\n", "b/fi.md": "4\n"}
    receipt = tools.desk(place.remote).publish(files)
    assert {path: place.read(path).decode() for path in files} == files
    assert receipt.notes == ("a/, b/: names that are one and the same on Windows and macOS",)


def test_a_path_too_long_for_forges_is_left_out_and_one_for_windows_named(
    git_place: Any, tools: Any
) -> None:
    long, longer = "新" * 80 + "/" + "y" * 130 + ".md", "/".join(["x" * 200] * 6)
    receipt = tools.desk(git_place().remote).publish({long: "1\n", longer: "2\n", PAGE: "3\n"})
    assert set(receipt.objects) == {long, PAGE}
    left_out, awkward = receipt.notes
    assert "was left out: it is longer than 1024 bytes" in left_out
    assert awkward == f"{long}: cannot be checked out on Windows"


def test_a_control_file_never_comes_from_an_edition_and_one_of_people_stays(
    place: Any, desk: Any
) -> None:
    place.put("CNAME", b"news.example\n")
    place.put(".github/workflows/pages.yml", b"on: push\n")
    ours = ["CNAME", ".github/workflows/pages.yml", ".gitattributes", "docs/_config.yml"]
    receipt = desk.publish(dict.fromkeys(ours, "ours\n") | {PAGE: "x\n"}, removed=("_headers",))
    assert set(receipt.objects) == {PAGE}
    assert len(receipt.notes) == len(ours)
    assert all("would act upon a file of that name" in note for note in receipt.notes)
    assert place.read("CNAME") == b"news.example\n"
    assert place.read(".github/workflows/pages.yml") == b"on: push\n"
    assert place.read(".gitattributes") is None
