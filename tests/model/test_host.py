from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.model.host import parse_host


@pytest.mark.parametrize(
    "spelling",
    [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F.1",
        "017700000001",
        "0177.0.0.01",
        "00000000177.0.0.1",
        "127.0.0.1.",
        "127.0.0.1...",
        "①②⑦.⓪.⓪.①",
        "127。0．0｡1",
        "１２７.0.0.1",
    ],
)
def test_every_spelling_of_an_ipv4_address_is_that_address(spelling: str) -> None:
    assert parse_host(spelling).ip == IPv4Address("127.0.0.1")
    assert parse_host(spelling).name == "127.0.0.1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a..b",
        "256.0.0.1",
        "1.2.3.4.5",
        "4294967296",
        "1.2.3.0x100",
        "08.0.0.1",
        "a.0x7f",
        "a b.example",
        "a%2eb.example",
        "a/b",
        "a\\b",
        "a\x00b",
        "[::1",
        "::1%lo",
        "fe80::1%25eth0",
        "[v1.x]",
        "1::2::3",
        "x" * 64 + ".example",
        "x." * 127 + "example",
        "\ud800.example",
    ],
)
def test_what_means_no_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r" (no|neither) "):
        parse_host(text)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("News.EXAMPLE.", "news.example"),
        ("新闻.example", "xn--efvy88h.example"),
        ("ⓛocalhost", "localhost"),
        ("K.example", "k.example"),
        ("0127.0.0.1.nip.example", "0127.0.0.1.nip.example"),
        ("[0000::1]", "::1"),
        ("::FFFF:127.0.0.1", "::ffff:127.0.0.1"),
    ],
)
def test_a_name_has_one_spelling(spelling: str, name: str) -> None:
    host = parse_host(spelling)
    assert host.name in (name, name.replace("127.0.0.1", "7f00:1"))


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.data())
def test_any_mixture_of_bases_gives_the_same_address(value: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    numbers = [value >> (8 * (3 - place)) & 255 for place in range(count - 1)]
    numbers.append(value & (256 ** (5 - count) - 1))
    write = st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}", "000{:o}"])
    text = ".".join(data.draw(write).format(number) for number in numbers)
    assert parse_host(text).ip == IPv4Address(value)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_host_or_a_value_error(text: str) -> None:
    try:
        host = parse_host(text)
    except ValueError:
        return
    assert host.name.isascii()
    assert parse_host(host.in_url) == host
