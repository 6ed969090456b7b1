"""A configured remote → its adapter and its public address."""

from __future__ import annotations

import json
import re
from pathlib import Path

from samizdat.app.mirror import Mirror
from samizdat.app.overlay import Overlay
from samizdat.app.summary import RemoteOutcome
from samizdat.config import RemoteConfig
from samizdat.config.fields import read_duration
from samizdat.errors import RemoteError
from samizdat.model.address import host_of
from samizdat.model.failed import Failed
from samizdat.model.page import HOME
from samizdat.publish import GitOptions, Remote, open_remote
from samizdat.publish.address import redact
from samizdat.render.git import ShareAddress, page_path

_PLACE = "place/"
"""Settings under which the places of remotes are kept."""


def open_configured(mirror: Mirror, remote: RemoteConfig) -> Remote:
    """Return the adapter for *remote*.

    Raises:
        ConfigError: its address cannot be used.
        RemoteError: it cannot be opened.
    """
    address = configured_address(mirror, remote)
    options = GitOptions(
        name=remote.name,
        address=address,
        branch=remote.branch,
        repository=mirror.config.store / "git",
        allow_http=host_of(address) in private_hosts(mirror),
        token_env=remote.token_env,
        history=read_duration(remote.history) if remote.history else None,
    )
    return open_remote(options, forge=remote.forge)


def place_of(remote: RemoteConfig) -> str:
    """Return what tells where *remote* is: its address without a password, its branch, its kind."""
    kind = "folder" if remote.forge == "folder" else "git"
    return json.dumps([redact(remote.push), remote.branch, kind])


def has_moved(mirror: Mirror, remote: RemoteConfig) -> bool:
    """Return whether the configuration names another place than the one last published to."""
    return mirror.store.setting(_PLACE + remote.name) not in {"", place_of(remote)}


def note_place(mirror: Mirror, remote: RemoteConfig) -> None:
    """Remember where *remote* was published to."""
    if mirror.store.setting(_PLACE + remote.name) != place_of(remote):
        mirror.store.put_setting(_PLACE + remote.name, place_of(remote))


def configured_address(mirror: Mirror, remote: RemoteConfig) -> str:
    """Return the address of *remote*; a path counts from the configuration's folder."""
    if is_path(remote.push):
        return str((mirror.config.root / Path(remote.push).expanduser()).resolve())
    return remote.push


def is_path(address: str) -> bool:
    """Return whether *address* is a path: no scheme and not scp's `host:path`."""
    return "://" not in address and not re.match(r"[^/\\]+:", address)


def private_hosts(mirror: Mirror) -> set[str]:
    """Return the hosts to which plain http is allowed, without ports."""
    return {re.sub(r":\d+$", "", host.lower()) for host in mirror.config.fetch.allow_private}


def overlay_of(mirror: Mirror, remote: RemoteConfig) -> Overlay:
    """Return what *remote* lays over its pages: its address, and where the other remotes are."""
    share = ShareAddress(remote.public, remote.forge, remote.images) if remote.public else None
    others = tuple(
        (other.name, ShareAddress(other.public, other.forge).of(page_path(HOME)))
        for other in mirror.config.remotes
        if other.public and other.name != remote.name
    )
    return Overlay(share, others, remote.images)


def failed_outcome(mirror: Mirror, name: str, error: RemoteError) -> RemoteOutcome:
    """Keep why the remote *name* failed, and return it as people are told."""
    mirror.store.save_remote(
        name,
        edition=None,
        tip=None,
        overlay="",
        now=mirror.now(),
        error=Failed.from_error(error, where=name),
    )
    mirror.listener.event("remote failed", remote=name, what=error.what)
    return RemoteOutcome(name, error=error.what, hint=error.hint)
