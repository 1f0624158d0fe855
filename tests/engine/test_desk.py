from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from monitor.domain.book import Author
from monitor.domain.change import Change, Verb
from monitor.domain.correction import Correction, Remark
from monitor.domain.errors import WindowChangedError, WindowRefusedError
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.desk import Desk, Entered
from monitor.engine.drawer import Drawer
from tests.domain import facts
from tests.domain.facts import AUTHOR, MINUTE, SECOND
from tests.engine.rig import Rig, configuration, running
from tests.fakes import quiet

FEED = Author(by="a feed", why="it says so", origin="feed:ministry")


def desk_of(rig: Rig) -> Desk:
    return Desk(rig.fleet, rig.ledger, rig.clock, Drawer(rig.publisher))


def beginning_now(rig: Rig) -> WindowSpec:
    return replace(facts.window(), starts=rig.clock.now(), ends=rig.clock.now() + 30 * MINUTE, timezone="UTC")


def declared(spec: WindowSpec) -> Change:
    return Change(verb=Verb.DECLARE, window_id=spec.id, author=AUTHOR, spec=spec)


def revised(window_id: str, version: str | None, **changes: object) -> Change:
    return Change(verb=Verb.REVISE, window_id=window_id, author=AUTHOR, changes=changes, version=version)


async def test_declared_window_is_in_force_and_on_disk_when_the_answer_comes() -> None:
    async with running(configuration()) as rig:
        spec = beginning_now(rig)

        entered = await desk_of(rig).change(declared(spec))

        assert entered.revision is not None
        assert entered.on_disk
        assert rig.judge.terms(facts.PORTAL).plan.is_in(rig.clock.now())
        assert rig.publisher.services[facts.PORTAL].maintenance_active
        assert [revision for batch in rig.ledger.batches for revision in batch.revisions] == [entered.revision]


async def test_same_declaration_again_adds_no_revision() -> None:
    async with running(configuration()) as rig:
        desk, spec = desk_of(rig), beginning_now(rig)
        await desk.change(declared(spec))

        again = await desk.change(declared(spec))

        assert again == Entered(window_id=spec.id, revision=None, on_disk=True)
        assert len(desk.book.chains[spec.id]) == 1


async def test_of_two_who_saw_one_version_the_second_is_told_and_nothing_is_lost() -> None:
    async with running(configuration()) as rig:
        desk, spec = desk_of(rig), beginning_now(rig)
        await desk.change(declared(spec))
        longer, longest = (revised(spec.id, "1", ends=rig.clock.now() + hours * 60 * MINUTE) for hours in (1, 2))

        first, second = await asyncio.gather(desk.change(longer), desk.change(longest), return_exceptions=True)  # noqa: TID251 - two at once are the point

        assert isinstance(first, Entered)
        assert isinstance(second, WindowChangedError)
        assert second.present == "2"
        assert [revision.number for revision in desk.book.chains[spec.id]] == [1, 2]


async def test_refused_change_leaves_the_book_and_the_ledger_as_they_were() -> None:
    async with running(configuration()) as rig:
        desk, before = desk_of(rig), len(rig.ledger.batches)

        with pytest.raises(WindowRefusedError, match="no such service"):
            await desk.change(declared(facts.window(scope=Scope(services=frozenset({"gone"})))))

        assert desk.book.chains == {}
        assert len(rig.ledger.batches) == before


async def test_change_that_the_disk_does_not_take_in_time_is_in_force_and_said_to_be_unwritten() -> None:
    async with running(configuration()) as rig:
        rig.ledger.stuck = True
        spec = beginning_now(rig)
        answer = asyncio.create_task(desk_of(rig).change(declared(spec)))

        await quiet()
        await rig.advance(10 * facts.SECOND)

        assert not (await answer).on_disk
        assert rig.judge.terms(facts.PORTAL).plan.is_in(rig.clock.now())


async def test_source_changes_only_its_own_windows_and_what_is_refused_is_told() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        by_hand = beginning_now(rig)
        await desk.change(declared(by_hand))
        fed = replace(by_hand, id="fed")

        refused = await desk.take([fed, replace(fed, id="wrong", platform="nobody")], FEED)
        await desk.take([], FEED)

        assert [refusal.window_id for refusal in refused] == ["wrong"]
        assert desk.book.chains["fed"][-1].spec.withdrawn
        assert not desk.book.chains[by_hand.id][-1].spec.withdrawn


async def test_correction_goes_to_the_ledger_behind_what_was_noted_before_it() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        correction = Correction(
            incident_id="absher/portal@x", at=rig.clock.now(), remark=Remark.EXCLUSION, by="sara", why="our own proxy"
        )

        on_disk = await desk.remark(correction)

        assert on_disk
        assert [one for batch in rig.ledger.batches for one in batch.corrections] == [correction]


async def test_correction_that_the_ledger_does_not_take_yet_is_said_so() -> None:
    async with running(configuration()) as rig:
        rig.ledger.stuck = True
        correction = Correction(
            incident_id="absher/portal@x", at=rig.clock.now(), remark=Remark.ANNOTATION, by="sara", why="they called"
        )

        answer = asyncio.create_task(desk_of(rig).remark(correction))
        await rig.clock.advance(6 * SECOND)

        assert await answer is False
