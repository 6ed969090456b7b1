"""`opml`: lists of feeds, in and out."""

from __future__ import annotations

from pathlib import Path

import click

from samizdat.app import subscriptions
from samizdat.app.mirror import open_mirror
from samizdat.cli.options import in_folder
from samizdat.cli.say import say
from samizdat.cli.words import show_failures


@click.group()
def opml() -> None:
    """Import and export the list of feeds as OPML."""


@opml.command("export")
@in_folder
def export_feeds(folder: Path) -> None:
    """Write the mirror's feeds as OPML to standard output."""
    with open_mirror(folder) as mirror:
        click.echo(subscriptions.export_opml(mirror.config), nl=False)


@opml.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_folder
def import_feeds(folder: Path, file: Path) -> None:
    """Add the feeds of FILE to samizdat.toml; none is fetched before the next run."""
    added = subscriptions.import_opml(folder, file)
    for source in added.sources:
        say(f"added  {source}")
    show_failures(added.failed)
    say(f"{len(added.sources)} feeds added, {added.known} were there already.")
