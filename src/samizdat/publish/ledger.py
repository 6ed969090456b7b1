"""What a plain folder remembers: the edition that is there as a whole, and which files are ours."""

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from samizdat.model.file import Tip

_REMEMBERED = 50
"""Tips kept, so that a receipt lost in a crash is no reason to publish everything again."""

_FEW = 200
"""Files that are made safe one by one."""


class Ledger:
    """The `.samizdat` folder of a plain folder remote.

    `tip` holds the last tips, newest first, and is replaced when an edition is complete. `files`
    is a log, one JSON line a file written, read only if a file unknown to the caller is in the way.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._temporary = folder / "tmp"
        self._own: dict[str, str] | None = None
        self._one_by_one = True

    def tip(self) -> Tip | None:
        """Return the last complete edition."""
        tips = self.tips()
        return Tip(tips[0]) if tips else None

    def tips(self) -> list[str]:
        """Return the last complete editions, newest first; those that were undone come last."""
        try:
            read = json.loads((self._folder / "tip").read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        return [str(tip) for tip in read] if isinstance(read, list) else []

    def next_tip(self, edition: int) -> Tip:
        """Return the name of what is published now: the edition's number, or `5.1` for another 5.

        One edition is published again if a remote's public address changes.
        """
        known, name, count = set(self.tips()), str(edition), 0
        while name in known:
            count += 1
            name = f"{edition}.{count}"
        return Tip(name)

    def holds(self, tip: Tip) -> bool:
        """Return True if *tip* is one of the last editions published here."""
        return tip.value in self.tips()

    def own(self) -> dict[str, str]:
        """Return path → hash of the files that we wrote."""
        if self._own is None:
            self._own = {path: digest for path, digest in dict(self._logged()).items() if digest}
        return self._own

    def begin(self, files: int = 0) -> None:
        """Clear what a killed run left half written, and say how many files may come.

        Many files are made safe together before the marker moves: one by one takes milliseconds
        each, and after a power cut the next run compares and writes them again.
        """
        self._one_by_one = files <= _FEW
        with suppress(FileNotFoundError):
            shutil.rmtree(self._temporary)
        self._temporary.mkdir(parents=True)
        with (self._folder / "files").open("a", encoding="utf-8") as log:
            log.write("\n")  # ends the half line of a killed run

    def record(self, path: str, digest: str) -> None:
        """Remember, before it is written, that *path* is ours; "" once it is not any more."""
        if self._own is not None:
            self._own[path] = digest
            if not digest:
                del self._own[path]
        with (self._folder / "files").open("a", encoding="utf-8") as log:
            log.write(json.dumps([path, digest]) + "\n")

    def place(self, content: bytes, target: Path) -> None:
        """Write *content* to *target* whole or not at all."""
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._temporary / "file"
        with temporary.open("wb") as out:
            out.write(content)
            if self._one_by_one:
                out.flush()
                os.fsync(out.fileno())
        temporary.replace(target)

    def finish(self, tip: Tip) -> None:
        """Say that the edition is complete."""
        self.stand([tip.value, *(old for old in self.tips() if old != tip.value)])

    def stand(self, tips: list[str]) -> None:
        """Say which editions are known here, the complete one first."""
        if not self._one_by_one:
            os.sync()
            self._one_by_one = True
        self._compact()
        text = json.dumps(tips[:_REMEMBERED]) + "\n"
        self.place(text.encode(), self._folder / "tip")

    def _logged(self) -> list[tuple[str, str]]:
        with suppress(FileNotFoundError):
            lines = (self._folder / "files").read_text("utf-8", "replace").splitlines()
            return [pair for line in lines if (pair := _pair(line))]
        return []

    def _compact(self) -> None:
        """Write the log anew once it is three times as long as it was the last time."""
        log, noted = self._folder / "files", self._folder / "length"
        length = log.stat().st_size if log.exists() else 0
        if length < 1 << 20 or (noted.exists() and length < 3 * int(noted.read_text() or 0)):
            return
        latest = {path: digest for path, digest in dict(self._logged()).items() if digest}
        text = "".join(json.dumps(pair) + "\n" for pair in latest.items()).encode()
        self.place(text, log)
        self.place(str(len(text)).encode(), noted)


def _pair(line: str) -> tuple[str, str] | None:
    """Return the path and hash of a log line, None for the half line of a killed run."""
    with suppress(ValueError, TypeError):
        path, digest = json.loads(line)
        return str(path), str(digest)
    return None
