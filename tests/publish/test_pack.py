"""Packs and trees that Git itself accepts."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samizdat.publish.objects import FILE, Entry, Tree, format_tree, object_id, parse_tree
from samizdat.publish.pack import Pack
from samizdat.publish.repository import Repository
from samizdat.publish.trees import Trees

NAMES = st.sampled_from([b"a", b"a.md", b"a-b", b"a0", b"b", "港".encode(), b"z", b"README.md"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(b"/".join)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "git")
    made.prepare()
    return made


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(contents=st.lists(st.binary(max_size=400), min_size=1, max_size=30))
def test_git_reads_back_what_a_pack_was_given(
    repository: Repository, contents: list[bytes]
) -> None:
    with repository.pack() as pack:
        oids = [pack.add(b"blob", content) for content in contents]
        pack.finish()
    with repository.objects() as objects:
        assert [objects.need(oid.hex()) for oid in oids] == contents
    for index in (repository.path / "objects" / "pack").glob("*.idx"):
        subprocess.run(["git", "verify-pack", str(index)], check=True, cwd=repository.path)


def test_sizes_at_every_border_of_the_header_are_read(repository: Repository) -> None:
    sizes = [0, 1, 15, 16, 2047, 2048, 262143, 262144]
    with repository.pack() as pack:
        oids = [pack.add(b"blob", b"x" * size) for size in sizes]
        pack.finish()
    with repository.objects() as objects:
        assert [len(objects.need(oid.hex())) for oid in oids] == sizes


def test_a_pack_that_was_not_finished_never_was(repository: Repository) -> None:
    folder = repository.path / "objects" / "pack"
    with Pack(folder) as pack:
        oid = pack.add(b"blob", b"half")
        assert list(folder.iterdir())
    assert list(folder.iterdir()) == []
    with repository.objects() as objects:
        assert objects.read(oid.hex()) is None


def test_an_empty_pack_leaves_no_file(repository: Repository) -> None:
    with repository.pack() as pack:
        pack.finish()
    assert list((repository.path / "objects" / "pack").iterdir()) == []


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.binary(min_size=20, max_size=20), min_size=1))
def test_a_tree_parsed_is_the_tree_formatted(names: dict[bytes, bytes]) -> None:
    tree: Tree = {name: Entry(FILE, oid) for name, oid in names.items()}
    assert parse_tree(format_tree(tree)) == tree


class Model:
    """Trees in memory, and every file of one as a plain mapping."""

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}

    def write(self, data: bytes) -> bytes:
        oid = object_id(b"tree", data)
        self.data[oid] = data
        return oid

    def files(self, oid: bytes, prefix: bytes = b"") -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for name, entry in parse_tree(self.data[oid]).items():
            if entry.mode == FILE:
                found[prefix + name] = entry.oid
            else:
                below = self.files(entry.oid, prefix + name + b"/")
                assert below
                found |= below
        return found


def _without_clashes(paths: dict[bytes, bytes | None]) -> dict[bytes, bytes | None]:
    return {
        path: text
        for path, text in paths.items()
        if not any(other.startswith(path + b"/") for other in paths)
    }


OIDS = st.binary(min_size=20, max_size=20)


@settings(deadline=None)
@given(st.dictionaries(PATHS, OIDS, max_size=12), st.dictionaries(PATHS, st.none() | OIDS))
def test_edits_along_paths_are_edits_of_the_whole(
    before: dict[bytes, bytes | None], edits: dict[bytes, bytes | None]
) -> None:
    both = _without_clashes(before | edits)
    before = {path: oid for path, oid in _without_clashes(before).items() if path in both}
    edits = {path: oid for path, oid in edits.items() if path in both}
    model = Model()
    trees = Trees(model.data.__getitem__)
    root = trees.apply(None, _entries(before), model.write)
    changed = trees.apply(root, _entries(edits), model.write)
    expected = {path: oid for path, oid in (before | edits).items() if oid is not None}
    assert model.files(changed) == expected
    fresh = {path: entry for path, entry in _entries(before | edits).items() if entry}
    assert trees.apply(None, fresh, model.write) == changed


def test_only_folders_on_the_way_are_read_and_written() -> None:
    model = Model()
    files = {b"%02x/%d.md" % (n % 50, n): b"%020d" % n for n in range(500)}
    root = Trees(model.data.__getitem__).apply(None, _entries(dict(files)), model.write)
    read: list[bytes] = []
    written: list[bytes] = []

    def count_read(oid: bytes) -> bytes:
        read.append(oid)
        return model.data[oid]

    def count_written(data: bytes) -> bytes:
        written.append(data)
        return model.write(data)

    Trees(count_read).apply(root, {b"07/7.md": Entry(FILE, b"y" * 20)}, count_written)
    assert (len(read), len(written)) == (2, 2)


def _entries(files: dict[bytes, bytes | None]) -> dict[bytes, Entry | None]:
    return {path: Entry(FILE, oid) if oid is not None else None for path, oid in files.items()}
