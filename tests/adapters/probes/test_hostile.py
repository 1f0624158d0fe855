"""A server that means harm costs one probe its deadline, 256 KiB and one log line at the most."""

from __future__ import annotations

import ssl
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from unicodedata import category

import pytest
import trustme

from monitor.adapters.probes.redirects import MOST_REDIRECTS
from monitor.adapters.transport.body import LONGEST_BODY
from monitor.domain.observation import Reason
from monitor.domain.target import GrpcTarget, TlsSettings
from tests.adapters.probes.conftest import Probe
from tests.adapters.probes.hostile_frames import HTTP2
from tests.adapters.probes.hostilities import (
    CASES,
    KINDS,
    HostileServer,
    Hostility,
    Serve,
    connections_left,
    hostile_server,
)
from tests.adapters.probes.looking import Looking
from tests.adapters.probes.test_http_tls import serving
from tests.e2e.files import Document, Files, platform_of, service_of
from tests.e2e.program import Program, Scrape, free_port

DEADLINE_SECONDS = 0.7
SLACK_SECONDS = 0.5  # for a loop that is shared with the server
MOST_MEMORY = 4 * 1024 * 1024  # the buffers of the server, which is in this process too, included
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of characters that a terminal or a page obeys
OUR_HEADERS = {b"host", b"accept", b"accept-encoding", b"connection", b"user-agent"}


@pytest.fixture(scope="module")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    return serving(authority.issue_cert("127.0.0.1"))


@pytest.mark.parametrize("hostility", CASES)
async def test_hostile_server_costs_no_more_than_is_allowed(
    probe: Probe, hostility: Hostility, server_tls: ssl.SSLContext, trusting: TlsSettings
) -> None:
    async with hostile_server(hostility.serve, server_tls if hostility.speaks == "https" else None) as server:
        tracemalloc.start()
        try:
            seen = await probe(hostility.url(server.port), deadline=DEADLINE_SECONDS, tls=trusting)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        left = await connections_left(server.port)

    assert seen.reason in hostility.reasons, seen
    assert (seen.completed_at - seen.started_at).total_seconds() <= DEADLINE_SECONDS + SLACK_SECONDS
    assert seen.phases is not None
    assert seen.phases.total <= DEADLINE_SECONDS + SLACK_SECONDS
    assert seen.http is not None
    assert seen.http.body_bytes <= LONGEST_BODY
    assert hostility.truncated in {None, seen.http.truncated}
    assert all(len(fact.found) <= 200 and not STEERING & set(map(category, fact.found)) for fact in seen.evidence)
    assert hostility.found is None or hostility.found in seen.evidence[0].found
    assert peak <= MOST_MEMORY
    assert left == 0
    assert server.connections <= 1 + MOST_REDIRECTS
    assert [request for request in server.requests if not _is_ours(request)] == []


@pytest.mark.parametrize("serve", HTTP2.values(), ids=HTTP2.keys())
async def test_hostile_server_of_http_2_costs_a_call_no_more_than_the_deadline(serve: Serve) -> None:
    async with hostile_server(serve) as server:
        tracemalloc.start()
        try:
            seen = await Looking()(GrpcTarget(host="127.0.0.1", port=server.port), deadline=DEADLINE_SECONDS)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        left = await connections_left(server.port)

    assert seen.reason in {Reason.TIMEOUT, Reason.RESET, Reason.PROTOCOL, Reason.STATUS}
    assert seen.phases is not None
    assert seen.phases.total <= DEADLINE_SECONDS + SLACK_SECONDS
    assert all(len(fact.found) <= 200 and not STEERING & set(map(category, fact.found)) for fact in seen.evidence)
    assert peak <= MOST_MEMORY
    assert left == 0


def _is_ours(request: bytes) -> bool:
    """Whether a request is one line and the headers that we always send, whatever a redirect wished for."""
    first, *lines = request.removesuffix(b"\r\n\r\n").split(b"\r\n")
    names = {line.partition(b":")[0].lower() for line in lines}
    plain = all(0x20 < byte < 0x7F for byte in first.replace(b" ", b""))
    return names == OUR_HEADERS and plain and first.count(b" ") == 2 and not any(b"\n" in line for line in lines)


@pytest.fixture
async def hostile_ports(server_tls: ssl.SSLContext) -> AsyncIterator[dict[str, tuple[Hostility, HostileServer]]]:
    """A server for each hostility, by the name of a service."""
    async with AsyncExitStack() as stack:
        found: dict[str, tuple[Hostility, HostileServer]] = {}
        for kind, hostilities in KINDS.items():
            for number, hostility in enumerate(hostilities):
                tls = server_tls if hostility.speaks == "https" else None
                server = await stack.enter_async_context(hostile_server(hostility.serve, tls))
                found[f"{kind}-{number}"] = (hostility, server)
        yield found


async def test_program_says_one_line_about_each_hostile_server_at_most(
    hostile_ports: dict[str, tuple[Hostility, HostileServer]], trusting: TlsSettings, tmp_path: Path
) -> None:
    files = Files(tmp_path, free_port(), [])
    files.settings["defaults"] = {**files.settings["defaults"], "interval": "60s", "recheck": "30s"}
    files.write_settings()
    http: Document = {"tls": {"ca_file": trusting.ca_file}}
    files.write_platform(
        platform_of([service_of(name, where[0].url(where[1].port), http=http) for name, where in hostile_ports.items()])
    )
    program = Program(files.main, files.port, tmp_path / "program.log", {})

    program.start()
    try:
        await program.ready()
        at_first = program.log
        await program.until(lambda scrape: _probes(scrape) >= len(hostile_ports))
        lines = program.log.removeprefix(at_first).splitlines()
    finally:
        await program.end()

    assert len(lines) <= len(hostile_ports), lines
    assert "Traceback" not in program.log
    assert "probe_raised" not in program.log


def _probes(scrape: Scrape) -> float:
    return scrape.counts("marsad_probes_total")
