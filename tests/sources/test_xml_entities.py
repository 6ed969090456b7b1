"""XML that wants to read a file or to call somebody: nothing is opened and nobody is called."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.hostile import files, texts

ReadInChild = Callable[[list[Path]], str]
SECRET = "the-keeper-sleeps-at-noon"

OWN = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///x">]>',
    '<!DOCTYPE rss [<!ENTITY x PUBLIC "p" "file:///x">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://x/p.dtd"> %p;]>',
    '<!DOCTYPE rss SYSTEM "http://x/all.dtd">',
    '<!DOCTYPE rss [<!ENTITY % f SYSTEM "file:///x"><!ENTITY % a "<!ENTITY x \'%f;\'>">%a;]>',
    '<?xml-stylesheet type="text/xsl" href="http://x/a.xsl"?>',
)
INCLUDES = (
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>'
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{web}"/>'
    '<x:value-of xmlns:x="http://www.w3.org/1999/XSL/Transform" select="document(\'{file}\')"/>'
)
_SYSTEM = re.compile(r"""(SYSTEM\s+|PUBLIC\s+"[^"]*"\s+|href=)(["'])[^"']*\2""")
_ENTITY = re.compile(r"<!ENTITY\s+(\w+)")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Give a port that hears whoever calls."""
    with socket.socket() as heard:
        heard.bind(("127.0.0.1", 0))
        heard.listen(64)
        heard.setblocking(False)
        yield heard


def attacks(prologue: str, file: str, web: str) -> Iterator[str]:
    """Yield feeds that begin with *prologue*, whose files are *file* or *web*."""
    names = _ENTITY.findall(prologue) or ["x"]
    used = "".join(f"&{name};" for name in names)
    more = INCLUDES.format(file=file, web=web)
    item = (
        f"<item><title>{used}{more}</title><link>/a</link><description>{used}</description></item>"
    )
    body = f"<rss version='2.0'><channel><title>{used}</title>{item}</channel></rss>"
    for target in (file, file.removeprefix("file://"), web):
        yield _SYSTEM.sub(rf'\g<1>"{target}"', prologue) + body


def check(prologues: list[str], tmp_path: Path, listener: socket.socket, read: ReadInChild) -> None:
    """Read every attack in a child: the file stays unread, the port unheard."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    web = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    paths: list[Path] = []
    for prologue in prologues:
        for text in attacks(prologue, secret.as_uri(), web):
            paths.append(tmp_path / f"{len(paths)}.xml")
            paths[-1].write_text(text, "utf-8", "replace")
    printed = read(paths)
    assert SECRET not in printed
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_entities_and_includes_open_nothing(
    tmp_path: Path, listener: socket.socket, read_in_child: ReadInChild
) -> None:
    check(list(OWN), tmp_path, listener, read_in_child)


@pytest.mark.shared
def test_the_shared_attacks_open_nothing(
    tmp_path: Path, listener: socket.socket, read_in_child: ReadInChild
) -> None:
    given = [path.read_text("latin-1") for path in files("xml") if path.suffix != ".jsonl"]
    given += texts("xml/xxe_fuzz.jsonl")
    given += [path.read_text() for path in files("bombs") if path.name.startswith("feed-xxe")]
    prologues = [text.partition("]>")[0] + "]>" for text in given if "<!DOCTYPE" in text]
    assert len(prologues) > 15
    check(prologues, tmp_path, listener, read_in_child)
