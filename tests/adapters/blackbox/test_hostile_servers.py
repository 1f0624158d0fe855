"""The same hostile servers, asked through ``/probe``: an answer within the deadline, and nothing left of it."""

from __future__ import annotations

import asyncio
import tracemalloc
from pathlib import Path

import pytest
import trustme

from monitor.adapters.clock import SystemClock
from tests.adapters.blackbox.desk import Desk, modules_of
from tests.adapters.probes.hostilities import (
    CASES,
    HostileServer,
    Hostility,
    Serve,
    Wire,
    connections_left,
    hostile_server,
    says,
)
from tests.adapters.probes.test_http_tls import serving

DEADLINE_SECONDS = 0.7
MODULES = """
modules:
  http_2xx:
    prober: http
    timeout: {deadline:.0f}ms
    http:
      tls_config:
        ca_file: {ca_file}
"""
SLACK_SECONDS = 0.5  # for a loop that is shared with the server
MOST_MEMORY = 4 * 1024 * 1024  # the buffers of the server, which is in this process too, included


@pytest.mark.parametrize("hostility", CASES)
async def test_hostile_server_costs_a_guest_no_more_than_the_deadline(hostility: Hostility, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = serving(authority.issue_cert("127.0.0.1")) if hostility.speaks == "https" else None
    modules = MODULES.format(deadline=1000 * DEADLINE_SECONDS, ca_file=tmp_path / "ca.pem")

    async with hostile_server(hostility.serve, tls) as server:
        await _ask(Desk(modules=modules_of(tmp_path, modules)), hostility.url(server.port), server)


async def _ask(desk: Desk, target: str, server: HostileServer) -> None:
    clock = SystemClock()
    tracemalloc.start()
    try:
        began = clock.monotonic()
        reply = await desk.ask(target=target, module="http_2xx")
        lasted = clock.monotonic() - began
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert reply.status == 200
    assert "probe_success" in reply.samples
    assert reply.samples["probe_duration_seconds"] <= DEADLINE_SECONDS + SLACK_SECONDS
    assert lasted < 2 * DEADLINE_SECONDS + SLACK_SECONDS
    assert peak <= MOST_MEMORY
    assert await connections_left(server.port) == 0
    assert server.connections <= 11


async def test_second_answer_that_nobody_asked_for_is_not_read(tmp_path: Path) -> None:
    desk = Desk(modules=modules_of(tmp_path, "modules: {http_2xx: {prober: http}}"))
    first, second = (
        b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes",
    )

    async with hostile_server(says(first + second)) as server:
        reply = await desk.ask(target=f"http://127.0.0.1:{server.port}/", module="http_2xx")

    assert reply.samples["probe_http_status_code"] == 404
    assert reply.samples["probe_http_uncompressed_body_length"] == 2


# --- HTTP/2, frame by frame

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


@pytest.mark.parametrize("serve", HTTP2.values(), ids=HTTP2.keys())
async def test_hostile_server_of_http_2_costs_a_guest_no_more_than_the_deadline(serve: Serve, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = serving(authority.issue_cert("127.0.0.1"))
    tls.set_alpn_protocols(["h2"])
    modules = MODULES.format(deadline=1000 * DEADLINE_SECONDS, ca_file=tmp_path / "ca.pem")

    async with hostile_server(serve, tls) as server:
        await _ask(Desk(modules=modules_of(tmp_path, modules)), f"https://127.0.0.1:{server.port}/", server)
