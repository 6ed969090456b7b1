from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from samizdat.errors import UnreachableError
from samizdat.fetch import FetchOptions
from samizdat.fetch.failures import translated
from tests.fetch.loopback import Loopback, http


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (ConnectionResetError(), "the connection broke: the server reset it"),
        (OSError(111, "Connection refused"), "the connection broke: connection refused"),
        (OSError(), "the connection broke: oserror"),
        (ValueError("first line:\nsecond"), "the answer cannot be used: first line"),
        (ValueError(), "the answer cannot be used: no reason given"),
    ],
)
def test_a_failure_is_one_sentence_with_a_hint(error: Exception, what: str) -> None:
    said = translated(error, where="https://harbour.example/")
    assert isinstance(said, UnreachableError)
    assert (said.what, said.where) == (what, "https://harbour.example/")
    assert said.hint


async def test_a_proxy_that_refuses_says_so(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    server.default = http(403)
    fetcher = await open_fetcher(replace(options, proxy=server.url("")))
    with pytest.raises(UnreachableError, match="the proxy refused with status 403") as caught:
        await fetcher.fetch("https://harbour.example/", robots=False)
    assert caught.value.hint == "check [fetch] proxy"
    assert [r.method for r in server.requests] == ["CONNECT"]


async def test_a_name_without_any_address_is_unreachable(open_fetcher: Any) -> None:
    async def resolve(name: str, port: int) -> list[str]:
        return []

    fetcher = await open_fetcher(resolve=resolve)
    with pytest.raises(UnreachableError, match=r"the name harbour\.example has no address"):
        await fetcher.fetch("http://harbour.example/")
