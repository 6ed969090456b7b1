from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.errors import RefusedError, StatusError, UnreachableError
from samizdat.fetch import FetchOptions, HttpFetcher
from samizdat.fetch.robots import is_allowed, product_token
from tests.fetch.loopback import Loopback, breaking_off, http, redirect

CLOSED = b"User-agent: *\nDisallow: /private/\nAllow: /private/open\n"


async def test_what_robots_txt_forbids_is_not_asked(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes["/robots.txt"] = http(200, CLOSED)
    with pytest.raises(RefusedError, match=r"robots\.txt of the site forbids it"):
        await fetcher.fetch(server.url("/private/a"))
    assert server.paths == []
    await fetcher.fetch(server.url("/private/open"))
    await fetcher.fetch(server.url("/private/a"), robots=False)
    assert server.paths == ["/private/open", "/private/a"]


async def test_a_redirect_asks_robots_txt_again(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes |= {"/robots.txt": http(200, CLOSED), "/a": redirect("/private/a")}
    with pytest.raises(RefusedError, match=r"robots\.txt"):
        await fetcher.fetch(server.url("/a"))
    assert server.paths == ["/a"]


async def test_robots_txt_is_read_once_however_many_ask(
    server: Loopback, fetcher: HttpFetcher, clock: Any
) -> None:
    await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(30)))
    assert [r.path for r in server.requests].count("/robots.txt") == 1
    clock.advance(hours=23)
    await fetcher.fetch(server.url("/"))
    assert [r.path for r in server.requests].count("/robots.txt") == 1
    clock.advance(hours=2)
    await fetcher.fetch(server.url("/"))
    assert [r.path for r in server.requests].count("/robots.txt") == 2


async def test_robots_txt_can_be_left_out(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    fetcher = await open_fetcher(replace(options, respect_robots=False))
    await fetcher.fetch(server.url("/"))
    assert [r.path for r in server.requests] == ["/"]


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 451])
async def test_no_robots_txt_allows_all(
    server: Loopback, fetcher: HttpFetcher, status: int
) -> None:
    server.routes |= {"/robots.txt": http(status), "/": http(200, b"x")}
    assert (await fetcher.fetch(server.url("/"))).status == 200


@pytest.mark.parametrize("status", [429, 500, 503, 599])
async def test_a_robots_txt_that_fails_closes_the_site_for_now(
    server: Loopback, fetcher: HttpFetcher, clock: Any, status: int
) -> None:
    server.routes |= {"/robots.txt": http(status), "/": http(200, b"x")}
    for _ in range(2):
        with pytest.raises(StatusError, match="left alone for now") as caught:
            await fetcher.fetch(server.url("/"))
        assert caught.value.status == status
        assert caught.value.where == server.url("/")
    assert [r.path for r in server.requests] == ["/robots.txt"]
    assert fetcher.export_robots() == {}
    server.routes["/robots.txt"] = http(404)
    clock.advance(minutes=10)
    assert (await fetcher.fetch(server.url("/"))).body == b"x"


async def test_a_robots_txt_that_breaks_off_closes_the_site_for_now(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/robots.txt"] = breaking_off(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nUs")
    with pytest.raises(UnreachableError, match=r"breaks off.*asked for robots\.txt"):
        await fetcher.fetch(server.url("/"))
    assert server.paths == []


async def test_redirects_of_robots_txt_are_followed(
    server: Loopback, other_server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/robots.txt"] = redirect(other_server.url("/rules"))
    other_server.routes["/rules"] = http(200, CLOSED)
    with pytest.raises(RefusedError, match="forbids"):
        await fetcher.fetch(server.url("/private/a"))


async def test_a_robots_txt_in_circles_is_none(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes |= {"/robots.txt": redirect("/robots.txt"), "/": http(200, b"x")}
    assert (await fetcher.fetch(server.url("/"))).body == b"x"
    assert [r.path for r in server.requests].count("/robots.txt") == 6


async def test_a_robots_txt_that_leads_inside_closes_the_site(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/robots.txt"] = redirect("http://127.0.0.2/robots.txt")
    with pytest.raises(RefusedError, match=r"loopback"):
        await fetcher.fetch(server.url("/"))


async def test_an_endless_robots_txt_counts_as_far_as_500_kib(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    rules = CLOSED + b"# padding\n" * 60_000 + b"Disallow: /late\n"
    server.routes["/robots.txt"] = breaking_off(b"HTTP/1.1 200 OK\r\n\r\n" + rules)
    with pytest.raises(RefusedError):
        await fetcher.fetch(server.url("/private/a"))
    await fetcher.fetch(server.url("/late"))
    (text, _) = fetcher.export_robots()[server.url("")]
    assert len(text) == 500 * 1024


async def test_robots_state_outlives_the_run(
    server: Loopback, fetcher: HttpFetcher, open_fetcher: Any, clock: Any
) -> None:
    server.routes["/robots.txt"] = http(200, b"\xef\xbb\xbf" + CLOSED)
    await fetcher.fetch(server.url("/"))
    state = fetcher.export_robots()
    assert state == {server.url(""): (CLOSED.decode(), clock())}
    server.requests.clear()
    later = await open_fetcher()
    later.preload_robots(state)
    with pytest.raises(RefusedError, match="forbids"):
        await later.fetch(server.url("/private/a"))
    assert server.requests == []


async def test_a_crawl_delay_slows_us_down(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes["/robots.txt"] = http(200, b"User-agent: samizdat\nCrawl-delay: 7.5\n")
    task = asyncio.ensure_future(fetcher.fetch(server.url("/")))
    while not fetcher.export_robots():  # noqa: ASYNC110 - the fetcher tells nobody
        await asyncio.sleep(0.001)
    assert fetcher._turns._host(f"127.0.0.1:{server.port}").delay == 7.5
    assert server.paths == []
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_the_robots_name_is_the_first_word_of_the_agent() -> None:
    assert product_token("samizdat/0.1 (+https://mirror.example)") == "samizdat"
    assert product_token("samizdat") == "samizdat"


def test_a_group_of_our_own_stands_before_the_general_one() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Samizdat\nDisallow: /x\n"
    assert is_allowed(text, "https://n.example/a", "samizdat")
    assert not is_allowed(text, "https://n.example/x", "samizdat")
    assert not is_allowed(text, "https://n.example/a", "other")


@settings(deadline=None)
@given(st.text(alphabet="UserAgnt-:diowlC*/$#\n 0é\x00"))
def test_any_text_is_a_robots_txt(text: str) -> None:
    assert is_allowed(text, "https://n.example/a", "samizdat") in (True, False)
