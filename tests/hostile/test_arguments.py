"""Hostile texts as the arguments of commands: one clear sentence, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from samizdat.cli.main import cli, main
from samizdat.errors import SamizdatError
from samizdat.store import Store
from tests.support.hostile import texts
from tests.support.settings import HARBOUR as CONFIG

COMMANDS = (
    ["why"],
    ["story", "show"],
    ["story", "hide"],
    ["story", "merge", "harbour"],
    ["remove"],
    ["publish"],
    ["sync", "--recheck"],
    ["restore"],
    ["extract"],
    ["import"],
    ["desk", "check", "-C"],
)
LISTS = ("strings/blns.jsonl", "paths/traversal.jsonl", "git/args.jsonl")
ONE_IN = 7


@pytest.mark.shared
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_hostile_argument_gets_one_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samizdat.toml").write_text(CONFIG, encoding="utf-8")
    before = (tmp_path / "samizdat.toml").read_bytes()
    given = [t for name in LISTS for t in texts(name) if "://" not in t and t != "harbour"]
    for text in given[::ONE_IN]:
        result = CliRunner().invoke(cli, [*command, text], standalone_mode=False)
        error = result.exception
        where = (command, text, error)
        told = isinstance(error, (SamizdatError, click.ClickException, SystemExit))
        told = told or (isinstance(error, OSError) and error.filename is not None)  # `main` says it
        assert error is None or told, where
        assert str(error).strip(), where
        assert (tmp_path / "samizdat.toml").read_bytes() == before, where
    assert {path.name for path in tmp_path.iterdir()} <= {"samizdat.toml", "store"}


def test_a_name_that_no_file_can_have_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samizdat.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["samizdat", "import", "a" * 5000])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "\nsamizdat: File name too long: " in capsys.readouterr().err


def test_a_backup_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "samizdat.toml").write_text(CONFIG, encoding="utf-8")
    backup = tmp_path / "monday #1?mode=rwc%41.sqlite"
    with Store.open(tmp_path / "store") as store:
        store.backup(backup)
    Store.restore(backup, tmp_path / "again")
    Store.open(tmp_path / "again", create=False).close()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"samizdat.toml", "store", "again", backup.name}
