from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from samizdat.errors import (
    ConfigError,
    FetchError,
    RefusedError,
    StatusError,
    TooLargeError,
    UnreachableError,
)
from samizdat.fetch import FetchOptions, HttpFetcher
from samizdat.model.response import Validators
from tests.fetch.loopback import Loopback, breaking_off, dripping, http, redirect, silence


async def test_a_page_comes_with_its_headers_validators_and_time(
    server: Loopback, fetcher: HttpFetcher, clock: Callable[[], Any]
) -> None:
    server.routes["/a?b=%E6%96%B0#x".partition("#")[0]] = http(
        200, "港口开放".encode(), ETag='"7"', Content_Type="text/html; charset=utf-8"
    )
    response = await fetcher.fetch(server.url("/a?b=%E6%96%B0#x"))
    assert response.body.decode() == "港口开放"
    assert response.status == 200
    assert response.address == server.url("/a?b=%E6%96%B0#x")
    assert response.final_address == server.url("/a?b=%E6%96%B0")
    assert response.validators == Validators(etag='"7"')
    assert response.fetched_at == clock()
    assert (response.content_type, response.declared_charset) == ("text/html", "utf-8")
    assert not response.permanent


async def test_we_say_who_we_are_and_nothing_else(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes["/"] = http(200, b"x", Set_Cookie="id=1")
    first = await fetcher.fetch(server.url("/"))
    await fetcher.fetch(server.url("/"), accept="application/atom+xml")
    page, again = (r for r in server.requests if r.path == "/")
    assert page.headers["user-agent"] == "samizdat/0.1 (+mailto:desk@mirror.example)"
    assert page.headers["accept-encoding"] == "gzip, deflate"
    assert again.headers["accept"] == "application/atom+xml"
    assert set(again.headers) == {"host", "user-agent", "accept-encoding", "accept"}
    assert "set-cookie" not in first.headers


async def test_an_address_in_any_script_is_asked_percent_encoded(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    await fetcher.fetch(server.url("/新闻/a b|c?q=хлеб"))
    assert server.paths == ["/%E6%96%B0%E9%97%BB/a%20b%7Cc?q=%D1%85%D0%BB%D0%B5%D0%B1"]


async def test_an_unchanged_page_is_not_sent_again(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes["/"] = http(304, ETag='"8"')
    known = Validators('"7"', "Wed, 01 Apr 2026 06:00:00 GMT")
    response = await fetcher.fetch(server.url("/"), validators=known)
    assert (response.status, response.body) == (304, b"")
    assert response.validators == Validators('"8"', "Wed, 01 Apr 2026 06:00:00 GMT")
    headers = server.requests[-1].headers
    assert headers["if-none-match"] == '"7"'
    assert headers["if-modified-since"] == "Wed, 01 Apr 2026 06:00:00 GMT"


async def test_headers_outside_utf_8_can_be_stored_and_are_not_sent_back(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/"] = http(200, b"x", ETag='"\udce9"', X_A="caf\udce9", X_B="港口")
    response = await fetcher.fetch(server.url("/"))
    assert response.headers["x-a"] == "caf\ufffd"
    assert response.headers["x-b"] == "港口"
    again = await fetcher.fetch(server.url("/"), validators=response.validators)
    assert again.status == 200
    assert "if-none-match" not in server.requests[-1].headers


async def test_repeated_headers_are_joined_but_single_ones_are_not(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nVary: a\r\nvary: b\r\n"
        b'ETag: "1"\r\nETag: "2"\r\n\r\nx'
    )
    response = await fetcher.fetch(server.url("/"))
    assert response.headers["vary"] == "a, b"
    assert response.validators.etag == '"1"'


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_is_an_answer(
    server: Loopback, fetcher: HttpFetcher, status: int
) -> None:
    server.routes["/"] = http(status, b"gone", ETag='"x"')
    response = await fetcher.fetch(server.url("/"))
    assert (response.status, response.body) == (status, b"")
    assert response.validators == Validators()


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 403, 418, 451, 500, 503])
async def test_every_other_status_is_an_error_with_a_hint(
    server: Loopback, fetcher: HttpFetcher, status: int
) -> None:
    server.routes["/"] = http(status)
    with pytest.raises(StatusError, match=str(status)) as caught:
        await fetcher.fetch(server.url("/"))
    assert caught.value.status == status
    assert caught.value.retry_after is None
    assert caught.value.hint
    assert caught.value.where == server.url("/")


async def test_redirects_are_followed_to_where_they_lead(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes |= {
        "/a": redirect("/b?x=1", 301),
        "/b?x=1": redirect("  c/新", 308),
        "/c/%E6%96%B0": http(200, b"end"),
    }
    response = await fetcher.fetch(server.url("/a"))
    assert response.final_address == server.url("/c/%E6%96%B0")
    assert response.body == b"end"
    assert response.permanent


async def test_bytes_outside_utf_8_in_a_redirect_are_asked_for_as_they_are(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/"] = redirect("/caf\udce9\udcff")
    await fetcher.fetch(server.url("/"))
    assert server.paths == ["/", "/caf%E9%FF"]


async def test_one_temporary_redirect_makes_the_way_temporary(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes |= {"/a": redirect("/b", 301), "/b": redirect("/c", 302), "/c": http(200)}
    assert not (await fetcher.fetch(server.url("/a"))).permanent


async def test_too_many_redirects_end(server: Loopback, fetcher: HttpFetcher) -> None:
    server.default = redirect("/again")
    server.routes["/robots.txt"] = http(404)
    with pytest.raises(UnreachableError, match="more than 8 redirects"):
        await fetcher.fetch(server.url("/"))
    assert len(server.paths) == 9


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "//169.254.169.254/latest/meta-data/",
        "http://user:word@127.0.0.1/",
        "http://0x7f000002/",
    ],
)
async def test_a_redirect_to_a_refused_address_is_refused(
    server: Loopback, fetcher: HttpFetcher, location: str
) -> None:
    server.routes["/"] = redirect(location)
    with pytest.raises(RefusedError):
        await fetcher.fetch(server.url("/"))
    assert server.paths == ["/"]


@pytest.mark.parametrize(
    "location", ["gopher://127.0.0.1:6379/", "javascript:alert(1)", "http://["]
)
async def test_a_redirect_to_no_web_address_is_refused(
    server: Loopback, fetcher: HttpFetcher, location: str
) -> None:
    server.routes["/"] = redirect(location)
    with pytest.raises(RefusedError, match="leads to no web address"):
        await fetcher.fetch(server.url("/"))


async def test_what_fails_behind_a_redirect_names_who_led_there(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes |= {"/a": redirect("/b"), "/b": redirect("http://10.0.0.7/")}
    with pytest.raises(RefusedError) as caught:
        await fetcher.fetch(server.url("/a"))
    assert caught.value.where == "http://10.0.0.7/"
    assert caught.value.what.endswith(f"10.0.0.7 is private (redirected from {server.url('/a')})")


async def test_a_redirect_without_location_is_a_status(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.routes["/"] = http(302)
    with pytest.raises(StatusError, match="302"):
        await fetcher.fetch(server.url("/"))


async def test_a_body_over_the_cap_is_too_large(server: Loopback, fetcher: HttpFetcher) -> None:
    server.routes["/told"] = http(200, b"x" * 1001)
    server.routes["/untold"] = breaking_off(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001)
    server.routes["/fits"] = http(200, b"x" * 1000)
    for path in ("/told", "/untold"):
        with pytest.raises(TooLargeError, match="larger than 1000 bytes") as caught:
            await fetcher.fetch(server.url(path), max_bytes=1000)
        assert caught.value.where == server.url(path)
    assert len((await fetcher.fetch(server.url("/fits"), max_bytes=1000)).body) == 1000


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "x-made-up"])
async def test_a_coding_that_nobody_asked_for_is_an_error(
    server: Loopback, fetcher: HttpFetcher, coding: str
) -> None:
    server.routes["/"] = http(200, b"whatever", Content_Encoding=coding)
    with pytest.raises(FetchError, match=f"compressed as '{coding.replace(' ', '')}'|{coding}"):
        await fetcher.fetch(server.url("/"))


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: x\r\n" * 1000 + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
        b"<html>no HTTP at all</html>",
        b"\x00\x01\x02\x03",
        b"",
    ],
)
@pytest.mark.parametrize("abort", [False, True])
async def test_broken_http_is_one_clear_sentence(
    server: Loopback, fetcher: HttpFetcher, raw: bytes, *, abort: bool
) -> None:
    server.routes["/"] = breaking_off(raw, abort=abort)
    with pytest.raises(UnreachableError) as caught:
        await fetcher.fetch(server.url("/"))
    assert "\n" not in caught.value.what
    assert len(caught.value.what) < 250
    assert caught.value.where == server.url("/")
    assert caught.value.hint


@pytest.mark.parametrize(
    "handler",
    [
        silence,
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", pause=0.05),
        dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
)
async def test_a_slow_server_meets_the_deadline(
    server: Loopback, open_fetcher: Any, options: FetchOptions, handler: Any
) -> None:
    fetcher = await open_fetcher(replace(options, deadline=timedelta(seconds=0.8)))
    server.routes["/"] = handler
    with pytest.raises(UnreachableError, match=r"no whole answer within 0\.8 s"):
        await fetcher.fetch(server.url("/"))
    server.routes["/fine"] = http(200, b"fine")
    assert (await fetcher.fetch(server.url("/fine"))).body == b"fine"


async def test_the_deadline_counts_all_hops_together(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    async def slow_hop(_: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(redirect("/"))

    fetcher = await open_fetcher(replace(options, deadline=timedelta(seconds=0.5)))
    server.routes["/"] = slow_hop
    with pytest.raises(UnreachableError, match="no whole answer"):
        await fetcher.fetch(server.url("/"))
    assert len(server.paths) <= 3


async def test_nobody_listening_and_unknown_names_are_unreachable(
    open_fetcher: Any, server: Loopback
) -> None:
    async def resolve(name: str, port: int) -> list[str]:
        raise OSError("no such name")

    await server.stop()
    await server.start()
    port = server.port
    await server.stop()
    fetcher = await open_fetcher(resolve=resolve)
    with pytest.raises(UnreachableError, match=f"no connection to port {port}"):
        await fetcher.fetch(f"http://127.0.0.1:{port}/")
    with pytest.raises(UnreachableError, match=r"the name harbour\.example has no address"):
        await fetcher.fetch("https://harbour.example/")
    await server.start()


async def test_one_broken_host_does_not_hold_up_another(
    server: Loopback, other_server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    fetcher = await open_fetcher(replace(options, deadline=timedelta(hours=1)))
    server.default = silence
    server.routes["/robots.txt"] = http(404)
    other_server.default = http(200, b"fine")
    slow = [asyncio.ensure_future(fetcher.fetch(server.url(f"/{n}"))) for n in range(20)]
    await asyncio.sleep(0.05)
    assert (await fetcher.fetch(other_server.url("/"))).body == b"fine"
    assert not any(task.done() for task in slow)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


@pytest.mark.parametrize(
    ("proxy", "what"),
    [
        ("socks4://127.0.0.1:9050", "not the address of an HTTP or SOCKS5 proxy"),
        ("socks5h://", "names no host"),
        ("socks5h://127.0.0.1:99999", "no address"),
        (f"socks5h://{'u' * 256}:p@127.0.0.1", "255 bytes"),
        ("https://proxy.example", "not the address of an HTTP or SOCKS5 proxy"),
        ("proxy.example:3128", "not the address of an HTTP or SOCKS5 proxy"),
        ("http://", "not the address of an HTTP or SOCKS5 proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_a_configuration_error(
    options: FetchOptions, clock: Any, proxy: str, what: str
) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        HttpFetcher(replace(options, proxy=proxy), now=clock)
    assert caught.value.where == "[fetch] proxy"


@pytest.mark.parametrize("agent", ["", "a\r\nX-Evil: 1", " a", "港口"])
def test_a_user_agent_that_is_no_header_is_a_configuration_error(
    options: FetchOptions, clock: Any, agent: str
) -> None:
    with pytest.raises(ConfigError, match="user agent"):
        HttpFetcher(replace(options, user_agent=agent), now=clock)


async def test_a_proxy_is_asked_in_place_of_the_host_and_of_the_resolver(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    looked_up: list[str] = []

    async def resolve(name: str, port: int) -> list[str]:
        looked_up.append(name)
        return ["127.0.0.1"]

    server.default = http(200, b"by proxy")
    proxy = f"http://localhost:{server.port}"
    alone = replace(options, proxy=proxy, allow_private=frozenset())
    fetcher = await open_fetcher(alone, resolve=resolve)
    response = await fetcher.fetch("http://harbour.example/a")
    assert response.body == b"by proxy"
    assert server.paths == ["http://harbour.example/robots.txt", "http://harbour.example/a"]
    assert looked_up == ["localhost"]
    for address in ("http://127.0.0.1/", "http://localhost/", proxy):
        with pytest.raises(RefusedError):
            await fetcher.fetch(address)


async def test_a_dead_proxy_is_never_gone_around(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    fetcher = await open_fetcher(replace(options, proxy="http://127.0.0.1:1"))
    with pytest.raises(UnreachableError, match="the proxy does not answer"):
        await fetcher.fetch(server.url("/"))
    assert server.requests == []


def test_a_fetcher_can_be_made_outside_a_loop(options: FetchOptions, clock: Any) -> None:
    HttpFetcher(options, now=clock)


async def test_a_fetcher_outside_its_block_says_so(options: FetchOptions, clock: Any) -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await HttpFetcher(options, now=clock).fetch("http://127.0.0.1/")
