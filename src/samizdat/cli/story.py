"""`story`: single stories, handled by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from samizdat.app import story as stories
from samizdat.app.mirror import open_mirror
from samizdat.cli.options import as_json, in_folder
from samizdat.cli.say import say
from samizdat.model.story import Head, State

_NEXT = "The next  samizdat sync  does it, on every remote."
_UNSEEN: tuple[State, ...] = ("held", "hidden", "withdrawn")


@click.group()
def story() -> None:
    """Show, merge, hide, withdraw or fetch a single story again.

    ADDRESS is the story's own, that of its page on a remote, its id or its path.
    """


def _tell(head: Head, sentence: str, *, as_json: bool) -> None:
    if as_json:
        data = {"story": head.story.id, "path": head.story.path, "state": head.state}
        say(json.dumps({**data, "reason": head.reason}, ensure_ascii=False))
    else:
        say(f"“{head.title}” ({head.story.id}) {sentence} {_NEXT}")


def _decide(folder: Path, address: str, state: State, reason: str, *, as_json: bool) -> None:
    sentences: dict[State, str] = {
        "shown": "is shown to readers.",
        "hidden": "is hidden: no list names it and its page goes.",
        "withdrawn": "is withdrawn: its page says why and nothing else.",
    }
    with open_mirror(folder, command="story") as mirror:
        head = stories.decide(mirror, address, state, reason)
    _tell(head, sentences[state], as_json=as_json)


@story.command()
@click.argument("address")
@as_json
@in_folder
def show(folder: Path, address: str, *, as_json: bool) -> None:
    """Show a story that is held, hidden or withdrawn; no rule of the desk overrules this.

    One that was merged by mistake, named by its id or its page, is a story of its own again.
    """
    _decide(folder, address, "shown", "", as_json=as_json)


@story.command()
@click.argument("address")
@click.option("--reason", default="", help="Why, for people who work on the mirror.")
@as_json
@in_folder
def hide(folder: Path, address: str, reason: str, *, as_json: bool) -> None:
    """Take a story out of every list and remove its page; nothing is lost."""
    _decide(folder, address, "hidden", reason, as_json=as_json)


@story.command()
@click.argument("address")
@click.option("--reason", default="", help="Why, in words for readers.")
@as_json
@in_folder
def withdraw(folder: Path, address: str, reason: str, *, as_json: bool) -> None:
    """Leave only the reason on a story's page, on every remote."""
    _decide(folder, address, "withdrawn", reason, as_json=as_json)


@story.command()
@click.argument("address")
@click.argument("into")
@as_json
@in_folder
def merge(folder: Path, address: str, into: str, *, as_json: bool) -> None:
    """Let the story at ADDRESS be the one at INTO; its page points there for ever."""
    with open_mirror(folder, command="story") as mirror:
        head, target = stories.merge(mirror, address, into)
    sentence = f"is “{target.title}” ({target.story.id}) from now on."
    if target.state in _UNSEEN:
        way = f"samizdat story show {target.story.id}"
        sentence += f" That one is {target.state}: readers see neither until  {way} ."
    _tell(head, sentence, as_json=as_json)


@story.command()
@click.argument("address")
@as_json
@in_folder
def refetch(folder: Path, address: str, *, as_json: bool) -> None:
    """Read a story anew at the next run, whatever its newsroom says of changes."""
    with open_mirror(folder, command="story") as mirror:
        head = stories.refetch(mirror, address)
    stays = f" It stays {head.state}." if head.state in _UNSEEN else ""
    _tell(head, f"is read anew.{stays}", as_json=as_json)
