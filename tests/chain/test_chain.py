# Who gets woken, proved from probe to webhook on the real clock with scaled settings.
from __future__ import annotations

import asyncio
import dataclasses
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.chain import story
from tests.chain.stack import Chain, Notification, Webhook, chain, shipped_rules, webhook
from tests.chain.story import STORY, Act, Scenario
from tests.e2e.files import Files, platform_of, service_of, window_of
from tests.e2e.platform import Canary, Platform, simulated_platform
from tests.e2e.program import ROOT, Program, free_port, now, wait_until

NAIVE = ROOT / "config" / "prometheus" / "tests" / "naive.yml"
_LEAD_SECONDS = 8.0  # between the writing of the windows and second 0: the stack starts meanwhile

pytestmark = pytest.mark.timeout(400)


@dataclass(frozen=True, slots=True)
class Told:
    """What the two webhooks were told by the end."""

    marsad: Webhook
    naive: Webhook
    zero: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that acts."""

    site: Platform
    canaries: tuple[Canary, Canary]
    program: Program
    files: Files
    chains: tuple[Chain, Chain]


def _write(files: Files, site: Platform, begins_in: float) -> float:
    """Platforms and windows; the loop's time of second 0."""
    zero = now() + timedelta(seconds=begins_in)
    windows = []
    for scenario in STORY:
        services = [service_of("main", site.url(f"/{scenario.name}"), **scenario.check) | {"tier": 1}]
        files.write_platform(platform_of(services, scenario.name))
        if scenario.impact:
            starts, ends = (zero + timedelta(seconds=second) for second in story.WINDOW)
            spec = window_of(scenario.name, ["main"], starts, ends, platform=scenario.name, impact=scenario.impact)
            windows.append(spec)
        if scenario.dependants:
            names = [f"dependant-{number}" for number in range(scenario.dependants)]
            behind = [service_of(name, site.url(f"/{scenario.name}/behind")) | {"tier": 1} for name in names]
            edge = {"depends_on": [{"service": scenario.service_id, "strength": "hard"}]}
            files.write_platform(platform_of([one | edge for one in behind], f"{scenario.name}-dependants"))
    files.write_windows(*windows)
    return asyncio.get_running_loop().time() + begins_in


async def _sleep_until(at: float) -> None:
    await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))


async def _play(path: str, acts: tuple[Act, ...], site: Platform, zero: float) -> None:
    for act in acts:
        await _sleep_until(zero + act.at)
        site.switch(act.behaviour, path)


async def _lose_own_network(canaries: tuple[Canary, Canary], zero: float) -> None:
    await _sleep_until(zero + story.BLIND[0])
    for canary in canaries:
        await canary.close()
    await _sleep_until(zero + story.BLIND[1])
    for canary in canaries:
        await canary.open()


async def _restart_alertmanager(chains: tuple[Chain, Chain], zero: float) -> None:
    await _sleep_until(zero + story.ALERTMANAGER_RESTARTS)
    for one in chains:
        await asyncio.to_thread(one.alertmanager.end)
        await one.alertmanager.start()


async def _kill_the_monitor(program: Program, zero: float) -> None:
    await _sleep_until(zero + story.KILLED)
    await program.kill()
    await _sleep_until(zero + story.STARTED_AGAIN)
    program.start()
    await program.ready()
    await _sleep_until(zero + story.OVER)
    await program.kill()


async def _act(stage: Stage, zero: float) -> None:
    async with asyncio.TaskGroup() as tasks:
        for scenario in STORY:
            tasks.create_task(_play(f"/{scenario.name}", scenario.acts, stage.site, zero))
            tasks.create_task(_play(f"/{scenario.name}/behind", scenario.behind, stage.site, zero))
        tasks.create_task(_lose_own_network(stage.canaries, zero))
        tasks.create_task(_restart_alertmanager(stage.chains, zero))
        tasks.create_task(_kill_the_monitor(stage.program, zero))
    webhook_of_marsad = stage.chains[0].webhook

    async def said() -> bool | None:
        return webhook_of_marsad.pages("operators", lambda alerts: ("MarsadDown", "") in alerts) > 0 or None

    await wait_until(said, "MarsadDown")


async def _told(folder: Path) -> Told:
    """Play the whole story; both sets of rules listen to the same monitor."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(simulated_platform())
        canaries = (Canary(), Canary())
        for canary in canaries:
            await canary.open()
            stack.push_async_callback(canary.close)
        files = Files(folder / "marsad", free_port(), [canary.target for canary in canaries])
        chains = tuple(
            chain(folder / name, rules, files.port, stack.enter_context(webhook()), group_by)
            # The naive rule knows no platform; grouped by service, each scenario has a group of its own all the same.
            for name, rules, group_by in (
                ("shipped", shipped_rules(), None),
                ("naive", [NAIVE], ["alertname", "service_id"]),
            )
        )
        program = Program(files.main, files.port, folder / "marsad.log", {})
        stack.push_async_callback(program.end)
        for one in chains:
            stack.callback(one.end)
            await one.start()
        zero = _write(files, site, _LEAD_SECONDS)
        program.start()
        await program.ready()
        await _act(Stage(site, canaries, program, files, (chains[0], chains[1])), zero)
        return Told(chains[0].webhook, chains[1].webhook, zero)


def _is_about(scenario: Scenario, alerts: tuple[tuple[str, str], ...]) -> bool:
    return any(service_id.partition("/")[0].startswith(scenario.name) for _, service_id in alerts)


def _untimely(told: Told) -> list[str]:
    """Pages and resolves that came outside their seconds."""
    return [
        f"{scenario.title}: {'page' if message.firing else 'resolve'} at {message.at - told.zero:.1f} s"
        for scenario in STORY
        for message in told.marsad.turns("pager", partial(_is_about, scenario))
        if not _bounds(scenario, message)[0] <= message.at - told.zero <= _bounds(scenario, message)[1]
    ]


def _bounds(scenario: Scenario, message: Notification) -> tuple[float, float]:
    return scenario.paged if message.firing else scenario.resolved


def _received(heard: Webhook, scenario: Scenario) -> dict[str, int]:
    """Pages, resolves and tickets about the services of one scenario."""
    ours = partial(_is_about, scenario)
    return {
        "pages": heard.pages("pager", ours),
        "resolves": heard.resolves("pager", ours),
        "tickets": heard.pages("tickets", ours),
    }


def _expected(scenario: Scenario) -> dict[str, int]:
    facts = dataclasses.asdict(scenario)
    return {key: facts[key] for key in ("pages", "resolves", "tickets")}


def _table(heard: Webhook) -> str:
    rows = [f"{'scenario':<58} {'expected':<28} received"]
    for scenario in STORY:
        wanted, found = (
            " ".join(f"{key}={number}" for key, number in facts.items())
            for facts in (_expected(scenario), _received(heard, scenario))
        )
        rows.append(f"{scenario.title:<58} {wanted:<28} {found}{'' if wanted == found else '   DIFFERS'}")
    return "\n".join(rows)


async def test_pages_received_are_those_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One test, since the story is played once; the same story under naive rules proves that it can fail."""
    told = await _told(tmp_path)

    with capsys.disabled():
        sys.stdout.write(f"\nshipped rules\n{_table(told.marsad)}\n\nnaive rules\n{_table(told.naive)}\n")
    assert {s.title: _received(told.marsad, s) for s in STORY} == {s.title: _expected(s) for s in STORY}
    assert _untimely(told) == []
    assert told.marsad.pages("pager", lambda _: True) == sum(scenario.pages for scenario in STORY)
    assert told.marsad.pages("operators", lambda alerts: ("MarsadBlind", "") in alerts) == 1
    assert told.marsad.pages("operators", lambda alerts: ("MarsadDown", "") in alerts) == 1
    assert sum(_received(told.naive, s)["pages"] != s.pages for s in STORY) >= 3
