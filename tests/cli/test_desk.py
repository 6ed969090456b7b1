"""`desk check` and `desk init`, as an editor's forge and an operator run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samizdat.cli.main import cli
from samizdat.errors import ConfigError, UsageError
from tests.support.settings import HARBOUR as CONFIG


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def desk(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_check_works_without_a_mirror_and_names_every_line(tmp_path: Path) -> None:
    folder = desk(
        tmp_path / "desk",
        picks_csv="https://harbour.example/a\nharbour.example/b\nhttps://harbour.example/c,,x/y\n",
        blocklist_txt="草稿\n/(a+)+/\n草稿\n",
    )
    done = run("-C", tmp_path, "desk", "check", folder)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "picks.csv:2: “harbour.example/b” is no web address",
        "  try: https://harbour.example/b",
        "blocklist.txt:2: a group that holds a repetition or alternatives is repeated",
        "  try: it could take for ever; repeat single characters or [classes]",
        "blocklist.txt:3: note: this repeats line 1",
        "  try: remove one of them",
        "2 wrong, 1 to note. Sound: 2 picks, 1 blocklist rule.",
        "Without a mirror, names of newsrooms and sections were not compared.",
    ]


def test_check_beside_a_mirror_knows_its_sections(tmp_path: Path) -> None:
    (tmp_path / "samizdat.toml").write_text(CONFIG, encoding="utf-8")
    desk(tmp_path / "desk", picks_csv="https://harbour.example/a,,harbour/wrold\n")
    done = run("-C", tmp_path, "desk", "check")
    assert done.exit_code == 1
    assert "did you mean “harbour/world”?" in done.stdout
    assert "Without a mirror" not in done.stdout


def test_sound_desk_and_an_absent_one_pass(tmp_path: Path) -> None:
    (tmp_path / "samizdat.toml").write_text(CONFIG, encoding="utf-8")
    assert run("-C", tmp_path, "desk", "check").exit_code == 0
    desk(tmp_path / "desk", notes_csv="港口明天停航\n")
    done = run("desk", "check", "-C", tmp_path)
    assert (done.exit_code, done.stdout) == (0, "0 wrong, 0 to note. Sound: 1 note.\n")


def test_check_answers_scripts_with_json(tmp_path: Path) -> None:
    folder = desk(tmp_path / "desk", takedowns_csv="ferry\nhttps://harbour.example/a\n")
    report = json.loads(run("-C", tmp_path, "desk", "check", folder, "--json").stdout)
    assert report["wrong"] == 1
    assert report["mirror"] is False
    assert report["problems"][0]["file"] == "takedowns.csv"
    assert report["problems"][0]["line"] == 1
    assert report["rules"]["takedowns"] == 1


def test_wording_is_checked_too(tmp_path: Path) -> None:
    folder = desk(tmp_path / "desk" / "strings", fa_toml='home = "خانه"\nhoem = "خانه"\n')
    done = run("-C", tmp_path, "desk", "check", folder.parent)
    assert done.exit_code == 1
    assert done.stdout.startswith("strings/fa.toml:2: ")


def test_misspelt_file_is_wrong(tmp_path: Path) -> None:
    folder = desk(tmp_path / "desk", Picks_csv="https://harbour.example/a\n")
    assert "rename it to picks.csv" in run("-C", tmp_path, "desk", "check", folder).stdout


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (["desk", "check"], UsageError, "must be named"),
        (["desk", "check", "nowhere"], UsageError, "no such folder"),
    ],
)
def test_check_of_nothing_says_what_to_do(
    tmp_path: Path, words: list[str], error: type[Exception], says: str
) -> None:
    caught = run("-C", tmp_path, *words).exception
    assert isinstance(caught, error)
    assert says in str(caught)


def test_desk_that_is_a_repository_asks_for_a_clone(tmp_path: Path) -> None:
    text = '[mirror]\ndesk = "https://forge.example/me/desk.git"\n'
    (tmp_path / "samizdat.toml").write_text(text, encoding="utf-8")
    caught = run("-C", tmp_path, "desk", "init").exception
    assert isinstance(caught, UsageError)
    assert "git clone" in caught.hint


def test_desk_in_a_repository_is_checked_where_it_is(tmp_path: Path) -> None:
    bare = tmp_path / "desk.git"
    work = tmp_path / "work"
    desk(work, notes_csv="text,until\nNo ferry,Sunday\n")
    for words in (
        ["init", "-q", "--bare", "-b", "main", str(bare)],
        ["init", "-q", "-b", "main", str(work)],
        ["-C", str(work), "add", "-A"],
        ["-C", str(work), "-c", "user.name=E", "-c", "user.email=e@e", "commit", "-qm", "x"],
        ["-C", str(work), "push", "-q", str(bare), "main"],
    ):
        subprocess.run(["git", *words], check=True)
    (tmp_path / "samizdat.toml").write_text('[mirror]\ndesk = "desk.git"\n', encoding="utf-8")
    done = run("-C", tmp_path, "desk", "check")
    assert done.exit_code == 1
    assert "notes.csv:2" in done.stdout


def test_broken_configuration_is_said(tmp_path: Path) -> None:
    (tmp_path / "samizdat.toml").write_text("x", encoding="utf-8")
    assert isinstance(run("-C", tmp_path, "desk", "check").exception, ConfigError)


def test_init_writes_an_example_that_passes_and_overwrites_nothing(tmp_path: Path) -> None:
    desk(tmp_path / "desk", picks_csv="https://harbour.example/mine\n")
    planned = json.loads(run("-C", tmp_path, "desk", "init", "--dry-run", "--json").stdout)
    assert not (tmp_path / "desk" / "README.md").exists()
    done = json.loads(run("-C", tmp_path, "desk", "init", "--json").stdout)
    assert done == planned
    assert done["kept"] == ["picks.csv"]
    assert ".github/workflows/desk.yml" in done["written"]
    assert (tmp_path / "desk" / "picks.csv").read_text() == "https://harbour.example/mine\n"
    assert run("-C", tmp_path, "desk", "check", tmp_path / "desk").exit_code == 0
    assert json.loads(run("-C", tmp_path, "desk", "init", "--json").stdout)["written"] == []


def test_init_says_what_is_left_to_fill_in(tmp_path: Path) -> None:
    assert "--from ADDRESS" in run("-C", tmp_path, "desk", "init").stdout
    source = "git+https://forge.example/me/samizdat.git@v1"
    done = run("-C", tmp_path, "desk", "init", tmp_path / "other", "--from", source)
    assert "--from ADDRESS" not in done.stdout
    assert source in (tmp_path / "other" / ".gitlab-ci.yml").read_text(encoding="utf-8")


def test_init_into_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("", encoding="utf-8")
    assert isinstance(run("-C", tmp_path, "desk", "init").exception, UsageError)
