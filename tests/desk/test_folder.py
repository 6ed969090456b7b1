"""The desk's folder on disk: what is read of it, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from samizdat.desk import read_desk, read_folder, survey_folder
from samizdat.desk.kinds import LARGEST_FILE, MOST_PARTS
from samizdat.errors import UsageError


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_absent_folder_is_an_empty_desk(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "nothing") == {}
    assert survey_folder(tmp_path / "nothing") == ()


def test_only_what_the_desk_knows_is_read(tmp_path: Path) -> None:
    known = {
        *("picks.csv", "notes.csv", "promos.toml", "blocklist.txt", "sections.toml"),
        *("topics.toml", "takedowns.csv", "corrections/渡轮.md", "templates/home.md"),
        "strings/zh-Hans.toml",
    }
    others = {"README.md", ".github/workflows/desk.yml", "corrections/README.md", "old/picks.csv"}
    for name in known | others:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert read_folder(tmp_path) == {name: name.encode() for name in known}
    assert survey_folder(tmp_path) == ()


def test_links_out_of_the_folder_are_not_followed_and_are_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.md").write_text("private", encoding="utf-8")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "picks.csv").symlink_to(secret / "x.md")
    (desk / "corrections").symlink_to(secret)
    (desk / "blocklist.txt").symlink_to(desk / "words.txt")
    (desk / "words.txt").write_text("draft", encoding="utf-8")
    assert read_folder(desk) == {"blocklist.txt": b"draft"}
    assert {problem.file for problem in survey_folder(desk)} == {"picks.csv", "corrections/x.md"}


def test_device_or_folder_in_place_of_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "picks.csv").mkdir()
    (tmp_path / "notes.csv").symlink_to("/dev/zero")
    (tmp_path / "corrections").write_text("a file", encoding="utf-8")
    assert read_folder(tmp_path) == {}
    assert {problem.file for problem in survey_folder(tmp_path)} == {"picks.csv", "notes.csv"}


def test_misspelt_names_are_named_with_the_right_one(tmp_path: Path) -> None:
    for name in ("Picks.csv", "blocklist.text", "correction/lamp.md", "strings/en.tml", "notes"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    problems = survey_folder(tmp_path)
    hints = {problem.file: problem.hint for problem in problems}
    assert [problem.file for problem in problems if problem.grade == "wrong"] == ["Picks.csv"]
    assert hints == {
        "Picks.csv": "rename it to picks.csv",
        "blocklist.text": "rename it to blocklist.txt",
        "correction/lamp.md": "rename it to corrections/lamp.md",
        "strings/en.tml": "rename it to strings/en.toml",
        "notes": "rename it to notes.csv",
    }


def test_unreadable_file_is_an_error_and_no_empty_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, picks_DOT_csv="https://harbour.example/a")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match="Permission denied") as caught:
        read_folder(tmp_path)
    assert caught.value.where.endswith("picks.csv")


def test_too_large_file_is_read_no_further_than_needed_and_said(tmp_path: Path) -> None:
    (tmp_path / "picks.csv").write_bytes(b"x" * (LARGEST_FILE + 999))
    files = read_folder(tmp_path)
    assert len(files["picks.csv"]) == LARGEST_FILE + 1
    desk = read_desk(files, good={"picks.csv": b"https://harbour.example/a"})
    assert desk.problems[0].what == "the file is larger than 4,096 KB"
    assert len(desk.rules.picks) == 1


def test_too_many_corrections_are_said_and_the_first_count(tmp_path: Path) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir()
    for number in range(MOST_PARTS + 5):
        (folder / f"{number:05}.md").write_text(
            f"https://harbour.example/{number}\n\nNot so.\n", encoding="utf-8"
        )
    desk = read_desk(read_folder(tmp_path))
    assert len(desk.rules.corrections) == MOST_PARTS
    assert [problem.file for problem in desk.problems] == [f"corrections/{MOST_PARTS:05}.md"]
