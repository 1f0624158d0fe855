"""The resolver c-ares says what the system's would, in the same words."""

from __future__ import annotations

import socket
import sys

import dns.message
import dns.rdatatype
import pytest

from monitor.adapters.transport.cares import CaresResolver, resolver_named
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.reasons import retryable_fault
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.target import IpProtocol
from tests.dns_server import answered, dns_server, records


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param}


def both_families(query: dns.message.Message) -> list[bytes]:
    question = query.question[0]
    address = "A 192.0.2.1" if question.rdtype == dns.rdatatype.A else "AAAA 2001:db8::1"
    return [answered(query, f"{question.name} 60 IN {address}").to_wire()]


@pytest.mark.parametrize(
    ("family", "found"),
    [
        (socket.AF_UNSPEC, ["192.0.2.1", "2001:db8::1"]),
        (socket.AF_INET, ["192.0.2.1"]),
        (socket.AF_INET6, ["2001:db8::1"]),
    ],
)
async def test_ipv4_comes_first(family: int, found: list[str]) -> None:
    async with dns_server(both_families) as server:
        resolver = CaresResolver(servers=["127.0.0.1"], port=server.port)

        assert await resolver.addresses("portal.example", int(family)) == found
        assert await resolver.addresses("portal.example", int(family)) == found


async def test_address_is_not_looked_up() -> None:
    async with dns_server(both_families) as server:
        resolver = CaresResolver(servers=["127.0.0.1"], port=server.port)

        assert await resolver.address("192.0.2.7", IpProtocol.ANY) == "192.0.2.7"
        assert server.asked == []


async def test_file_of_hosts_is_honoured() -> None:
    async with dns_server(records(rcode="NXDOMAIN")) as server:
        resolver = CaresResolver(servers=["127.0.0.1"], port=server.port)

        assert (await resolver.addresses("localhost", int(socket.AF_UNSPEC)))[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("rcode", "meaning", "again"),
    [
        ("NXDOMAIN", socket.EAI_NONAME, None),
        ("NOERROR", socket.EAI_NONAME, None),  # no such record
        ("SERVFAIL", socket.EAI_AGAIN, "EAI_AGAIN"),
        ("REFUSED", socket.EAI_AGAIN, "EAI_AGAIN"),
    ],
)
async def test_refusal_means_what_it_means_to_the_system(rcode: str, meaning: int, again: str | None) -> None:
    async with dns_server(records(rcode=rcode)) as server:
        resolver = CaresResolver(servers=["127.0.0.1"], port=server.port)
        with pytest.raises(socket.gaierror) as refused:
            await resolver.addresses("portal.example", int(socket.AF_UNSPEC))

    assert refused.value.errno == meaning
    assert retryable_fault(refused.value) == again


@pytest.mark.parametrize("host", ["", "a" * 64 + ".example", "a..example", "a\x00b", "بوابة"])
async def test_name_that_cannot_be_one_is_unknown(host: str) -> None:
    with pytest.raises(socket.gaierror) as refused:
        await CaresResolver(servers=["127.0.0.1"], port=1).addresses(host, int(socket.AF_UNSPEC))

    assert refused.value.errno == socket.EAI_NONAME


def test_resolvers_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(resolver_named("system")) is Resolver
    assert isinstance(resolver_named("c-ares"), CaresResolver)

    monkeypatch.setitem(sys.modules, "aiodns", None)
    with pytest.raises(OwnFaultError, match="c-ares needs aiodns"):
        resolver_named("c-ares")
