"""A remote's overlay of the front page: where the same edition is to be found otherwise."""

from collections.abc import Sequence
from dataclasses import replace

from samizdat.model.address import is_web
from samizdat.model.file import File
from samizdat.render.fingerprint import fingerprint_of
from samizdat.render.git.frame import joined
from samizdat.render.git.phrase import SEPARATOR, address, heading_of, name, readable, words
from samizdat.render.look import RENDERER, Look
from samizdat.render.wording import Wording


def apply_mirrors(file: File, mirrors: Sequence[tuple[str, str]], look: Look) -> File:
    """Return the front page's *file* with the addresses of the other *mirrors* (name, address).

    Nothing outside the block changes. Without a mirror that has a web address, and in a file
    without a place for it, nothing is put in.
    """
    if file.share_at is None:
        return file
    lines = [_line(name_, url, look.wording) for name_, url in mirrors if is_web(url)]
    if not lines:
        return replace(file, share_at=None)
    block = joined(
        [
            heading_of(look.wording.mirrors, wording=look.wording, level=2),
            words(look.wording.mirrors_note),
            "\n".join(lines),
        ]
    )
    text, at = file.content, file.share_at
    content = text[:at] + f"{block}\n\n".encode("utf-8", "replace") + text[at:]
    return replace(file, content=content, share_at=None)


def _line(called: str, url: str, wording: Wording) -> str:
    told = [name(called, wording)] if readable(called, "") else []
    return f"- {SEPARATOR.join([*told, address(url, wording)])}"


def mirrors_fingerprint(mirrors: Sequence[tuple[str, str]], look: Look) -> str:
    """Return the hash of everything that the block of *mirrors* says."""
    wording = look.wording
    told = (wording.mirrors, wording.mirrors_note, wording.direction, wording.language)
    return fingerprint_of(RENDERER, mirrors, told)
