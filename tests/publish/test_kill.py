"""A run that is killed at any instant leaves whole repositories, and the next run goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from samizdat.model.file import Tip
from samizdat.publish import Folder

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
