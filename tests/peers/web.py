# A web server on loopback that answers each path in its own way, right or wrong, in plain text and over TLS.
from __future__ import annotations

import asyncio
import base64
import gzip
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

_LINGER_ZERO = struct.pack("ii", 1, 0)  # a close then sends RST instead of FIN
_FOREVER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and how to answer it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    writer: asyncio.StreamWriter
    plain_port: int
    tls_port: int

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, status: str, body: bytes = b"", *headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        await self.send("\r\n".join(lines).encode() + (b"" if self.method == "HEAD" else body))

    async def move(self, status: str, location: str, *headers: str) -> None:
        await self.answer(status, b"moved", f"Location: {location}", *headers)


Way = Callable[[Asked], Awaitable[None]]


async def ok(asked: Asked) -> None:
    await asked.answer(
        "200 OK", b"<html>hello world</html>", "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT", "X-Test: alpha"
    )


async def chain(asked: Asked) -> None:
    left = int(asked.path.rpartition("/")[2])
    await asked.move("302 Found", f"/chain/{left - 1}" if left > 1 else "/ok")


async def reset(asked: Asked) -> None:
    sock: socket.socket = asked.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    asked.writer.transport.abort()


async def hang(asked: Asked) -> None:
    await asyncio.sleep(_FOREVER_SECONDS)


async def stall(asked: Asked) -> None:
    await asked.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst")
    await asyncio.sleep(_FOREVER_SECONDS)


async def guarded(asked: Asked) -> None:
    wanted = "Basic " + base64.b64encode(b"reader:secret").decode()
    good = asked.headers.get("authorization") == wanted
    await asked.answer("200 OK" if good else "401 Unauthorized", b"in" if good else b"out")


def only_if(holds: Callable[[Asked], bool]) -> Way:
    async def way(asked: Asked) -> None:
        await asked.answer("200 OK" if holds(asked) else "400 Bad Request", b"checked")

    return way


def status(line: str, body: bytes = b"page", *headers: str) -> Way:
    async def way(asked: Asked) -> None:
        await asked.answer(line, body, *headers)

    return way


def raw(data: bytes) -> Way:
    async def way(asked: Asked) -> None:
        await asked.send(data)

    return way


def moved(line: str, location: str, *headers: str) -> Way:
    async def way(asked: Asked) -> None:
        place = location.format(
            port=asked.plain_port, plain=f"127.0.0.1:{asked.plain_port}", tls=f"localhost:{asked.tls_port}"
        )
        await asked.move(line, place, *headers)

    return way


_GZIPPED = gzip.compress(b"compressed hello", mtime=0)
WAYS: Mapping[str, Way] = {
    "/ok": ok,
    "/": ok,
    "/nolength": raw(b"HTTP/1.1 200 OK\r\n\r\nuntil the end"),
    "/chunked": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
    "/broken-chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n"),
    "/http10": raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold"),
    "/early": raw(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    "/no-reason": raw(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"),
    "/bare-lf": raw(b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
    "/two-lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"),
    "/same-lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"),
    "/bad-length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok"),
    "/no-length-text": raw(b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok"),
    "/both-lengths": raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    ),
    "/bad-coding": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok"),
    "/bad-header": raw(b"HTTP/1.1 200 OK\r\nNo Colon Here\r\nContent-Length: 2\r\n\r\nok"),
    "/space-header": raw(b"HTTP/1.1 200 OK\r\nX Y: 1\r\nContent-Length: 2\r\n\r\nok"),
    "/folded": raw(b"HTTP/1.1 200 OK\r\nX-Test: a\r\n alpha\r\nContent-Length: 2\r\n\r\nok"),
    "/high-status": raw(b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "/long-status": raw(b"HTTP/1.1 2000 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "/low-status": raw(b"HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "/switching": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nok"),
    "/http09": raw(b"HTTP/0.9 200 OK\r\n\r\nok"),
    "/http12": raw(b"HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    "/http20": raw(b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    "/lower": raw(b"http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    "/extra": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"),
    "/latin": raw(b"HTTP/1.1 200 OK\r\nX-Test: alph\xe4\r\nContent-Length: 2\r\n\r\nok"),
    "/many-headers": raw(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: abcdefgh\r\n" * 1000 + b"Content-Length: 2\r\n\r\nok"),
    "/dated": raw(b"HTTP/1.1 200 OK\r\nLast-Modified: yesterday\r\nContent-Length: 2\r\n\r\nok"),
    "/dated-850": raw(
        b"HTTP/1.1 200 OK\r\nLast-Modified: Sunday, 06-Nov-94 08:49:37 GMT\r\nContent-Length: 2\r\n\r\nok"
    ),
    "/dated-asctime": raw(b"HTTP/1.1 200 OK\r\nLast-Modified: Sun Nov  6 08:49:37 1994\r\nContent-Length: 2\r\n\r\nok"),
    "/to-name": moved("302 Found", "http://localhost:{port}/ok"),
    "/to-relative": moved("302 Found", "ok?x=1"),
    "/to-scheme-relative": moved("302 Found", "//{plain}/ok"),
    "/to-fragment": moved("302 Found", "/ok#part"),
    "/to-space": moved("302 Found", "/ok ok"),
    "/to-bad": moved("302 Found", "http://[bad"),
    "/to-port": moved("302 Found", "http://127.0.0.1:99999/"),
    "/to-script": moved("302 Found", "javascript:x"),
    "/300": moved("300 Multiple Choices", "/ok"),
    "/308": moved("308 Permanent Redirect", "/ok"),
    "/204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/304": raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "/404": status("404 Not Found"),
    "/403": status("403 Forbidden"),
    "/500": status("500 Internal Server Error"),
    "/503": status("503 Service Unavailable", b"page", "Retry-After: 120"),
    "/chain": chain,
    "/loop": moved("302 Found", "/loop"),
    "/absolute": moved("301 Moved Permanently", "http://{plain}/ok"),
    "/to-tls": moved("301 Moved Permanently", "https://{tls}/ok"),
    "/to-plain": moved("302 Found", "http://{plain}/ok"),
    "/nowhere": raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    "/to-ftp": moved("302 Found", "ftp://127.0.0.1/x"),
    "/to-closed": moved("302 Found", "http://127.0.0.1:1/x"),
    "/keep": moved("307 Temporary Redirect", "/post"),
    "/see-other": moved("303 See Other", "/get"),
    "/hang": hang,
    "/stall": stall,
    "/reset": reset,
    "/empty": raw(b""),
    "/garbage": raw(b"this is no HTTP\r\n\r\n"),
    "/gzip": raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_GZIPPED) + _GZIPPED),
    "/notgzip": status("200 OK", b"plain text"),
    "/big": status("200 OK", b"x" * 1_000_000),
    "/short": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes!"),
    "/cookie": moved("302 Found", "/cookied", "Set-Cookie: session=1; Path=/"),
    "/cookied": only_if(lambda asked: asked.headers.get("cookie") == "session=1"),
    "/guarded": guarded,
    "/token": only_if(lambda asked: asked.headers.get("authorization") == "Bearer s3cret"),
    "/post": only_if(lambda asked: asked.method == "POST" and asked.body == b"ping"),
    "/get": only_if(lambda asked: asked.method == "GET" and asked.body == b""),
    "/named": only_if(lambda asked: asked.headers.get("host") == "portal.example"),
    "/marked": only_if(lambda asked: asked.headers.get("x-probe") == "yes"),
    "/arabic": status("200 OK", "أبشر".encode()),
}


async def _serve(asked: Asked) -> None:
    await WAYS.get("/" + asked.path.split("/")[1], status("404 Not Found"))(asked)


@asynccontextmanager
async def web_server(ports: dict[str, int], contexts: Mapping[str, ssl.SSLContext]) -> AsyncIterator[None]:
    """Serve in plain text and once with each TLS context; ``ports`` says where."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await _serve(await _read(reader, writer, ports))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            writer.close()

    servers = [await asyncio.start_server(connected, "127.0.0.1", 0)]
    ports["plain"] = servers[0].sockets[0].getsockname()[1]
    for name, context in contexts.items():
        servers.append(await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context))
        ports[name] = servers[-1].sockets[0].getsockname()[1]
    try:
        yield
    finally:
        for server in servers:
            server.close()
        for task in tasks:
            task.cancel()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ports: Mapping[str, int]) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body, writer, ports["plain"], ports.get("valid", 0))
