from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest

from samizdat.cli.main import cli
from samizdat.config import Config
from tools import reference


@pytest.mark.parametrize("name", sorted(reference.DOCUMENTS))
def test_reference_is_what_the_code_says(name: str) -> None:
    written = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert written == reference.DOCUMENTS[name](), "stale: run make reference"


def test_every_table_of_the_configuration_is_described() -> None:
    described = {name.strip("[]").split(".")[0] for name, _ in reference.TABLES}
    known = {one.name.removesuffix("s") for one in fields(Config)} - {"root", "image", "page"}
    assert known | {"images", "pages"} == described


def test_every_key_has_a_meaning() -> None:
    for _, table in reference.TABLES:
        undescribed = {one.name for one in fields(table) if "help" not in one.metadata}
        assert undescribed <= {"id"}
        assert all(key.meaning.endswith(".") for key in reference.keys_of(table))


def test_every_key_is_documented() -> None:
    text = (reference.FOLDER / "configuration.md").read_text(encoding="utf-8")
    for title, table in reference.TABLES:
        part = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        for key in reference.keys_of(table):
            assert f"| `{key.name}` |" in part


def test_every_command_is_documented_with_its_options() -> None:
    text = (reference.FOLDER / "commands.md").read_text(encoding="utf-8")
    for words, command in reference.walk(cli, ("samizdat",)):
        part = text.partition(f"\n## {' '.join(words)}\n")[2].partition("\n## ")[0]
        assert part, words
        for option in command.params:
            if isinstance(option, click.Option):
                assert re.search(rf"{re.escape(option.opts[-1])}\b", part), (words, option.opts)


def test_every_command_takes_a_folder() -> None:
    for words, command in reference.walk(cli, ("samizdat",)):
        if not isinstance(command, click.Group):
            assert any("-C" in option.opts for option in command.params), words
