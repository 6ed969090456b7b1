from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.errors import ConfigError, RefusedError
from samizdat.fetch.guard import Guard


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://10.0.0.1/", "private"),
        ("http://[::1]/", "loopback"),
        ("http://[::ffff:7f00:1]/", "loopback"),
        ("http://localhost/", "local network"),
        ("http://LOCALHOST./", "local network"),
        ("http://a.localhost/", "local network"),
        ("http://printer/", "local network"),
        ("http://nas.lan/", "local network"),
        ("http://metadata.google.internal/", "local network"),
        ("http://x.onion/", "local network"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example:6379/", "port 6379"),
        ("http://news.example:0/", "port 0"),
        ("http://news.example:99999/", "not a web address"),
        ("http://user@news.example/", "user name or password"),
        ("http://@news.example/", "user name or password"),
        ("http://news.example\\@10.0.0.1/", "user name or password"),
        ("http://news.example\\x/", "not a web address"),
        ("ftp://news.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("//news.example/", "no scheme"),
        ("news.example", "no scheme"),
        ("", "no scheme"),
        ("http:///path", "not a web address"),
        ("http://", "not a web address"),
        ("http://[::1/", "not a web address"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_with_its_reason(
    address: str, why: str
) -> None:
    with pytest.raises(RefusedError, match=why) as caught:
        Guard().check(address)
    assert caught.value.where in (address, address.replace("user@", "…@")) or "@" in address


def test_a_password_in_an_address_is_not_shown() -> None:
    with pytest.raises(RefusedError) as caught:
        Guard().check("https://editor:secret@news.example/")
    assert caught.value.where == "https://…@news.example/"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("HTTPS://News.Example", "https://news.example/"),
        ("https://news.example:443/a?b#c", "https://news.example/a?b"),
        ("http://news.example.:8080/", "http://news.example:8080/"),
        (" http://news.example/a b\u00e9 ", "http://news.example/a%20b%C3%A9"),
        ("http://news.example/%2f%E6?a=1&utm_source=x", None),
        ("http://news.example?q", "http://news.example/?q"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://0x01010101/", "http://1.1.1.1/"),
        ("http://[2606:4700:0::1]/", "http://[2606:4700::1]/"),
        ("https://新闻.example/", "https://xn--efvy88h.example/"),
    ],
)
def test_a_public_address_is_asked_in_one_spelling(address: str, url: str | None) -> None:
    target = Guard().check(address)
    assert target.url == (address if url is None else url)
    assert Guard().check(target.url) == target


@pytest.mark.parametrize(
    ("allowed", "address", "is_fine"),
    [
        ("localhost", "http://localhost:5000/", True),
        ("LocalHost.", "http://localhost:5000/", True),
        ("localhost:5000", "http://localhost:5000/", True),
        ("localhost:5000", "http://localhost:5001/", False),
        ("localhost", "http://127.0.0.1/", False),
        ("127.0.0.1", "http://0x7f.1:22/", True),
        ("127.0.0.1", "http://[::ffff:127.0.0.1]/", True),
        ("127.0.0.1:81", "http://127.0.0.1:82/", False),
        ("10.0.0.0/8", "http://10.9.9.9:3000/", True),
        ("10.0.0.0/8", "http://11.9.9.9:3000/", False),
        ("::1", "http://[::1]/", True),
        ("[::1]", "http://[::1]:7/", True),
        ("[::1]:7", "http://[::1]:7/", True),
        ("[::1]:7", "http://[::1]:8/", False),
        ("fd00::/8", "http://[fd00::5]/", True),
        ("nas", "http://nas/", True),
        ("news.example:9999", "http://news.example:9999/", True),
    ],
)
def test_allow_private_opens_what_it_names_and_nothing_more(
    allowed: str, address: str, *, is_fine: bool
) -> None:
    guard = Guard([allowed])
    if is_fine:
        guard.check(address)
    else:
        with pytest.raises(RefusedError):
            guard.check(address)


@pytest.mark.parametrize(
    "entry",
    ["", "http://localhost", "10.0.0.0/99", "a b", "host:port", "user@host", "::1::", "[::1"],
)
def test_an_entry_that_names_nothing_is_a_configuration_error(entry: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Guard([entry])
    assert caught.value.where == "[fetch] allow_private"
    assert caught.value.hint


def test_a_name_at_an_allowed_network_may_be_reached() -> None:
    guard = Guard(["10.0.0.0/8"])
    target = guard.check("http://wiki.harbour.example/")
    guard.check_ip(target.host, target.port, ip_address("10.1.1.1"), where="x")
    with pytest.raises(RefusedError, match=r"wiki\.harbour\.example is at 192\.168\.0\.1"):
        guard.check_ip(target.host, target.port, ip_address("192.168.0.1"), where="x")


def test_an_onion_name_is_the_business_of_a_proxy() -> None:
    assert Guard(proxied=True).check("http://harbour.onion/").host.name == "harbour.onion"


def test_http_and_https_of_one_host_share_a_turn() -> None:
    check = Guard().check
    plain, safe = check("http://a.example/"), check("https://a.example/")
    assert plain.host_key == safe.host_key == "a.example"
    assert plain.origin != safe.origin
    assert check("http://a.example:8080/").host_key == "a.example:8080"


@settings(deadline=None)
@given(st.text(), st.sampled_from(["", "http://", "https://", "http://a.example/", "http:"]))
def test_any_text_is_a_target_or_refused(text: str, start: str) -> None:
    try:
        target = Guard().check(start + text)
    except RefusedError:
        return
    assert target.url.isascii()
    assert not set(target.url) & set(" \r\n\t\x00")
    assert Guard().check(target.url) == target
