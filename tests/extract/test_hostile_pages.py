"""Hostile pages through `extract_batch`, in a child with the limits that a worker has."""

import json
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HOSTILE = Path(__file__).resolve().parents[2] / ".." / "shared" / "hostile"
SOURCE = Path(__file__).resolve().parents[2] / "src"
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 240

CHILD = """
import gzip, json, sys, warnings
warnings.simplefilter("error")
from pathlib import Path
from samizdat.extract.batch import extract_batch
from samizdat.extract.page import PageJob
def read(path):
    data = Path(path).read_bytes()
    if not path.endswith(".gz"):
        return data
    with gzip.open(path) as stream:
        return stream.read(16_000_000)
for path in sys.stdin.read().splitlines():
    answer, = extract_batch([PageJob(read(path), "https://harbour.example/a")])
    print(json.dumps([path, type(answer).__name__, getattr(answer, "kind", "")]), flush=True)
"""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def answers_of(paths: list[Path]) -> Counter[str]:
    """Return how the child answered; it must end well and answer every path."""
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        preexec_fn=limit,
        env={"PYTHONPATH": str(SOURCE), "PATH": ""},
        check=False,
    )
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    assert child.returncode == 0, (len(lines), child.stderr[-2000:])
    assert len(lines) == len(paths)
    assert child.stderr == ""
    return Counter(kind or name for _, name, kind in lines)


@pytest.mark.shared
@pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"the folder {HOSTILE} is missing")
@pytest.mark.parametrize("folder", ["bombs", "html5", "xml"])
def test_hostile_files_end_as_values_within_a_workers_limits(folder: str) -> None:
    paths = sorted(path for path in (HOSTILE / folder).rglob("*") if path.is_file())
    counts = answers_of(paths)
    print(folder, dict(counts))
    assert set(counts) <= {"Article", "NoStoryError", "ParseError"}


LD_JSON = '<script type="application/ld+json">'


def bomb(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_our_own_bombs_end_as_values(tmp_path: Path) -> None:
    story = "<p>" + "The harbour is open again and the ferry sails at noon. " * 5
    paths = [
        bomb(tmp_path, "deep.html", "<div>" * 400 + story),
        bomb(tmp_path, "deeper.html", "<div>" * 100_000 + story),
        bomb(tmp_path, "wide.html", story * 20_000),
        bomb(tmp_path, "metas.html", '<meta name="author" content="x">' * 20_000 + story),
        bomb(tmp_path, "ld.html", LD_JSON + "[" * 500_000),
        bomb(
            tmp_path,
            "ld2.html",
            '<script type="application/ld+json">[' + '{"@type":"Article"},' * 40_000,
        ),
        bomb(
            tmp_path, "title.html", "<title>" + "a | " * 200_000 + "</title><h1>" + "a - " * 200_000
        ),
        bomb(tmp_path, "byline.html", "<p class=byline>" + "and " * 100_000 + "</p>" + story),
        bomb(tmp_path, "date.html", "<time>" + "1 jan " * 100_000 + "</time>" + story),
        bomb(tmp_path, "commas.html", LD_JSON + "{" + ", " * 200_000),
    ]
    counts = answers_of(paths)
    assert set(counts) <= {"Article", "NoStoryError", "ParseError"}
