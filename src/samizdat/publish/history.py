"""What happened on a branch between two commits: what we did, and what people did."""

from collections.abc import Iterator
from typing import NamedTuple

from samizdat.errors import RemoteError
from samizdat.publish.repository import Repository

_AT_ONCE = 1000
"""Commits given to one git: below the 64 KiB of a pipe, so that neither side waits for ever."""
_NOTHING = "0" * 40


class Touched(NamedTuple):
    """One path that commits changed: its object before and after, "" for none."""

    path: str
    before: str
    after: str


def written_by_us(repository: Repository, base: str | None, tip: str, email: str) -> dict[str, str]:
    """Return path → object id of what commits of *email* wrote after *base*, up to *tip*.

    This is how a publication whose receipt was lost is recognised as ours.
    """
    touched = touched_by_us(repository, base, tip, email)
    return {path: one.after for path, one in touched.items() if one.after}


def touched_by_us(
    repository: Repository, base: str | None, tip: str, email: str
) -> dict[str, Touched]:
    """Return path → what commits of *email* after *base*, up to *tip*, made of it.

    `before` is what the first of them found, `after` what the last of them left.
    """
    span = f"{base}..{tip}" if base else tip
    commits = _commits(repository, span, email)
    touched: dict[str, Touched] = {}
    for one in _changes_of(repository, commits):
        first = touched.get(one.path, one)
        touched[one.path] = Touched(one.path, first.before, one.after)
    return touched


def last_hand(repository: Repository, commit: str, path: str) -> str:
    """Return the e-mail address of whoever touched *path* last, up to *commit*; "" if nobody."""
    words = ("log", "-1", "--no-merges", "--format=%ce", commit, "--", f":(literal){path}")
    return repository.git(*words).output.decode("utf-8", "replace").strip()


def changed_between(repository: Repository, base: str, tip: str) -> list[Touched]:
    """Return every path that differs between two commits."""
    done = repository.git("diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", base, tip)
    return [] if done.code else list(_parsed(done.output))


def _commits(repository: Repository, span: str, email: str) -> list[str]:
    """Return the commits of *email* in *span*, oldest first."""
    done = repository.git(
        "log", "--reverse", "--topo-order", "--no-merges", "--format=%H %ce", span
    )
    if done.code:
        raise RemoteError("the history cannot be read", where=str(repository.path))
    lines = (line.split(" ", 1) for line in done.output.decode("utf-8", "replace").splitlines())
    return [oid for oid, by in lines if by == email]


def _changes_of(repository: Repository, commits: list[str]) -> Iterator[Touched]:
    words = ("diff-tree", "--stdin", "-r", "-z", "--root", "--no-renames", "--no-abbrev")
    for start in range(0, len(commits), _AT_ONCE):
        given = "".join(oid + "\n" for oid in commits[start : start + _AT_ONCE])
        yield from _parsed(repository.git(*words, given=given.encode()).output)


def _parsed(output: bytes) -> Iterator[Touched]:
    """Return the lines of `diff-tree -z`: a colon line and a path each; ids of commits between."""
    tokens = iter(output.split(b"\0"))
    for token in tokens:
        if token.startswith(b":"):
            before, after = token.decode("ascii").split(" ")[2:4]
            path = next(tokens).decode("utf-8", "surrogateescape")
            yield Touched(path, before.replace(_NOTHING, ""), after.replace(_NOTHING, ""))
