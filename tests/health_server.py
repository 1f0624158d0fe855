"""A gRPC health server on loopback, HTTP/2 by h2: it answers from a table, or misbehaves as it is told."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from tests.talking_server import Talk, talking_server


@dataclass(slots=True)
class Call:
    """One call as it came, and the means to answer it."""

    talk: Talk
    connection: h2.connection.H2Connection
    stream: int
    headers: dict[str, str]
    body: bytes = b""

    async def flush(self) -> None:
        await self.talk.say(self.connection.data_to_send())

    def begin(self, status: int = 200, *, end: bool = False, **headers: str) -> None:
        fields = [(":status", str(status)), ("content-type", "application/grpc")]
        fields += [(name.replace("_", "-"), value) for name, value in headers.items()]
        self.connection.send_headers(self.stream, fields, end_stream=end)

    def message(self, body: bytes) -> None:
        self.connection.send_data(self.stream, b"\0" + len(body).to_bytes(4, "big") + body)

    def trailer(self, status: str = "0") -> None:
        self.connection.send_headers(self.stream, [("grpc-status", status)], end_stream=True)


Answering = Callable[[Call], Awaitable[None]]


@dataclass(slots=True)
class HealthServer:
    """Where it listens and what it was asked."""

    port: int = 0
    asked: list[Call] = field(default_factory=list)
    alpn: list[str | None] = field(default_factory=list)


def serving(body: bytes = b"\x08\x01") -> Answering:
    """Answer with one message, ``SERVING`` unless told otherwise."""

    async def answer(call: Call) -> None:
        call.begin()
        call.message(body)
        call.trailer()
        await call.flush()

    return answer


def refusing(status: int, message: str = "") -> Answering:
    """Answer with a status other than ``OK``, in headers alone as servers do."""

    async def answer(call: Call) -> None:
        call.begin(end=True, grpc_status=str(status), grpc_message=message)
        await call.flush()

    return answer


def _events(connection: h2.connection.H2Connection, data: bytes) -> list[h2.events.Event]:
    try:
        return connection.receive_data(data)
    except h2.exceptions.ProtocolError:  # what still comes after we said goodbye
        return []


@asynccontextmanager
async def health_server(
    answering: Answering, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[HealthServer]:
    found = HealthServer()

    async def serve(talk: Talk) -> None:
        session = talk.writer.get_extra_info("ssl_object")
        found.alpn.append(session.selected_alpn_protocol() if session is not None else None)
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        await talk.say(connection.data_to_send())
        call: Call | None = None
        while data := await talk.reader.read(65_536):
            for event in _events(connection, data):
                if isinstance(event, h2.events.RequestReceived):
                    headers = {str(name): str(value) for name, value in event.headers}
                    call = Call(talk, connection, event.stream_id, headers)
                    found.asked.append(call)
                elif isinstance(event, h2.events.DataReceived) and call is not None:
                    call.body += event.data
                elif isinstance(event, h2.events.StreamEnded) and call is not None:
                    await answering(call)
            await talk.say(connection.data_to_send())

    async with talking_server(serve, host=host, tls=tls) as server:
        found.port = server.port
        yield found
