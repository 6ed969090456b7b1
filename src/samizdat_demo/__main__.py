"""`make demo`: mirror the demo newsrooms into a Git repository and show the result."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from samizdat_demo.desk import write_desk
from samizdat_demo.git_server import GitServer
from samizdat_demo.newsroom import DemoServer

FOLDER = Path("demo")
MIRROR = FOLDER / "mirror"
REPOSITORIES = FOLDER / "forge"
REPOSITORY = REPOSITORIES / "news.git"

PUBLIC = "https://forge.example/mirror/news/blob/main/"
"""Where readers of the demo would find its files; nothing asks this address."""


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
    command = [sys.executable, "-m", "samizdat.cli.main", "-C", str(MIRROR), *words]
    done = subprocess.run(command, check=False)
    if done.returncode not in expect:
        raise SystemExit(f"the demo stops: samizdat {words[0]} ended with {done.returncode}")


def prepare() -> None:
    """Empty the demo's folder.

    Raises:
        SystemExit: git is missing, or the folder is not the demo's own.
    """
    if shutil.which("git") is None:
        raise SystemExit("the demo needs git\n  try: apt-get install git")
    if FOLDER.exists() and any(FOLDER.iterdir()) and not REPOSITORY.is_dir():
        raise SystemExit(f"{FOLDER.resolve()} holds something else; the demo would empty it")
    shutil.rmtree(FOLDER, ignore_errors=True)
    REPOSITORIES.mkdir(parents=True)


def set_up(news: DemoServer, forge: str) -> None:
    """Mirror three newsrooms: one by `init`, two by `add`."""
    say(
        "Three invented newsrooms and a Git server run on this machine.\n"
        f"Everything is made in {FOLDER}/; each command runs in {MIRROR}/.\n\n"
        "1. Mirror the first newsroom. Its home page is enough:"
    )
    run("init", news.address("harbour"), "--allow-private", "--remote", f"main={forge}")
    config = MIRROR / "samizdat.toml"
    # What an operator fills in by hand.
    text = config.read_text(encoding="utf-8").replace('public = ""', f'public = "{PUBLIC}"')
    text = text.replace('title = "The Harbour Post"', 'title = "Mirror of three newsrooms"')
    language = os.environ.get("DEMO_LANGUAGE", "en")
    text = text.replace('language = "en"', f'language = "{language}"', 1)
    config.write_text(text, encoding="utf-8")
    say("2. Add two more: old pages in GBK with no feed, and a Persian JSON Feed.")
    run("add", news.address("gangkou"))
    run("add", news.address("bandar"))


def live(news: DemoServer) -> None:
    """Run the cycles of a first day."""
    say("3. Sync. One page is broken on purpose: it is named, and the rest goes on.")
    run("sync", expect=(1,))
    say("4. Sync again. There is no news: nothing is fetched, written or committed.")
    run("sync", expect=(0, 1))
    say("5. The newsroom corrects one story, updates another and takes a third down.")
    news.state.corrected.add("football-draw")
    news.state.updates["storm-warning"] += 1
    news.state.removed.add("quay-lamp")
    run("sync", "--recheck", "all", expect=(0, 1))
    say("6. A story is gone when it was missing twice. Its page stays, with a note.")
    run("sync", "--recheck", "all", expect=(0, 1))


def edit(news: DemoServer) -> None:
    """Let an editor work in the desk's folder, and take it back."""
    say("7. An editor works in the desk's folder: a pick, a note, topics, a correction.")
    language = os.environ.get("DEMO_LANGUAGE", "en").partition("-")[0]
    write_desk(MIRROR / "desk", news.story, language)
    run("desk", "check")
    run("sync", expect=(0, 1))
    say("8. It was a mistake: every remote goes back to the edition before. Then it goes on.")
    run("undo")
    run("publish")
    run("status")


def show(news: DemoServer, *, serve: bool) -> None:
    """Say what was pushed and what to run next."""
    say("What the Git server holds now, pushed over HTTP:")
    log = ["git", "-C", str(REPOSITORY), "--no-pager", "log", "--format=  %h %an  %s", "main"]
    subprocess.run(log, check=True)
    samizdat = f"{Path(sys.executable).parent / 'samizdat'}".replace(f"{Path.cwd()}/", "")
    story = news.address("harbour", "story/ferry-timetable.html")
    next_ = [
        (f"{samizdat} -C {MIRROR} serve", "the preview, as a forge shows it"),
        (f"{samizdat} -C {MIRROR} why {story}", "what happened to one story"),
        (f"git clone {REPOSITORY} {FOLDER / 'news'}", "what readers get"),
        (f"{samizdat} -C my-mirror init https://newsroom.example/", "a mirror of your own"),
    ]
    lines = [f"  {command}\n      {what}" for command, what in next_[serve:]]
    say("What to run next" + (", in another terminal:" if serve else ":") + "\n" + "\n".join(lines))


def free_port() -> str:
    """Return DEMO_PORT if it is set, else 8080, or 0 (any) if that is taken."""
    if wanted := os.environ.get("DEMO_PORT"):
        return wanted
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 8080))
        except OSError:
            return "0"
    return "8080"


def main() -> None:
    """Run the demo; with DEMO_SERVE=0 it ends by itself."""
    serve = os.environ.get("DEMO_SERVE", "1") != "0"
    prepare()
    with DemoServer() as news, GitServer(REPOSITORIES) as git:
        git.create(REPOSITORY.name)
        set_up(news, f"{git.address}/{REPOSITORY.name}")
        live(news)
        edit(news)
        show(news, serve=serve)
        if serve:
            say("The preview; open the address in a browser:")
            run("serve", "--port", free_port(), expect=(0, 130))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
