"""Files of the old mirror on a remote that samizdat will publish to: they are ours to replace."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from samizdat.app.importing.values import Imported
from samizdat.app.mirror import Mirror
from samizdat.app.remotes import configured_address, open_configured
from samizdat.config import RemoteConfig
from samizdat.errors import RemoteError
from samizdat.model.page import HOME
from samizdat.publish import Visit
from samizdat.store import FileRow

README = "README.md"


def take_over(
    mirror: Mirror, tree: Visit, address: str, pages: Mapping[str, str], report: Imported
) -> None:
    """Let the first publication to the imported repository replace what was imported.

    Everything on a remote that samizdat did not write is people's and stays. What the import read,
    and only that, counts as written by samizdat from now on, as it stood then: the next publication
    puts our pages in its place. The other files stay people's.
    """
    for remote in mirror.config.remotes:
        state = mirror.store.remote(remote.name)
        if state.edition or state.tip or not _is_same(mirror, remote, tree, address, report):
            continue
        rows = [
            FileRow(path, "", _name(tree, path), page)
            for path, page in {README: HOME, **pages}.items()
            if path in tree.files()
        ]
        mirror.store.take_over(remote.name, tip=tree.commit, files=rows)
        report.taken_over[remote.name] = len(rows)


def _name(tree: Visit, path: str) -> str:
    """Return the name by which a remote knows what a file holds: its object id, or its hash."""
    return tree.files()[path].object or hashlib.sha256(tree.read(path)).hexdigest()


def _is_same(
    mirror: Mirror, remote: RemoteConfig, tree: Visit, address: str, report: Imported
) -> bool:
    """Return whether *remote* is what was imported: by its address, or by where it stands."""
    there = configured_address(mirror, remote)
    is_named = there == address or _real(there) == _real(address)
    if not tree.commit:
        return is_named and remote.forge in ("folder", "git")
    if is_named and tree.branch in ("", remote.branch):
        return True
    if is_named:
        report.notes.append(
            f"{remote.name}: the old pages stand on the branch {tree.branch}; "
            f'give the remote branch = "{tree.branch}" and import again to go on there'
        )
        return False
    try:
        tip = open_configured(mirror, remote).tip()
    except RemoteError as error:
        report.notes.append(
            f"{remote.name}: whether it holds the old pages is unknown: {error.what}"
        )
        return False
    return tip is not None and tip.value == tree.commit


def _real(address: str) -> str:
    return str(Path(address.removeprefix("file://")).resolve())
