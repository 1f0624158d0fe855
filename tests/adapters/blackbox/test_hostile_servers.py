"""The same hostile servers, asked through ``/probe``: an answer within the deadline, and nothing left of it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
import trustme

from monitor.adapters.clock import SystemClock
from tests.adapters.blackbox.desk import Desk, modules_of
from tests.adapters.probes.hostile_frames import HTTP2
from tests.adapters.probes.hostilities import (
    CASES,
    HostileServer,
    Hostility,
    Serve,
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


@pytest.mark.parametrize("serve", HTTP2.values(), ids=HTTP2.keys())
async def test_hostile_server_of_http_2_costs_a_guest_no_more_than_the_deadline(serve: Serve, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = serving(authority.issue_cert("127.0.0.1"))
    tls.set_alpn_protocols(["h2"])
    modules = MODULES.format(deadline=1000 * DEADLINE_SECONDS, ca_file=tmp_path / "ca.pem")

    async with hostile_server(serve, tls) as server:
        await _ask(Desk(modules=modules_of(tmp_path, modules)), f"https://127.0.0.1:{server.port}/", server)
