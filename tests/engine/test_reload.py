from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from monitor.domain.catalogue import Configuration, Location
from monitor.domain.errors import ConfigurationError, Problem, Severity
from monitor.engine.reload import Reloader
from tests.domain import facts
from tests.domain.facts import DAY, PORTAL, SECOND
from tests.engine.rig import Rig, configuration
from tests.fakes import FakeManifest, quiet

OTHER = "absher/violations"
WRONG = Problem(file="marsad.yaml", line=3, key_path="canaries", value="1", sentence="a list is needed.")
ALSO_WRONG = replace(WRONG, line=7, key_path="grace")
BROKEN = ConfigurationError((WRONG, ALSO_WRONG))
BEFORE = configuration()
AFTER = configuration(facts.service(), facts.service(OTHER), sha256="second")


class Desk:
    """A reloader over a fleet at rest."""

    def __init__(self) -> None:
        self.rig = Rig(BEFORE)
        self.manifest = FakeManifest(BEFORE)
        self.reloader = Reloader(self.manifest, self.rig.fleet, self.rig.outfit)

    async def turn(self) -> None:
        """One poll, and whatever it starts in threads."""
        polled = self.manifest.polls
        await self.rig.advance(5 * SECOND)
        await until(lambda: self.manifest.polls > polled and bool(self.rig.clock.sleepers))


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a thread; the test's own time limit is the only one."""
    while not condition():  # noqa: ASYNC110 - the threads tell nobody
        await asyncio.sleep(0.001)
    await quiet()


@asynccontextmanager
async def polling() -> AsyncIterator[Desk]:
    desk = Desk()
    task = asyncio.create_task(desk.reloader.poll())
    try:
        await until(lambda: desk.manifest.polls == 1)
        await until(lambda: bool(desk.rig.clock.sleepers))
        yield desk
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


# ---- one reload


async def test_good_configuration_is_taken_over_and_said() -> None:
    desk = Desk()
    desk.manifest.answer = AFTER

    problems = await desk.reloader.reload()

    assert problems == ()
    assert desk.rig.fleet.configuration is AFTER
    assert desk.rig.judge.records.keys() == {PORTAL, OTHER}
    assert desk.rig.publisher.reloads == [(True, desk.rig.clock.now(), "second")]
    assert desk.rig.log.said("reloaded") == [{"sha256": "second"}]


async def test_warnings_are_handed_back() -> None:
    warning = replace(WRONG, severity=Severity.WARNING)
    desk = Desk()
    desk.manifest.answer = replace(AFTER, warnings=(warning,))

    assert await desk.reloader.reload() == (warning,)
    assert desk.rig.publisher.reloads[-1][0] is True


async def test_refused_configuration_changes_nothing_but_the_metric() -> None:
    desk = Desk()
    desk.manifest.answer = BROKEN
    records = dict(desk.rig.judge.records)

    problems = await desk.reloader.reload()

    assert problems == (WRONG, ALSO_WRONG)
    assert desk.rig.fleet.configuration is BEFORE
    assert desk.rig.judge.records == records
    assert desk.rig.publisher.reloads == [(False, desk.rig.clock.now(), "first")]  # the old one goes on running
    assert desk.rig.publisher.shown == []
    assert desk.rig.ledger.batches == []
    assert desk.rig.log.said("reload_failed") == [{"problems": 2, "first": str(WRONG)}]


async def test_warning_is_not_logged_as_what_was_wrong() -> None:
    """Problems are sorted by place: a warning in marsad.yaml stood first and hid the error of another file."""
    warning = replace(WRONG, line=1, severity=Severity.WARNING)
    desk = Desk()
    desk.manifest.answer = ConfigurationError((warning, WRONG))

    problems = await desk.reloader.reload()

    assert problems == (warning, WRONG)
    assert desk.rig.log.said("reload_failed") == [{"problems": 1, "first": str(WRONG)}]


async def test_success_after_a_failure_is_shown() -> None:
    desk = Desk()
    desk.manifest.answer = BROKEN
    await desk.reloader.reload()
    desk.manifest.answer = AFTER

    await desk.reloader.reload()

    assert [ok for ok, _, _ in desk.rig.publisher.reloads] == [False, True]


async def test_reloads_go_one_at_a_time() -> None:
    desk = Desk()
    desk.manifest.go.clear()
    reloads = [asyncio.create_task(desk.reloader.reload()) for _ in range(3)]
    await until(lambda: desk.manifest.loads > 0)
    desk.manifest.go.set()

    for one in reloads:
        await one

    assert desk.manifest.loads == 3
    assert desk.manifest.most_at_once == 1


async def test_event_loop_goes_on_while_files_are_read() -> None:
    desk = Desk()
    desk.manifest.go.clear()
    reloading = asyncio.create_task(desk.reloader.reload())
    await until(lambda: desk.manifest.loads == 1)

    await desk.rig.advance(SECOND)
    assert not reloading.done()

    desk.manifest.go.set()
    await reloading


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("location", Location(id="jeddah-1", country="SA")),
        ("storage_url", "sqlite:///elsewhere.db"),
        ("retention", 10 * DAY),
        ("listen", ("127.0.0.1:1",)),
    ],
)
async def test_setting_that_needs_a_restart_is_said(setting: str, value: object) -> None:
    desk = Desk()
    desk.manifest.answer = with_settings(AFTER, **{setting: value})

    await desk.reloader.reload()

    assert desk.rig.log.said("needs_a_restart") == [{"setting": setting}]


async def test_setting_that_a_reload_takes_over_needs_no_restart() -> None:
    desk = Desk()
    desk.manifest.answer = with_settings(AFTER, grace=SECOND, canaries=("https://one.example/",), contact="x")

    await desk.reloader.reload()

    assert desk.rig.log.said("needs_a_restart") == []


def with_settings(configured: Configuration, **settings: object) -> Configuration:
    changed = replace(configured.settings, **settings)  # type: ignore[arg-type] # keywords of the test
    return replace(configured, settings=changed)


# ---- the poll


async def test_unchanged_files_are_not_read_again() -> None:
    async with polling() as desk:
        for _ in range(4):
            await desk.turn()

        assert desk.manifest.loads == 0


async def test_change_is_taken_up_once_two_polls_agree() -> None:
    async with polling() as desk:
        desk.manifest.answer, desk.manifest.contents = AFTER, "second"
        await desk.turn()
        assert desk.manifest.loads == 0

        await desk.turn()
        assert desk.manifest.loads == 1
        assert desk.rig.fleet.configuration is AFTER

        await desk.turn()
        assert desk.manifest.loads == 1


async def test_file_that_is_still_being_written_is_waited_for() -> None:
    async with polling() as desk:
        for contents in ("a", "ab", "abc"):
            desk.manifest.contents = contents
            await desk.turn()
        assert desk.manifest.loads == 0

        await desk.turn()
        assert desk.manifest.loads == 1


async def test_change_that_is_taken_back_is_no_change() -> None:
    async with polling() as desk:
        desk.manifest.contents = "second"
        await desk.turn()
        desk.manifest.contents = "first"
        await desk.turn()
        await desk.turn()

        assert desk.manifest.loads == 0


async def test_refused_files_are_not_read_again_until_they_change() -> None:
    async with polling() as desk:
        desk.manifest.answer, desk.manifest.contents = BROKEN, "second"
        for _ in range(4):
            await desk.turn()
        assert desk.manifest.loads == 1
        assert [ok for ok, _, _ in desk.rig.publisher.reloads] == [False]

        desk.manifest.answer, desk.manifest.contents = AFTER, "third"
        for _ in range(2):
            await desk.turn()
        assert [ok for ok, _, _ in desk.rig.publisher.reloads] == [False, True]


async def test_files_mended_to_what_is_running_are_read_again_after_a_refusal_on_request() -> None:
    """Refused on SIGHUP and then mended, they looked unchanged to the poll, and the metric stayed 0."""
    async with polling() as desk:
        desk.manifest.answer, desk.manifest.contents = BROKEN, "broken"
        await desk.reloader.reload()
        desk.manifest.answer, desk.manifest.contents = BEFORE, "first"
        for _ in range(2):
            await desk.turn()

        assert [ok for ok, _, _ in desk.rig.publisher.reloads] == [False, True]
