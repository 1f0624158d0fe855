"""Addresses to listen on, and what is said of those that cannot be had."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest

from monitor.adapters.server import ListenError, beyond_loopback, listen_sockets, listening_on


@contextlib.contextmanager
def listening(*addresses: str) -> Iterator[list[socket.socket]]:
    sockets = listen_sockets(addresses)
    try:
        yield sockets
    finally:
        for one in sockets:
            one.close()


@pytest.mark.parametrize("address", ["127.0.0.1:0", "localhost:0", "[::1]:0", ":0"])
def test_an_address_is_listened_on(address: str) -> None:
    with listening(address) as [bound]:
        port = bound.getsockname()[1]
        host = "::1" if address.startswith("[") else "127.0.0.1"

        with socket.create_connection((host, port), timeout=5):
            pass


def test_several_addresses_are_several_sockets() -> None:
    with listening("127.0.0.1:0", "127.0.0.1:0") as sockets:
        assert len({bound.getsockname()[1] for bound in sockets}) == 2


def test_addresses_are_written_with_the_ports_they_got() -> None:
    with listening("127.0.0.1:0", "[::1]:0") as sockets:
        four, six = (bound.getsockname()[1] for bound in sockets)

        assert listening_on(sockets) == (f"127.0.0.1:{four}", f"[::1]:{six}")


def test_a_taken_port_is_one_clear_line() -> None:
    with listening("127.0.0.1:0") as [bound]:
        address = f"127.0.0.1:{bound.getsockname()[1]}"

        with pytest.raises(ListenError) as refused:
            listen_sockets(["127.0.0.1:0", address])

    assert str(refused.value) == f"cannot listen on {address}: address already in use"


@pytest.mark.parametrize("address", ["", "10115", "localhost", "::1:10115", "host:port", ":70000", "[::1]", ":-1"])
def test_a_malformed_address_is_refused(address: str) -> None:
    with pytest.raises(ListenError, match="it must read host:port, :port or"):
        listen_sockets([address])


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ListenError, match=r"^cannot listen on 192\.0\.2\.1:0: cannot assign requested address$"):
        listen_sockets(["192.0.2.1:0"])


def test_only_what_others_can_reach_is_beyond_loopback() -> None:
    with listening("127.0.0.1:0", "[::1]:0", ":0") as sockets:
        beyond = beyond_loopback(sockets)

        assert [address.rpartition(":")[2] for address in beyond] == [str(sockets[2].getsockname()[1])]
