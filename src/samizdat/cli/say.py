"""The one way to the terminal: what newsrooms and remotes wrote cannot steer it."""

from __future__ import annotations

import re

import click

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls of ASCII and Latin-1 but tab and line feed, and halves of characters."""


def say(text: str = "", *, err: bool = False) -> None:
    """Print *text* and a line feed, with controls as JSON writes them: JSON stays the same value.

    Args:
        text: for people, or one JSON value.
        err: to standard error.
    """
    click.echo(_STEERING.sub(_escaped, text), err=err)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
