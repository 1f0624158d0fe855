"""Which addresses a probe may connect to (SEMANTICS section 8).

Judged on the address that is about to be connected to, on every hop: a name in the catalogue that suddenly resolves
into a private range is a captive portal or a poisoned resolver, and a redirect into one is somebody using us. What a
name resolves to exempts nothing; only how it is written in our own configuration does.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out (RFC 4291, 2.4); `is_global` lists no gaps
_LONGEST_NAME = 253  # RFC 1035
_REMEMBERED = 1 << 14  # more than the hosts of a large fleet: what is asked in turn must not push itself out

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def canonical_host(host: str) -> str:
    """``host`` in lower case and as its ASCII form, so that two spellings of one name compare equal."""
    # Only what can be a name is remembered: a redirect may bring 60 KiB of it.
    return _canonical(host) if len(host) <= _LONGEST_NAME else host.lower()


@lru_cache(maxsize=_REMEMBERED)
def _canonical(host: str) -> str:
    try:
        return httpx.URL(scheme="https", host=host).raw_host.decode("ascii").lower()
    except httpx.InvalidURL:
        return host.lower()


def literal_address(host: str) -> IpAddress | None:
    """The address that ``host`` is written as, or ``None`` for a name."""
    return _address(host) if len(host) <= _LONGEST_NAME else None


@lru_cache(maxsize=_REMEMBERED)
def _address(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: IpAddress) -> bool:
    """Whether ``address`` is one of the public internet, also after the v4 address inside a v6 one is unwrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_loopback_literal(host: str) -> bool:
    """Whether ``host`` is literally ``localhost``, in 127.0.0.0/8 or ``::1``."""
    address = literal_address(host)
    return host == "localhost" if address is None else address.is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """Which hosts of one probe may have an address that is not public; hosts are canonical."""

    first_host: str
    own_hosts: frozenset[str] = frozenset()
    overrides: Mapping[str, str] = field(default_factory=dict)

    def admits(self, host: str, address: IpAddress) -> bool:
        """Whether ``host`` may be connected to at ``address``."""
        return is_public(address) or self._exempts(host)

    def _exempts(self, host: str) -> bool:
        if host in self.own_hosts:
            return True
        if is_loopback_literal(host):
            # Written in a check's own URL, not in somebody else's redirect to us.
            return is_loopback_literal(self.first_host) or self.first_host in self.own_hosts
        # 3. An address given by `resolve:` for the check's own host is a literal in our configuration too.
        return host == self.first_host and host in self.overrides
