"""Back to the edition before, on every remote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from samizdat.app.hold import Held, drop_held, put_held, read_hold, rules_fingerprint
from samizdat.app.mirror import Mirror
from samizdat.app.paths import page_files
from samizdat.app.remotes import failed_outcome, open_configured
from samizdat.app.summary import RemoteOutcome
from samizdat.app.withdrawn import withdrawn
from samizdat.config import RemoteConfig
from samizdat.errors import RemoteError
from samizdat.model.file import Receipt, Tip
from samizdat.publish import NotKeptError
from samizdat.publish.names import listed
from samizdat.store import Delivery, FileRow

FAR = 100
"""Deliveries of a remote that are looked at."""

UNSURE = "undone"
"""Fingerprint of address settings that no remote has: the next publication looks at every page."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one remote.

    Attributes:
        name: the operator's name for it.
        edition: the edition that it holds now, or would hold; None if there is none before.
        undone: the edition that was undone.
        outcome: what was written, or why not.
        is_open: it is still to go back, by the next undo.
    """

    name: str
    edition: int | None
    undone: int
    outcome: RemoteOutcome
    is_open: bool = False

    def to_data(self) -> dict[str, Any]:
        """Return it as `undo --json` says it."""
        told = {"edition": self.edition, "undone": self.undone}
        return self.outcome.to_data() | told | {"notes": list(self.outcome.notes)}


@dataclass(frozen=True, slots=True)
class _Way:
    """What one remote answered, and the pages that were left as they are."""

    receipt: Receipt
    stayed: set[str]


def undo(mirror: Mirror, *, only: Sequence[str] = (), dry_run: bool = False) -> list[Undone]:
    """Take every remote (or *only* the named) back to the edition before, and hold publication.

    A remote that failed keeps its way: the next undo takes only such remotes on, and the others
    stay where they are. What was withdrawn meanwhile stays withdrawn.
    """
    remotes = [r for r in mirror.config.remotes if not only or r.name in only]
    before = read_hold(mirror).remotes
    under_way = [r for r in remotes if r.name in before and not before[r.name].is_done]
    going = under_way or remotes
    held = {r.name: before[r.name] for r in under_way} or _ways(mirror, remotes)
    if dry_run:
        return [_planned(r.name, held.get(r.name)) for r in going]
    # Kept before the first remote is asked: a run that is killed is taken on by the next one.
    put_held(mirror, held, fingerprint=rules_fingerprint(mirror))
    return list(_go(mirror, going, held))


def lift(mirror: Mirror, remotes: Sequence[RemoteConfig]) -> dict[str, RemoteOutcome]:
    """Let *remotes* be published to again; return those that fail.

    One whose undo was not finished goes all the way first: where it stands is known only then.
    """
    held = read_hold(mirror).remotes
    open_ways = [r for r in remotes if r.name in held and not held[r.name].is_done]
    undone = list(_go(mirror, open_ways, held))
    failed = {one.name: one.outcome for one in undone if not _is_settled(mirror, one.name)}
    drop_held(mirror, [r.name for r in remotes if r.name not in failed])
    return failed


def _is_settled(mirror: Mirror, name: str) -> bool:
    held = read_hold(mirror).remotes.get(name)
    return held is None or held.is_done


def _ways(mirror: Mirror, remotes: Sequence[RemoteConfig]) -> dict[str, Held]:
    """Return which way each of *remotes* goes: none if it never took what is undone."""
    held, steps = read_hold(mirror).remotes, {r.name: _steps(mirror, r.name) for r in remotes}
    # One that could not go back the last time does not keep the others from going further.
    stands = [held[n].aim if n in held else way[0].edition for n, way in steps.items() if way]
    undone, now = max(stands, default=0), mirror.now().isoformat(timespec="seconds")
    ways = {}
    for name, way in steps.items():
        target = next((one for one in way if one.edition < undone), None)
        if target is not None:
            ends = (target.tip, way[0].tip)
            ways[name] = Held(target.edition, undone, now, *ends, target is way[0], target.edition)
    return ways


def _steps(mirror: Mirror, name: str) -> list[Delivery]:
    """Return what *name* took, newest first, without what changed nothing there.

    The newest is known by where the remote stands now.
    """
    known = mirror.store.deliveries(name, FAR)
    return [
        one for one, older in zip_longest(known, known[1:]) if older is None or one.tip != older.tip
    ]


def _planned(name: str, held: Held | None) -> Undone:
    """Return what would become of a remote."""
    if held is None:
        return _nothing_before(name)
    return Undone(name, held.edition, held.undone, RemoteOutcome(name))


def _nothing_before(name: str) -> Undone:
    error = "it holds no edition before the one that it has"
    return Undone(name, None, 0, RemoteOutcome(name, error=error))


def _go(
    mirror: Mirror, remotes: Sequence[RemoteConfig], held: Mapping[str, Held]
) -> Iterator[Undone]:
    """Take *remotes* their way, each in a thread of its own; yield what became of them."""
    with ThreadPoolExecutor(max(1, len(remotes)), "undo") as threads:
        ways = {
            remote.name: threads.submit(_revert, mirror, remote, held[remote.name])
            for remote in remotes
            if remote.name in held and not held[remote.name].is_done
        }
        for remote in remotes:
            if remote.name in ways:
                yield _settle(mirror, remote.name, held[remote.name], ways[remote.name])
            else:
                yield _planned(remote.name, held.get(remote.name))


def _revert(mirror: Mirror, remote: RemoteConfig, held: Held) -> _Way:
    """Let *remote* go back; runs in the remote's thread and only reads the store."""
    keep = withdrawn(mirror, held.edition)
    receipt = open_configured(mirror, remote).revert(
        Tip(held.to), expected=Tip(held.expected), at=mirror.now(), keep=keep
    )
    return _Way(receipt, keep.stayed)


def _settle(mirror: Mirror, name: str, held: Held, future: Future[_Way]) -> Undone:
    try:
        way = future.result()
    except RemoteError as error:
        is_lost = isinstance(error, NotKeptError) or getattr(error, "rebuild", False)
        if is_lost:
            _give_up(mirror, name, held)
        outcome = failed_outcome(mirror, name, error)
        return Undone(name, held.edition, held.undone, outcome, is_open=not is_lost)
    _save(mirror, name, held, way.receipt)
    put_held(mirror, {name: replace(held, is_done=True)})
    receipt = way.receipt
    mirror.listener.event("undone", remote=name, files=receipt.files, tip=receipt.tip.value)
    commit = receipt.tip.value if receipt.changed else None
    notes = (*receipt.notes, *_stayed(way.stayed))
    outcome = RemoteOutcome(name, commit, receipt.files if receipt.changed else 0, notes=notes)
    return Undone(name, held.edition, held.undone, outcome)


def _give_up(mirror: Mirror, name: str, held: Held) -> None:
    """Let a remote that cannot go back stay where it is."""
    edition = mirror.store.remote(name).edition
    put_held(mirror, {name: replace(held, edition=edition, is_done=True)})


def _stayed(paths: set[str]) -> tuple[str, ...]:
    if not paths:
        return ()
    return (f"{listed(paths)}: left as it is, for what was withdrawn since stood there",)


def _save(mirror: Mirror, name: str, held: Held, receipt: Receipt) -> None:
    """Let the store know what *name* holds, page by page."""
    store, paths = mirror.store, sorted(receipt.objects)
    known = store.files(name, [*paths, *(_page_of(path) for path in paths)])
    changed = {
        path: key
        for key, files in page_files(mirror, store.pages_since(held.edition))
        for path in files
    }
    rows = []
    for path in paths:
        row = known.get(path) or known.get(_page_of(path))
        page = changed.get(path) or (row.page if row else "")
        rows.append(FileRow(path, receipt.hashes[path], receipt.objects[path], page))
    if {row.page for row in rows} - set(changed.values()):
        # The share block changed too, so that the next publication has to look at every page.
        now = mirror.now()
        store.save_remote(name, edition=None, tip=None, overlay=UNSURE, now=now, error=None)
    store.rewind_remote(
        name,
        edition=held.edition,
        tip=receipt.tip.value,
        written=rows,
        removed=receipt.removed,
        now=mirror.now(),
    )


def _page_of(path: str) -> str:
    """Return the page that a story's picture of its code stands beside."""
    return path.removesuffix(".png") + ".md" if path.endswith(".png") else path
