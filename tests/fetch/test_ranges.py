from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.fetch.ranges import why_refused


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.255.255.254"),
        *("168.63.129.16", "169.254.169.254", "172.31.255.255", "192.0.0.8", "192.0.2.1"),
        *("192.88.99.1", "192.168.1.1", "198.19.0.1", "198.51.100.1", "203.0.113.1"),
        *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::7f00:1", "::ffff:10.0.0.1", "64:ff9b::169.254.169.254"),
        *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:10::1", "2002:7f00:1::"),
        *("2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1"),
        *("fec0::1", "ff02::1", "4000::1"),
    ],
)
def test_special_ranges_are_refused(ip: str) -> None:
    assert why_refused(ip_address(ip))


@pytest.mark.parametrize(
    "ip",
    [
        *("1.1.1.1", "9.255.255.255", "100.128.0.1", "172.32.0.1", "192.0.3.1", "223.255.255.255"),
        *("2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2001:4860::1"),
    ],
)
def test_the_public_internet_is_not_refused(ip: str) -> None:
    assert why_refused(ip_address(ip)) == ""


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_a_carried_ipv4_address_is_judged_as_itself(ip: IPv4Address) -> None:
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        assert why_refused(IPv6Address(prefix | int(ip))) == why_refused(ip)


@settings(deadline=None)
@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(ip: IPv4Address | IPv6Address) -> None:
    if not ip.is_global and not isinstance(getattr(ip, "ipv4_mapped", None), IPv4Address):
        assert why_refused(ip) or int(ip) >> 32 == 0x64FF9B << 64
