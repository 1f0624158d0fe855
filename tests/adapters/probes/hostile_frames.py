# Servers of HTTP/2 that mean harm, frame by frame (RFC 9113), for whoever speaks it.
from __future__ import annotations

import asyncio

from tests.adapters.probes.hostilities import Serve, Wire

HEADERS, RESET, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION, DATA = 1, 3, 4, 5, 6, 7, 8, 9, 0
END_HEADERS = 4


def frame(kind: int, payload: bytes = b"", *, flags: int = 0, stream: int = 0) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def headers_frame(*fields: tuple[bytes, bytes], flags: int = END_HEADERS) -> bytes:
    """Literals without indexing (RFC 7541, 6.2.2), so that anything can be said."""
    block = b"".join(b"\x00" + _text_of(name) + _text_of(value) for name, value in fields)
    return frame(HEADERS, block, flags=flags, stream=1)


def _text_of(text: bytes) -> bytes:
    if len(text) < 127:
        return bytes([len(text)]) + text
    rest, size = len(text) - 127, b"\x7f"
    while rest >= 128:
        size, rest = size + bytes([rest % 128 + 128]), rest // 128
    return size + bytes([rest]) + text


def frames(*sent: bytes, again: bytes = b"") -> Serve:
    """Settings, what is given, and one thing for ever."""

    async def serve(wire: Wire) -> None:
        await wire.reader.read(1)
        await wire.send(frame(SETTINGS) + b"".join(sent))
        while again:
            await wire.send(again)
            await asyncio.sleep(0)
        await wire.reader.read()

    return serve


OK = headers_frame((b":status", b"200"))
HTTP2 = {
    "status of letters": frames(headers_frame((b":status", b"abc"))),
    "status of nothing": frames(headers_frame((b":status", b""))),
    "status of five thousand digits": frames(headers_frame((b":status", b"9" * 5000))),
    "status that is a digit of no number": frames(headers_frame((b":status", "²".encode()))),
    "no status": frames(headers_frame((b"x", b"y"))),
    "length that is a digit of no number": frames(
        headers_frame((b":status", b"200"), (b"content-length", "²".encode()))
    ),
    "length of five thousand digits": frames(headers_frame((b":status", b"200"), (b"content-length", b"9" * 5000))),
    "bytes that are no text": frames(headers_frame((b":status", b"302"), (b"location", b"\xff\xfe\x00\r\n"))),
    "interim answers without end": frames(again=headers_frame((b":status", b"103")) * 50),
    "settings without end": frames(again=frame(SETTINGS) * 200),
    "pings without end": frames(again=frame(PING, bytes(8)) * 200),
    "pings without end behind a head": frames(OK, again=frame(PING, bytes(8)) * 200),
    "headers without end": frames(
        headers_frame((b":status", b"200"), flags=0), again=frame(CONTINUATION, b"\x00\x01x\x01y" * 100, stream=1)
    ),
    "empty continuations without end": frames(
        headers_frame((b":status", b"200"), flags=0), again=frame(CONTINUATION, stream=1) * 500
    ),
    "empty data without end": frames(OK, again=frame(DATA, stream=1) * 500),
    "trailers again and again": frames(OK, again=headers_frame((b"x", b"y")) * 100),
    "data before the head": frames(frame(DATA, b"early", stream=1)),
    "a promise": frames(frame(PUSH, (2).to_bytes(4, "big"), flags=END_HEADERS, stream=1)),
    "a window beyond its limit": frames(frame(WINDOW, (2**31 - 1).to_bytes(4, "big")) * 3),
    "goodbye": frames(frame(GOAWAY, bytes(8))),
    "reset": frames(frame(RESET, (8).to_bytes(4, "big"), stream=1)),
    "a frame of sixteen megabytes": frames(b"\xff\xff\xff" + bytes([DATA, 0]) + (1).to_bytes(4, "big")),
    "a stream nobody opened": frames(frame(HEADERS, b"\x88", flags=END_HEADERS, stream=7)),
    "a broken block": frames(frame(HEADERS, b"\xff\xff\xff\xff\xff", flags=END_HEADERS, stream=1)),
    "a block that expands": frames(
        frame(HEADERS, b"\x40\x01x" + _text_of(b"a" * 3900) + b"\xbe" * 12_000, flags=END_HEADERS, stream=1)
    ),
    "noise": frames(bytes(range(256)) * 20),
}
