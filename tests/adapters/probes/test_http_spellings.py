"""A rule of conduct holds however its object is written, and whoever carries the request."""

from __future__ import annotations

import pytest

from monitor.domain.observation import Outcome, Reason
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Probe


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_private_address_is_not_asked_for_through_a_proxy_either(probe: Probe, scheme: str) -> None:
    async with faults.connect_proxy(1) as proxy:
        seen = await probe(f"{scheme}://10.0.0.1/", hosts=["10.0.0.1"], proxy_url=proxy.url)

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.DNS, "address.private")
    assert proxy.targets == []


async def test_circle_is_seen_though_each_turn_has_another_user_part(probe: Probe) -> None:
    async def go_round(exchange: faults.Exchange) -> None:
        sock = exchange.writer.get_extra_info("sockname")
        await faults.redirects(f"http://turn{len(server.seen)}@127.0.0.1:{sock[1]}/")(exchange)

    async with faults.faulty_server(go_round) as server:
        seen = await probe(server.url())

    assert (seen.reason, seen.evidence[0].rule) == (Reason.REDIRECT, "redirect.loop")
    assert server.connections == 1
    assert "turn" not in seen.evidence[0].found
