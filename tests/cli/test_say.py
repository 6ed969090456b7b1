"""What commands print cannot steer a terminal, and JSON stays the same value."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from samizdat.cli.say import say

HOSTILE = "Ferry \x1b]0;owned\x07\x9b2J\x7f\r\ud800 港口 \u200f سلام\tend"


def test_controls_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    say(HOSTILE, err=True)
    out, err = capsys.readouterr()
    shown = r"Ferry \u001b]0;owned\u0007\u009b2J\u007f\u000d\ud800 港口 " + "\u200f سلام\tend\n"
    assert (out, err) == (shown, shown)


def test_json_is_the_same_value(capsys: pytest.CaptureFixture[str]) -> None:
    say(json.dumps({"title": HOSTILE}, ensure_ascii=False))
    assert json.loads(capsys.readouterr().out) == {"title": HOSTILE}


def test_no_command_goes_round_it() -> None:
    folder = Path(__file__).parents[2] / "src" / "samizdat" / "cli"
    around = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.echo", "print"}
    }
    assert around == {"say.py", "opml.py"}, "OPML is a file, in which XML has its own escapes"
