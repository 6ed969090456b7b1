"""A run that is killed at any instant leaves whole repositories, and the next run goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from samizdat.model.file import Tip
from samizdat.publish import Folder

AT = datetime(2026, 3, 14, tzinfo=UTC)
PUBLISHER = """
import hashlib, sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from samizdat.model.file import Changes, Tip, Written
from samizdat.publish import Folder, Git, GitOptions

kind, where, store, tip = sys.argv[1:]
remote = Folder("main", Path(where))
if kind == "git":
    remote = Git(GitOptions("main", where, Path(store), allow_http=True))
expected, known = (Tip(tip) if tip else None), {}
for edition in range(1000):
    files = {f"harbour/{n % 7}/{n}.md": f"{edition} {n}\\n".encode() * 40 for n in range(60)}
    written = {
        path: Written(lambda text=text: text, hashlib.sha256(text).hexdigest())
        for path, text in files.items()
    }
    at = datetime(2026, 3, 14, tzinfo=UTC)
    changes = Changes(edition + 1, at, f"Edition {edition}", written, known=known)
    print("begun", flush=True)
    receipt = remote.publish(changes, expected=expected)
    expected, known = receipt.tip, dict(receipt.objects)
"""

BACK_AND_FORTH = """
import hashlib, json, sys
from datetime import UTC, datetime
from pathlib import Path
from samizdat.model.file import Changes, Tip, Written
from samizdat.publish import Folder, Git, GitOptions

kind, where, store, start = sys.argv[1:]
remote = Folder("main", Path(where))
if kind == "git":
    remote = Git(GitOptions("main", where, Path(store), allow_http=True))
at = datetime(2026, 3, 14, tzinfo=UTC)
tip, known = None, {}
for edition in range(int(start), int(start) + 4):
    before = tip
    files = {f"harbour/{n % 7}/{n}.md": f"{edition} {n}\\n".encode() * 40 for n in range(40)}
    files[f"only/{edition}.md"] = b"x"
    written = {
        path: Written(lambda text=text: text, hashlib.sha256(text).hexdigest())
        for path, text in files.items()
    }
    removed = tuple(path for path in known if path.startswith("only/"))
    changes = Changes(edition, at, f"Edition {edition}", written, removed, known)
    receipt = remote.publish(changes, expected=tip)
    tip, known = receipt.tip, dict(receipt.objects)
print(json.dumps([before.value, tip.value, edition - 1]), flush=True)
remote.revert(before, expected=tip, at=at)
"""


DAYS = """
import hashlib, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from samizdat.model.file import Changes, Tip, Written
from samizdat.publish import Git, GitOptions
from samizdat.publish.objects import object_id

def files(day):
    return {f"harbour/{n % 7}/{n}.md": f"{day} {n}\\n".encode() * 40 for n in range(30)}

def publish(remote, day, tip, known_day):
    written = {
        path: Written(lambda text=text: text, hashlib.sha256(text).hexdigest())
        for path, text in files(day).items()
    }
    known = files(known_day) if known_day >= 0 else {}
    known = {path: object_id(b"blob", text).hex() for path, text in known.items()}
    at = datetime(2026, 3, 14, tzinfo=UTC) + timedelta(days=day)
    changes = Changes(day, at, f"Day {day}", written, known=known)
    return remote.publish(changes, expected=Tip(tip) if tip else None)

def open_remote(where, store):
    kept = timedelta(days=2)
    return Git(GitOptions("main", where, Path(store), allow_http=True, history=kept))

if __name__ == "__main__":
    where, store, day, tip = sys.argv[1:]
    for number in range(int(day), 1000):
        tip = publish(open_remote(where, store), number, tip, number - 1).tip.value
        print(number, tip, flush=True)
"""


@pytest.mark.parametrize("http", [pytest.param(False, marks=pytest.mark.slow), True])
def test_a_new_root_that_was_killed_is_understood_or_tried_again(
    git_place: Callable[..., Any], git_server: Any, tools: Any, tmp_path: Path, http: bool
) -> None:
    place = git_place(http=http)
    address = f"{git_server.address}/main.git" if http else str(place.bare)
    store = str(place.remote._options.repository)
    space: dict[str, Any] = {"__name__": "days"}
    exec(compile(DAYS, "days", "exec"), space)  # the words that the killed process runs
    place.put("about.md", b"by Mira\n")
    day, tip, roots = -1, "", set()
    for seed in range(6):
        day, tip = kill_some_day([address, store, str(day + 1), tip], day, tip, seed)
        receipt = space["publish"](space["open_remote"](address, store), day + 1, tip, day)
        day, tip = day + 1, receipt.tip.value
        assert not any("way" in note or "somebody" in note for note in receipt.notes)
        assert place.read("harbour/1/1.md") == f"{day} 1\n".encode() * 40
        assert place.read("about.md") == b"by Mira\n"
        assert place.remote.tip() == receipt.tip
        roots |= set(tools.git(place.bare, "rev-list", "--max-parents=0", "main").split())
    assert len(roots) > 2
    place.check()
    tools.git(Path(store), "fsck", "--full", "--strict", "--no-dangling")


def kill_some_day(words: list[str], day: int, tip: str, seed: int) -> tuple[int, str]:
    """Kill a publisher of daily editions; return the last day and tip that it was sure of."""
    source = Path(__file__).resolve().parents[2] / "src"
    child = subprocess.Popen(
        [sys.executable, "-c", DAYS, *words],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(source), "no_proxy": "127.0.0.1"},
        text=True,
    )
    chance = random.Random(seed)
    with child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(chance.randint(3, 7))]
        time.sleep(chance.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    whole = [line.split() for line in said if line.endswith("\n")]
    return (int(whole[-1][0]), whole[-1][1]) if whole else (day, tip)


def kill_on_the_way_back(kind: str, where: str, store: Path, seed: int) -> list[Any]:
    """Kill a publisher while it goes back; return to where, from where and to which edition."""
    source = Path(__file__).resolve().parents[2] / "src"
    child = subprocess.Popen(
        [sys.executable, "-c", BACK_AND_FORTH, kind, where, str(store), str(1 + 9 * seed)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(source), "no_proxy": "127.0.0.1"},
        text=True,
    )
    with child:
        assert child.stdout is not None
        way: list[Any] = json.loads(child.stdout.readline())
        time.sleep(random.Random(seed).random() * (0.02 if kind == "folder" else 0.2))
        child.send_signal(signal.SIGKILL)
    return way


@pytest.mark.parametrize("http", [False, True])
def test_a_way_back_that_was_killed_is_gone_to_its_end(
    git_place: Callable[..., Any], git_server: Any, tools: Any, http: bool
) -> None:
    place = git_place(http=http)
    address = f"{git_server.address}/main.git" if http else str(place.bare)
    store = place.remote._options.repository
    for seed in range(5):
        to, expected, edition = kill_on_the_way_back("git", address, store, seed)
        receipt = place.remote.revert(Tip(to), expected=Tip(expected), at=AT)
        tree = f"{receipt.tip.value}^{{tree}}"
        assert tools.git(place.bare, "rev-parse", tree) == tools.git(
            place.bare, "rev-parse", f"{to}^{{tree}}"
        )
        assert receipt.removed == (f"only/{edition + 1}.md",)
        assert len(receipt.objects) == 41
        assert place.remote.tip() == receipt.tip
    place.check()
    tools.git(store, "fsck", "--full", "--strict", "--no-dangling")
    trees = tools.git(place.bare, "log", "--format=%T", "main").split()
    assert all(one != other for one, other in pairwise(trees))


def test_a_folders_way_back_that_was_killed_is_gone_to_its_end(tmp_path: Path) -> None:
    for seed in range(8):
        remote = Folder("main", tmp_path / f"folder{seed}")
        to, expected, edition = kill_on_the_way_back("folder", str(remote.path), tmp_path, seed)
        pages = list(remote.path.glob("harbour/**/*.md"))
        assert all(len(set(path.read_text().splitlines())) == 1 for path in pages)
        receipt = remote.revert(Tip(to), expected=Tip(expected), at=AT)
        read = {path.read_text().split()[0] for path in remote.path.glob("harbour/**/*.md")}
        assert read == {str(edition)}
        assert [path.name for path in remote.path.glob("only/*")] == [f"{edition}.md"]
        assert remote.tip() == receipt.tip
        assert (len(receipt.objects), receipt.removed) == (41, (f"only/{edition + 1}.md",))
        assert not list((remote.path / ".samizdat" / "tmp").iterdir())


def kill_at_some_instant(kind: str, where: str, store: Path, tip: str, seed: int) -> None:
    """Run the publisher and kill it a while after it began an edition."""
    source = Path(__file__).resolve().parents[2] / "src"
    child = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, kind, where, str(store), tip],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(source), "no_proxy": "127.0.0.1"},
    )
    with child:
        assert child.stdout is not None
        chance = random.Random(seed)
        for _ in range(chance.randint(1, 2)):
            child.stdout.readline()
        time.sleep(chance.random() * 0.3)
        child.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("http", [False, True])
def test_a_git_remote_survives_a_kill_at_any_instant(
    git_place: Callable[..., Any], git_server: Any, tools: Any, http: bool
) -> None:
    place = git_place(http=http)
    address = f"{git_server.address}/main.git" if http else str(place.bare)
    store = place.remote._options.repository
    desk = tools.desk(place.remote)
    desk.publish({"README.md": "Home\n"})
    place.put("about.md", b"by Mira\n")
    for seed in range(5):
        kill_at_some_instant("git", address, store, desk.tip.value, seed)
        receipt = desk.publish({"harbour/1/1.md": f"after {seed}\n", "harbour/2/2.md": "x\n"})
        assert receipt.notes == ()
        assert place.read("harbour/1/1.md") == f"after {seed}\n".encode()
        assert place.read("about.md") == b"by Mira\n"
    place.check()
    tools.git(store, "fsck", "--full", "--strict", "--no-dangling")
    subjects = tools.git(place.bare, "log", "--format=%T", "main").split()
    assert all(one != other for one, other in pairwise(subjects))


def test_a_folder_survives_a_kill_at_any_instant(tmp_path: Path, tools: Any) -> None:
    remote = Folder("main", tmp_path / "folder")
    for seed in range(5):
        kill_at_some_instant("folder", str(remote.path), tmp_path, "", seed)
        pages = list(remote.path.glob("harbour/**/*.md"))
        assert all(len(set(path.read_text().splitlines())) == 1 for path in pages)
        before = remote.tip() or Tip("")
        files = {f"harbour/{n % 7}/{n}.md": f"after {seed} {n}\n" for n in range(60)}
        receipt = remote.publish(tools.changes(files, edition=2000 + seed), expected=None)
        assert receipt.notes == ()
        assert receipt.tip != before
        assert {path.read_text().split()[0] for path in remote.path.glob("harbour/**/*.md")} == {
            "after"
        }
        assert not list((remote.path / ".samizdat" / "tmp").iterdir())
