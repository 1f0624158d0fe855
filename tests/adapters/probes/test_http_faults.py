"""Each way to fail lands in its own reason, seen on real sockets."""

from __future__ import annotations

import errno
import socket

import pytest

from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import Expect, IpProtocol, TlsSettings
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Lookups, Probe

NO_SUCH_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
TRY_AGAIN = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


async def test_unknown_name_is_dns(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [NO_SUCH_NAME]}

    seen = await probe("http://portal.example/")

    assert (seen.outcome, seen.reason, seen.attempts) == (Outcome.FAILED, Reason.DNS, 1)
    assert seen.phases is not None
    assert seen.phases.resolve is not None
    assert seen.phases.connect is None
    assert seen.http is not None
    assert seen.http.status == 0
    assert "Name or service not known" in seen.evidence[0].found


async def test_name_that_is_none_is_dns(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [[]]}

    seen = await probe("http://portal.example/", protocol=IpProtocol.V6)

    assert seen.reason is Reason.DNS


async def test_resolver_that_asks_to_try_again_is_asked_again(probe: Probe, lookups: Lookups) -> None:
    async with faults.faulty_server(faults.answers()) as server:
        lookups.answers = {"portal.example": [TRY_AGAIN, TRY_AGAIN, ["127.0.0.1"]]}

        seen = await probe(server.url(host="portal.example"), own_hosts=["portal.example"])

    assert (seen.outcome, seen.attempts, seen.retries) == (Outcome.OK, 3, ("EAI_AGAIN", "EAI_AGAIN"))


async def test_resolver_that_never_recovers_is_dns(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [TRY_AGAIN]}

    seen = await probe("http://portal.example/")

    assert (seen.outcome, seen.reason, seen.attempts) == (Outcome.FAILED, Reason.DNS, 3)


async def test_full_table_of_descriptors_is_ours(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [OSError(errno.EMFILE, "Too many open files")]}

    seen = await probe("http://portal.example/")

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)
    assert seen.retries == ("EMFILE", "EMFILE")


async def test_deadline_while_waiting_for_our_own_fault_is_ours(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [OSError(errno.EMFILE, "Too many open files")]}

    seen = await probe("http://portal.example/", deadline=0.05)

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


async def test_refused_is_connect(probe: Probe) -> None:
    async with faults.refusing_port() as port:
        seen = await probe(f"http://127.0.0.1:{port}/")

    assert (seen.outcome, seen.reason, seen.attempts) == (Outcome.FAILED, Reason.CONNECT, 1)
    assert seen.phases is not None
    assert seen.phases.resolve is None
    assert seen.phases.connect is not None
    assert seen.phases.tls is None
    assert "Refused" in seen.evidence[0].found


async def test_black_hole_is_timeout_in_connect(probe: Probe) -> None:
    async with faults.black_hole() as port:
        seen = await probe(f"http://127.0.0.1:{port}/", deadline=0.3)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TIMEOUT)
    assert seen.evidence == (Evidence(rule="fault.timeout", found="still in connect", wanted="all within 0.3s"),)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (faults.says_nothing, Reason.TIMEOUT),
        (faults.drips, Reason.TIMEOUT),
        (faults.closes, Reason.RESET),
        (faults.resets_before_headers, Reason.RESET),
        (faults.resets_inside_headers, Reason.RESET),
        (faults.closes_inside_headers, Reason.RESET),
        (faults.sends_half_a_body, Reason.RESET),
        (faults.sends(faults.head(Transfer_Encoding="chunked") + b"5\r\nabc"), Reason.RESET),
        (faults.sends(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Reason.PROTOCOL),
        (faults.sends(b"HTTP/1.1 abc OK\r\n\r\n"), Reason.PROTOCOL),
        (faults.sends(faults.head(Transfer_Encoding="chunked") + b"zz\r\nabc"), Reason.PROTOCOL),
        (faults.sends_endless_headers, Reason.PROTOCOL),
        (faults.answers(b"this is no gzip", Content_Encoding="gzip"), Reason.PROTOCOL),
    ],
)
async def test_fault_has_its_reason(probe: Probe, behaviour: faults.Behaviour, reason: Reason) -> None:
    async with faults.faulty_server(behaviour) as server:
        seen = await probe(server.url(), deadline=0.5 if reason is Reason.TIMEOUT else 5.0)

    assert (seen.outcome, seen.reason, seen.attempts) == (Outcome.FAILED, reason, 1)
    assert server.connections == 1


async def test_slow_drip_ends_in_transfer(probe: Probe) -> None:
    async with faults.faulty_server(faults.drips) as server:
        seen = await probe(server.url(), deadline=0.3)

    assert seen.evidence[0].found == "still in transfer"
    assert seen.http is not None
    assert seen.http.status == 200
    assert seen.http.body_bytes > 0


async def test_silence_ends_in_processing(probe: Probe) -> None:
    async with faults.faulty_server(faults.says_nothing) as server:
        seen = await probe(server.url(), deadline=0.3)

    assert seen.evidence[0].found == "still in processing"
    assert seen.phases is not None
    assert seen.phases.transfer is None


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (500, Outcome.FAILED, Reason.STATUS),
        (404, Outcome.FAILED, Reason.STATUS),
        (403, Outcome.BLOCKED, Reason.BLOCKED),
        (429, Outcome.BLOCKED, Reason.RATE_LIMITED),
    ],
)
async def test_status_is_judged(probe: Probe, status: int, outcome: Outcome, reason: Reason) -> None:
    async with faults.faulty_server(faults.answers(status=status, Retry_After="120")) as server:
        seen = await probe(server.url())

    assert (seen.outcome, seen.reason) == (outcome, reason)
    assert (seen.retry_after is not None) == (outcome is Outcome.BLOCKED)


async def test_slow_answer_is_slow(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers_after(0.05)) as server:
        seen = await probe(server.url(), slow=0.01)

    assert (seen.outcome, seen.reason) == (Outcome.SLOW, None)


async def test_wrong_text_is_content(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers("مغلق 1234567890".encode())) as server:
        seen = await probe(server.url(), expect=Expect(contains=("أبشر",)))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CONTENT)
    assert seen.evidence == (Evidence(rule="expect.contains", found="مغلق ##########", wanted="أبشر"),)


async def test_unusable_ca_file_is_ours(probe: Probe) -> None:
    seen = await probe("https://127.0.0.1:1/", tls=TlsSettings(ca_file="missing.pem"))

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


async def test_unusable_url_is_an_observation(probe: Probe) -> None:
    seen = await probe("http://portal.example:99999999/")

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.PROTOCOL)
