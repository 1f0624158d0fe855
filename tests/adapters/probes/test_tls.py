"""Handshakes and certificates of `tls` checks over real sockets: what fails, for which reason, and what is known."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread

import pytest
import trustme

from monitor.adapters.probes.tls import expiring
from monitor.domain.observation import Outcome, Reason, TlsFacts
from monitor.domain.target import TlsSettings, TlsTarget
from tests.adapters.probes.conftest import BASE
from tests.adapters.probes.looking import Looking, let_go_of, open_descriptors
from tests.adapters.probes.test_http_tls import EXPIRES, serving
from tests.talking_server import Talk, talking_server

look_at = Looking()
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
NOW = BASE


async def silent(talk: Talk) -> None:
    await talk.wait_for_the_end()


@contextmanager
def blocking_server(context: ssl.SSLContext) -> Iterator[int]:
    """One connection by a thread: asyncio's server drops the alert that says why it refuses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                context.wrap_socket(connection, server_side=True).close()

        thread = Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def target(port: int, tls: TlsSettings, *, host: str = "127.0.0.1", min_left: timedelta = timedelta(0)) -> TlsTarget:
    return TlsTarget(host=host, port=port, tls=tls, min_left=min_left)


async def test_good_session_is_ok_and_tells_its_certificate(authority: trustme.CA, trusting: TlsSettings) -> None:
    context = serving(authority.issue_cert("127.0.0.1", not_after=EXPIRES))

    async with talking_server(silent, tls=context) as server:
        seen = await look_at(target(server.port, trusting))

    assert (seen.outcome, seen.reason) == (Outcome.OK, None)
    assert seen.tls is not None
    assert (seen.tls.version, seen.tls.not_after, seen.tls.verified) == ("TLSv1.3", EXPIRES, True)
    assert seen.phases is not None
    assert None not in (seen.phases.connect, seen.phases.tls)
    assert (seen.phases.processing, seen.phases.transfer, seen.http) == (None, None, None)


async def test_server_sees_a_whole_handshake(authority: trustme.CA, trusting: TlsSettings) -> None:
    async with talking_server(silent, tls=serving(authority.issue_cert("127.0.0.1"))) as server:
        await look_at(target(server.port, trusting))
        await server.ended.wait()

    assert server.connections == 1  # counted after the handshake


async def test_chain_of_another_authority_is_certificate_and_tells_what_was_shown(trusting: TlsSettings) -> None:
    context = serving(trustme.CA().issue_cert("127.0.0.1", not_after=EXPIRES))

    async with talking_server(silent, tls=context) as server:
        seen = await look_at(target(server.port, trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CERTIFICATE)
    assert seen.tls is not None
    assert (seen.tls.not_after, seen.tls.verified) == (EXPIRES, False)


async def test_certificate_that_expires_too_soon_is_expect(authority: trustme.CA, trusting: TlsSettings) -> None:
    leaf = authority.issue_cert("127.0.0.1", not_after=BASE + 10 * DAY)

    async with talking_server(silent, tls=serving(leaf)) as server:
        soon = await look_at(target(server.port, trusting, min_left=30 * DAY))
        late = await look_at(target(server.port, trusting, min_left=9 * DAY))

    assert (soon.outcome, soon.reason) == (Outcome.FAILED, Reason.EXPECT)
    (evidence,) = soon.evidence
    assert (evidence.rule, evidence.wanted) == ("expect.min_left", "30.0 days at least")
    assert evidence.found.endswith("days left")
    assert evidence.found.startswith("2026-12-04T06:00:00Z")
    assert late.outcome is Outcome.OK


@pytest.mark.parametrize(
    ("facts", "min_left", "found"),
    [
        ({"chain_not_after": NOW + 9 * DAY, "earliest_not_after": NOW - DAY}, 9 * DAY, None),
        ({"chain_not_after": NOW + 9 * DAY}, 9 * DAY + SECOND, "2026-12-03T06:00:00Z, 9.0 days left"),
        ({"earliest_not_after": NOW + 9 * DAY, "not_after": NOW + 99 * DAY}, 10 * DAY, "2026-12-03T06:00:00Z, 9.0 da"),
        ({"earliest_not_after": NOW - DAY}, 0 * DAY, "2026-11-23T06:00:00Z, -1.0 days left"),
        ({}, 0 * DAY, None),
        ({}, DAY, "no expiry"),
    ],
)
def test_verified_chain_counts_and_else_all_that_was_shown(
    facts: dict[str, datetime], min_left: timedelta, found: str | None
) -> None:
    judgement = expiring(TlsFacts(version="TLSv1.3", cipher="", **facts), min_left, NOW)  # type: ignore[arg-type] # instants

    assert (judgement is None) is (found is None)
    assert judgement is None or judgement.evidence[0].found.startswith(found or "")


async def test_version_below_the_least_is_tls(authority: trustme.CA, trusting: TlsSettings) -> None:
    context = serving(authority.issue_cert("127.0.0.1"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    with blocking_server(context) as port:
        refused = await look_at(target(port, replace(trusting, min_version="TLSv1.3")))
    async with talking_server(silent, tls=context) as server:
        taken = await look_at(target(server.port, replace(trusting, min_version="TLSv1.2")))

    assert (refused.outcome, refused.reason) == (Outcome.FAILED, Reason.TLS)
    assert taken.outcome is Outcome.OK


async def test_plain_text_on_the_port_is_tls(trusting: TlsSettings) -> None:
    async def speak(talk: Talk) -> None:
        await talk.say(b"220 mail ready\r\n")

    async with talking_server(speak) as server:
        seen = await look_at(target(server.port, trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TLS)


async def test_close_inside_the_handshake_is_reset(trusting: TlsSettings) -> None:
    async def cut(talk: Talk) -> None:
        await talk.reader.read(10)

    async with talking_server(cut) as server:
        seen = await look_at(target(server.port, trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_silence_is_timeout_in_tls(trusting: TlsSettings) -> None:
    async with talking_server(silent) as server:
        seen = await look_at(target(server.port, trusting), deadline=0.3)

    assert (seen.reason, seen.evidence[0].found) == (Reason.TIMEOUT, "still in tls")


async def test_closed_port_is_connect(trusting: TlsSettings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seen = await look_at(target(unused.getsockname()[1], trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CONNECT)


async def test_authority_that_is_not_there_is_our_own_fault() -> None:
    async with talking_server(silent) as server:
        seen = await look_at(target(server.port, TlsSettings(ca_file="/nowhere/ca.pem")))

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


async def test_server_name_of_the_settings_is_asked_for(authority: trustme.CA, trusting: TlsSettings) -> None:
    async with talking_server(silent, host="::1", tls=serving(authority.issue_cert("portal.example"))) as server:
        seen = await look_at(target(server.port, replace(trusting, server_name="portal.example"), host="::1"))

    assert seen.outcome is Outcome.OK


async def test_cancelled_probe_leaves_no_socket(authority: trustme.CA, trusting: TlsSettings) -> None:
    async with talking_server(silent, tls=serving(authority.issue_cert("127.0.0.1"))) as server:
        await look_at(target(server.port, trusting))
        before = open_descriptors()
        for turns in range(12):
            await look_at.cancelled(target(server.port, trusting), turns)
        after = await let_go_of(before)

    assert after <= before
