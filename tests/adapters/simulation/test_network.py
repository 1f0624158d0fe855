# The simulated platforms, looked at by the real prober.
from __future__ import annotations

import ssl
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.probes import CanaryProber, NetworkProber
from monitor.adapters.simulation import (
    Behaviour,
    Cut,
    Mend,
    SimulatedNetwork,
    SimulatedPlatform,
    SimulationError,
    Step,
    Switch,
    issue,
    play,
)
from monitor.domain.catalogue import Check, Location, Platform, Settings, Text
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.target import Expect, HttpTarget, TlsSettings

HOST = "absher.example"


@pytest.fixture
def ca_file(tmp_path: Path) -> Path:
    return tmp_path / "ca.pem"


@pytest.fixture
async def network(ca_file: Path) -> AsyncIterator[SimulatedNetwork]:
    platform = SimulatedPlatform(HOST, "أبشر", issue([HOST], ca_file), slow_seconds=0.6)
    async with SimulatedNetwork([platform]) as found:
        yield found


SETTINGS = Settings(
    location=Location(id="x", country="SA"),
    timezone="Asia/Riyadh",
    storage_url="sqlite:///x.db",
    retention=timedelta(days=1),
    listen=(),
    external_url="",
    canaries=(),
    contact="https://marsad.example/",
    contact_is_placeholder=False,
    own_hosts=(HOST,),
)


async def look(network: SimulatedNetwork, ca_file: Path) -> Observation:
    name = Text(en="Absher", ar="أبشر")
    check = Check(
        id="absher/portal/landing",
        target=HttpTarget(
            url=network.platforms[HOST].url,
            resolve={HOST: "127.0.0.1"},
            tls=TlsSettings(ca_file=str(ca_file)),
            expect=Expect(contains=("أبشر",)),
        ),
        interval=timedelta(seconds=60),
        timeout=timedelta(seconds=10),
        slow=timedelta(seconds=0.5),
    )
    platform = Platform(id="absher", name=name, operator=name, timezone="Asia/Riyadh", hosts=(HOST,))
    return await NetworkProber(SystemClock(), SETTINGS.location, SETTINGS, "0").probe(check, platform)


async def canaries_answer(network: SimulatedNetwork) -> list[bool]:
    prober = CanaryProber(SystemClock(), SETTINGS, "0")
    return [await prober.reachable(target) for target in network.canaries]


@pytest.mark.parametrize(
    ("behaviour", "outcome", "reason"),
    [
        (Behaviour.WORKS, Outcome.OK, None),
        (Behaviour.SLOW, Outcome.SLOW, None),
        (Behaviour.FAILS, Outcome.FAILED, Reason.STATUS),
        (Behaviour.MAINTENANCE, Outcome.FAILED, Reason.MAINTENANCE_PAGE),
        (Behaviour.BLOCKS, Outcome.BLOCKED, Reason.BLOCKED),
    ],
)
async def test_platform_is_seen_as_it_behaves(
    network: SimulatedNetwork, ca_file: Path, behaviour: Behaviour, outcome: Outcome, reason: Reason | None
) -> None:
    network.platforms[HOST].behaviour = behaviour

    seen = await look(network, ca_file)

    # A busy machine may answer late even without being told to.
    assert seen.outcome is outcome or (seen.outcome, outcome) == (Outcome.SLOW, Outcome.OK)
    assert seen.reason is reason
    assert seen.tls is not None
    assert seen.tls.verified


async def test_network_that_is_cut_reaches_nothing_and_comes_back_at_the_same_ports(
    network: SimulatedNetwork, ca_file: Path
) -> None:
    ports = (network.canaries, network.platforms[HOST].url)
    before = await canaries_answer(network)

    await network.cut()
    blind, dark = await look(network, ca_file), await canaries_answer(network)
    await network.mend()
    seen, after = await look(network, ca_file), await canaries_answer(network)

    assert (before, dark, after) == ([True, True], [False, False], [True, True])
    assert (blind.outcome, blind.reason) == (Outcome.FAILED, Reason.CONNECT)
    assert seen.outcome in {Outcome.OK, Outcome.SLOW}
    assert (network.canaries, network.platforms[HOST].url) == ports


async def test_script_is_played_in_the_order_of_its_offsets_until_it_is_over(network: SimulatedNetwork) -> None:
    told: list[str] = []
    steps: list[Step] = [
        Mend(offset=3, told="mend"),
        Switch(offset=1, host=HOST, behaviour=Behaviour.FAILS, told="switch"),
        Cut(offset=2, told="cut"),
        Switch(offset=4, host=HOST, behaviour=Behaviour.WORKS, told="never"),
    ]

    async def is_over(offset: float) -> bool:
        return offset > 3

    await play(steps, network, is_over, lambda step: told.append(step.told))

    assert told == ["switch", "cut", "mend"]
    assert network.platforms[HOST].behaviour is Behaviour.FAILS
    assert await canaries_answer(network) == [True, True]


def test_missing_trustme_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, ca_file: Path) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)

    with pytest.raises(SimulationError, match=r"pip install marsad\[demo\]$"):
        issue([HOST], ca_file)


def test_authority_signs_for_every_host(ca_file: Path) -> None:
    assert isinstance(issue([HOST, "qiwa.example"], ca_file), ssl.SSLContext)
    assert ca_file.read_text().startswith("-----BEGIN CERTIFICATE-----")
