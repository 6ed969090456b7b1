"""The page about hostile input names tests that are there and counts what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.hostile import files, hostile, html5_inputs

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(\w+)` \| ([\d,]+) \| [^|]* \| ([^|]*) \|", re.MULTILINE)
LISTS = (".jsonl", ".gz")
NOT_READ = {"warc"}


def rows() -> list[tuple[str, int, list[str]]]:
    """Return folder, number of inputs and tests of each row."""
    page = (ROOT / "docs" / "hostile.md").read_text(encoding="utf-8")
    found = ROW.findall(page)
    return [(f, int(n.replace(",", "")), re.findall(r"`(test_\w+)`", t)) for f, n, t in found]


def test_every_row_names_tests_that_exist() -> None:
    code = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "tests").rglob("test_*.py")))
    assert len(rows()) > 10
    for folder, _, tests in rows():
        assert tests, folder
        assert [name for name in tests if f"def {name}(" not in code] == [], folder


@pytest.mark.shared
def test_every_folder_of_the_corpus_has_its_row_and_its_number() -> None:
    folders = {path.name for path in hostile().iterdir() if path.is_dir()}
    counts = {folder: count for folder, count, _ in rows()}
    assert set(counts) == folders - NOT_READ
    for folder, count in counts.items():
        assert count == inputs_in(folder), folder


def inputs_in(folder: str) -> int:
    """Return how many inputs a folder holds: lines of its lists, other files, HTML cases."""
    if folder == "html5":
        return len(html5_inputs())
    if folder == "bombs":
        return len(list(files(folder)))
    return sum(_lines(path) if ".jsonl" in path.name else 1 for path in files(folder))


def _lines(path: Path) -> int:
    from tests.support.hostile import records  # noqa: PLC0415

    return len(records(str(path.relative_to(hostile()))))
