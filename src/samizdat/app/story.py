"""Single stories, handled by a person: shown, merged, hidden, withdrawn, fetched again."""

from __future__ import annotations

from samizdat.app.mirror import Mirror
from samizdat.app.view import find_by_page
from samizdat.errors import UsageError
from samizdat.model.story import Head, State


def find(mirror: Mirror, address: str) -> Head:
    """Return the head of the story at *address* (also an id, a path, the address of its page).

    Raises:
        UsageError: no such story is mirrored.
    """
    story = find_by_page(mirror.config, mirror.store, address)
    if story is None:
        hint = f"samizdat why {address}" if address.strip() else "give its address, id or path"
        raise UsageError("no such story is mirrored", where=address, hint=hint)
    return mirror.store.heads([story])[story]


def decide(mirror: Mirror, address: str, state: State, reason: str = "") -> Head:
    """Let readers see the story as *state* says, whatever rules of the desk say; return its head.

    One that was merged into another, and is shown, is a story of its own again.

    Raises:
        UsageError: no such story is mirrored, or it was merged into another one.
    """
    head = find(mirror, address)
    if state != "shown":
        _check_whole(head)
    mirror.store.set_state(head.story.id, state, reason, mirror.now(), by="person")
    return mirror.store.heads([head.story.id])[head.story.id]


def merge(mirror: Mirror, address: str, into: str) -> tuple[Head, Head]:
    """Let the story at *address* be the one at *into*; return both heads.

    Its addresses lead to the other one from now on, and its page points there.

    Raises:
        UsageError: one of them is not mirrored, or both are the same.
    """
    head, target = find(mirror, address), find(mirror, into)
    _check_whole(head)
    _check_whole(target)
    if head.story.id == target.story.id:
        raise UsageError("this is one story already", where=address)
    mirror.store.merge(head.story.id, target.story.id, mirror.now())
    heads = mirror.store.heads([head.story.id, target.story.id])
    return heads[head.story.id], heads[target.story.id]


def refetch(mirror: Mirror, address: str) -> Head:
    """Let the next run read the story anew, whether its newsroom says that it changed or not.

    Raises:
        UsageError: no such story is mirrored, or it was merged into another one.
    """
    head = find(mirror, address)
    _check_whole(head)
    mirror.store.refetch(head.story.id, mirror.now())
    return head


def _check_whole(head: Head) -> None:
    if head.state == "merged":
        raise UsageError(
            f"the story {head.story.id} was merged into {head.merged_into}",
            where=head.story.path,
            hint=f"samizdat story show {head.story.id}   takes the two apart",
        )
