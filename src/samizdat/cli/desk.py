"""`desk`: check the editors' folder, and write an example of one."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from samizdat.app.desk_check import Checked, check_desk, init_desk
from samizdat.app.desk_preview import desk_preview
from samizdat.app.preview import Preview
from samizdat.cli.options import as_json, dry_run, in_folder
from samizdat.cli.say import say
from samizdat.cli.words import show_failures
from samizdat.web.preview import preview_server

_COUNTED = ("picks", "notes", "promos", "blocklist", "sections", "topics", "corrections")
_COUNTED_TOO = ("takedowns", "templates", "strings")
_CALLED = {"blocklist": "blocklist rules", "strings": "strings files"}

_folder = click.argument(
    "where", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path, file_okay=False)
)


@click.group()
def desk() -> None:
    """Check the editors' folder, or write an example of one."""


@desk.command()
@_folder
@as_json
@in_folder
def check(folder: Path, where: Path | None, *, as_json: bool) -> None:
    """Say everything that is wrong with the desk.

    FOLDER is the desk's, by default that of the mirror. It works without a mirror too; beside one
    it also compares the names of newsrooms, sections and sources.
    """
    checked = check_desk(folder, where)
    if as_json:
        say(json.dumps(_report(checked), ensure_ascii=False))
    else:
        _show(checked)
    sys.exit(1 if checked.wrong else 0)


def _counts(checked: Checked) -> dict[str, int]:
    """Return how many sound rules of each kind there are."""
    return {name: len(getattr(checked.desk.rules, name)) for name in (*_COUNTED, *_COUNTED_TOO)}


def _report(checked: Checked) -> dict[str, object]:
    return {
        "folder": str(checked.folder),
        "mirror": checked.has_mirror,
        "wrong": checked.wrong,
        "notes": len(checked.problems) - checked.wrong,
        "problems": [asdict(problem) for problem in checked.problems],
        "rules": _counts(checked),
    }


def _show(checked: Checked) -> None:
    for problem in checked.problems:
        say(str(problem))
    counts = [
        f"{count:,} {called.removesuffix('s') if count == 1 else called}"
        for name, count in _counts(checked).items()
        if count and (called := _CALLED.get(name, name))
    ]
    wrong, notes = checked.wrong, len(checked.problems) - checked.wrong
    say(f"{wrong} wrong, {notes} to note. Sound: {', '.join(counts) or 'no rules yet'}.")
    if not checked.has_mirror:
        say("Without a mirror, names of newsrooms and sections were not compared.")


@desk.command()
@_folder
@click.option(
    "--from",
    "source",
    metavar="ADDRESS",
    help="What pip installs samizdat from, in the forge's check.",
)
@dry_run
@as_json
@in_folder
def init(folder: Path, where: Path | None, source: str, *, dry_run: bool, as_json: bool) -> None:
    """Write an example desk with comments.

    FOLDER is where, by default the mirror's desk. The check for GitHub, GitLab and Forgejo comes
    with it. Files that are there stay as they are.
    """
    laid = init_desk(folder, where, source or "", dry_run=dry_run)
    if as_json:
        data = {"folder": str(laid.folder), "written": laid.written, "kept": laid.kept}
        say(json.dumps(data, ensure_ascii=False))
        return
    for path in laid.kept:
        say(f"stays    {path}")
    for path in laid.written:
        say(f"{'would be written' if dry_run else 'written'}  {path}")
    if not source and any(path.endswith(".yml") for path in laid.written):
        say("\nPut into the .yml files where pip finds samizdat, or give --from ADDRESS.")
    say(f"\nLook at {laid.folder / 'README.md'}, then run:  samizdat desk check {laid.folder}")


@desk.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@in_folder
def preview(folder: Path, port: int) -> None:
    """Preview the next edition on 127.0.0.1 under the desk as it stands now.

    Neither the mirror nor a remote changes.
    """
    with desk_preview(folder) as (mirror, problems):
        show_failures(problems)
        with preview_server(Preview(mirror), port) as server:
            say(f"http://127.0.0.1:{server.server_address[1]}/   (Ctrl-C ends it)")
            with suppress(KeyboardInterrupt):
                server.serve_forever()
