"""The gRPC health call over real sockets, against a server of h2's other side."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable

import pytest
import trustme

from monitor.domain.observation import Outcome, Reason
from monitor.domain.target import GrpcTarget, TlsSettings
from tests.adapters.probes.looking import Looking, let_go_of, open_descriptors
from tests.adapters.probes.test_http_tls import serving as certified
from tests.health_server import Call, HealthServer, health_server, refusing, serving
from tests.talking_server import Talk, talking_server

look_at = Looking()


def target(port: int, service: str = "", *, host: str = "127.0.0.1", tls: TlsSettings | None = None) -> GrpcTarget:
    return GrpcTarget(host=host, port=port, service=service, tls=tls)


@pytest.mark.parametrize(("host", "authority"), [("127.0.0.1", "127.0.0.1:{}"), ("::1", "[::1]:{}")])
async def test_serving_is_ok(host: str, authority: str) -> None:
    async with health_server(serving(), host=host) as server:
        seen = await look_at(target(server.port, host=host))

    assert (seen.outcome, seen.reason, seen.answer) == (Outcome.OK, None, ("SERVING",))
    assert seen.phases is not None
    assert None not in (seen.phases.connect, seen.phases.processing)
    assert (seen.phases.resolve, seen.phases.tls, seen.http, seen.tls) == (None, None, None, None)
    (call,) = server.asked
    assert call.headers == {
        ":method": "POST",
        ":scheme": "http",
        ":authority": authority.format(server.port),
        ":path": "/grpc.health.v1.Health/Check",
        "te": "trailers",
        "content-type": "application/grpc",
        "user-agent": "marsad/0.1.0 (+https://example.org/marsad)",
    }
    assert call.body == b"\0\0\0\0\0"


async def test_service_is_asked_for_by_its_name() -> None:
    name = "absher." + "v" * 200

    async with health_server(serving()) as server:
        await look_at(target(server.port, name))

    assert server.asked[0].body == b"\0\0\0\0\xd2\x0a\xcf\x01" + name.encode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\x08\x02", "NOT_SERVING"),
        (b"\x08\x00", "UNKNOWN"),
        (b"", "UNKNOWN"),
        (b"\x08\x03", "SERVICE_UNKNOWN"),
        (b"\x08\x09", "9"),
        (b"\x12\x02ab\x1d\0\0\0\0\x21\0\0\0\0\0\0\0\0\x08\x02", "NOT_SERVING"),  # behind fields that we do not know
    ],
)
async def test_other_serving_status_is_expect(body: bytes, status: str) -> None:
    async with health_server(serving(body)) as server:
        seen = await look_at(target(server.port))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.EXPECT)
    assert [(one.rule, one.found, one.wanted) for one in seen.evidence] == [
        ("expect.serving_status", status, "SERVING")
    ]
    assert seen.answer == (status,)


@pytest.mark.parametrize(
    ("status", "message", "found"),
    [
        (5, "unknown service", "NOT_FOUND: unknown service"),
        (12, "", "UNIMPLEMENTED"),
        (14, "%D8%B5%D9%8A%D8%A7%D9%86%D8%A9", "UNAVAILABLE: صيانة"),
        (99, "", "99"),
    ],
)
async def test_other_status_of_the_call_is_status(status: int, message: str, found: str) -> None:
    async with health_server(refusing(status, message)) as server:
        seen = await look_at(target(server.port, "nobody"))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.STATUS)
    assert [(one.rule, one.found, one.wanted) for one in seen.evidence] == [("grpc.status", found, "OK")]


async def test_status_of_http_is_status() -> None:
    async def unavailable(call: Call) -> None:
        call.begin(503, end=True)
        await call.flush()

    async with health_server(unavailable) as server:
        seen = await look_at(target(server.port))

    assert (seen.reason, seen.evidence[0].rule, seen.evidence[0].found) == (Reason.STATUS, "grpc.http_status", "503")


async def test_tls_offers_h2_and_tells_the_session(authority: trustme.CA, trusting: TlsSettings) -> None:
    context = certified(authority.issue_cert("127.0.0.1"))
    context.set_alpn_protocols(["h2"])

    async with health_server(serving(), tls=context) as server:
        seen = await look_at(target(server.port, tls=trusting))

    assert (seen.outcome, server.alpn) == (Outcome.OK, ["h2"])
    assert server.asked[0].headers[":scheme"] == "https"
    assert seen.tls is not None
    assert seen.tls.not_after is not None
    assert seen.phases is not None
    assert seen.phases.tls is not None


async def test_certificate_that_does_not_verify(trusting: TlsSettings) -> None:
    context = certified(trustme.CA().issue_cert("127.0.0.1"))

    async with health_server(serving(), tls=context) as server:
        seen = await look_at(target(server.port, tls=trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CERTIFICATE)


async def test_no_http2_is_protocol() -> None:
    async def speak_http_1(talk: Talk) -> None:
        await talk.say(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await talk.wait_for_the_end()

    async with talking_server(speak_http_1) as server:
        seen = await look_at(target(server.port))

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.PROTOCOL, "grpc.frames")


async def no_status(call: Call) -> None:
    call.begin()
    call.connection.send_data(call.stream, b"", end_stream=True)
    await call.flush()


async def broken_status(call: Call) -> None:
    call.begin(end=True, grpc_status="²")
    await call.flush()


async def endless_status(call: Call) -> None:
    call.begin(end=True, grpc_status="9" * 5000)
    await call.flush()


async def compressed(call: Call) -> None:
    call.begin()
    call.connection.send_data(call.stream, b"\1\0\0\0\2\x08\x01")
    call.trailer()
    await call.flush()


@pytest.mark.parametrize(
    "answering",
    [
        no_status,
        broken_status,
        endless_status,
        compressed,
        serving(b"\x08"),
        serving(b"\x08" + b"\xff" * 11),
        serving(b"\x0b"),
        serving(b"\x12\x7f"),
    ],
)
async def test_answer_that_is_no_grpc_is_protocol(answering: Callable[[Call], Awaitable[None]]) -> None:
    async with health_server(answering) as server:
        seen = await look_at(target(server.port))

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.PROTOCOL, "grpc.frames")


async def test_endless_answer_is_protocol_within_the_bound() -> None:
    async def flood(call: Call) -> None:
        call.begin()
        while True:
            # Past flow control, which a hostile server does not keep either: frames of unknown type.
            await call.talk.say(b"\x00\x40\x00\xfa\x00\x00\x00\x00\x00" + bytes(0x4000))

    async with health_server(flood) as server:
        seen = await look_at(target(server.port))

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.PROTOCOL, "grpc.frames")


async def cancel(call: Call) -> None:
    call.connection.reset_stream(call.stream, 8)
    await call.flush()


async def go_away(call: Call) -> None:
    call.connection.close_connection()
    await call.flush()


async def hang_up(call: Call) -> None:
    call.talk.writer.close()


@pytest.mark.parametrize("answering", [cancel, go_away, hang_up])
async def test_call_that_the_server_ends_is_reset(answering: Callable[[Call], Awaitable[None]]) -> None:
    async with health_server(answering) as server:
        seen = await look_at(target(server.port))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_silence_is_timeout() -> None:
    async def nothing(call: Call) -> None:
        del call

    async with health_server(nothing) as server:
        seen = await look_at(target(server.port), deadline=0.3)

    assert (seen.reason, seen.evidence[0].found) == (Reason.TIMEOUT, "still in processing")


async def test_closed_port_is_connect() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seen = await look_at(target(unused.getsockname()[1]))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CONNECT)


async def test_slower_than_slow_is_slow() -> None:
    async with health_server(serving()) as server:
        seen = await look_at(target(server.port), slow=0.0)

    assert (seen.outcome, seen.evidence[0].rule) == (Outcome.SLOW, "slow")


async def test_cancelled_probe_leaves_no_socket() -> None:
    async def nothing(call: Call) -> None:
        del call

    async def prepared(server: HealthServer) -> int:
        await look_at(target(server.port), deadline=0.1)
        return open_descriptors()

    async with health_server(nothing) as server:
        before = await prepared(server)
        for turns in range(12):
            await look_at.cancelled(target(server.port), turns)
        after = await let_go_of(before)

    assert after <= before
