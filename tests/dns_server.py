"""A DNS server on loopback over UDP and TCP that answers from a table, or misbehaves as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from tests.talking_server import Talk, talking_server

Answering = Callable[[dns.message.Message], Sequence[bytes]]
"""The datagrams with which a query is answered, none to say nothing."""


@dataclass(slots=True)
class DnsServer:
    """Where it listens and what it was asked, over which transport."""

    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)


def records(*lines: str, rcode: str = "NOERROR", cut_by_udp: bool = False) -> Answering:
    """Answer with records as a zone file writes them: ``portal.example. 60 IN A 192.0.2.1``."""

    def answer(query: dns.message.Message) -> Sequence[bytes]:
        return [answered(query, *lines, rcode=rcode).to_wire()]

    def cut(query: dns.message.Message) -> Sequence[bytes]:
        message = answered(query)
        message.flags |= dns.flags.TC
        return [message.to_wire()]

    if cut_by_udp:
        answer.over_udp = cut  # type: ignore[attr-defined] # what UDP gives instead
    return answer


def answered(query: dns.message.Message, *lines: str, rcode: str = "NOERROR") -> dns.message.Message:
    message = dns.message.make_response(query)
    message.set_rcode(dns.rcode.from_text(rcode))
    for line in lines:
        name, ttl, rdclass, rdtype, data = line.split(" ", 4)
        message.answer.append(dns.rrset.from_text(name, int(ttl), rdclass, rdtype, data))
    return message


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: DnsServer, answering: Answering, delay: float) -> None:
        self._server = server
        self._answering = answering
        self._delay = delay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # the selector's own does not inherit from it

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        self._server.asked.append(("udp", query.question[0].to_text()))
        answering: Answering = getattr(self._answering, "over_udp", self._answering)
        for wire in answering(query):
            asyncio.get_running_loop().call_later(self._delay, self._transport.sendto, wire, addr)


@asynccontextmanager
async def dns_server(answering: Answering, *, host: str = "127.0.0.1", delay: float = 0) -> AsyncIterator[DnsServer]:
    """Answer over UDP and TCP on one port, over UDP after ``delay``."""
    found = DnsServer(port=0)

    async def over_tcp(talk: Talk) -> None:
        while True:
            length = int.from_bytes(await talk.reader.readexactly(2), "big")
            query = dns.message.from_wire(await talk.reader.readexactly(length))
            found.asked.append(("tcp", query.question[0].to_text()))
            for wire in answering(query):
                await talk.say(len(wire).to_bytes(2, "big") + wire)

    async with talking_server(over_tcp, host=host) as tcp:
        found.port = tcp.port
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Udp(found, answering, delay), local_addr=(host, tcp.port)
        )
        try:
            yield found
        finally:
            transport.close()
