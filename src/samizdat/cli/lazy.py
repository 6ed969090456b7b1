"""A group whose commands are imported when one is run: help and small commands answer at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Listed:
    """A command that is not imported yet: its module, and its line in the group's help.

    Attributes:
        name: of the command in its module, if it is not the command's own.
    """

    module: str
    help: str
    name: str = ""


class LazyGroup(click.Group):
    """A group of commands; each has its own name in its module."""

    def __init__(self, *words: Any, listed: Mapping[str, Listed], **more: Any) -> None:
        super().__init__(*words, **more)
        self._listed = listed
        self.commands = {n: click.Command(n, short_help=c.help) for n, c in listed.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names in their order."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, imported now; None if there is none of that name."""
        if cmd_name not in self._listed:
            return None
        listed = self._listed[cmd_name]
        command: click.Command = getattr(import_module(listed.module), listed.name or cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.help) for name, listed in self._listed.items()])
