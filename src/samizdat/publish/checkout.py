"""The files of a branch, read without a work tree: how an editors' repository is looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from samizdat.errors import RemoteError, RemoteRefusedError
from samizdat.publish.names import escapes
from samizdat.publish.objects import REGULAR
from samizdat.publish.options import GitOptions
from samizdat.publish.repository import Repository
from samizdat.publish.transport import Transport

MOST_FILES = 20_000
MOST_BYTES = 64 * 1024 * 1024
"""Wanted files of a branch, and their bytes all in all; an editors' folder is far from either."""

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a branch holds.

    Attributes:
        tip: its commit; two checkouts with one tip hold the same.
        files: path → bytes of the regular files that were wanted.
        others: paths of everything else: what was not wanted, links, submodules.
    """

    tip: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    others: tuple[str, ...] = ()


class _Listed(NamedTuple):
    path: str
    oid: str
    size_bytes: int
    is_regular: bool


def read_branch(options: GitOptions, wanted: Callable[[str], bool]) -> Checkout:
    """Return the files of the branch of *options* for which *wanted* says yes to the path.

    Links, submodules and names that lead elsewhere are passed over. The branch is asked where it
    stands once, and fetched only if it has moved since the last time. Nothing in it is run, checked
    out or taken for a setting.

    Raises:
        RemoteUnreachableError: it did not answer.
        RemoteRefusedError: there is no such repository or branch, it does not let us in, or it
            holds more than an editors' folder may.
        RemoteError: samizdat's own repository cannot be written.
    """
    repository, transport = Repository(options.repository), Transport(options)
    try:
        with repository.inside():
            repository.prepare()
            tip = _bring(options, repository, transport)
            return _read(options, repository, tip, wanted)
    except OSError as error:
        raise RemoteError(
            f"samizdat's own repository cannot be written: {error.strerror or error}",
            where=str(options.repository),
            hint="make room, and look whose files they are",
        ) from error


def _read(
    options: GitOptions, repository: Repository, tip: str, wanted: Callable[[str], bool]
) -> Checkout:
    entries = list(_listed(repository, tip))
    files = [one for one in entries if one.is_regular and wanted(one.path)]
    _check_size(options, files)
    read = {one.path for one in files}
    others = tuple(one.path for one in entries if one.path not in read)
    with repository.objects() as objects:
        return Checkout(tip, {one.path: objects.need(one.oid) for one in files}, others)


def _bring(options: GitOptions, repository: Repository, transport: Transport) -> str:
    """Return the branch's commit, which is in our repository now."""
    for _ in range(_TRIES):
        tip = transport.tip()
        if tip is None:
            raise RemoteRefusedError(
                f"it has no branch {options.branch!r}",
                where=options.name,
                hint="push one, or name another as `branch` under [desk] in samizdat.toml",
            )
        if not repository.has(tip):
            transport.fetch(tip)
        if repository.has(tip):  # else it has moved on since it was asked
            repository.note("read", options.name, tip)
            return tip
    raise RemoteRefusedError("the branch moved each time it was read", where=options.name)


def _listed(repository: Repository, tip: str) -> Iterator[_Listed]:
    """Yield the files, links and submodules of a commit; names that lead elsewhere are none."""
    done = repository.git("ls-tree", "-r", "-z", "-l", "--full-tree", tip)
    if done.code:
        raise RemoteError(f"the commit {tip} cannot be read", where=str(repository.path))
    for line in filter(None, done.output.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, _, oid, size = facts.split()
        path = name.decode("utf-8", "surrogateescape")
        if not escapes(path):
            size_bytes = int(size) if size.isdigit() else 0
            yield _Listed(path, oid.decode("ascii"), size_bytes, mode in REGULAR)


def _check_size(options: GitOptions, files: list[_Listed]) -> None:
    total = sum(one.size_bytes for one in files)
    if len(files) <= MOST_FILES and total <= MOST_BYTES:
        return
    largest = max(files, key=lambda one: one.size_bytes)
    raise RemoteRefusedError(
        f"it holds {len(files):,} files of {total:,} bytes to read, and at most {MOST_FILES:,} of"
        f" {MOST_BYTES:,} bytes are read; the largest is {largest.path[:200]}",
        where=options.name,
        hint="remove what does not belong there",
    )
