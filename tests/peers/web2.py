# A server of HTTP/2 on loopback, over TLS alone, that answers a few paths in their own ways.
from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import h2.config
import h2.connection
import h2.events

Fields = Sequence[tuple[str, str]]
_RESET = 0x2  # INTERNAL_ERROR


@dataclass(frozen=True, slots=True)
class Page:
    """What a path answers; ``cut`` ends the stream with an error instead of its end."""

    fields: Fields
    body: bytes = b""
    cut: bool = False


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
    while chunk := await reader.read(65536):
        for event in connection.receive_data(chunk):
            if isinstance(event, h2.events.RequestReceived):
                _begin(connection, event, waiting)
            elif isinstance(event, h2.events.DataReceived):
                connection.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 1)
        for stream in tuple(waiting):
            _go_on(connection, stream, waiting)
        writer.write(connection.data_to_send())
        await writer.drain()


def _begin(connection: h2.connection.H2Connection, event: h2.events.RequestReceived, waiting: dict[int, Page]) -> None:
    assert event.stream_id is not None
    asked = {str(name): str(value) for name, value in event.headers or ()}
    page = _PAGES.get(asked[":path"], _PAGES["/404"])
    body = b"" if asked[":method"] == "HEAD" else page.body
    if page.fields:
        connection.send_headers(event.stream_id, list(page.fields), end_stream=not body and not page.cut)
    if body or page.cut:
        waiting[event.stream_id] = Page(page.fields, body, page.cut)


def _go_on(connection: h2.connection.H2Connection, stream: int, waiting: dict[int, Page]) -> None:
    page = waiting[stream]
    body = page.body
    while body:
        room = min(connection.local_flow_control_window(stream), connection.max_outbound_frame_size, len(body))
        if room == 0:
            waiting[stream] = Page(page.fields, body, page.cut)
            return
        part, body = body[:room], body[room:]
        connection.send_data(stream, part, end_stream=not body and not page.cut)
    if page.cut:
        connection.reset_stream(stream, _RESET)
    del waiting[stream]
