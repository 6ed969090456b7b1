"""Git objects: their ids and the two kinds that we write and read, trees and commits.

Source: https://git-scm.com/docs/gitformat-pack and the tree order of `base_name_compare`.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

FILE = b"100644"
TREE = b"40000"
REGULAR = frozenset([FILE, b"100755", b"100664"])
"""Modes of what holds a file's own bytes: no link, no submodule."""

_UNKEPT = frozenset([b"parent", b"gpgsig", b"gpgsig-sha256", b"mergetag"])
_ID = re.compile(r"[0-9a-f]{40}")
_LINE = re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL)
_UNSAID = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Entry(NamedTuple):
    """One line of a tree: mode and raw object id."""

    mode: bytes
    oid: bytes


Tree = dict[bytes, Entry]


def object_id(kind: bytes, data: bytes) -> bytes:
    """Return the raw id of an object.

    >>> object_id(b"blob", b"").hex()
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.sha1(b"%s %d\0" % (kind, len(data)) + data, usedforsecurity=False).digest()


def is_id(text: str) -> bool:
    """Return True if *text* is an object's id and nothing else."""
    return bool(_ID.fullmatch(text))


def parse_tree(data: bytes) -> Tree:
    """Return a tree's entries by name, in Git's order."""
    return {name: Entry(mode, oid) for mode, name, oid in _LINE.findall(data)}


def format_tree(tree: Tree) -> bytes:
    """Return the bytes of a tree; Git sorts folders as if their names ended in a slash."""
    names = sorted(tree, key=lambda name: name + b"/" if tree[name].mode == TREE else name)
    return b"".join([b"%s %s\0%s" % (tree[name][0], name, tree[name][1]) for name in names])


def signature(identity: str, at: datetime) -> str:
    """Return who and when, as commits say it; the zone is always UTC."""
    return f"{identity} {int(at.timestamp())} +0000"


def format_commit(tree: bytes, parents: tuple[str, ...], signature: str, message: str) -> bytes:
    """Return the bytes of a commit: identity and time zone never come from content."""
    lines = [f"tree {tree.hex()}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {signature}", f"committer {signature}"]
    text = _UNSAID.sub("", message).strip() or "An edition"
    return ("\n".join(lines) + "\n\n" + text + "\n").encode("utf-8", "replace")


def tree_of(commit: bytes) -> bytes:
    """Return the raw id of a commit's tree."""
    return bytes.fromhex(commit[5:45].decode("ascii"))


def parents_of(commit: bytes) -> tuple[str, ...]:
    """Return the ids of a commit's parents."""
    lines = commit.partition(b"\n\n")[0].split(b"\n")
    return tuple(line[7:].decode("ascii") for line in lines if line.startswith(b"parent "))


def with_parents(commit: bytes, parents: tuple[str, ...]) -> bytes:
    """Return *commit* with other parents; signatures, which are then wrong, are left out."""
    head, blank, message = commit.partition(b"\n\n")
    fields = re.split(rb"\n(?! )", head)  # a field goes on in lines that begin with a space
    kept = [field for field in fields if field.partition(b" ")[0] not in _UNKEPT]
    ways = [b"parent " + parent.encode("ascii") for parent in parents]
    return b"\n".join([kept[0], *ways, *kept[1:]]) + blank + message


def time_of(commit: bytes) -> int:
    """Return when a commit was made, in seconds since 1970."""
    line = next(line for line in commit.split(b"\n") if line.startswith(b"committer "))
    return int(line.split()[-2])


def signature_of(commit: bytes) -> str:
    """Return who and when a commit is by."""
    line = next(line for line in commit.split(b"\n") if line.startswith(b"author "))
    return line[7:].decode("utf-8")
