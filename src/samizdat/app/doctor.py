"""What is missing or wrong on this machine and in this configuration, each with its mend."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from samizdat.config import Config, RemoteConfig, load_config
from samizdat.errors import ConfigError, SamizdatError
from samizdat.model.failed import Failed
from samizdat.store import Store

OLDEST_GIT = (2, 30)
"""The first Git with everything that publishing asks of it."""

LOW_DISK = 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        grade: ok; note (works, could be better); wrong (something will fail).
        name: what was looked at.
        what: what was found.
        mend: what to do, "" if nothing.
    """

    grade: Literal["ok", "note", "wrong"]
    name: str
    what: str
    mend: str = ""


def examine(folder: Path) -> list[Check]:
    """Return every check of the machine and of the mirror in *folder*."""
    checks = [_git(), *_extras()]
    try:
        config = load_config(folder)
    except ConfigError as error:
        return [
            *checks,
            Check("wrong", "configuration", f"{error.where}: {error.what}", error.hint),
        ]
    checks.append(Check("ok", "configuration", f"newsrooms: {len(config.newsrooms)}"))
    checks += _configuration(config)
    checks += _store(config)
    return checks


def _git() -> Check:
    if shutil.which("git") is None:
        return Check("wrong", "git", "git is not installed", "apt install git")
    words = subprocess.run(["git", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)\.(\d+)", words)
    if not found or (int(found[1]), int(found[2])) < OLDEST_GIT:
        return Check("wrong", "git", f"{words.strip()} is too old", "install git 2.30 or newer")
    return Check("ok", "git", words.strip())


def _extras() -> Iterator[Check]:
    for module, name, use in (
        ("rich", "terminal", "progress bars"),
        ("cmarkgfm", "preview", "samizdat serve"),
    ):
        if importlib.util.find_spec(module) is None:
            mend = f"pip install 'samizdat[{name}]'"
            yield Check("note", module, f"not installed: no {use}", mend)
        else:
            yield Check("ok", module, f"installed, for {use}")


def _configuration(config: Config) -> Iterator[Check]:
    if not config.mirror.contact:
        what = "no contact: newsrooms cannot tell who is asking, readers cannot report an error"
        yield Check("note", "contact", what, 'contact = "you@…" in [mirror]')
    for room in config.newsrooms.values():
        if not room.source:
            what = "no source: only stories added one by one"
            yield Check("note", room.id, what, f"samizdat add {room.home or 'URL'}")
    if not config.newsrooms:
        yield Check("wrong", "newsrooms", "none is configured", "samizdat add URL")
    if not config.remotes:
        yield Check("note", "remotes", "none: nothing is published", "add a [[remote]]")
    for remote in config.remotes:
        yield from _remote(remote)
    yield from _recipes(config)


def _remote(remote: RemoteConfig) -> Iterator[Check]:
    name = f"remote {remote.name}"
    if not remote.public:
        yield Check("note", name, "no public address: pages have no share block", "set public")
    token = remote.token_env or f"SAMIZDAT_TOKEN_{remote.name.upper().replace('-', '_')}"
    if remote.push.startswith("https://") and token not in os.environ:
        what = f"{token} is not set: only git's credential helper can answer for it"
        yield Check("note", name, what, f"export {token}=…")
    if remote.push.startswith("http://"):
        what = "plain http: anyone on the way can read the token and change the edition"
        yield Check("note", name, what, "use https or ssh")


def _recipes(config: Config) -> Iterator[Check]:
    from samizdat.app.recipes import read_recipe  # noqa: PLC0415 - it brings every reader of pages

    if not config.recipes.is_dir():
        return
    for path in sorted(config.recipes.iterdir()):
        if path.suffix in (".toml", ".txt"):
            try:
                read_recipe(path)
                yield Check("ok", f"recipe {path.name}", "reads")
            except SamizdatError as error:
                yield Check("wrong", f"recipe {path.name}", error.what, error.hint)


def _store(config: Config) -> Iterator[Check]:
    folder = config.store
    parent = next(p for p in (folder, *folder.parents) if p.exists())
    if not os.access(parent, os.W_OK):
        yield Check("wrong", "store", f"{parent} cannot be written", "chown or choose another")
        return
    free = shutil.disk_usage(parent).free
    if free < LOW_DISK:
        what = f"only {free // 1024**2} MB free on its disk"
        yield Check("note", "disk", what, "make room, or shorten [history] bodies")
    if not (folder / "samizdat.sqlite").is_file():
        yield Check("note", "store", "nothing is mirrored yet", "samizdat sync")
        return
    try:
        with Store.open(folder, create=False) as store:
            yield Check("ok", "store", f"{store.page_count()} pages")
            asked = (s for s in store.source_states() if s.address)
            yield from (_source_check(s.id, s.last_error) for s in asked)
    except SamizdatError as error:
        yield Check("wrong", "store", error.what, error.hint)


def _source_check(source: str, error: Failed | None) -> Check:
    if error is None:
        return Check("ok", f"source {source}", "answered last time")
    return Check("wrong", f"source {source}", error.what, error.hint)
