"""The httpx transport of one probe: each request over a fresh connection, measured at the socket, nothing kept.

A pooled client whose requests are cancelled from outside leaks slots of its pool until healthy targets time out
(encode/httpcore#1093), and a kept-alive connection skips the phases that are to be measured.
"""

from __future__ import annotations

import ssl
from typing import Self

import httpx

from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.dialer import Dialer
from monitor.adapters.transport.exchange import Answer
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.proxy import Proxy

WIRE = "wire"
"""Extension of a request: its bytes, when somebody keeps the request to send it again."""

SERVER_NAME = "sni_hostname"
"""Extension of a request, as httpx documents it: the name to ask for and to verify instead of the host's."""

_PORTS = {"http": 80, "https": 443}
_PROXY_WANTS_CREDENTIALS = 407


class ProbeTransport(httpx.AsyncBaseTransport):
    """Sends requests over connections of ``dialer``, whoever owns that aborts them; phases go to ``journal``."""

    def __init__(self, dialer: Dialer, tls: ssl.SSLContext, journal: Journal) -> None:
        self._dialer = dialer
        self._tls = tls
        self._journal = journal

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """What ``send`` brings back, as clients of ``httpx`` want it. Raises as ``send``."""
        reply = await self.send(request)
        return httpx.Response(
            reply.status,
            headers=reply.headers,
            stream=reply.body,
            extensions={"http_version": b"HTTP/" + reply.version.encode("ascii")},
        )

    async def send(self, request: httpx.Request) -> Reply:
        """Send ``request`` and read the head of its answer.

        Raises:
            OSError: it could not be connected, or the connection broke.
            httpx.HTTPError: what came is no answer.
            RefusedError: a rule of ours forbids it.
            OwnFaultError: something of ours is broken.

        """
        wire = request.extensions.get(WIRE) or await wire_of(request)
        url = request.url
        scheme, host = url.scheme, url.raw_host.decode("ascii")
        if scheme not in _PORTS:
            raise httpx.UnsupportedProtocol(f"no protocol of ours: {scheme!r}")
        proxy = self._forwarding(scheme, host)
        if proxy is None:
            channel = await self._dialer.connect(host, _PORTS[scheme] if url.port is None else url.port)
        else:
            self._dialer.judge(host)
            channel = await self._dialer.connect_proxy()
            wire = _forwarded(wire, url, proxy)
        if scheme == "https":
            await channel.start_tls(self._tls, request.extensions.get(SERVER_NAME) or host)
        reply = await self._exchange(channel, wire, request.method)
        if proxy is not None and reply.status == _PROXY_WANTS_CREDENTIALS:
            channel.abort()
            raise httpx.ProxyError("407 the proxy wants credentials")
        return reply

    def _forwarding(self, scheme: str, host: str) -> Proxy | None:
        """The proxy, if it is to forward the request; a host with an address of ours needs a tunnel to there."""
        return None if scheme == "https" or self._dialer.overridden(host) else self._dialer.proxy

    async def _exchange(self, channel: Channel, wire: bytes, method: str) -> Reply:
        watch, answer = self._journal.watch, Answer(method)
        channel.write(wire)
        watch.enter(Phase.PROCESSING)
        data = await channel.read()
        watch.enter(Phase.TRANSFER, at=channel.arrived)
        while data:
            answer.feed(data)
            if answer.begun:
                break
            data = await channel.read()
        else:
            watch.leave()
            answer.end()
        return Reply(answer, Body(channel, answer, self._journal))


class Reply:
    """An answer whose headers have come. An ``httpx.Response`` tells more, and is a twentieth of a probe to make."""

    __slots__ = ("body", "fields", "headers", "status", "version")

    def __init__(self, answer: Answer, body: Body) -> None:
        self.status = answer.status
        self.version = answer.version
        self.headers = answer.headers
        self.fields = _fields(answer.headers)  # names in small letters, repeated ones joined by a comma
        self.body = body


def _fields(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), _text(raw_value)
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return fields


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:  # what RFC 9110 (5.5) calls opaque; every byte is some letter of Latin-1
        return value.decode("latin-1")


class Body(httpx.AsyncByteStream):
    """The body of an answer, as it comes; whoever closes it ends the connection."""

    __slots__ = ("_answer", "_channel", "_journal")

    def __init__(self, channel: Channel, answer: Answer, journal: Journal) -> None:
        self._channel = channel
        self._answer = answer
        self._journal = journal

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """The next piece.

        Raises:
            OSError: the connection broke.
            httpx.RemoteProtocolError: it ended too early, or is no body.
            StopAsyncIteration: it is whole.

        """
        answer = self._answer
        while not answer.chunks:
            if answer.broken is not None:
                raise answer.broken
            if answer.complete:
                self._journal.watch.leave(at=self._channel.arrived)
                raise StopAsyncIteration
            data = await self._channel.read()
            if data:
                answer.feed(data)
            else:
                answer.end()
        chunks = answer.chunks
        answer.chunks = []
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    async def aclose(self) -> None:
        """The same as ``abort``, for whoever awaits it."""
        self.abort()

    def abort(self) -> None:
        """End the connection."""
        self._journal.watch.leave(at=self._channel.arrived)
        self._answer.close()
        self._channel.abort()


async def wire_of(request: httpx.Request) -> bytes:
    """The bytes of ``request``.

    Raises:
        httpx.LocalProtocolError: a header would break out of its line.

    """
    lines = [b"%b %b HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
    lines += [b"%b: %b" % header for header in request.headers.raw]
    if any(b"\n" in line or b"\r" in line or b"\0" in line for line in lines):
        raise httpx.LocalProtocolError("a line of the request holds another one")
    return b"\r\n".join(lines) + b"\r\n\r\n" + await request.aread()


def _forwarded(wire: bytes, url: httpx.URL, proxy: Proxy) -> bytes:
    """``wire`` for a proxy: the whole URL in its first line, and credentials (RFC 9112, 3.2.2)."""
    method, _, rest = wire.partition(b" ")
    port = b"" if url.port is None else b":%d" % url.port
    host = b"[%b]" % url.raw_host if b":" in url.raw_host else url.raw_host
    line, _, headers = rest.partition(b"\r\n")
    authorization = b"Proxy-Authorization: %b\r\n" % proxy.authorization if proxy.authorization else b""
    return b"%b http://%b%b%b\r\n%b%b" % (method, host, port, line, authorization, headers)
