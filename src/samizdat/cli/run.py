"""`sync`, `watch` and the steps singly."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import click

from samizdat.app import mirror as mirrors
from samizdat.app.build import build as build_edition
from samizdat.app.publish import publish as publish_edition
from samizdat.app.summary import Summary
from samizdat.app.sync import SyncOptions, take_desk
from samizdat.app.sync import sync as run_cycle
from samizdat.app.trial import sync_without_writing
from samizdat.app.watch import watch as run_for_ever
from samizdat.cli.options import as_json, dry_run, in_folder
from samizdat.cli.progress import LogLines, choose_listener
from samizdat.cli.say import say
from samizdat.cli.words import show_failures, show_summary, show_trial
from samizdat.config.fields import read_duration


class Age(click.ParamType[timedelta]):
    """`all`, or an age such as 6h."""

    name = "all|AGE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Return the age; zero stands for all."""
        if isinstance(value, timedelta):
            return value
        if value == "all":
            return timedelta(0)
        try:
            return read_duration(str(value))
        except ValueError as error:
            self.fail(f"{error}, or all", param, ctx)


def _report(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(summary.to_data(), ensure_ascii=False))
    else:
        show_summary(summary)
    sys.exit(130 if summary.stopped else summary.exit_code)


@click.command()
@dry_run
@as_json
@click.option("--recheck", type=Age(), default=None, help="Ask again for stories: all, or by age.")
@in_folder
def sync(folder: Path, recheck: timedelta | None, *, dry_run: bool, as_json: bool) -> None:
    """Run one cycle: discover, fetch, extract, store, edit, render, publish."""
    if dry_run:
        trial = sync_without_writing(folder, recheck)
        show_trial(trial, as_json=as_json)
        sys.exit(1 if trial.failed else 0)
    with (
        choose_listener(quiet=as_json) as listener,
        mirrors.open_mirror(folder, command="sync", listener=listener) as mirror,
    ):
        summary = run_cycle(mirror, SyncOptions(recheck=recheck))
    _report(summary, as_json=as_json)


@click.command()
@in_folder
def watch(folder: Path) -> None:
    """Run cycles for ever, each source at its own pace, until SIGTERM."""
    listener = LogLines()
    with mirrors.open_mirror(folder, command="watch", listener=listener) as mirror:
        run_for_ever(mirror, show_summary)


def _step(folder: Path, command: str, options: SyncOptions, *, as_json: bool) -> None:
    with (
        choose_listener(quiet=as_json) as listener,
        mirrors.open_mirror(folder, command=command, listener=listener) as mirror,
    ):
        summary = run_cycle(mirror, options)
    _report(summary, as_json=as_json)


@click.command()
@as_json
@in_folder
def discover(folder: Path, *, as_json: bool) -> None:
    """Ask every source what it announces, and queue what is new."""
    options = SyncOptions(fetch=False, build=False, publish=False)
    _step(folder, "discover", options, as_json=as_json)


@click.command()
@as_json
@click.option("--recheck", type=Age(), default=None, help="Ask again for stories: all, or by age.")
@in_folder
def fetch(folder: Path, recheck: timedelta | None, *, as_json: bool) -> None:
    """Fetch and read the stories that are due."""
    options = SyncOptions(discover=False, build=False, publish=False, recheck=recheck)
    _step(folder, "fetch", options, as_json=as_json)


@click.command()
@as_json
@click.option("--full", is_flag=True, help="Look at every page again, not only at changed ones.")
@in_folder
def build(folder: Path, *, full: bool, as_json: bool) -> None:
    """Bring the pages of the edition up to date."""
    with (
        choose_listener(quiet=as_json) as listener,
        mirrors.open_mirror(folder, command="build", listener=listener) as mirror,
    ):
        desk = Summary()
        take_desk(mirror, desk)
        report = build_edition(mirror, everything=full)
    if as_json:
        data = {"edition": report.edition, "pages": report.pages, "gone": report.gone}
        say(json.dumps(data))
    elif report.edition is None:
        say("Nothing changed.")
    else:
        say(f"Edition {report.edition}: {report.pages} pages changed, {report.gone} gone.")
    if not as_json:
        show_failures(desk.failed)
    sys.exit(desk.exit_code)


@click.command()
@as_json
@click.argument("remotes", nargs=-1)
@in_folder
def publish(folder: Path, remotes: tuple[str, ...], *, as_json: bool) -> None:
    """Bring every remote, or the named REMOTES, up to the latest edition, after an undo too."""
    with (
        choose_listener(quiet=as_json) as listener,
        mirrors.open_mirror(folder, command="publish", listener=listener) as mirror,
    ):
        mirrors.check_remotes(mirror, remotes)
        summary = Summary(remotes=publish_edition(mirror, only=remotes, by_hand=True))
    _report(summary, as_json=as_json)
