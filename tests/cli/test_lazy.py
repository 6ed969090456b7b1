"""Commands are imported when they are run, and help imports none."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from samizdat.cli.main import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_is_where_the_list_says(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert command.callback is None or command.callback.__module__ == COMMANDS[name].module


def test_unknown_command_is_none() -> None:
    assert cli.get_command(click.Context(cli), "read") is None


def modules_after(code: str) -> set[str]:
    """Return what is imported when *code* has run in a process of its own."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_help_imports_no_floor_below() -> None:
    code = "from samizdat.cli.main import cli\ncli(['--help'], standalone_mode=False)"
    assert not modules_after(code) & {"samizdat.app", "samizdat.store", "sqlalchemy", "aiohttp"}


def test_looking_at_a_mirror_imports_no_reader_of_pages() -> None:
    heavy = {"aiohttp", "trafilatura", "feedparser", "PIL", "selectolax", "samizdat.extract.page"}
    assert not modules_after("import samizdat.cli.inspect") & heavy
