"""Which addresses are public, and which hosts need not have one."""

from __future__ import annotations

import ipaddress

import pytest

from monitor.adapters.transport.addresses import AddressPolicy, canonical_host, is_loopback_literal, is_public

LOOPBACK = ipaddress.ip_address("127.0.0.1")


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_address(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "ff0e::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "2002:a00:1::1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",  # translated by a router of the local network (RFC 8215)
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "fec0::1",
    ],
)
def test_address_that_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("policy", "host", "admitted"),
    [
        (AddressPolicy(first_host="portal.example"), "portal.example", False),
        (AddressPolicy(first_host="portal.example", own_hosts=frozenset({"portal.example"})), "portal.example", True),
        (AddressPolicy(first_host="portal.example", own_hosts=frozenset({"own.example"})), "portal.example", False),
        (AddressPolicy(first_host="localhost"), "localhost", True),
        (AddressPolicy(first_host="127.8.8.8"), "localhost", True),
        # A redirect of somebody else's to our own machine is not our own literal.
        (AddressPolicy(first_host="portal.example"), "localhost", False),
        (AddressPolicy(first_host="portal.example"), "127.0.0.1", False),
        (AddressPolicy(first_host="a.example", overrides={"a.example": "127.0.0.1"}), "a.example", True),
        (AddressPolicy(first_host="a.example", overrides={"b.example": "127.0.0.1"}), "b.example", False),
        (AddressPolicy(first_host="localhost.example"), "localhost.example", False),
    ],
)
def test_host_that_may_be_at_a_private_address(policy: AddressPolicy, host: str, admitted: bool) -> None:
    assert policy.admits(host, LOOPBACK) is admitted


@pytest.mark.parametrize(
    ("host", "literal"),
    [("localhost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("localhost.example", False)],
)
def test_loopback_literal(host: str, literal: bool) -> None:
    assert is_loopback_literal(host) is literal


@pytest.mark.parametrize(
    ("host", "canonical"),
    [("Portal.Example", "portal.example"), ("أبشر.example", "xn--igbk1al.example"), ("::1", "::1")],
)
def test_two_spellings_of_a_host_are_one(host: str, canonical: str) -> None:
    assert canonical_host(host) == canonical
