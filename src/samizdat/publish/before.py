"""What editions replaced in a plain folder: enough to go back a few of them."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

KEPT = 3
"""Editions that a plain folder can go back."""

_TIP = re.compile(r"\d+(\.\d+)?")


class Older(NamedTuple):
    """What a file was: the hash of its bytes and where they are kept; "": it was not there."""

    digest: str
    kept: Path

    def read(self) -> bytes | None:
        """Return the bytes, None if it was not there.

        Raises:
            ValueError: what is kept is damaged.
        """
        if not self.digest:
            return None
        content = self.kept.read_bytes() if self.kept.is_file() else b""
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise ValueError(self.digest)
        return content


class Before:
    """The folder `.samizdat/before` of a plain folder.

    `TIP/` holds what was replaced on top of the edition TIP: the bytes under their hash, and `log`,
    one JSON line a file, written before the file is replaced. A run that was killed leaves a part,
    and the next one adds what it replaces for the first time: the first word on a file counts.
    `undone` names the edition that was gone back to, and the folders that led there; it stays until
    the next publication, so that a receipt that was lost can be written again.
    """

    def __init__(self, folder: Path, tips: Sequence[str]) -> None:
        """Look at *folder*; *tips* are the editions there, newest first."""
        self._folder, self._tips = folder, [tip for tip in tips if _TIP.fullmatch(tip)]
        self._saved: set[str] = set()

    def begin(self) -> None:
        """Get ready to save what is replaced on top of the newest edition."""
        to, chain = self._undone()
        if self._tips and to == self._tips[0]:
            for tip in chain:
                shutil.rmtree(self._folder / tip, ignore_errors=True)
        (self._folder / "undone").unlink(missing_ok=True)
        if self._tips:
            here = self._folder / self._tips[0]
            here.mkdir(parents=True, exist_ok=True)
            self._saved = set(_logged(here))
            with (here / "log").open("a", encoding="utf-8") as log:
                log.write("\n")  # ends the half line of a killed run

    def save(self, path: str, old: bytes | None, target: Path | None = None) -> None:
        """Keep what *path* was before it is replaced: *old*, the bytes of *target* if given."""
        if not self._tips or path in self._saved:
            return
        here = self._folder / self._tips[0]
        digest = hashlib.sha256(old).hexdigest() if old is not None else ""
        if old is not None:
            _keep(here / digest, old, target)
        with (here / "log").open("a", encoding="utf-8") as log:
            log.write(json.dumps([path, digest]) + "\n")
        self._saved.add(path)

    def since(self, to: str) -> dict[str, Older] | None:
        """Return what each file was at the edition *to* that was replaced since, None: not kept."""
        chain = self._chain(to)
        if chain is None:
            return None
        older: dict[str, Older] = {}
        for tip in chain:
            folder = self._folder / tip
            older |= {path: Older(d, folder / d) for path, d in _logged(folder).items()}
        return older

    def go_back(self, to: str) -> list[str]:
        """Note what leads back to *to*; return the tips as they are to be then.

        Editions that are undone are known by name only, so they come last.
        """
        chain = self._chain(to) or []
        text = json.dumps({"to": to, "chain": chain})
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / "undone.tmp"
        temporary.write_text(text + "\n", "utf-8")
        temporary.replace(self._folder / "undone")
        at = self._tips.index(to)
        return self._tips[at:] + self._tips[:at]

    def prune(self) -> None:
        """Drop what leads back further than the last editions, now that there is a newer one."""
        wanted = set(self._tips[:KEPT])
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                if path.is_dir() and path.name not in wanted:
                    shutil.rmtree(path, ignore_errors=True)

    def _chain(self, to: str) -> list[str] | None:
        """Return the folders that lead to *to*, the one that has the last word at the end."""
        if to not in self._tips:
            return None
        undone, chain = self._undone()
        if undone == to == self._tips[0]:
            return chain
        newer = self._tips[: self._tips.index(to) + 1]
        if not all((self._folder / tip / "log").is_file() for tip in newer[1:]):
            return None
        return newer

    def _undone(self) -> tuple[str, list[str]]:
        with suppress(OSError, ValueError, TypeError, KeyError):
            read = json.loads((self._folder / "undone").read_bytes())
            return str(read["to"]), [str(tip) for tip in read["chain"] if _TIP.fullmatch(tip)]
        return "", []


def _keep(kept: Path, content: bytes, target: Path | None) -> None:
    """Put *content* under the name *kept*, as a second name of *target* where that can be.

    A file is always replaced as a whole, so the second name goes on holding the old bytes.
    """
    if kept.exists():
        return
    if target is not None:
        with suppress(OSError):  # a file system without second names, or not our file
            os.link(target, kept, follow_symlinks=False)
            return
    temporary = kept.with_suffix(".tmp")
    temporary.write_bytes(content)
    temporary.replace(kept)


def _logged(folder: Path) -> dict[str, str]:
    """Return path → hash as the log of *folder* first says it."""
    first: dict[str, str] = {}
    with suppress(OSError):
        for line in (folder / "log").read_text("utf-8", "replace").splitlines():
            with suppress(ValueError, TypeError):
                path, digest = json.loads(line)
                if re.fullmatch(r"[0-9a-f]{64}|", str(digest)):
                    first.setdefault(str(path), str(digest))
    return first
