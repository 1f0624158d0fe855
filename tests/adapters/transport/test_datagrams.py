"""What the system is asked to tell of the way that a datagram goes."""

from __future__ import annotations

import socket

import pytest

from monitor.adapters.transport.datagrams import Datagram, Datagrams, family_of

RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_softer_errors_of_the_way_are_heard_too(address: str) -> None:
    datagrams = Datagrams(address)

    datagrams.connect(9)

    heard = datagrams.socket.getsockopt(*RECVERR[family_of(address)])
    peer = datagrams.socket.getpeername()
    datagrams.close()
    assert (heard, peer[:2]) == (1, (address, 9))


def test_number_beside_a_datagram_is_found_by_level_and_kind() -> None:
    datagram = Datagram(b"", [(0, 1, b"\1\0\0\0"), (0, 2, b"\x40\0\0\0"), (0, 3, b"\1")])

    assert (datagram.number(0, 2), datagram.number(1, 2), datagram.number(0, 3)) == (64, None, None)
