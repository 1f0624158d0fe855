# What a server can do to a monitor that only wanted to look at a page, and what each may come to.
from __future__ import annotations

import asyncio
import gzip
import itertools
import os
import random
import socket
import ssl
import stat
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from monitor.domain.observation import Reason
from tests.faulty_server import head

_RESETS = struct.pack("ii", 1, 0)  # SO_LINGER: a close then sends RST instead of FIN
_STILL_SECONDS = 30.0  # longer than any deadline of a test
_MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Wire:
    """One connection, seen from the hostile end."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    requests: list[bytes]

    async def request(self) -> bytes:
        self.requests.append(await self.reader.readuntil(b"\r\n\r\n"))
        return self.requests[-1]

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
        self.writer.transport.abort()


Serve = Callable[[Wire], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostility:
    """One way to misbehave; ``reasons`` are those that are right for it (``None``: the answer was good)."""

    name: str
    serve: Serve
    reasons: tuple[Reason | None, ...]
    speaks: str = "http"  # "https": behind a good handshake; "no tls": what should be TLS is not
    found: str | None = None  # in the evidence
    truncated: bool | None = None

    def url(self, port: int) -> str:
        return f"{'http' if self.speaks == 'http' else 'https'}://127.0.0.1:{port}/"


@dataclass(slots=True)
class HostileServer:
    """Where it listens, and what it was asked."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def hostile_server(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[HostileServer]:
    """Serve every connection with ``serve``; ends all of them on exit."""
    found = HostileServer()
    tasks: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()
    former = loop.get_exception_handler()

    def handled(of: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # A visitor whose deadline ends within the handshake resets the connection: no fault of anybody's.
        if not isinstance(context.get("exception"), ConnectionResetError | BrokenPipeError):
            (former or type(of).default_exception_handler)(of, context)

    loop.set_exception_handler(handled)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(Wire(reader, writer, found.requests))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # the visitor has gone, or we close
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        loop.set_exception_handler(former)
        server.close()
        for task in tuple(tasks):
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await server.wait_closed()


async def connections_left(port: int) -> int:
    """How many sockets of this process lead to ``port``, once the loop has had the time to close what was aborted."""
    for _ in range(3):
        await asyncio.sleep(0)
    return sum(_peer_port(int(name)) == port for name in os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone


def _peer_port(descriptor: int) -> int | None:
    if not _is_socket(descriptor):
        return None
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as sock:
        return int(sock.getpeername()[1]) if sock.family == socket.AF_INET else None
    return None


def _is_socket(descriptor: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:  # the folder that was listed is closed again
        return False


# --- ways to answer


def says(*parts: bytes, then: str = "closes") -> Serve:
    """Read the request, send the parts, and then ``closes``, ``waits`` or ``resets``."""

    async def serve(wire: Wire) -> None:
        await wire.request()
        for part in parts:
            await wire.send(part)
        await _end(wire, then)

    return serve


async def _end(wire: Wire, then: str) -> None:
    if then == "waits":
        await wire.reader.read()
    elif then == "resets":
        wire.reset()


def endless(first: bytes, block: bytes) -> Serve:
    """After ``first`` the same block for ever."""

    async def serve(wire: Wire) -> None:
        await wire.request()
        await wire.send(first)
        while True:
            await wire.send(block)
            await asyncio.sleep(0)

    return serve


def drips(text: bytes, *, after_request: bool = True) -> Serve:
    """One byte after the other; a second's pause in life, a tenth of one here."""

    async def serve(wire: Wire) -> None:
        if after_request:
            await wire.request()
        for byte in itertools.cycle(text):
            await wire.send(bytes([byte]))
            await asyncio.sleep(0.1)

    return serve


def moves(location: bytes) -> Serve:
    """To ``location`` at first, and then there is a page; PORT in it is the server's own."""

    async def serve(wire: Wire) -> None:
        await wire.request()
        if len(wire.requests) > 1:
            await wire.send(head(Content_Length="2") + b"ok")
        else:
            port = str(wire.writer.get_extra_info("sockname")[1]).encode()
            there = location.replace(b"PORT", port)
            await wire.send(b"HTTP/1.1 302 Found\r\nLocation: " + there + b"\r\nContent-Length: 0\r\n\r\n")

    return serve


def chain(length: int) -> Serve:
    """``length`` redirects, each to a page of its own."""

    async def serve(wire: Wire) -> None:
        await wire.request()
        at = len(wire.requests)
        await wire.send(head(302, Location=f"/{at}", Content_Length="0") if at <= length else head(Content_Length="0"))

    return serve


async def moves_in_a_circle(wire: Wire) -> None:
    request = await wire.request()
    await wire.send(head(302, Location="/" if b" /there " in request else "/there", Content_Length="0"))


async def answers_unasked_and_resets(wire: Wire) -> None:
    await wire.send(head(Content_Length="2") + b"ok")
    wire.reset()


async def answers_and_closes_its_half(wire: Wire) -> None:
    await wire.request()
    await wire.send(head() + b"to the end")
    wire.writer.write_eof()
    await wire.reader.read()


async def speaks_plainly_inside_tls(wire: Wire) -> None:
    await wire.request()
    sock: socket.socket = wire.writer.get_extra_info("socket")
    plain = sock.dup()
    plain.setblocking(False)
    plain.send(b"\x16\x03\x03\x00\x05plain, and no record of any session")
    plain.close()
    await asyncio.sleep(_STILL_SECONDS)


def shakes_hands_with(garbage: bytes, then: str = "closes") -> Serve:
    """Where a handshake should begin stands ``garbage``."""

    async def serve(wire: Wire) -> None:
        await wire.reader.read(1)
        await wire.send(garbage)
        if then == "waits":
            await asyncio.sleep(_STILL_SECONDS)

    return serve


# --- the material

_OK = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = head(Transfer_Encoding="chunked")
_NOISE = random.Random(4)
_BLOCK = b"a" * 8192
_ZEROS = bytes(_MEGABYTE)


def _with(line: bytes) -> Serve:
    return says(_OK + line + b"\r\nContent-Length: 2\r\n\r\nok")


def _bomb() -> bytes:
    """A gzip stream that goes on for ever: a head, then this block, 1 KiB for each MiB, as often as one likes."""
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return deflate.compress(_ZEROS) + deflate.flush(zlib.Z_FULL_FLUSH)


def _empty_blocks() -> bytes:
    return b"\x00\x00\x00\xff\xff" * 2000  # stored, of no length


_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_GZIP_NAMED = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"  # a file name follows, until a zero
_PROTOCOL = (Reason.PROTOCOL,)
_GOOD = (None,)

SLOW = (
    Hostility(
        name="headers by the byte",
        serve=drips(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500),
        reasons=(Reason.TIMEOUT,),
        found="still in transfer",  # since the first byte
    ),
    Hostility(
        name="body by the byte",
        serve=says(head(Content_Length="5000") + b"a", then="waits"),
        reasons=(Reason.TIMEOUT,),
        found="still in transfer",
    ),
    Hostility(
        name="handshake by the byte",
        serve=drips(b"\x16\x03\x03\x40\x00" + b"\x02" * 90, after_request=False),
        reasons=(Reason.TIMEOUT, Reason.TLS),
        speaks="no tls",
    ),
    Hostility(
        name="handshake that never comes",
        serve=shakes_hands_with(b"", then="waits"),
        reasons=(Reason.TIMEOUT,),
        speaks="no tls",
        found="still in tls",
    ),
)

ENDLESS = (
    Hostility(name="a status line", serve=endless(b"HTTP/1.1 200 ", _BLOCK), reasons=_PROTOCOL),
    Hostility(name="one header line", serve=endless(_OK + b"X: ", _BLOCK), reasons=_PROTOCOL),
    Hostility(name="one header name", serve=endless(_OK + b"X", _BLOCK), reasons=_PROTOCOL),
    Hostility(name="header lines", serve=endless(_OK, b"X-Again: and again\r\n" * 50), reasons=_PROTOCOL),
    Hostility(name="empty header lines", serve=endless(_OK, b"a:\r\n" * 500), reasons=_PROTOCOL),
    Hostility(name="empty lines before", serve=endless(b"", b"\r\n" * 500), reasons=(*_PROTOCOL, Reason.TIMEOUT)),
    Hostility(
        name="interim answers",
        serve=endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 20),
        reasons=(*_PROTOCOL, Reason.TIMEOUT),
    ),
    Hostility(
        name="early hints",
        serve=endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 20),
        reasons=(*_PROTOCOL, Reason.TIMEOUT),
    ),
    Hostility(name="a body of no length", serve=endless(head(), _BLOCK), reasons=_GOOD, truncated=True),
    Hostility(
        name="a body of great length",
        serve=endless(head(Content_Length="1000000000000"), _BLOCK),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="large chunks", serve=endless(_CHUNKED, b"2000\r\n" + _BLOCK + b"\r\n"), reasons=_GOOD, truncated=True
    ),
    Hostility(
        name="one chunk",
        serve=endless(_CHUNKED + b"7fffffffffff\r\n", _BLOCK),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="chunks of a byte",
        serve=endless(_CHUNKED, b"1\r\na\r\n" * 1000),
        reasons=(None, *_PROTOCOL, Reason.TIMEOUT),
    ),
    Hostility(
        name="a chunk's extension", serve=endless(_CHUNKED + b"5;a=", _BLOCK), reasons=(*_PROTOCOL, Reason.TIMEOUT)
    ),
    Hostility(name="a chunk's size", serve=endless(_CHUNKED, b"0" * 8192), reasons=(*_PROTOCOL, Reason.TIMEOUT)),
    Hostility(
        name="trailers",
        serve=endless(_CHUNKED + b"2\r\nok\r\n0\r\n", b"X-Again: and again\r\n" * 50),
        reasons=(*_PROTOCOL, Reason.TIMEOUT),
    ),
    Hostility(name="zeros", serve=endless(b"", bytes(8192)), reasons=_PROTOCOL),
    Hostility(name="the body of an error", serve=endless(head(500), _BLOCK), reasons=(Reason.STATUS,), truncated=True),
    Hostility(
        name="the body of a redirect",
        serve=endless(head(302, Location="gopher://x/"), _BLOCK),
        reasons=(Reason.REDIRECT,),
    ),
)

COMPRESSED = (
    Hostility(
        name="a bomb of many streams",
        serve=endless(head(Content_Encoding="gzip"), gzip.compress(_ZEROS, 9)),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="a bomb of one stream",
        serve=endless(head(Content_Encoding="gzip") + _GZIP_HEAD, _bomb()),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="a gibibyte in a mebibyte",
        serve=says(
            head(Content_Encoding="gzip", Content_Length=str(10 + 1024 * len(_bomb()))), _GZIP_HEAD, _bomb() * 1024
        ),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="blocks of nothing",
        serve=endless(head(Content_Encoding="deflate") + b"\x78\x9c", _empty_blocks()),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="a file name without end",
        serve=endless(head(Content_Encoding="gzip") + _GZIP_NAMED, _BLOCK),
        reasons=_GOOD,
        truncated=True,
    ),
    Hostility(
        name="noise",
        serve=says(head(Content_Encoding="gzip") + _NOISE.randbytes(4096)),
        reasons=_PROTOCOL,
    ),
    Hostility(
        name="noise behind a good beginning",
        serve=says(head(Content_Encoding="gzip") + gzip.compress(_BLOCK)[:20] + b"\xff" * 4096),
        reasons=_PROTOCOL,
    ),
    Hostility(
        name="a coding in a coding",
        serve=says(head(Content_Encoding="gzip, gzip") + gzip.compress(gzip.compress(b"ok"))),
        reasons=_GOOD,
    ),
    Hostility(
        name="a coding nobody asked for", serve=says(head(Content_Encoding="br") + b"\x8b\x00\x80"), reasons=_GOOD
    ),
)

REDIRECTS = (
    Hostility(name="ten thousand", serve=chain(10_000), reasons=(Reason.REDIRECT,), found="11"),
    Hostility(name="a circle", serve=moves_in_a_circle, reasons=(Reason.REDIRECT,)),
    *(
        Hostility(name=f"to {location.decode('latin-1')!r}", serve=moves(location), reasons=(Reason.REDIRECT,))
        for location in (
            b"javascript:alert(1)",
            b"file:///etc/passwd",
            b"data:text/html,ok",
            b"unix:/run/marsad.sock",
            b"http://",
            b"http://[::1",
            b"http://127.0.0.1:0x50/",
            b"http://127.0.0.1:-1/",
            b"http://127.1/",
            b"http://2130706433/",
            b"http://127.0.0.1.elsewhere.example/",
            b"http://169.254.169.254/latest/meta-data/",
            b"http://" + b"a" * 20_000 + b".example/",
        )
    ),
    *(
        # Followed or not, what is sent must be one request of ours; the test looks at it.
        Hostility(
            name=f"to {location.decode('latin-1')!r}",
            serve=moves(location),
            reasons=(None, Reason.REDIRECT, Reason.PROTOCOL),
        )
        for location in (
            b"/a%0d%0aX-Injected:%20yes",
            b"/a\rX-Injected: yes",
            b"/a\nX-Injected: yes",
            b"/a\x00b",
            b"/a\x01\x7fb",
            b"/a\tb c",
            b"/a HTTP/1.1\tX-Injected: yes",
            b"/\xff\xfe",
            "/منصة".encode(),
            b"?" + b"q" * 30_000,
            b"//user:secret@127.0.0.1:PORT/",
            b"//elsewhere.example\\@127.0.0.1:PORT/",
            b"http://:PORT/",
            b"",
            b"#fragment",
        )
    ),
)

HEADERS = (
    *(
        Hostility(name=f"{line!r}", serve=_with(line), reasons=_PROTOCOL)
        for line in (
            b"X Y: a",
            b"X\x00: a",
            b"X: a\x00b",
            b": a",
            b"no colon",
            b"X\x7f: a",
            b"\xd9\x85: a",
            b"Content-Length: 3",
            b"Content-Length: -1",
            b"Content-Length: +2",
            b"Content-Length: 0x2",
            b"Content-Length: two",
            b"Content-Length: 99999999999999999999999",
        )
    ),
    *(
        Hostility(name=f"{line!r}", serve=_with(line), reasons=_GOOD)
        for line in (
            "X: منصة".encode(),
            b"X: \xff\xfe",
            b"X: a\tb",
            b"Content-Type: text/html; charset=\xff\x80",
            b"Content-Type: text/html; charset=" + b"a" * 4000,
            b"Content-Type: text/html; charset=undefined",
            b"Retry-After: " + b"9" * 5000,
            b"Set-Cookie: a=b; Max-Age=-1",
        )
    ),
    *(
        Hostility(name=f"{line!r}", serve=_with(line), reasons=(None, Reason.PROTOCOL, Reason.RESET, Reason.TIMEOUT))
        for line in (
            b"Content-Length: 2",
            b"Content-Length: 2, 2",
            b"Transfer-Encoding: chunked",
            b"Transfer-Encoding: gzip",
            b"Transfer-Encoding: chunked, chunked",
            b"X: a\rY: b",
            b"X: a\nY: b",
            b" X: a",
            b"X: a\r\n\tfolded",
            b"Upgrade: h2c\r\nConnection: upgrade",
        )
    ),
    Hostility(
        name="a thousand names",
        serve=says(_OK + b"".join(b"X-%d: a\r\n" % at for at in range(1000)) + b"\r\nok"),
        reasons=(None, Reason.PROTOCOL),
    ),
    Hostility(
        name="rate limit with a date that is none",
        serve=says(head(429, Retry_After="Mon, 99 Foo 99999 99:99:99 +9999", Content_Length="0")),
        reasons=(Reason.RATE_LIMITED,),
    ),
)

CHUNKS = (
    *(
        Hostility(name=f"of size {size!r}", serve=says(_CHUNKED + size + b"\r\nok\r\n0\r\n\r\n"), reasons=_PROTOCOL)
        for size in (b"-2", b"+2", b"0x2", b"1" * 100, b"two", b"", b" ", b"\x00")
    ),
    Hostility(
        name="that are longer than they say", serve=says(_CHUNKED + b"2\r\nokay\r\n0\r\n\r\n"), reasons=_PROTOCOL
    ),
    Hostility(
        name="of a size beyond 64 bits",
        serve=says(_CHUNKED + b"fffffffffffffffff\r\nok\r\n0\r\n\r\n"),
        reasons=(Reason.PROTOCOL, Reason.RESET),
    ),
    Hostility(name="that break off", serve=says(_CHUNKED + b"ff\r\nok"), reasons=(Reason.RESET,)),
    Hostility(name="that lack their end", serve=says(_CHUNKED + b"2\r\nok\r\n"), reasons=(Reason.RESET,)),
    Hostility(
        name="with a length besides",
        serve=_with(b"Transfer-Encoding: chunked"),
        reasons=(Reason.PROTOCOL, None, Reason.RESET),
    ),
)

LENGTHS = (
    Hostility(name="too long", serve=says(head(Content_Length="3") + b"ok"), reasons=(Reason.RESET,)),
    Hostility(
        name="too long, reset", serve=says(head(Content_Length="3") + b"ok", then="resets"), reasons=(Reason.RESET,)
    ),
    Hostility(name="too short", serve=says(head(Content_Length="2") + b"okay"), reasons=_GOOD),
    Hostility(name="right, never closed", serve=says(head(Content_Length="2") + b"ok", then="waits"), reasons=_GOOD),
    Hostility(name="two answers", serve=says((head(Content_Length="2") + b"ok") * 2), reasons=_GOOD),
    Hostility(
        name="two answers that differ, kept alive",
        serve=says(b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nnoHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
        reasons=(Reason.STATUS,),
    ),
    Hostility(name="nothing, said at length", serve=says(head(204) + b"ok"), reasons=(Reason.STATUS,)),
    Hostility(name="not modified, unasked", serve=says(head(304, Content_Length="20")), reasons=(None, Reason.STATUS)),
    Hostility(name="none, half closed", serve=answers_and_closes_its_half, reasons=_GOOD),
)

GARBAGE = (
    *(
        Hostility(name=f"{line[:24]!r}", serve=says(line + b"\r\nContent-Length: 2\r\n\r\nok"), reasons=_PROTOCOL)
        for line in (
            b"HTTP/1.1 99 Low",
            b"HTTP/1.1 1000 High",
            b"HTTP/1.1 -200 Negative",
            b"HTTP/1.1 2OO Letters",
            b"HTTP/1.1",
            b"HTTP 200 OK",
            b"HTTP/x.y 200 OK",
            b"ICY 200 OK",
            b"RTSP/1.0 200 OK",
            b"GET / HTTP/1.1",
            b"\x00HTTP/1.1 200 OK",
            b"\xef\xbb\xbfHTTP/1.1 200 OK",
            "٢٠٠".encode(),
        )
    ),
    *(
        Hostility(
            name=f"{line[:24]!r}",
            serve=says(line + b"\r\nContent-Length: 2\r\n\r\nok"),
            reasons=(None, Reason.PROTOCOL, Reason.STATUS),
        )
        for line in (
            b"HTTP/1.1 200",
            b"HTTP/1.1 200 \xff\xfe",
            b"HTTP/1.1 000 Nothing",
            b"HTTP/1.1 999 Denied",
            b"HTTP/1.1 101 Switching Protocols",
            b"HTTP/9.9 200 OK",
            b"HTTP/2.0 200 OK",
            b"http/1.1 200 OK",
            b"HTTP/1.1  200 OK",
        )
    ),
    Hostility(name="a page and nothing else", serve=says(b"<html>a page of 1991</html>\n"), reasons=_PROTOCOL),
    Hostility(name="noise", serve=says(_NOISE.randbytes(65536)), reasons=_PROTOCOL),
    Hostility(
        name="frames of HTTP/2",
        serve=says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)),
        reasons=_PROTOCOL,
    ),
    Hostility(name="a TLS alert", serve=says(b"\x15\x03\x01\x00\x02\x02\x46"), reasons=(Reason.PROTOCOL, Reason.RESET)),
    Hostility(name="an answer before the question", serve=answers_unasked_and_resets, reasons=(None, Reason.RESET)),
)

TLS = (
    Hostility(
        name="a page instead of a handshake",
        serve=shakes_hands_with(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        reasons=(Reason.TLS,),
        speaks="no tls",
    ),
    Hostility(
        name="noise instead of a handshake",
        serve=shakes_hands_with(_NOISE.randbytes(4096), then="waits"),
        reasons=(Reason.TLS,),
        speaks="no tls",
    ),
    Hostility(
        name="an end instead of a handshake",
        serve=shakes_hands_with(b""),
        reasons=(Reason.RESET,),
        speaks="no tls",
    ),
    Hostility(name="noise inside", serve=says(_NOISE.randbytes(4096)), reasons=_PROTOCOL, speaks="https"),
    Hostility(
        name="headers without end inside", serve=endless(_OK, b"X: a\r\n" * 500), reasons=_PROTOCOL, speaks="https"
    ),
    Hostility(
        name="a body without end inside", serve=endless(head(), _BLOCK), reasons=_GOOD, speaks="https", truncated=True
    ),
    Hostility(
        name="plain words after the handshake",
        serve=speaks_plainly_inside_tls,
        reasons=(Reason.TLS,),
        speaks="https",
    ),
)

KINDS: dict[str, tuple[Hostility, ...]] = {
    "slow": SLOW,
    "endless": ENDLESS,
    "compressed": COMPRESSED,
    "redirects": REDIRECTS,
    "header": HEADERS,
    "chunks": CHUNKS,
    "length": LENGTHS,
    "garbage": GARBAGE,
    "tls": TLS,
}
CASES = [
    pytest.param(hostility, id=f"{kind}: {hostility.name}"[:80].encode("unicode_escape").decode())
    for kind, hostilities in KINDS.items()
    for hostility in hostilities
]
