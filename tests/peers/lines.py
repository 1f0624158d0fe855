# Servers that speak line by line, and one that answers questions about names.
from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_ZONE: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "a.example.": [("A", ("192.0.2.1", "192.0.2.2"))],
    "soa.example.": [("SOA", ("ns.example. host.example. 2026112401 3600 600 86400 300",))],
    "txt.example.": [("TXT", ('"hello world"',))],
    "mx.example.": [("MX", ("10 mail.example.",))],
    "none.example.": [],
}


@asynccontextmanager
async def talking(talk: Talk, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that holds ``talk`` with everybody; its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()


async def pop3(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"+OK ready for alice\r\n")
    if await reader.readline() == b"QUIT alice\n":
        writer.write(b"+OK bye\r\n")
    await writer.drain()
    await reader.read()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"-ERR go away")
    await writer.drain()


def smtp(context: ssl.SSLContext) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await reader.readline()
        writer.write(b"250-mail.example\r\n250-STARTTLS\r\n250 HELP\r\n")
        if not (await reader.readline()).startswith(b"STARTTLS"):
            return
        writer.write(b"220 go ahead\r\n")
        await writer.drain()
        await writer.start_tls(context)
        await reader.readline()
        writer.write(b"250 secure now\r\n")
        await writer.drain()
        await reader.read()

    return talk


def answered(wire: bytes) -> bytes | None:
    """What the name server says to one question."""
    query = dns.message.from_wire(wire)
    name, kind = query.question[0].name, query.question[0].rdtype
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    if str(name) == "quiet.example.":
        return None
    if str(name) == "fail.example.":
        response.set_rcode(dns.rcode.SERVFAIL)
    elif str(name) not in _ZONE:
        response.set_rcode(dns.rcode.NXDOMAIN)
    for record, texts in _ZONE.get(str(name), []):
        rrset = dns.rrset.from_text(name, 300, "IN", record, *texts)
        if kind in {rrset.rdtype, dns.rdatatype.ANY}:
            response.answer.append(rrset)
    if str(name) == "a.example.":
        response.authority.append(dns.rrset.from_text("example.", 300, "IN", "NS", "ns.example."))
        response.additional.append(dns.rrset.from_text("ns.example.", 300, "IN", "A", "192.0.2.9"))
    return response.to_wire()


class _Datagrams(asyncio.DatagramProtocol):
    transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:

        self.transport = cast("asyncio.DatagramTransport", transport)  # asyncio's own is none by type

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = answered(data)
        if answer is not None:
            self.transport.sendto(answer, addr)


async def name_talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    length = int.from_bytes(await reader.readexactly(2), "big")
    answer = answered(await reader.readexactly(length))
    if answer is None:
        await reader.read()
        return
    writer.write(len(answer).to_bytes(2, "big") + answer)
    await writer.drain()
    await reader.read()


@asynccontextmanager
async def name_server() -> AsyncIterator[int]:
    """A name server over UDP; its port."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(_Datagrams, local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
