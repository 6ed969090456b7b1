"""Commits of an edition: ours beside `git add && git commit` and `git fast-import`.

Same content for all three: a first commit of the whole edition, then a commit of 50 changed pages.
`push` is our commit together with ls-remote and the push to a bare repository.

    python bench/publish/bench_git.py 10000 --repeats 5
"""

import argparse
import hashlib
import json
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from samizdat.model.file import Changes, Tip, Written
from samizdat.publish import Git, GitOptions
from samizdat.publish.objects import format_commit, signature, tree_of
from samizdat.publish.plan import Ground, make_plan
from samizdat.publish.repository import Repository
from samizdat.publish.trees import Trees

Edition = dict[str, bytes]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@localhost",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@localhost",
}
WORDS = """
harbour ferry library weather council goal season bridge market winter timetable lighthouse
orchard tram museum river festival bakery choir 港口 渡轮 图书馆 天气 桥梁 市场 冬季 博物馆
""".split()  # noqa: SIM905 - as a list it is thirty lines


def edition(pages: int, seed: int) -> Edition:
    """Return *pages* story pages of about 1.5 kB, sharded as DESIGN says."""
    chance = random.Random(seed)
    files = {}
    for number in range(pages):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        path = f"harbour/2026/{number % 12 + 1:02}/{digest[:2]}/{digest[2:14]}.md"
        files[path] = (" ".join(chance.choices(WORDS, k=220)) + "\n").encode()
    return files


def changed(files: Edition, seed: int) -> Edition:
    """Return 50 of *files* with a sentence added."""
    chance = random.Random(seed)
    return {
        path: files[path] + f"Corrected {seed}.\n".encode() for path in chance.sample([*files], 50)
    }


def as_changes(files: Edition, number: int, known: Mapping[str, str]) -> Changes:
    written = {
        path: Written(read=lambda text=text: text, hash="")  # type: ignore[misc]
        for path, text in files.items()
    }
    known = {path: known[path] for path in files if path in known}
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Changes(number, at, "Edition", written, known=known)


def git(folder: Path, *words: str, given: bytes | None = None) -> bytes:
    return subprocess.run(
        ["git", *words], cwd=folder, env=ENVIRONMENT, check=True, input=given, capture_output=True
    ).stdout


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Ours:
    """The commit alone, as `Git.publish` makes it, without a remote."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder / "ours")
        self.repository.prepare()
        self.tip: str | None = None
        self.known: dict[str, str] = {}

    def commit(self, files: Edition) -> None:
        changes = as_changes(files, 1, self.known)
        with self.repository.objects() as objects, self.repository.pack() as pack:
            root = tree_of(objects.need(self.tip)) if self.tip else None
            trees = Trees(lambda oid: objects.need(oid.hex()))
            plan = make_plan(
                changes,
                Ground(
                    trees=trees,
                    root=root,
                    read=lambda oid: objects.need(oid.hex()),
                    put=pack.put,
                    ours={},
                    was_ours=lambda _: False,
                    max_file_bytes=1 << 30,
                ),
            )
            tree = trees.apply(root, plan.edits, lambda data: pack.add(b"tree", data))
            parents = (self.tip,) if self.tip else ()
            who = signature("bench <bench@localhost>", changes.as_of)
            self.tip = pack.add(b"commit", format_commit(tree, parents, who, "Edition")).hex()
            pack.finish()
        self.known |= plan.objects


class Whole:
    """`Git.publish` to a bare repository beside it."""

    def __init__(self, folder: Path) -> None:
        git(folder, "init", "-q", "--bare", "remote.git")
        self.remote = Git(GitOptions("main", str(folder / "remote.git"), folder / "store"))
        self.tip: Tip | None = None
        self.known: dict[str, str] = {}

    def commit(self, files: Edition) -> None:
        receipt = self.remote.publish(as_changes(files, 1, self.known), expected=self.tip)
        self.tip = receipt.tip
        self.known |= receipt.objects


class Add:
    """A work tree, `git add -A` and `git commit`; writing the files is part of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "add"
        git(folder, "init", "-q", "add")

    def commit(self, files: Edition) -> None:
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "-m", "Edition")


class FastImport:
    """One `git fast-import` a commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "fast"
        git(folder, "init", "-q", "--bare", "fast")
        self.begun = False

    def commit(self, files: Edition) -> None:
        who = b"committer bench <bench@localhost> 1772323200 +0000"
        stream = [b"commit refs/heads/main\n" + who + b"\ndata 7\nEdition\n"]
        if self.begun:
            stream.append(b"from refs/heads/main^0\n")
        for path, text in files.items():
            stream += [b"M 100644 inline %s\ndata %d\n" % (path.encode(), len(text)), text, b"\n"]
        git(self.folder, "fast-import", "--quiet", given=b"".join(stream))
        self.begun = True


def measure(files: Edition, repeats: int) -> dict[str, dict[str, list[float]]]:
    result: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in (Ours, Whole, FastImport, Add):
            folder = Path(name) / kind.__name__
            folder.mkdir()
            way = kind(folder)
            first = timed(lambda way=way: way.commit(files))  # type: ignore[misc]
            rest = [
                timed(lambda way=way, seed=seed: way.commit(changed(files, seed)))  # type: ignore[misc]
                for seed in range(repeats)
            ]
            result[kind.__name__] = {"first": [first], "fifty": rest}
    return result


def show(result: dict[str, dict[str, list[float]]]) -> None:
    """Print one line a way: first commit, median and spread of the later ones, ratios to ours."""
    ours = {what: statistics.median(times) for what, times in result["Ours"].items()}
    for name, times in result.items():
        first, fifty = times["first"][0], statistics.median(times["fifty"])
        spread = max(times["fifty"]) - min(times["fifty"])
        print(
            f"  {name:12}{first:9.2f} s ({first / ours['first']:5.1f}×)"
            f"{fifty * 1000:10.1f} ms ± {spread * 500:.1f} ({fifty / ours['fifty']:5.1f}×)",
            flush=True,
        )


def main() -> None:
    """Print a table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=7)
    words = parser.parse_args()
    report: dict[str, object] = {
        "machine": platform.platform(),
        "python": platform.python_version(),
    }
    for pages in words.pages:
        files = edition(pages, seed=1)
        corpus = hashlib.sha256("".join(sorted(files)).encode() + files[min(files)]).hexdigest()
        print(f"{pages:,} pages (corpus {corpus[:12]}): first commit, then 50 pages", flush=True)
        result = measure(files, words.repeats)
        show(result)
        report[str(pages)] = result
    print(json.dumps(report))


if __name__ == "__main__":
    main()
