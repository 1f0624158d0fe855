# A server of HTTP/2 on loopback that answers a few paths in their own ways, and gRPC's question about health.
from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import h2.config
import h2.connection
import h2.events

Fields = Sequence[tuple[str, str]]
_RESET = 0x2  # INTERNAL_ERROR


@dataclass(frozen=True, slots=True)
class Page:
    """What a path answers; ``cut`` ends the stream with an error instead of its end, ``trailer`` with more fields."""

    fields: Fields
    body: bytes = b""
    cut: bool = False
    trailer: Fields = ()


_CALL = [(":status", "200"), ("content-type", "application/grpc")]
_HEALTH = "/grpc.health.v1.Health/Check"
_DONE = [("grpc-status", "0")]


def _health(status: int) -> Page:
    return Page(_CALL, b"\0\0\0\0\x02\x08" + bytes([status]), trailer=_DONE)


# By the service that is asked about, as it stands in the request.
_CALLS: Mapping[bytes, Page] = {
    b"\0\0\0\0\0": _health(1),
    b"\0\0\0\0\x06\x0a\x04down": _health(2),
    b"\0\0\0\0\x09\x0a\x07nowhere": Page(_CALL, trailer=[("grpc-status", "5"), ("grpc-message", "unknown service")]),
    b"\0\0\0\0\x07\x0a\x05plain": Page([(":status", "404")], b"no page"),
}


_PAGES: Mapping[str, Page] = {
    "/ok": Page([(":status", "200"), ("content-length", "5"), ("x-test", "alpha")], b"hello"),
    "/nolength": Page([(":status", "200")], b"hello world"),
    "/bare": Page([(":status", "200")]),
    "/404": Page([(":status", "404")], b"none"),
    "/big": Page([(":status", "200")], b"x" * 300_000),
    "/moved": Page([(":status", "302"), ("location", "/ok")], b"moved"),
    "/cut": Page([(":status", "200")], b"hel", cut=True),
    "/refused": Page([], cut=True),
}


async def http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve one connection."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    waiting: dict[int, Page] = {}
    calls: set[int] = set()
    while chunk := await reader.read(65536):
        for event in connection.receive_data(chunk):
            if isinstance(event, h2.events.RequestReceived):
                _begin(connection, event, waiting, calls)
            elif isinstance(event, h2.events.DataReceived):
                connection.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 1)
                if event.stream_id in calls:
                    _answer(connection, event.stream_id, _CALLS[event.data or b""], waiting)
                    calls.discard(event.stream_id)
        for stream in tuple(waiting):
            _go_on(connection, stream, waiting)
        writer.write(connection.data_to_send())
        await writer.drain()


def _begin(
    connection: h2.connection.H2Connection,
    event: h2.events.RequestReceived,
    waiting: dict[int, Page],
    calls: set[int],
) -> None:
    assert event.stream_id is not None
    asked = {str(name): str(value) for name, value in event.headers or ()}
    if asked[":path"] == _HEALTH:
        calls.add(event.stream_id)
        return
    page = _PAGES.get(asked[":path"], _PAGES["/404"])
    _answer(connection, event.stream_id, replace(page, body=b"") if asked[":method"] == "HEAD" else page, waiting)


def _answer(connection: h2.connection.H2Connection, stream: int, page: Page, waiting: dict[int, Page]) -> None:
    is_short = not page.body and not page.cut and not page.trailer
    if page.fields:
        connection.send_headers(stream, list(page.fields), end_stream=is_short)
    if not is_short:
        waiting[stream] = page


def _go_on(connection: h2.connection.H2Connection, stream: int, waiting: dict[int, Page]) -> None:
    page = waiting[stream]
    body = page.body
    while body:
        room = min(connection.local_flow_control_window(stream), connection.max_outbound_frame_size, len(body))
        if room == 0:
            waiting[stream] = replace(page, body=body)
            return
        part, body = body[:room], body[room:]
        connection.send_data(stream, part, end_stream=not body and not page.cut and not page.trailer)
    if page.trailer:
        connection.send_headers(stream, list(page.trailer), end_stream=True)
    if page.cut:
        connection.reset_stream(stream, _RESET)
    del waiting[stream]
