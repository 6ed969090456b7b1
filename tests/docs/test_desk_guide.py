"""The editors' guide: every file of the desk has a sound example there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samizdat.desk import read_desk
from samizdat.desk.kinds import FILES

GUIDE = Path(__file__).parents[2] / "docs" / "guide"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.\w+)\n")


def _desk(name: str) -> dict[str, bytes]:
    """Return the desk that the examples of a guide make."""
    files = {}
    for language, text in _FENCE.findall((GUIDE / name).read_text(encoding="utf-8")):
        if named := _FILE.match(text):
            files[named[1]] = text.encode()
        elif language == "markdown":
            files["corrections/lamp.md"] = text.encode()
    return files


@pytest.mark.parametrize("name", ["desk.md", "desk.zh-Hans.md"])
def test_every_file_has_an_example_that_the_check_passes(name: str) -> None:
    files = _desk(name)
    assert set(FILES) <= set(files)
    assert "corrections/lamp.md" in files
    assert any(path.startswith("strings/") for path in files)
    desk = read_desk(files)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    rules = desk.rules
    counts = [len(rules.picks), len(rules.notes), len(rules.promos), len(rules.blocklist)]
    counts += [len(rules.sections), len(rules.topics), len(rules.corrections), len(rules.takedowns)]
    assert counts == [3, 2, 2, 5, 2, 2, 1, 2]


def test_both_languages_say_the_same() -> None:
    english, chinese = (GUIDE / name for name in ("desk.md", "desk.zh-Hans.md"))
    shapes = [
        re.findall(r"^(#+|```\w*|- )", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in (english, chinese)
    ]
    assert shapes[0] == shapes[1]
