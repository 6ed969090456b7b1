"""`make demo`: mirror the demo newsrooms into a Git repository and show the result."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from samizdat_demo.git_server import GitServer
from samizdat_demo.newsroom import DemoServer

MIRROR = Path("demo/mirror")
REPOSITORIES = Path("demo/forge")


def say(text: str) -> None:
    """Print *text* as a paragraph of the demo."""
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def run(*words: str, expect: tuple[int, ...] = (0,)) -> None:
    """Run `samizdat` with *words* in the demo's mirror, as an operator would.

    Raises:
        SystemExit: it ended otherwise than expected.
    """
    sys.stdout.write(f"\n$ samizdat {' '.join(words)}\n")
    sys.stdout.flush()
    done = subprocess.run(
        [sys.executable, "-m", "samizdat.cli.main", "-C", str(MIRROR), *words], check=False
    )
    if done.returncode not in expect:
        raise SystemExit(f"the demo stops: samizdat {words[0]} ended with {done.returncode}")


def prepare() -> Path:
    """Return a fresh bare repository, in a fresh demo folder."""
    for folder in (MIRROR, REPOSITORIES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    repository = REPOSITORIES / "news.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(repository)], check=True)
    return repository


def mirror_everything(news: DemoServer, forge: str) -> None:
    """Run the commands of a first day with samizdat."""
    say("1. Three invented newsrooms run on this machine. Mirror the first:")
    run("init", news.address("harbour"), "--allow-private", "--remote", f"main={forge}")
    config = MIRROR / "samizdat.toml"
    text = config.read_text(encoding="utf-8")
    # The demo knows where readers would find the files; an operator fills this in by hand.
    text = text.replace('public = ""', 'public = "https://forge.example/mirror/news/blob/main/"')
    config.write_text(text, encoding="utf-8")
    say("2. Add the other two: one has only a listing of GBK pages, one a JSON Feed.")
    run("add", news.address("gangkou"))
    run("add", news.address("bandar"))
    say("3. One cycle. One page has no story in it, and that stops nothing (exit 1):")
    run("sync", expect=(1,))
    say("4. Again, without news: nothing is fetched, written or committed.")
    run("sync", expect=(0, 1))
    say("5. A story is corrected, another updated, a third taken down; stories are asked again.")
    news.state.corrected.add("football-draw")
    news.state.updates["storm-warning"] += 1
    news.state.removed.add("quay-lamp")
    run("sync", "--recheck", "all", expect=(0, 1))
    run("sync", "--recheck", "all", expect=(0, 1))
    run("status")


def main() -> None:
    """Run the demo."""
    repository = prepare()
    with DemoServer() as news, GitServer(REPOSITORIES) as git:
        mirror_everything(news, f"{git.address}/{repository.name}")
        say("The repository that was pushed to, over smart HTTP:")
        log = ["git", "-C", str(repository), "log", "--format=%h %an  %s", "main"]
        subprocess.run(log, check=True)
        story = news.address("harbour", "story/ferry-timetable.html")
        say(
            "What to run next:\n"
            f"  .venv/bin/samizdat -C {MIRROR} serve        the preview, as a forge shows it\n"
            f"  .venv/bin/samizdat -C {MIRROR} why {story}\n"
            f"  git clone {repository} /tmp/news     what readers get\n"
            "  .venv/bin/samizdat -C my-mirror init https://newsroom.example/"
        )
        if os.environ.get("DEMO_SERVE", "1") != "0":
            run("serve", "--port", os.environ.get("DEMO_PORT", "8080"), expect=(0, 130))


if __name__ == "__main__":
    main()
