"""`undo`: back to the edition before."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from samizdat.app import mirror as mirrors
from samizdat.app.undo import Undone
from samizdat.app.undo import undo as go_back
from samizdat.cli.options import as_json, dry_run, in_folder
from samizdat.cli.progress import choose_listener
from samizdat.cli.say import say


@click.command()
@dry_run
@as_json
@click.argument("remotes", nargs=-1)
@in_folder
def undo(folder: Path, remotes: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Take every remote, or the named REMOTES, back to the edition before.

    Nothing is published there until the desk or samizdat.toml changes, or until `samizdat publish`.
    A remote that failed is taken back when the command is run again; else it goes one more back.
    """
    with (
        choose_listener(quiet=as_json or dry_run) as listener,
        mirrors.open_mirror(folder, command="" if dry_run else "undo", listener=listener) as mirror,
    ):
        mirrors.check_remotes(mirror, remotes)
        undone = go_back(mirror, only=remotes, dry_run=dry_run)
    for one in undone:
        if as_json:
            say(json.dumps(one.to_data(), ensure_ascii=False))
        else:
            _say(one, dry_run=dry_run)
    if not as_json and not dry_run:
        _say_what_is_next(undone)
    sys.exit(1 if any(one.outcome.error for one in undone) else 0)


def _say_what_is_next(undone: list[Undone]) -> None:
    if any(one.outcome.error is None for one in undone):
        say(
            "Nothing more is published there until the desk or samizdat.toml changes,"
            " or until samizdat publish."
        )
    if open_ways := [one.name for one in undone if one.is_open]:
        names = " and ".join(open_ways)
        say(f"Not back yet: {names}. Run samizdat undo again; the others stay where they are.")


def _say(one: Undone, *, dry_run: bool) -> None:
    outcome = one.outcome
    if outcome.error:
        say(f"{one.name}: {outcome.error}")
        if outcome.hint:
            say(f"  try: {outcome.hint}")
    elif dry_run:
        say(f"{one.name}: would go back from edition {one.undone} to {one.edition}")
    elif outcome.commit:
        where = f"{outcome.files} files, now at {outcome.commit[:12]}"
        say(f"{one.name}: back at edition {one.edition}: {where}")
    else:
        say(f"{one.name}: stood at edition {one.edition} already")
    for note in outcome.notes:
        say(f"  note: {note}")
