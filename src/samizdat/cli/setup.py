"""`init`, `add`, `remove`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from samizdat.app import setup
from samizdat.app.mirror import open_mirror
from samizdat.cli.options import as_json, dry_run, in_folder
from samizdat.cli.say import say
from samizdat.cli.words import show_settled
from samizdat.config import CONFIG_NAME


@click.command()
@click.argument("url")
@click.option("--remote", "remotes", multiple=True, metavar="NAME=ADDRESS", help="Where to push.")
@click.option("--allow-private", is_flag=True, help="URL's host may be private or loopback.")
@as_json
@in_folder
def init(
    folder: Path, url: str, remotes: tuple[str, ...], *, allow_private: bool, as_json: bool
) -> None:
    """Write samizdat.toml for the newsroom at URL: its home page, a feed, a sitemap, a listing."""
    settled = setup.init(folder, url, remotes, allow_private=allow_private)
    show_settled(settled, as_json=as_json)
    if not as_json:
        here = "" if folder == Path() else f" -C {folder}"
        say(f"\nWrote {folder / CONFIG_NAME}. Look it over, then run:  samizdat{here} sync")
        say("Mirror what you have the right to mirror.")


@click.command()
@click.argument("url")
@as_json
@in_folder
def add(folder: Path, url: str, *, as_json: bool) -> None:
    """Add the newsroom, the source or the single story at URL."""
    with open_mirror(folder, command="add", may_be_empty=True) as mirror:
        settled = setup.add(mirror, url)
    show_settled(settled, as_json=as_json)
    if not as_json:
        say("\nThe next  samizdat sync  reads it.")


@click.command()
@click.argument("name", metavar="NEWSROOM|SOURCE")
@dry_run
@as_json
@in_folder
def remove(folder: Path, name: str, *, dry_run: bool, as_json: bool) -> None:
    """Stop mirroring NEWSROOM, or one SOURCE (newsroom/source, or its address)."""
    with open_mirror(folder, command="remove") as mirror:
        removed = setup.remove(mirror, name, dry_run=dry_run)
    if as_json:
        data = {"newsroom": removed.newsroom, "sources": removed.sources}
        say(json.dumps({**data, "stories_kept": removed.stories}))
        return
    verb = "Would go" if dry_run else "Gone"
    what = ", ".join(removed.sources) or "no source"
    say(f"{verb} from {CONFIG_NAME}: {what} of {removed.newsroom}. Nothing asks it any more.")
    say(f"Stays readable: {removed.stories} stories with all their pages and pictures.")
