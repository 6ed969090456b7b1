"""The shipped unit and Containerfile are well formed and name only commands that exist."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from samizdat.cli.main import cli
from tests.support.need import need

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "samizdat.service"
CONTAINERFILE = ROOT / "deploy" / "Containerfile"


def _unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_unit_watches_as_its_own_user_and_ends_on_sigterm() -> None:
    service = _unit()["Service"]
    words = shlex.split(service["ExecStart"])
    assert words[0].endswith("/samizdat")
    assert words[1:] == ["-C", "/var/lib/samizdat", "watch"]
    assert words[-1] in cli.commands
    assert service["User"] == "samizdat"
    assert service["KillSignal"] == "SIGTERM"
    assert service["RestartPreventExitStatus"] == "2"


def test_unit_holds_no_secret() -> None:
    assert not re.search(r"(?i)token|password", _unit()["Service"]["Environment"])


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    # The program that the unit starts is not installed here; any that exists stands in for it.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/samizdat/bin/samizdat", sys.executable)
    copy = tmp_path / "samizdat.service"
    copy.write_text(text, encoding="utf-8")
    words = [need("systemd-analyze"), "verify", "--man=no", str(copy)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "samizdat.service" not in done.stderr


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def test_container_watches_without_root() -> None:
    last = dict(_instructions())
    words = json.loads(last["ENTRYPOINT"]) + json.loads(last["CMD"])
    assert words == ["samizdat", "-C", "/mirror", "watch"]
    assert last["USER"] == "samizdat"
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert json.loads(last["VOLUME"]) == ["/mirror"]


def test_container_copies_only_what_exists() -> None:
    sources = [
        word
        for name, rest in _instructions()
        if name == "COPY" and not rest.startswith("--from")
        for word in shlex.split(rest)[:-1]
    ]
    assert "constraints.txt" in sources
    assert all((ROOT / source).exists() for source in sources)


def test_container_knows_every_instruction() -> None:
    known = {"FROM", "WORKDIR", "COPY", "ENV", "RUN", "USER", "VOLUME", "STOPSIGNAL"}
    assert {name for name, _ in _instructions()} <= known | {"ENTRYPOINT", "CMD"}


def test_ci_script_is_a_script_that_bash_reads() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    text = script.read_text(encoding="utf-8")
    assert "DEMO_SERVE=0 make demo" in text
    assert "make check" in text
