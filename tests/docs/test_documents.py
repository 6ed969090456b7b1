"""Documents hold only commands that exist, configuration that parses and links that lead on."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path, PurePosixPath

import click
import pytest

from samizdat.cli.main import cli
from samizdat.config import parse_config
from samizdat.extract.ftr import read_ftr
from samizdat.extract.recipe_file import load_recipe

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if "node_modules" not in path.parts
)

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def _blocks(language: str) -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for found, text in _FENCE.findall(path.read_text(encoding="utf-8")):
            if found == language:
                yield path, text


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_toml_example_parses() -> None:
    examples = list(_blocks("toml"))
    assert len(examples) >= 8
    for path, text in examples:
        if re.search(r"^# recipe", text):
            load_recipe(text, where=_name(path))
        elif not re.match(r"# \S+\.toml\n", text):  # a file of the desk; see test_desk_guide.py
            config = parse_config(text, root=ROOT, where=_name(path))
            assert config.newsrooms or config.remotes or "[" in text


def test_every_ftr_example_is_read() -> None:
    examples = list(_blocks("ftr"))
    assert examples
    for path, text in examples:
        assert read_ftr(text, name=_name(path)).body


def _commands() -> Iterator[tuple[Path, list[str]]]:
    """Give the words after each `samizdat` that a shell block runs."""
    for path, text in _blocks("sh"):
        for line in text.replace("\\\n", " ").replace("&&", "\n").splitlines():
            words = list(takewhile(lambda word: word not in {"|", ">", "<"}, _split(line)))
            starts = [i for i, word in enumerate(words) if PurePosixPath(word).name == "samizdat"]
            runs = words[:1] == ["samizdat"] or words[:2] in (["sudo", "-u"], ["podman", "run"])
            if runs and starts and words[starts[-1] + 1 :]:
                yield path, words[starts[-1] + 1 :]


def _split(line: str) -> list[str]:
    return shlex.split(line, comments=True)


def _parse(command: click.Command, words: list[str], parent: click.Context | None) -> None:
    """Parse *words* as `samizdat` would, and run nothing."""
    context = command.make_context(command.name, list(words), parent=parent)
    if isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        _, inner, rest = command.resolve_command(context, rest)
        assert inner is not None
        _parse(inner, rest, context)


def test_every_command_shown_exists_with_its_options() -> None:
    shown = list(_commands())
    assert len(shown) >= 20
    for path, words in shown:
        try:
            _parse(cli, words, None)
        except click.ClickException as error:
            pytest.fail(f"{_name(path)}: samizdat {' '.join(words)}: {error.format_message()}")


def test_every_command_is_shown_somewhere() -> None:
    shown = {word for _, words in _commands() for word in words}
    assert set(cli.commands) <= shown, sorted(set(cli.commands) - shown)


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    for path in DOCUMENTS:
        for target in _LINK.findall(path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not target.startswith("#"):
                file = (path.parent / target.partition("#")[0]).resolve()
                assert file.exists(), f"{_name(path)}: {target}"


def test_guide_has_one_sentence_a_line() -> None:
    for path in (*(ROOT / "docs" / "guide").glob("*.md"), ROOT / "docs" / "safety.md"):
        text = _FENCE.sub("", path.read_text(encoding="utf-8"))
        for line in text.splitlines():
            if not line.lstrip().startswith(("|", "#", ">")):
                assert not re.search(r"[a-z`)]{2}[.!?] [A-Z`]", line), f"{_name(path)}: {line}"
