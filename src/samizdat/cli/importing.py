"""`import`: an existing mirror into the store."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from samizdat.app.importing.run import import_mirror
from samizdat.app.importing.values import Imported, ImportOptions
from samizdat.app.mirror import open_mirror
from samizdat.cli.options import as_json, dry_run, in_folder
from samizdat.cli.progress import choose_listener
from samizdat.cli.say import say
from samizdat.cli.words import show_failures

SHOWN_FLAWS = 12
SHOWN_OTHERS = 6


@click.command("import")
@click.argument("source", metavar="PATH|URL")
@click.option("--newsroom", default="", metavar="ID", help="Newsroom of stories of unknown hosts.")
@click.option("--recheck", is_flag=True, help="Ask the newsrooms for the imported stories once.")
@dry_run
@as_json
@in_folder
def import_(
    folder: Path, source: str, newsroom: str, *, recheck: bool, dry_run: bool, as_json: bool
) -> None:
    """Read a mirror at PATH or URL: somebody's Markdown pages, or a lost store's own edition."""
    options = ImportOptions(newsroom=newsroom, recheck=recheck, dry_run=dry_run)
    command = "" if dry_run else "import"
    with (
        choose_listener(quiet=as_json) as listener,
        open_mirror(folder, command=command, listener=listener, may_be_empty=True) as mirror,
    ):
        report = import_mirror(mirror, source, options)
    if as_json:
        say(json.dumps(_data(report), ensure_ascii=False))
    else:
        _show(report, dry_run=dry_run)
    sys.exit(report.exit_code)


def _data(report: Imported) -> dict[str, object]:
    return {
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "known": report.known,
        "repairs": dict(report.repairs),
        "flaws": [{"where": f.where, "what": f.what} for f in report.flaws],
        "more_flaws": dict(report.more_flaws),
        "pictures": report.pictures,
        "editions": report.editions,
        "kept_pictures": report.kept_pictures,
        "aliases": report.aliases,
        "newsrooms": report.newsrooms,
        "sections": report.sections,
        "others": report.others,
        "failed": [{"where": f.where, "what": f.what, "hint": f.hint} for f in report.failed],
        "taken_over": report.taken_over,
        "notes": report.notes,
    }


def _show(report: Imported, *, dry_run: bool) -> None:
    verb = "Would import" if dry_run else "Imported"
    say(
        f"{verb} {report.stories} stories: {report.new} new, {report.changed} changed, "
        f"{report.unchanged} imported before, {report.known} mirrored from their newsroom already."
    )
    if report.editions:
        say(
            f"{report.editions} of the pages are an edition of samizdat's own; "
            f"{report.kept_pictures} pictures came with them. samizdat.toml and the desk are no "
            "part of an edition, nor are stories that were hidden or held."
        )
    say(f"Repaired: {_counted(report.repairs) or 'nothing'}.")
    flaws = len(report.flaws) + sum(report.more_flaws.values())
    say(f"Not repaired: {flaws}. Pictures to fetch: {report.pictures}.")
    say(f"Old addresses that lead on: {report.aliases}.")
    for newsroom in report.newsrooms:
        say(f"new newsroom  {newsroom}")
    for key, name in report.sections.items():
        say(f"new section   {key}  {name}")
    for remote, files in report.taken_over.items():
        say(f"{remote}: {files} files of the old mirror are replaced by the next publish")
    for note in report.notes:
        say(f"note: {note}")
    _show_flaws(report)
    show_failures(report.failed)
    if not dry_run:
        say("\nThe next  samizdat sync  fetches the pictures, builds the pages and publishes.")


def _show_flaws(report: Imported) -> None:
    for flaw in report.flaws[:SHOWN_FLAWS]:
        say(f"{_on_one_line(flaw.where)}: {flaw.what}")
    hidden = len(report.flaws) - SHOWN_FLAWS + sum(report.more_flaws.values())
    if hidden > 0:
        say(f"… and {hidden} more; --json names the first {len(report.flaws)}")
    if report.others:
        shown = ", ".join(map(_on_one_line, report.others[:SHOWN_OTHERS]))
        more = len(report.others) - SHOWN_OTHERS
        say(f"left out, no story: {shown}" + (f" and {more} more" if more > 0 else ""))


def _on_one_line(path: str) -> str:
    """Return *path* as it can stand in a sentence: names of files may hold line ends and worse."""
    return "".join(c if c.isprintable() else "\ufffd" for c in path)


_WORDS = {
    "spaces": "invented spaces",
    "links": "dead links",
    "code": "runs of code that were paragraphs",
    "junk": "remains of tools",
    "headings": "levels of headings",
    "promoted": "promoted links",
    "navigation": "lines of navigation",
    "share": "share blocks",
    "counters": "counter pictures",
}
"""What each repair is called."""


def _counted(repairs: dict[str, int]) -> str:
    return ", ".join(f"{repairs[key]} {words}" for key, words in _WORDS.items() if repairs.get(key))
