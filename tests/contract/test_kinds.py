"""Every kind of check is whole: a look, a section, windows, politeness, reasons and metrics, one after the other.

Each table below has a line for each kind; a kind that is new fails here until it has its own.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import pytest
import trustme
from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import Metrics
from monitor.adapters.manifest import load
from monitor.adapters.patterns import text_rule
from monitor.adapters.probes.registry import LOOKS
from monitor.domain.cadence import DueKind
from monitor.domain.catalogue import Check
from monitor.domain.conduct import BACKOFF_FIRST
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.target import (
    DnsTarget,
    GrpcTarget,
    HttpTarget,
    IcmpTarget,
    Kind,
    Step,
    Target,
    TcpTarget,
    TlsTarget,
)
from monitor.engine.hosts import Hosts
from monitor.engine.view import Build, CheckView
from tests import faulty_server as faults
from tests.adapters.manifest.conftest import MARSAD, PLATFORM
from tests.adapters.probes.looking import Looking
from tests.dns_server import dns_server, records
from tests.domain.facts import HOUR, LANDING, MINUTE, PORTAL, SECOND, catalogue, check, service, utc, window
from tests.engine.test_agenda import NOON, POLITE, Run, rate_limited, settled
from tests.engine.test_judge import Desk
from tests.health_server import health_server, refusing
from tests.talking_server import Talk, talking_server

HOST = "www.absher.example"
EVERY_KIND = pytest.mark.parametrize("kind", Kind)

TARGETS: dict[Kind, Target] = {
    Kind.HTTP: HttpTarget(url=f"https://{HOST}/"),
    Kind.TCP: TcpTarget(host=HOST, port=25),
    Kind.TLS: TlsTarget(host=HOST),
    Kind.DNS: DnsTarget(name="absher.example", resolvers=((HOST, 53),)),
    Kind.ICMP: IcmpTarget(host=HOST),
    Kind.GRPC: GrpcTarget(host=HOST, port=443),
}
SECTIONS = {
    Kind.HTTP: '{url: "https://absher.example/"}',
    Kind.TCP: "{host: absher.example, port: 25, starttls: smtp}",
    Kind.TLS: "{host: absher.example, min_left: 14d}",
    Kind.DNS: "{name: absher.example, resolvers: [192.0.2.53, 198.51.100.53], agree: true}",
    Kind.ICMP: "{host: absher.example}",
    Kind.GRPC: "{host: absher.example, port: 443, tls: {}}",
}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """Not in debug mode: there asyncio's server reports the handshake that our probe refuses as a fault of its own."""
    return "asyncio"


# --- a fault for each kind, on a real socket where there is one


@asynccontextmanager
async def broken_http() -> AsyncIterator[Target]:
    async with faults.faulty_server(faults.answers(status=503)) as server:
        yield HttpTarget(url=server.url())


@asynccontextmanager
async def broken_tcp() -> AsyncIterator[Target]:
    async def turn_away(talk: Talk) -> None:
        await talk.say(b"554 no service\r\n")

    async with talking_server(turn_away) as server:
        yield TcpTarget(host="127.0.0.1", port=server.port, steps=(Step(expect=text_rule("^220")),))


@asynccontextmanager
async def broken_tls() -> AsyncIterator[Target]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    async def silent(talk: Talk) -> None:
        await talk.wait_for_the_end()

    async with talking_server(silent, tls=context) as server:
        yield TlsTarget(host="127.0.0.1", port=server.port)


@asynccontextmanager
async def broken_dns() -> AsyncIterator[Target]:
    async with dns_server(records(rcode="SERVFAIL")) as server:
        yield DnsTarget(name="absher.example", resolvers=(("127.0.0.1", server.port),))


@asynccontextmanager
async def broken_icmp() -> AsyncIterator[Target]:
    yield IcmpTarget(host="gone.example")  # a name without address: the one fault that needs no rights


@asynccontextmanager
async def broken_grpc() -> AsyncIterator[Target]:
    async with health_server(refusing(5)) as server:
        yield GrpcTarget(host="127.0.0.1", port=server.port)


Broken = Callable[[], AbstractAsyncContextManager[Target]]

BROKEN: dict[Kind, tuple[Broken, Reason, set[str]]] = {
    Kind.HTTP: (broken_http, Reason.STATUS, {"connect", "processing", "transfer", "total"}),
    Kind.TCP: (broken_tcp, Reason.EXPECT, {"connect", "processing", "total"}),
    Kind.TLS: (broken_tls, Reason.CERTIFICATE, {"connect", "tls", "total"}),
    Kind.DNS: (broken_dns, Reason.DNS, {"processing", "total"}),
    Kind.ICMP: (broken_icmp, Reason.DNS, {"resolve", "total"}),
    Kind.GRPC: (broken_grpc, Reason.STATUS, {"connect", "processing", "total"}),
}


async def seen_broken(kind: Kind) -> Observation:
    def unknown(host: str, family: int) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async with BROKEN[kind][0]() as target:
        assert target.kind is kind
        seen = await Looking(unknown)(target)
    return replace(seen, check_id=LANDING, location="riyadh-1")


def check_of(kind: Kind, check_id: str = LANDING, interval: timedelta = MINUTE) -> Check:
    return replace(check(check_id, interval=interval), target=TARGETS[kind])


def test_registry_has_a_look_for_every_kind() -> None:
    assert set(LOOKS) == set(Kind)
    assert len(set(LOOKS.values())) == len(Kind)


@EVERY_KIND
def test_kind_can_be_written_in_a_file(kind: Kind, tmp_path: Path) -> None:
    text = PLATFORM.replace('http: {url: "https://absher.example/"}', f"{kind}: {SECTIONS[kind]}")
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms/absher.yaml").write_text(text, "utf-8")
    (tmp_path / "marsad.yaml").write_text(MARSAD, "utf-8")

    found = load(tmp_path / "marsad.yaml", {}).catalogue.checks[LANDING]

    assert type(found.target) is type(TARGETS[kind])
    assert found.target.kind is kind


@EVERY_KIND
async def test_fault_of_a_kind_ends_in_its_reason_and_shows_its_phases(kind: Kind) -> None:
    _, reason, phases = BROKEN[kind]

    seen = await seen_broken(kind)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, reason)
    assert seen.evidence
    assert {one.name for one in fields(seen.phases) if getattr(seen.phases, one.name) is not None} == phases  # type: ignore[arg-type] # there are some


@EVERY_KIND
async def test_outage_of_a_kind_inside_a_window_is_planned_and_outside_is_not(kind: Kind) -> None:
    seen = await seen_broken(kind)
    watched = catalogue(service(PORTAL, check_of(kind, interval=4 * HOUR)))

    def fail(desk: Desk, *times: str) -> Desk:
        for at in times:
            desk._written(desk.judge.observe(replace(seen, started_at=utc(at), completed_at=utc(at)), scheduled=True))
        return desk

    inside = fail(Desk(window(), watched=watched).sees(Outcome.OK, "08:58"), "09:10", "09:10:10")
    outside = fail(Desk(window(), watched=watched).sees(Outcome.OK, "08:05"), "08:10", "08:10:10")

    assert inside.states()[-1] == "09:10 planned_downtime"
    assert outside.states()[-1] == "08:10 unplanned_outage"


@EVERY_KIND
def test_checks_of_a_kind_on_one_host_take_turns_and_keep_the_floor(kind: Kind) -> None:
    checks = [check_of(kind), check_of(kind, "absher/portal/other"), check_of(Kind.HTTP, "absher/portal/page")]
    agenda, start = settled(checks, POLITE)

    run = Run(agenda, duration=7 * SECOND).until(start + HOUR)

    made = sorted(at for at, due in run.made if due.kind is DueKind.SCHEDULED)
    assert {due.check_id for _, due in run.made} == {one.id for one in checks}
    assert len(made) > 20
    assert all(later - earlier >= POLITE.floor for earlier, later in pairwise(made))


@EVERY_KIND
def test_only_a_page_ends_the_back_off_of_its_host(kind: Kind) -> None:
    page = check_of(Kind.HTTP, "absher/portal/page")
    hosts = Hosts([page, check_of(kind)], POLITE)

    def ask(check_id: str, seen: Observation, at: timedelta) -> None:
        hosts.begin(check_id, DueKind.SCHEDULED, NOON + at)
        hosts.finish(check_id, seen, NOON + at)

    ask(page.id, rate_limited(page.id), timedelta(0))
    ask(LANDING, replace(rate_limited(), outcome=Outcome.OK, reason=None), BACKOFF_FIRST)
    ask(page.id, rate_limited(page.id), 2 * BACKOFF_FIRST)

    assert hosts.interval(page.id) == (BACKOFF_FIRST if kind is Kind.HTTP else 2 * BACKOFF_FIRST)


@EVERY_KIND
async def test_probe_of_a_kind_is_in_the_metrics(kind: Kind) -> None:
    _, reason, phases = BROKEN[kind]
    seen = await seen_broken(kind)
    metrics = Metrics(CollectorRegistry(), Build(version="0", revision="r", pythonversion="3", tzdata="t"))
    metrics.enrol_location(seen.location, canaries=2)

    metrics.publish_check(CheckView(check=check_of(kind), location=seen.location, observation=seen))
    metrics.count_probe(seen)
    text = metrics.render("", gzip=False)[1].decode()

    where = f'{{service_id="{PORTAL}",check="landing",location="riyadh-1"'
    assert f"marsad_probe_success{where}}} 0\n" in text
    for phase in ("resolve", "connect", "tls", "processing", "transfer", "total"):
        assert (f'marsad_probe_duration_seconds{where},phase="{phase}"}} ' in text) is (phase in phases)
    assert f'location="riyadh-1",reason="{reason}"}} 1\n' in text
    assert (f"marsad_probe_http_status_code{where}}}" in text) is (kind is Kind.HTTP)
    assert (f"marsad_tls_certificate_not_after_timestamp_seconds{where}}}" in text) is (kind is Kind.TLS)
