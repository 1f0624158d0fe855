"""A server on loopback that misbehaves in one chosen way, for tests with real sockets."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_LINGER_ZERO = struct.pack("ii", 1, 0)  # a close then sends RST instead of FIN


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Exchange:
    """One connection after its request was read."""

    request: Seen
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self.writer.transport.abort()


Behaviour = Callable[[Exchange], Awaitable[None]]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class FaultyServer:
    """Where the server listens and what it was asked; connections that sent no whole request count too."""

    port: int
    scheme: str
    connections: int = 0
    seen: list[Seen] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def faulty_server(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[FaultyServer]:
    """Serve one request a connection with ``behaviour`` on an ephemeral port; ends every connection on exit."""
    found = FaultyServer(port=0, scheme="http" if tls is None else "https")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.connections += 1
        request = await _read_request(reader)
        found.seen.append(request)
        await behaviour(Exchange(request, writer))

    async with _listening(serve, tls) as port:
        found.port = port
        yield found


@asynccontextmanager
async def _listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # The other side went away, or we are closing; 3.11 reports a handler that ends cancelled as a fault.
            return
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls, backlog=512)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await server.wait_closed()


async def _read_request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Seen(method, path, headers)


def head(status: int = 200, **headers: str) -> bytes:
    """Status line and headers; an underscore in a name stands for a hyphen."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Some\r\nConnection: close\r\n{lines}\r\n".encode("latin-1")


def answers(body: bytes = b"welcome", status: int = 200, **headers: str) -> Behaviour:
    async def behave(exchange: Exchange) -> None:
        await exchange.send(head(status, Content_Length=str(len(body)), **headers) + body)

    return behave


def sends(raw: bytes) -> Behaviour:
    async def behave(exchange: Exchange) -> None:
        await exchange.send(raw)

    return behave


def redirects(location: str, status: int = 302) -> Behaviour:
    return answers(b"", status, Location=location)


def answers_after(seconds: float, body: bytes = b"welcome") -> Behaviour:
    async def behave(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await answers(body)(exchange)

    return behave


async def says_nothing(exchange: Exchange) -> None:
    del exchange
    await asyncio.sleep(60)


async def closes(exchange: Exchange) -> None:
    del exchange


async def resets_before_headers(exchange: Exchange) -> None:
    exchange.reset()


async def resets_inside_headers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await asyncio.sleep(0.02)
    exchange.reset()


async def closes_inside_headers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")


async def sends_half_a_body(exchange: Exchange) -> None:
    await exchange.send(head(Content_Length="2000") + b"a" * 1000)


async def drips(exchange: Exchange) -> None:
    await exchange.send(head(Content_Length="2000"))
    for _ in range(2000):
        await exchange.send(b".")
        await asyncio.sleep(0.03)


async def sends_endless_headers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        await exchange.send(b"X-%d: %s\r\n" % (number, b"a" * 100))


async def sends_an_endless_body(exchange: Exchange) -> None:
    await exchange.send(head() + b"beginning ")
    for _ in range(10_000):
        await exchange.send(b"a" * 8192)


def gzip_bomb(megabytes: int = 256) -> Behaviour:
    """A body that is small on the wire and ``megabytes`` long after decoding."""
    block = gzip.compress(bytes(1024 * 1024), 9)
    return answers(block * megabytes, Content_Encoding="gzip")


@asynccontextmanager
async def black_hole() -> AsyncIterator[int]:
    """A port whose connections are never completed: its queue is full and nobody accepts."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port: int = listener.getsockname()[1]
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", port))
    await asyncio.sleep(0.05)
    try:
        yield port
    finally:
        for sock in (listener, *fillers):
            sock.close()


@asynccontextmanager
async def refusing_port() -> AsyncIterator[int]:
    """A port that is bound, so that nobody else gets it, and not listened on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        yield port


@dataclass(slots=True)
class Proxy:
    """A proxy for CONNECT tunnels and the targets it was asked for."""

    url: str
    targets: list[str] = field(default_factory=list)


@asynccontextmanager
async def connect_proxy(to_port: int, refusal: bytes | None = None) -> AsyncIterator[Proxy]:
    """An HTTP CONNECT proxy that leads every tunnel to ``to_port``, or answers with ``refusal``."""
    proxy = Proxy(url="")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _read_request(reader)
        proxy.targets.append(f"{request.method} {request.path}")
        if refusal is None:
            await _tunnel(reader, writer, to_port)
        else:
            writer.write(refusal)

    async with _listening(serve) as port:
        proxy.url = f"http://127.0.0.1:{port}"
        yield proxy


async def _tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to_port: int) -> None:
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to_port)
    writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(reader, far_writer))
            group.create_task(_pump(far_reader, writer))
    finally:
        far_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()
