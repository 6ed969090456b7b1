"""What Git leaves in a file: named as what it is, and never shown to readers."""

from __future__ import annotations

import pytest

from samizdat.desk import read_desk

MERGE = "<<<<<<< HEAD\n{}\n||||||| 1f2e3d4\n{}\n=======\n{}\n>>>>>>> 渡轮\n"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
LAMP = "https://harbour.example/lamp"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("picks.csv", (LAMP, LAMP, f"{LAMP}2")),
        ("takedowns.csv", (f"{LAMP},渡轮", f"{LAMP}2,x", f"{LAMP}3,کتابخانه")),
        ("blocklist.txt", ("draft", "drafts", "广告")),
        ("corrections/lamp.md", (f"{LAMP}\n\nOf 1911.", "Of 1912.", "Of 1913.")),
        ("templates/home.md", ("a", "b", "c")),
    ],
)
def test_unfinished_merge_is_one_sentence_in_any_file(
    path: str, rows: tuple[str, str, str], ends: str
) -> None:
    text = MERGE.format(*rows).replace("\n", ends)
    (problem,) = (p for p in read_desk({path: text.encode()}).problems if p.grade == "wrong")
    assert str(problem) == (
        f"{path}:1: two people's changes stand here, between <<<<<<< and >>>>>>>\n"
        "  try: keep what is right and delete the lines with the marks"
    )


def test_marks_of_a_merge_are_no_words_of_the_blocklist_and_no_correction() -> None:
    correction = f"{LAMP}\n\n" + MERGE.format("Of 1911.", "Of 1912.", "Of 1913.")
    files = {"blocklist.txt": MERGE.format("a", "b", "c"), "corrections/lamp.md": correction}
    rules = read_desk({path: text.encode() for path, text in files.items()}).rules
    assert [rule.text for rule in rules.blocklist] == ["a", "b", "c"]
    assert "<<<" not in str(rules.corrections)
    assert "===" not in str(rules.corrections)


def test_unfinished_merge_keeps_the_last_good_version() -> None:
    good = {"blocklist.txt": b"draft\n"}
    desk = read_desk({"blocklist.txt": MERGE.format("a", "b", "c").encode()}, good=good)
    assert desk.files == good
    assert [rule.text for rule in desk.rules.blocklist] == ["draft"]


def test_each_unfinished_merge_is_named_with_its_line() -> None:
    text = "x\n" + MERGE.format("a", "b", "c") * 2
    problems = read_desk({"blocklist.txt": text.encode()}).problems
    assert [p.line for p in problems if p.grade == "wrong"] == [2, 9]


def test_underlined_heading_is_no_merge() -> None:
    text = f"{LAMP}\n\nNot so\n=======\n"
    desk = read_desk({"corrections/lamp.md": text.encode()})
    assert desk.is_sound
    assert "=======" in str(desk.rules.corrections)


@pytest.mark.parametrize(
    "path", ["notes.csv", "topics.toml", "corrections/a.md", "strings/fa.toml"]
)
def test_pointer_of_lfs_says_nothing_to_readers(path: str) -> None:
    desk = read_desk({path: POINTER})
    (problem,) = desk.problems
    assert str(problem) == (
        f"{path}:1: this is a pointer of Git LFS: the text itself is not in the repository\n"
        "  try: take the file out of .gitattributes and save its text again"
    )
    assert desk.rules == read_desk({}).rules
    assert desk.files == {}
