"""Bring every remote up to the latest edition, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import closing, suppress
from dataclasses import dataclass

from samizdat.app.ahead import Ahead
from samizdat.app.changes import Difference, find_difference
from samizdat.app.hold import held_back
from samizdat.app.mirror import Mirror
from samizdat.app.remotes import (
    failed_outcome,
    has_moved,
    note_place,
    open_configured,
    overlay_of,
)
from samizdat.app.rendering import Renderings
from samizdat.app.summary import RemoteOutcome
from samizdat.app.undo import lift
from samizdat.config import RemoteConfig
from samizdat.errors import RemoteError, RemoteMovedError
from samizdat.model.file import Receipt, Tip
from samizdat.model.page import HOME
from samizdat.publish import Folder
from samizdat.publish.moved import gone
from samizdat.store import Edition, RemoteState


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one remote was given, before the store knows of it."""

    remote: RemoteConfig
    overlay: str
    difference: Difference
    receipt: Receipt | None


def behind(mirror: Mirror) -> list[str]:
    """Return the names of the remotes that lack something of the latest edition.

    Those that an undo holds back lack nothing.
    """
    edition = mirror.store.last_edition()
    if edition is None:
        return []
    held = held_back(mirror)
    states = {remote.name: mirror.store.remote(remote.name) for remote in mirror.config.remotes}
    return [
        remote.name
        for remote in mirror.config.remotes
        if remote.name not in held and _lacks(mirror, remote, edition, states[remote.name])
    ]


def _lacks(mirror: Mirror, remote: RemoteConfig, edition: Edition, state: RemoteState) -> bool:
    stands = (state.edition, state.overlay)
    wanted = (edition.number, overlay_of(mirror, remote).state(mirror.look))
    return stands != wanted or has_moved(mirror, remote)


def publish(
    mirror: Mirror,
    *,
    only: Sequence[str] = (),
    by_hand: bool = False,
    ahead: Ahead | None = None,
) -> list[RemoteOutcome]:
    """Bring every remote (or *only* the named) to the latest edition; a failing one stops none.

    The store learns of a delivery only after the remote acknowledged it. Remotes that an undo holds
    back get nothing, unless a person asks for it *by hand*. What was rendered *ahead* is not
    rendered again.
    """
    edition = mirror.store.last_edition()
    remotes = [r for r in mirror.config.remotes if not only or r.name in only]
    if edition is None or not remotes:
        return []
    held = {} if by_hand else held_back(mirror)
    outcomes = {
        r.name: RemoteOutcome(r.name, held=held[r.name].sentence) for r in remotes if r.name in held
    }
    outcomes |= lift(mirror, [r for r in remotes if r.name not in outcomes])
    going = [r for r in remotes if r.name not in outcomes]
    if by_hand:
        _forget_emptied(mirror, going)
    if going:
        outcomes |= _publish(mirror, edition, going, ahead or Ahead(mirror))
    return [outcomes[remote.name] for remote in remotes]


def _forget_emptied(mirror: Mirror, remotes: Sequence[RemoteConfig]) -> None:
    """Forget what was given to those of *remotes* that have nothing any more: all of it is lacking.

    One that does not answer, or that moved, is left to the publication, which says so.
    """
    for remote in remotes:
        if mirror.store.remote(remote.name).tip is None or has_moved(mirror, remote):
            continue
        with suppress(RemoteError):
            if open_configured(mirror, remote).tip() is None:
                mirror.listener.event("remote re-created", remote=remote.name)
                mirror.store.clear_remote(remote.name)


def _publish(
    mirror: Mirror, edition: Edition, remotes: Sequence[RemoteConfig], ahead: Ahead
) -> dict[str, RemoteOutcome]:
    mirror.stand_at(edition.as_of)
    outcomes = {}
    states = {remote.name: mirror.store.remote(remote.name) for remote in remotes}
    overlays = {remote.name: overlay_of(mirror, remote) for remote in remotes}
    with (
        closing(ahead.renderings(overlays)) as renderings,
        ThreadPoolExecutor(len(remotes), "remote") as threads,
    ):
        futures: dict[Future[Delivery], RemoteConfig] = {
            threads.submit(_deliver, mirror, r, edition, renderings, states[r.name]): r
            for r in remotes
        }
        for done, future in enumerate(as_completed(futures), 1):
            remote = futures[future]
            outcomes[remote.name] = _settle(mirror, remote, edition, future)
            mirror.listener.step("publish", done=done, total=len(remotes))
    return outcomes


def _deliver(
    mirror: Mirror,
    remote: RemoteConfig,
    edition: Edition,
    renderings: Renderings,
    state: RemoteState,
) -> Delivery:
    """Give *remote* what it lacks; runs in the remote's thread and only reads the store."""
    overlay = overlay_of(mirror, remote).state(mirror.look)
    stories, _, home = overlay.partition("/")
    stories_before, _, home_before = state.overlay.partition("/")
    since = 0 if state.edition == 0 or stories != stories_before else state.edition
    too = (HOME,) if home != home_before else ()
    difference = find_difference(mirror, remote.name, renderings, since, too)
    moved = state.tip is not None and has_moved(mirror, remote)
    if not (difference.written or difference.removed or moved):
        return Delivery(remote, overlay, difference, None)
    adapter = open_configured(mirror, remote)
    expected = Tip(state.tip) if state.tip else None
    if moved and isinstance(adapter, Folder):
        raise gone(remote.name)  # another folder may have an edition of the same number
    receipt = adapter.publish(difference.to_changes(edition), expected=expected)
    return Delivery(remote, overlay, difference, receipt)


def _settle(
    mirror: Mirror, remote: RemoteConfig, edition: Edition, future: Future[Delivery]
) -> RemoteOutcome:
    try:
        return _save(mirror, edition, future.result())
    except RemoteMovedError as error:
        if getattr(error, "rebuild", False):
            return _start_over(mirror, remote, edition)
        return failed_outcome(mirror, remote.name, error)
    except RemoteError as error:
        return failed_outcome(mirror, remote.name, error)


def _start_over(mirror: Mirror, remote: RemoteConfig, edition: Edition) -> RemoteOutcome:
    """Publish everything to a remote that was re-created, emptied or rewound."""
    mirror.listener.event("remote re-created", remote=remote.name)
    mirror.store.clear_remote(remote.name)
    try:
        state = mirror.store.remote(remote.name)
        with closing(Renderings(mirror, {remote.name: overlay_of(mirror, remote)})) as renderings:
            delivery = _deliver(mirror, remote, edition, renderings, state)
        return _save(mirror, edition, delivery)
    except RemoteError as error:
        return failed_outcome(mirror, remote.name, error)


def _save(mirror: Mirror, edition: Edition, delivery: Delivery) -> RemoteOutcome:
    store, receipt, remote = mirror.store, delivery.receipt, delivery.remote
    if receipt is None:
        state = store.remote(remote.name)
        if (state.edition, state.overlay) != (edition.number, delivery.overlay) or state.failures:
            store.save_remote(
                remote.name,
                edition=edition.number,
                tip=state.tip,
                overlay=delivery.overlay,
                now=mirror.now(),
                error=None,
            )
        return RemoteOutcome(remote.name)
    store.save_published(
        remote.name,
        edition=edition.number,
        tip=receipt.tip.value,
        overlay=delivery.overlay,
        written=delivery.difference.rows(receipt.objects),
        removed=delivery.difference.removed,
        now=mirror.now(),
    )
    note_place(mirror, remote)
    commit = receipt.tip.value if receipt.changed else None
    mirror.listener.event("published", remote=remote.name, files=receipt.files, tip=commit)
    files = receipt.files if receipt.changed else 0
    return RemoteOutcome(remote.name, commit, files, notes=receipt.notes)
