"""The `samizdat` command: a group of verbs on the data flow."""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path

import click

from samizdat import __version__
from samizdat.cli.lazy import LazyGroup, Listed
from samizdat.cli.say import say
from samizdat.errors import SamizdatError, UsageError

COMMANDS = {
    "init": Listed(
        "samizdat.cli.setup",
        "Write samizdat.toml for a newsroom: its home page, feed, sitemap, listing.",
    ),
    "add": Listed("samizdat.cli.setup", "Add a newsroom, a source or a single story."),
    "remove": Listed("samizdat.cli.setup", "Stop mirroring a newsroom or a source."),
    "sync": Listed(
        "samizdat.cli.run", "Run one cycle: discover, fetch, extract, store, edit, render, publish."
    ),
    "watch": Listed(
        "samizdat.cli.run", "Run cycles for ever, each source at its own pace, until SIGTERM."
    ),
    "discover": Listed(
        "samizdat.cli.run", "Ask every source what it announces, and queue what is new."
    ),
    "fetch": Listed("samizdat.cli.run", "Fetch and read the stories that are due."),
    "build": Listed("samizdat.cli.run", "Bring the pages of the edition up to date."),
    "publish": Listed("samizdat.cli.run", "Bring every remote, or some, up to the latest edition."),
    "undo": Listed("samizdat.cli.undo", "Take every remote, or some, back to the edition before."),
    "status": Listed(
        "samizdat.cli.inspect", "Say how the sources, the queue, the store and the remotes stand."
    ),
    "why": Listed("samizdat.cli.inspect", "Say what happened to a story."),
    "desk": Listed("samizdat.cli.desk", "Check the editors' folder, or write an example of one."),
    "story": Listed(
        "samizdat.cli.story", "Show, merge, hide, withdraw or fetch a single story again."
    ),
    "doctor": Listed(
        "samizdat.cli.inspect",
        "Say what is missing or wrong on this machine and in this configuration.",
    ),
    "export": Listed(
        "samizdat.cli.inspect", "Write every story as one JSON object a line, oldest first."
    ),
    "backup": Listed("samizdat.cli.keep", "Copy the store to one file; a run may go on meanwhile."),
    "restore": Listed("samizdat.cli.keep", "Put the store back from a backup; never over a store."),
    "serve": Listed(
        "samizdat.cli.preview", "Preview the edition on 127.0.0.1 as a forge shows it."
    ),
    "extract": Listed(
        "samizdat.cli.extract", "Read single pages, or a batch of them, without a mirror."
    ),
    "import": Listed(
        "samizdat.cli.importing",
        "Read an existing mirror: a repository or a folder of Markdown pages.",
        "import_",
    ),
    "opml": Listed("samizdat.cli.opml", "Import and export the list of feeds as OPML."),
}

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""A disk that is full, a user's share of it that is used up."""


@click.group(
    cls=LazyGroup, listed=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder of the mirror (default: this one).",
)
@click.version_option(__version__, message="samizdat %(version)s")
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Mirror a newsroom to places a censor cannot afford to block.

    Start with:  samizdat init https://newsroom.example/  and then:  samizdat sync
    """
    context.obj = folder


def main() -> None:
    """Run the command; every foreseen error is one clear sentence."""
    # As Ctrl-C: what is under way is given up in order, and the exit code is 130.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except UsageError as error:
        say(f"samizdat: {error}", err=True)
        code = 2
    except SamizdatError as error:
        say(f"samizdat: {error}", err=True)
        code = 1
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    except OSError as error:
        if error.filename is not None:
            say(f"samizdat: {error.strerror}: {error.filename}", err=True)
        elif error.errno in _FULL:
            _say_full()
        else:
            raise
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _say_full() -> None:
    """Say that what was printed or written found no room, and print no more of it."""
    # Python writes what is left once more as it ends, and would complain of that at length:
    # https://docs.python.org/3/library/signal.html#note-on-sigpipe
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    say("samizdat: the disk is full: the output is not whole", err=True)
    say("  try: make room and run the same again", err=True)


if __name__ == "__main__":
    main()
