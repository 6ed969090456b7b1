"""`status`, `why`, `doctor`, `export`: what is so, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from samizdat.app import explain
from samizdat.app.doctor import examine
from samizdat.app.mirror import open_mirror
from samizdat.cli.options import as_json, in_folder
from samizdat.cli.say import say


@click.command()
@as_json
@in_folder
def status(folder: Path, *, as_json: bool) -> None:
    """Say how the sources, the queue, the store and the remotes stand."""
    with open_mirror(folder) as mirror:
        report = explain.status(mirror)
    if as_json:
        say(json.dumps(report, ensure_ascii=False, default=str))
        return
    for line in explain.status_lines(report):
        say(line)


@click.command()
@click.argument("address")
@as_json
@in_folder
def why(folder: Path, address: str, *, as_json: bool) -> None:
    """Say what happened to the story at ADDRESS (or with that id, or on that page)."""
    with open_mirror(folder) as mirror:
        known = mirror.store.why(address)
        if as_json:
            say(json.dumps(asdict(known), ensure_ascii=False, default=str))
        else:
            for line in explain.why_lines(mirror, known):
                say(line)
    sys.exit(0 if known.story or known.entries else 1)


@click.command()
@as_json
@in_folder
def doctor(folder: Path, *, as_json: bool) -> None:
    """Say what is missing or wrong on this machine and in this configuration."""
    checks = examine(folder)
    if as_json:
        say(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        for check in checks:
            say(f"{check.grade:5}  {check.name}: {check.what}")
            if check.mend and check.grade != "ok":
                say(f"       mend: {check.mend}")
    sys.exit(1 if any(check.grade == "wrong" for check in checks) else 0)


@click.command()
@in_folder
def export(folder: Path) -> None:
    """Write every story as one JSON object a line, oldest first."""
    with open_mirror(folder) as mirror:
        for row in explain.export_rows(mirror):
            say(row)
