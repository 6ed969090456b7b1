"""Take the editors' folder, or their Git repository, as it stands now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from samizdat.app.inspection import inspect
from samizdat.app.mirror import Mirror
from samizdat.app.rules import IN_FORCE, known_of
from samizdat.config import Config
from samizdat.desk import Problem, kind_of, read_desk, read_folder
from samizdat.errors import SamizdatError
from samizdat.model.address import host_of
from samizdat.model.failed import Failed
from samizdat.publish import Checkout, GitOptions, is_repository, read_branch

_NAME = "desk"
"""What the desk's repository is called in messages, and in SAMIZDAT_TOKEN_DESK."""


def refresh_desk(mirror: Mirror) -> list[Failed]:
    """Put the desk as it stands now in force; return everything that is wrong with it.

    A file with a mistake keeps its last good version in force. A desk that cannot be reached stays
    as it was.
    """
    try:
        files = desk_files(mirror.config)
    except SamizdatError as error:
        return [Failed.from_error(error, where=mirror.config.mirror.desk)]
    store = mirror.store
    before = store.setting(IN_FORCE)
    good = store.desk_files(before) if before else {}
    desk = read_desk(files, good=good, newsrooms=known_of(mirror.config), inspect=inspect)
    snapshot = snapshot_hash(desk.files)
    if snapshot != before:
        store.save_desk(snapshot, desk.files, mirror.now())
        store.put_setting(IN_FORCE, snapshot)
        mirror.listener.event("desk", files=len(desk.files), snapshot=snapshot[:12])
    mirror.forget_rules()
    return _told(mirror, tuple(_failed(mirror, p) for p in desk.problems if p.grade == "wrong"))


def _told(mirror: Mirror, problems: tuple[Failed, ...]) -> list[Failed]:
    """Return *problems*, and log those that were not there the last time."""
    for problem in problems:
        if problem not in mirror.desk_problems:
            mirror.listener.event("desk wrong", where=problem.where, what=problem.what)
    mirror.desk_problems = problems
    return list(problems)


def desk_files(config: Config) -> dict[str, bytes]:
    """Return the desk's files as they stand now: path → bytes; an absent folder has none.

    Raises:
        SamizdatError: the repository cannot be reached, or a file cannot be read.
    """
    address = config.mirror.desk
    if is_folder(config.root, address):
        return read_folder(config.root / Path(address).expanduser())
    return dict(desk_checkout(config).files)


def desk_checkout(config: Config) -> Checkout:
    """Return what the Git repository holds that *config* names as the desk.

    Raises:
        RemoteError: it cannot be reached, or holds more than a desk may.
    """
    address = config.mirror.desk
    private = {re.sub(r":\d+$", "", host.lower()) for host in config.fetch.allow_private}
    if not _is_address(address):
        address = str((config.root / Path(address).expanduser()).resolve())
    options = GitOptions(
        name=_NAME,
        address=address,
        branch=config.desk.branch,
        repository=config.store / "git",
        allow_http=host_of(address) in private,
        token_env=config.desk.token_env,
        reads_only=True,
    )
    return read_branch(options, _is_of_desk)


def _is_address(text: str) -> bool:
    """Return whether *text* has a scheme, or is scp's `host:path`."""
    return "://" in text or re.match(r"[^/\\]+:", text) is not None


def _is_of_desk(path: str) -> bool:
    return kind_of(path) is not None


def is_folder(root: Path, address: str) -> bool:
    """Return whether the desk at *address* is a plain folder: no address and no bare repository.

    A work tree is a folder too: what stands in it counts, committed or not.
    """
    if _is_address(address):
        return False
    path = root / Path(address).expanduser()
    return not is_repository(path) or (path / ".git").exists()


def snapshot_hash(files: Mapping[str, bytes]) -> str:
    """Return the hash that names a state of the desk."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return digest.hexdigest()


def _failed(mirror: Mirror, problem: Problem) -> Failed:
    line = f":{problem.line}" if problem.line else ""
    where = f"{mirror.config.mirror.desk}/{problem.file}{line}"
    return Failed(where, problem.what, problem.hint, "DeskError")
