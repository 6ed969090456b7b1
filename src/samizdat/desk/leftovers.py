"""What Git leaves in a desk file in place of its text: unfinished merges, pointers of LFS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samizdat.desk.findings import Findings

_POINTER = re.compile(r"version https://git-lfs\.github\.com/spec/")
_OPENS = re.compile(r"<{7}( |$)")
_PARTS = re.compile(r"={7}$|\|{7}( |$)")
_CLOSES = re.compile(r">{7}( |$)")


def is_pointer(lines: Sequence[str], found: Findings) -> bool:
    """Return whether the file is only a pointer of Git LFS, which is named then.

    Source: the specification of Git LFS; the version stands in the first line.
    """
    if not lines or not _POINTER.match(lines[0]):
        return False
    what = "this is a pointer of Git LFS: the text itself is not in the repository"
    found.wrong(1, what, "take the file out of .gitattributes and save its text again")
    return True


def without_marks(lines: Sequence[str], found: Findings) -> list[str]:
    """Return *lines* with the marks of unfinished merges emptied, each of which is named.

    What stands between the marks stays: of a takedown neither version may be lost. Marks count only
    where one opens and one closes, since `=======` alone underlines a heading.
    """
    kept, start = list(lines), 0
    for end, line in enumerate(lines):
        if _OPENS.match(line):
            start = end + 1
        elif start and _CLOSES.match(line):
            what = "two people's changes stand here, between <<<<<<< and >>>>>>>"
            found.wrong(start, what, "keep what is right and delete the lines with the marks")
            for number in range(start - 1, end + 1):
                if number in (start - 1, end) or _PARTS.match(lines[number]):
                    kept[number] = ""
            start = 0
    return kept
