"""Each reason of the closed set has one server of its own, and what is probed there lands in that reason alone."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import trustme

from monitor.domain.observation import REFUSALS, Outcome, Reason
from monitor.domain.target import Expect
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Lookups, Probe
from tests.adapters.probes.test_http_tls import serving
from tests.talking_server import lines, talking_server

REQUEST_REJECTED = """<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.
Please consult with your administrator. Your support ID is: 123456789012345678</body></html>"""
UNDER_MAINTENANCE = "<title>صيانة</title><p>عزيزنا العميل، الموقع تحت الصيانة حاليا.</p>"

Url = AbstractAsyncContextManager[str]


@asynccontextmanager
async def unknown_name(lookups: Lookups) -> AsyncIterator[str]:
    lookups.answers = {"portal.example": [[]]}
    yield "http://portal.example/"


@asynccontextmanager
async def exhausted_monitor(lookups: Lookups) -> AsyncIterator[str]:
    lookups.answers = {"portal.example": [OSError(errno.EMFILE, "Too many open files")]}
    yield "http://portal.example/"


@asynccontextmanager
async def closed_port(_: Lookups) -> AsyncIterator[str]:
    async with faults.refusing_port() as port:
        yield f"http://127.0.0.1:{port}/"


@asynccontextmanager
async def ssh_behind_https(_: Lookups) -> AsyncIterator[str]:
    async with talking_server(lines(b"SSH-2.0-OpenSSH_9.2\r\n")) as server:
        yield f"https://127.0.0.1:{server.port}/"


@asynccontextmanager
async def unknown_authority(_: Lookups) -> AsyncIterator[str]:
    async with faults.faulty_server(faults.answers(), serving(trustme.CA().issue_cert("127.0.0.1"))) as server:
        yield server.url()


def page(behaviour: faults.Behaviour) -> Callable[[Lookups], Url]:
    """A server of plain HTTP with one behaviour."""

    @asynccontextmanager
    async def served(_: Lookups) -> AsyncIterator[str]:
        async with faults.faulty_server(behaviour) as server:
            yield server.url()

    return served


def html(text: str, status: int = 200, **headers: str) -> Callable[[Lookups], Url]:
    """A server that gives one page."""
    return page(faults.answers(text.encode(), status, Content_Type="text/html; charset=utf-8", **headers))


FIXTURES: Mapping[Reason, Callable[[Lookups], Url]] = {
    Reason.DNS: unknown_name,
    Reason.CONNECT: closed_port,
    Reason.RESET: page(faults.resets_before_headers),
    Reason.TLS: ssh_behind_https,
    Reason.CERTIFICATE: unknown_authority,
    Reason.TIMEOUT: page(faults.says_nothing),
    Reason.PROTOCOL: page(faults.sends(b"ICY 200 OK\r\n\r\n")),
    Reason.REDIRECT: page(faults.redirects("https://elsewhere.example/")),
    Reason.STATUS: html("no such page", 404),
    Reason.CONTENT: html("another page"),
    Reason.EXPECT: html("welcome to little"),
    Reason.MAINTENANCE_PAGE: html(UNDER_MAINTENANCE, 503),
    Reason.BLOCKED: html(REQUEST_REJECTED),
    Reason.CHALLENGED: html("one moment", 403, cf_mitigated="challenge"),
    Reason.RATE_LIMITED: html("", 429),
    Reason.SELF: exhausted_monitor,
}
EXPECT = Expect(contains=("welcome",), min_bytes=len("welcome to little") + 1)


def outcome_of(reason: Reason) -> Outcome:
    if reason is Reason.SELF:
        return Outcome.NOTHING
    return Outcome.BLOCKED if reason in REFUSALS else Outcome.FAILED


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_has_a_server_that_lands_in_it(probe: Probe, lookups: Lookups, reason: Reason) -> None:
    async with asyncio.timeout(20), FIXTURES[reason](lookups) as url:
        seen = await probe(url, deadline=0.5 if reason is Reason.TIMEOUT else 10.0, expect=EXPECT)

    assert (seen.outcome, seen.reason) == (outcome_of(reason), reason), seen.evidence
    assert all(len(one.found) <= 200 for one in seen.evidence)
    assert seen.evidence


async def test_page_that_is_as_expected_has_no_reason(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers(b"welcome to what is large enough")) as server:
        seen = await probe(server.url(), expect=EXPECT)

    assert (seen.outcome, seen.reason, seen.evidence) == (Outcome.OK, None, ())
