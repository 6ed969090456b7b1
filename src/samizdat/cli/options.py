"""Options that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def _choose(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """Return the folder given here, else the one given before the command."""
    if value is not None:
        return value
    return context.obj if isinstance(context.obj, Path) else Path()


def in_folder(function: F) -> F:
    """Give a command `-C DIR`."""
    return click.option(
        "-C",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        callback=_choose,
        help="Folder of the mirror (default: this one).",
    )(function)


as_json = click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")
dry_run = click.option(
    "--dry-run", "dry_run", is_flag=True, help="Say what would happen and change nothing."
)
