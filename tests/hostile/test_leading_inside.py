"""Addresses that lead inside, wherever a newsroom can put one, and a whole run of a mirror.

The newsroom has a name of its own, so that every other way to this machine is a private address.
Each address stands as a source, as a story in the feed, as a picture and as the canonical address
of a sound story; and once more in each place behind a redirect of the newsroom's own.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from click.testing import CliRunner

from samizdat.cli.main import cli
from samizdat.config import parse_config
from samizdat.config.write import quoted
from samizdat.errors import ConfigError, RefusedError
from samizdat.fetch.guard import Guard
from samizdat.model.address import canonical_address, host_of, is_web, join
from samizdat.store import Store
from tests.app.odd_newsroom import TEXT, Answer, OddNewsroom, Town, page
from tests.support.hostile import texts

HOST = "town.example"
OWN = (
    *("http://127.0.0.1/", "http://[::1]:8080/", "http://user@10.0.0.7/", "http://172.16.0.1:22/"),
    *("http://0x7f.1/", "http://①②⑦.⓪.⓪.①/", "http://router.local/", "file:///etc/hostname"),
    *("//169.254.169.254/latest", "http://press.example:21/"),
)
REBINDING = ("http://rebind.example/x", "https://rebind.example/x")
"""Of a name whose first answer is public and every later one this machine."""
PUBLIC, INSIDE = "93.184.216.34", "10.0.0.7"
NAMED_PUBLIC = "216.58.214.206"
"""What the corpus' redirects to a stranger mean; it may be asked, and this test goes nowhere."""


@dataclass
class Net:
    """What the run's client looked up and dialled."""

    looked_up: list[str] = field(default_factory=list)
    dialled: set[tuple[str, int]] = field(default_factory=set)

    def answer(self, name: str) -> str:
        """Return where *name* is now."""
        self.looked_up.append(name)
        if name == "rebind.example":
            return PUBLIC if self.looked_up.count(name) == 1 else "127.0.0.1"
        return "127.0.0.1" if name == HOST else INSIDE


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    """Every name is looked up here, and what is not loopback never gets out of this machine."""
    net, loop_type = Net(), asyncio.SelectorEventLoop
    real = loop_type.sock_connect

    async def getaddrinfo(_: Any, name: str, port: int, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (net.answer(name), port))]

    async def sock_connect(self: Any, sock: Any, address: Any) -> None:
        net.dialled.add(address[:2])
        if address[0] != "127.0.0.1":
            raise OSError("this test stays on loopback")
        await real(self, sock, address)

    monkeypatch.setattr(loop_type, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(loop_type, "sock_connect", sock_connect)
    return net


@pytest.fixture
def town(tmp_path: Path, net: Net) -> Iterator[Town]:
    """A newsroom that is reached by its name alone."""
    with OddNewsroom() as room:
        room.host = HOST
        private = f'["{HOST}:{room.port}"]'
        yield Town(tmp_path, room, private, reading='backfill = "1000"\n')


def item(title: str, link: str) -> str:
    """Return an item of a feed."""
    return f"<item><title>{title}</title><link>{escape(link)}</link></item>"


def announce(town: Town, addresses: Sequence[str]) -> None:
    """Let the newsroom lead to *addresses* from everywhere, beside one sound story."""
    root, answers = town.room.root, town.room.answers
    answers["/sound"] = page("Lighthouse painted")
    items = [item("sound", f"{root}/sound")]
    for number, address in enumerate(addresses):
        location = "".join(c for c in address if c not in "\r\n").encode().decode("latin-1")
        for place in ("source", "story", "picture"):
            answers[f"/to/{number}/{place}"] = Answer(b"", 302, {"Location": location})
        pictures = f"<img src={quoteattr(address)}></p><p>{TEXT}<img src=/to/{number}/picture>"
        story = page(f"Story {number}", f"<p>{TEXT * 4}</p><p>{pictures}</p><p>{TEXT * 3}</p>")
        link = f"<head><link rel=canonical href={quoteattr(address)}>".encode()
        answers[f"/s/{number}"] = Answer(story.body.replace(b"<head>", link), headers=story.headers)
        items += [item(f"link {number}", address), item(f"{number}", f"{root}/to/{number}/story")]
        items.append(item(f"Story {number}", f"{root}/s/{number}"))
    text = f"<rss version='2.0'><channel><title>Town</title>{''.join(items)}</channel></rss>"
    answers["/feed.xml"] = Answer(text.encode(), headers={"Content-Type": "application/rss+xml"})


def is_source(address: str) -> bool:
    """Return whether a configuration takes *address* as a source; a refusal is one sentence."""
    table = "[newsroom.town]\nhome = 'https://town.example/'\n[[newsroom.town.source]]\n"
    text = f"{table}kind = 'feed'\naddress = {quoted(address)}"
    if is_web(address):
        return bool(parse_config(text, root=Path("/m")).newsrooms)
    with pytest.raises(ConfigError, match="is no http or https address") as refused:
        parse_config(text, root=Path("/m"))
    assert "\n" not in refused.value.what
    return False


def named(address: str) -> str:
    """Return *address* as a failure names it: never with a password in it."""
    try:
        return Guard().check(address).url
    except RefusedError as error:
        return error.where


@pytest.mark.parametrize(
    "name",
    [
        "",
        pytest.param("ssrf/urls.jsonl", marks=pytest.mark.shared),
        pytest.param("ssrf/open_redirect.jsonl", marks=pytest.mark.shared),
    ],
)
def test_no_address_leads_a_run_inside_and_each_is_named(town: Town, net: Net, name: str) -> None:
    addresses = [*(texts(name) if name else OWN), *REBINDING]
    announce(town, addresses)
    sources = list(filter(is_source, addresses))
    redirected = [f"/to/{number}/source" for number in range(len(addresses))]
    town.sources = ("/feed.xml", *dict.fromkeys(sources), *redirected)
    town.write()
    failed = sync(town)
    assert_nothing_inside_was_asked(town, net)
    assert_each_is_named(town, addresses, sources, failed)
    assert_stories_keep_their_addresses(town, addresses)
    assert [what for _, what in failed if "rebind.example is at 127.0.0.1" in what]


def sync(town: Town) -> set[tuple[str, str]]:
    """Run once, in this process; return where something failed and what, each in one sentence."""
    done = CliRunner().invoke(cli, ["-C", str(town.folder), "sync", "--json"])
    assert done.exit_code == 1, done.output
    failed = {(one["where"], one["what"]) for one in json.loads(done.stdout)["failed"]}
    assert all(where and what and "\n" not in what for where, what in failed)
    return failed


def assert_nothing_inside_was_asked(town: Town, net: Net) -> None:
    """The newsroom was asked by its name, and nobody else but strangers."""
    strangers = {(ip, port) for ip in (PUBLIC, NAMED_PUBLIC) for port in (80, 443)}
    assert net.dialled - strangers == {("127.0.0.1", town.room.port)}
    assert {ip for ip, _ in net.dialled} >= {PUBLIC}, "the checked address of a name is dialled"
    assert {one.headers["host"] for one in town.room.log} == {f"{HOST}:{town.room.port}"}


def assert_each_is_named(
    town: Town, addresses: Sequence[str], sources: Sequence[str], failed: set[tuple[str, str]]
) -> None:
    """Each address is named in every place where it stood."""
    root, wheres = town.room.root, {where for where, _ in failed}
    whats = "\n".join(f"{where} {what} " for where, what in failed)
    assert {named(source) for source in sources} <= wheres
    for number, address in enumerate(addresses):
        picture = join(f"{root}/s/{number}", address)
        assert not picture or named(picture) in wheres, address
        link = join(f"{root}/feed.xml", address)
        says = f"'link {number}' cannot be mirrored"
        assert says in whats or named(canonical_address(link)) in wheres, address
        for place in ("source", "story", "picture"):
            assert f"{root}/to/{number}/{place}" in whats, (address, place)


def assert_stories_keep_their_addresses(town: Town, addresses: Sequence[str]) -> None:
    """Every story is there, found by its own address and by no canonical one of another host."""
    pages = town.pages().values()
    assert sum("# Lighthouse painted" in page for page in pages) == 1
    assert len(pages) == len(addresses) + 1
    with Store.open(town.folder / "store") as store:
        for number, address in enumerate(addresses):
            assert store.find_story(f"{town.room.root}/s/{number}"), address
            if is_web(address) and host_of(address) != HOST:
                assert store.find_story(address) is None, address
