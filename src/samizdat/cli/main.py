"""The `samizdat` command: a group of verbs on the data flow."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from samizdat import __version__
from samizdat.cli.extract import extract
from samizdat.cli.inspect import doctor, export, status, why
from samizdat.cli.keep import backup, restore
from samizdat.cli.opml import opml
from samizdat.cli.preview import serve
from samizdat.cli.run import build, discover, fetch, publish, sync, watch
from samizdat.cli.setup import add, init, remove
from samizdat.errors import SamizdatError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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


for command in (
    *(init, add, remove, sync, watch, discover, fetch, build, publish),
    *(status, why, doctor, export, backup, restore, serve, extract, opml),
):
    cli.add_command(command)


def main() -> None:
    """Run the command; every foreseen error is one clear sentence."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except UsageError as error:
        click.echo(f"samizdat: {error}", err=True)
        code = 2
    except SamizdatError as error:
        click.echo(f"samizdat: {error}", err=True)
        code = 1
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
