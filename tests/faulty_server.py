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
        if self.writer.is_closing():  # uvloop calls writing then a mistake
            raise ConnectionResetError
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

    async with listening(serve, tls) as port:
        found.port = port
        yield found


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
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
    async with _full_queue() as (listener, _):
        yield listener.getsockname()[1]


@asynccontextmanager
async def _full_queue() -> AsyncIterator[tuple[socket.socket, list[socket.socket]]]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    await asyncio.sleep(0.05)
    try:
        yield listener, fillers
    finally:
        for sock in (listener, *fillers):
            sock.close()


@asynccontextmanager
async def black_hole_that_opens(seconds: float) -> AsyncIterator[int]:
    """The same, but after some seconds the queue has room and everybody is served, also who knocked in vain before."""
    async with _full_queue() as (listener, fillers):

        async def answer(near: socket.socket) -> None:
            with near:
                await loop.sock_recv(near, 65536)
                await loop.sock_sendall(near, head(Content_Length="2") + b"ok")

        async def open_up() -> None:
            await asyncio.sleep(seconds)
            for filler in fillers:
                filler.close()
            listener.setblocking(False)
            listener.listen(16)
            async with asyncio.TaskGroup() as group:
                while True:
                    near, _ = await loop.sock_accept(listener)
                    group.create_task(answer(near))

        loop = asyncio.get_running_loop()
        opening = asyncio.create_task(open_up())
        yield listener.getsockname()[1]
        opening.cancel()
        await asyncio.wait({opening})


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
async def connect_proxy(to_port: int, refusal: bytes | None = None, *, delay: float = 0) -> AsyncIterator[Proxy]:
    """An HTTP CONNECT proxy that leads every tunnel to ``to_port``, or answers with ``refusal``, after ``delay``."""
    proxy = Proxy(url="")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _read_request(reader)
        proxy.targets.append(f"{request.method} {request.path}")
        await asyncio.sleep(delay)
        if refusal is None:
            await _tunnel(reader, writer, to_port)
        else:
            writer.write(refusal)

    async with listening(serve) as port:
        proxy.url = f"http://127.0.0.1:{port}"
        yield proxy


async def _tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to_port: int) -> None:
    far = await asyncio.open_connection("127.0.0.1", to_port)
    writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
    await pumped((reader, writer), far)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def pumped(near: Ends, far: Ends) -> None:
    """Carry bytes both ways until both sides have ended."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(near[0], far[1]))
            group.create_task(_pump(far[0], near[1]))
    finally:
        far[1].close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()
