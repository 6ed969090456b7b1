"""`backup` and `restore`."""

from pathlib import Path

import click

from samizdat.cli.options import in_folder
from samizdat.cli.say import say
from samizdat.config import load_config
from samizdat.store import Store


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@in_folder
def backup(folder: Path, target: Path) -> None:
    """Copy the store to TARGET, one file; a run may go on meanwhile."""
    config = load_config(folder)
    with Store.open(config.store, create=False) as store:
        store.backup(target)
    say(f"Wrote {target} ({target.stat().st_size:,} bytes).")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@in_folder
def restore(folder: Path, source: Path) -> None:
    """Put the store back from SOURCE, a file that `backup` wrote; never over a store."""
    config = load_config(folder)
    Store.restore(source, config.store)
    say(f"The store is back in {config.store}.")
