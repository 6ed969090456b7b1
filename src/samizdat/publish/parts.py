"""A push too large for the forge goes up in parts, under a branch that is removed afterwards."""

from collections.abc import Iterator
from typing import NamedTuple

from samizdat.errors import RemoteMovedError
from samizdat.publish.history import Touched, changed_between
from samizdat.publish.objects import FILE, Entry, format_commit, signature_of, tree_of
from samizdat.publish.repository import Objects, Repository
from samizdat.publish.transport import Transport
from samizdat.publish.trees import Trees

_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


class New(NamedTuple):
    """A commit that is here only, and the one on the remote that it follows, None if first."""

    commit: str
    base: str | None


def push_in_parts(
    repository: Repository, transport: Transport, new: New, limit: int
) -> tuple[str, str]:
    """Push the files of *new* in parts of at most *limit* bytes, all but the last step.

    The parts stand on a branch of their own, where readers see none of them. A push leaves out only
    what commits in its own history hold, so the parts become that history: the answer is the last
    commit, with the tree and message of *new* and the parts between it and the base, and the
    staging branch, to be removed when the readers' branch has moved.

    Raises:
        RemoteMovedError: somebody else writes to the staging branch.
    """
    staging = f"refs/heads/samizdat-staging/{transport.branch}"
    stands = transport.tip(staging)
    *parts, last = _part_commits(repository, new, limit)
    for part in parts:
        if stands != part and not transport.push(part, stands, ref=staging):
            raise RemoteMovedError("somebody else moved the staging branch", where=transport.name)
        stands = part
    return last, staging


def _part_commits(repository: Repository, new: New, limit: int) -> list[str]:
    """Return one commit a part, each with the files of those before it, and the last one."""
    files = changed_between(repository, new.base or _EMPTY_TREE, new.commit)
    commits = [new.base] if new.base else []
    with repository.objects() as objects, repository.pack() as pack:
        trees = Trees(lambda oid: objects.need(oid.hex()))
        root = tree_of(objects.need(new.base)) if new.base else None
        whole = objects.need(new.commit)
        edits: dict[bytes, Entry | None] = {}
        for number, part in enumerate(_parts(objects, files, limit), 1):
            edits |= {
                one.path.encode("utf-8", "surrogateescape"): Entry(FILE, bytes.fromhex(one.after))
                for one in part
            }
            tree = trees.apply(root, edits, lambda data: pack.add(b"tree", data))
            message = f"Part {number} of the next edition"
            data = format_commit(tree, tuple(commits[-1:]), signature_of(whole), message)
            commits.append(pack.add(b"commit", data).hex())
        message = whole.partition(b"\n\n")[2].decode()
        data = format_commit(tree_of(whole), tuple(commits[-1:]), signature_of(whole), message)
        commits.append(pack.add(b"commit", data).hex())
        pack.finish()
    return commits[1:] if new.base else commits


def _parts(objects: Objects, files: list[Touched], limit: int) -> Iterator[list[Touched]]:
    """Yield the files that are new, as many at once as stay within *limit* bytes."""
    part: list[Touched] = []
    total = 0
    for one in files:
        if not one.after:
            continue
        size = len(objects.need(one.after))
        if part and total + size > limit:
            yield part
            part, total = [], 0
        part.append(one)
        total += size
    if part:
        yield part
