"""Which IP addresses belong to the public internet.

Source: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors). Written
out, since `ipaddress.is_global` follows the Python version and does not look into IPv6 addresses
that carry an IPv4 one.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from samizdat.model.host import IPAddress

_REFUSED_4 = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier (CGNAT)"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own service"),
        ("169.254.0.0/16", "link-local (cloud metadata)"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::1/128", "loopback"),
        ("::/128", "this host"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "for documentation"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def embedded(ip: IPAddress) -> IPAddress:
    """Return the IPv4 address that *ip* carries (IPv4-mapped, NAT64), *ip* itself if none.

    NAT64 has to be seen through and not refused: on a network without IPv4 the whole IPv4 internet
    is reached by it (RFC 6052).
    """
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


@lru_cache(maxsize=4096)
def why_refused(ip: IPAddress) -> str:
    """Return why *ip* is not on the public internet, "" if it is.

    >>> why_refused(IPv6Address("::ffff:10.0.0.1"))
    'private'
    """
    ip = embedded(ip)
    if isinstance(ip, IPv4Address):
        return next((why for network, why in _REFUSED_4 if ip in network), "")
    found = next((why for network, why in _REFUSED_6 if ip in network), "")
    return found or ("" if ip in _GLOBAL_6 else "reserved")
