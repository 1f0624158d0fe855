"""A probe that is cancelled at any moment leaves nothing behind that would fail the next one."""

from __future__ import annotations

import asyncio
import os
import random

import pytest
import trustme

from monitor.adapters.probes import NetworkProber, Resolver
from monitor.domain.observation import Observation, Outcome
from monitor.domain.target import HttpTarget, TlsSettings
from tests import faulty_server as faults
from tests.adapters.probes.conftest import LoopClock, Probe, check_of, platform_of, settings_of
from tests.adapters.probes.test_http_tls import serving

PROBES = 5_000
AT_ONCE = 100


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone


async def test_cancellation_from_outside_passes_through(probe: Probe) -> None:
    asked = asyncio.Event()

    async def notice(exchange: faults.Exchange) -> None:
        asked.set()
        await faults.says_nothing(exchange)

    async with faults.faulty_server(notice) as server:
        task = asyncio.ensure_future(probe(server.url()))
        await asked.wait()
        task.cancel()
        await asyncio.wait({task})

    assert task.cancelled()


@pytest.mark.parametrize(
    "anyio_backend", [("asyncio", {"use_uvloop": False}), ("asyncio", {"use_uvloop": True})], ids=["asyncio", "uvloop"]
)
async def test_five_thousand_cancelled_probes_harm_none_of_the_next_hundred(
    authority: trustme.CA, trusting: TlsSettings
) -> None:
    settings = settings_of()
    prober = NetworkProber(
        LoopClock(), settings.location, settings, "0.1.0", resolver=Resolver(lambda *_: ["127.0.0.1"])
    )
    moments = random.Random(5000)
    slots = asyncio.Semaphore(AT_ONCE)
    platform = platform_of(["127.0.0.1"])

    async def answer_or_wait(exchange: faults.Exchange) -> None:
        await asyncio.sleep(moments.choice((0, 0.001, 0.01)))
        await faults.answers(b"a" * 20_000)(exchange)

    async def cancelled(url: str) -> None:
        async with slots:
            target = HttpTarget(url=url, tls=trusting)
            task = asyncio.create_task(prober.probe(check_of(target, timeout=30), platform))
            # Counted in turns of the loop, not in time: on any machine some are cancelled in every phase.
            for _ in range(min(moments.randrange(30), moments.randrange(30))):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait({task})

    async with (
        faults.faulty_server(answer_or_wait) as plain,
        faults.faulty_server(answer_or_wait, serving(authority.issue_cert("127.0.0.1", "localhost"))) as secure,
    ):
        before = open_descriptors()
        async with asyncio.TaskGroup() as group:
            for number in range(PROBES):
                # One in fifty over TLS, whose handshakes cost most of the time of this test.
                url = (
                    secure.url()
                    if number % 50 == 0
                    else plain.url(host="localhost" if number % 10 == 1 else "127.0.0.1")
                )
                group.create_task(cancelled(url))
        for _ in range(100):
            await asyncio.sleep(0.01)
            if open_descriptors() <= before:
                break
        after = open_descriptors()
        good: list[Observation] = [
            await prober.probe(check_of(HttpTarget(url=plain.url())), platform) for _ in range(100)
        ]

    assert after <= before
    assert len(plain.seen) > 100  # many had got as far as the request
    assert [seen.outcome for seen in good] == [Outcome.OK] * 100
