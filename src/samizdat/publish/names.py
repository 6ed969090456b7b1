"""Paths that a remote can hold: what we refuse, and what only some readers' systems refuse."""

import re
import unicodedata
from collections.abc import Iterable

MAX_PATH_BYTES = 1024
"""Forges store paths in columns of about this width; Windows itself stops far earlier."""
MAX_PART_BYTES = 255
MAX_DEPTH = 40

MAX_WINDOWS_PATH = 200
"""Windows stops at 260 characters, of which the folder of the clone takes some."""

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"]
)
_WINDOWS = re.compile(r'[<>:"|?*]')
_INSTRUCTIONS = frozenset(
    """
    app.yaml appveyor.yml autorun.inf azure-pipelines.yml bitbucket-pipelines.yml buildspec.yml
    cloudbuild.yaml cname codeowners compose.yaml compose.yml containerfile desktop.ini
    docker-compose.yaml docker-compose.yml dockerfile firebase.json fly.toml gemfile gnumakefile
    jenkinsfile justfile makefile netlify.toml now.json package.json procfile pyproject.toml
    rakefile render.yaml setup.py thumbs.db vagrantfile vercel.json web.config wrangler.toml
    """.split()  # noqa: SIM905 - as a list it is forty lines
)
"""Files that forges, hosts of pages, web servers or a reader's tools act upon."""


def refusal(path: str) -> str:
    """Return why no remote may hold *path*, "" if it may.

    >>> refusal("harbour/2026/03/a7/x.md")
    ''
    >>> refusal("../x")
    'it leaves the edition'
    """
    parts = path.split("/")
    if _holds_control(path):
        return "it holds a control character"
    if "\\" in path:
        return "it holds a backslash"
    if any(part in {"", ".", ".."} for part in parts):
        return "it leaves the edition"
    if any(_is_git_folder(part) for part in parts):
        return "Git keeps that name for itself"
    if parts[0] == ".samizdat":
        return "samizdat keeps that name for itself"
    if any(_is_instruction(part) for part in parts):
        return "forges, web servers or tools would act upon a file of that name"
    return _size_refusal(path, parts)


def warning(path: str) -> str:
    """Return why *path* cannot be checked out on Windows, "" if it can.

    >>> warning("harbour/aux.md")
    'Windows cannot check it out'
    """
    for part in path.split("/"):
        device = part.partition(".")[0].casefold() in _DEVICES
        if device or part.endswith((".", " ")) or _WINDOWS.search(part):
            return "Windows cannot check it out"
    if len(path.encode("utf-16-le", "surrogatepass")) // 2 > MAX_WINDOWS_PATH:
        return "Windows cannot check it out"
    return ""


def escapes(path: str) -> bool:
    """Return True if *path* could name something outside its folder, or is no name at all.

    >>> escapes("a/../../b"), escapes(".github/a.yml")
    (True, False)
    """
    return (
        _holds_control(path)
        or "\\" in path
        or any(part in {"", ".", ".."} for part in path.split("/"))
    )


def folded(name: str) -> str:
    """Return what *name* is to file systems that know neither case nor composition.

    >>> folded("STRASSE") == folded("straße"), folded("ﬁ.md")
    (True, 'fi.md')
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def listed(paths: Iterable[str], limit: int = 3) -> str:
    """Return the first *limit* of *paths* in order, and how many more there are.

    >>> listed(["b", "a", "c", "d"])
    'a, b, c and 1 more'
    """
    ordered = sorted(paths)
    more = len(ordered) - limit
    return ", ".join(ordered[:limit]) + (f" and {more} more" if more > 0 else "")


def _holds_control(path: str) -> bool:
    # What is printable holds none, and is asked for at once.
    return not path.isprintable() and any(
        unicodedata.category(character) in {"Cc", "Cs"} for character in path
    )


def _opened(part: str) -> str:
    """Return the name that some file system opens for *part*: no case, ignorables or streams."""
    visible = part
    if not part.isascii():
        visible = "".join(c for c in part if unicodedata.category(c) != "Cf")
    return visible.casefold().partition(":")[0].rstrip(". ")


def _is_git_folder(part: str) -> bool:
    """Return True for what some file system would open as .git (case, ignorables, 8.3 names)."""
    return _opened(part) in {".git", "git~1"}


def _is_instruction(part: str) -> bool:
    """Return True for what somebody's machine obeys: CI, hosts of pages, Jekyll, hidden files.

    The edition itself begins no name with a dot or a low line.
    """
    name = _opened(part)
    return name.startswith((".", "_")) or name in _INSTRUCTIONS


def _size_refusal(path: str, parts: list[str]) -> str:
    if len(parts) > MAX_DEPTH:
        return f"it is deeper than {MAX_DEPTH} folders"
    if len(path.encode()) > MAX_PATH_BYTES:
        return f"it is longer than {MAX_PATH_BYTES} bytes"
    if any(len(part.encode()) > MAX_PART_BYTES for part in parts):
        return f"one of its names is longer than {MAX_PART_BYTES} bytes"
    return ""
