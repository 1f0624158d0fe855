"""Canaries say yes to any answer and no to everything that networks raise."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

import pytest
import trustme

from monitor.adapters.probes import CanaryProber, Resolver
from monitor.domain.target import TlsSettings
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Lookups, LoopClock, settings_of
from tests.adapters.probes.test_http_tls import serving

Reply = Callable[[bytes], bytes]


@pytest.fixture
def canary(clock: LoopClock, lookups: Lookups, trusting: TlsSettings) -> CanaryProber:
    return CanaryProber(clock, settings_of(), "0.1.0", resolver=Resolver(lookups), tls=trusting)


@asynccontextmanager
async def name_server(reply: Reply) -> AsyncIterator[int]:
    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = cast("asyncio.DatagramTransport", transport)  # no subclass of it before Python 3.12

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            self.transport.sendto(reply(data), addr)

    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@pytest.mark.parametrize("status", [200, 204, 302, 404, 503])
async def test_any_http_answer_counts(canary: CanaryProber, status: int) -> None:
    async with faults.faulty_server(faults.answers(status=status)) as server:
        assert await canary.reachable(server.url())


async def test_certificate_must_verify(canary: CanaryProber, authority: trustme.CA) -> None:
    good, strange = (ca.issue_cert("127.0.0.1") for ca in (authority, trustme.CA()))

    async with (
        faults.faulty_server(faults.answers(), serving(good)) as ours,
        faults.faulty_server(faults.answers(), serving(strange)) as portal,
    ):
        assert await canary.reachable(ours.url())
        assert not await canary.reachable(portal.url())


@pytest.mark.parametrize("behaviour", [faults.closes, faults.resets_before_headers, faults.sends(b"rubbish\r\n\r\n")])
async def test_no_answer_is_no(canary: CanaryProber, behaviour: faults.Behaviour) -> None:
    async with faults.faulty_server(behaviour) as server:
        assert not await canary.reachable(server.url())


async def test_tcp_counts_when_connected(canary: CanaryProber) -> None:
    async with faults.faulty_server(faults.says_nothing) as server, faults.refusing_port() as closed:
        assert await canary.reachable(f"tcp://127.0.0.1:{server.port}")
        assert not await canary.reachable(f"tcp://127.0.0.1:{closed}")


async def test_name_that_is_unknown_is_no(canary: CanaryProber, lookups: Lookups) -> None:
    lookups.answers = {"canary.example": [socket.gaierror(socket.EAI_NONAME, "")]}

    assert not await canary.reachable("https://canary.example/")
    assert not await canary.reachable("tcp://canary.example:443")


@pytest.mark.parametrize(
    ("reply", "reachable"),
    [
        (lambda query: query[:2] + b"\x81\x80" + query[4:], True),
        (lambda query: query[:2] + b"\x81\x83" + query[4:], True),  # NXDOMAIN: the server knows that much
        (lambda query: query[:2] + b"\x81\x82" + query[4:], False),  # SERVFAIL: it reached nobody
    ],
)
async def test_dns_answer(canary: CanaryProber, reply: Reply, reachable: bool) -> None:
    async with name_server(reply) as port:
        assert await canary.reachable(f"dns://127.0.0.1:{port}/portal.example") is reachable


async def test_dns_answer_to_another_query_is_none(clock: LoopClock) -> None:
    canary = CanaryProber(clock, settings_of(), "0.1.0", deadline_seconds=0.3)

    async with name_server(lambda query: bytes([query[0] ^ 1]) + query[1:2] + b"\x81\x80" + query[4:]) as port:
        assert not await canary.reachable(f"dns://127.0.0.1:{port}/portal.example")


async def test_dns_server_that_is_not_there_is_no(canary: CanaryProber) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]

    assert not await canary.reachable(f"dns://127.0.0.1:{port}/portal.example")


@pytest.mark.parametrize(
    "target",
    [
        "",
        "gopher://localhost/",
        "tcp://127.0.0.1:port",
        "dns://127.0.0.1:70000/x",
        f"dns://127.0.0.1/{'a' * 64}",
        "tcp://127.0.0.1:99999999",
        "http://127.0.0.1:99999999/",
    ],
)
async def test_target_that_is_none_is_no(canary: CanaryProber, target: str) -> None:
    assert not await canary.reachable(target)
