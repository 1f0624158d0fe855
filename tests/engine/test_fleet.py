from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from monitor.domain.catalogue import Service
from monitor.domain.conduct import SkipReason
from monitor.domain.observation import Outcome, Reason
from monitor.domain.verdict import State
from monitor.engine.ports import Snapshot
from monitor.engine.view import Build, OwnNetwork
from tests.domain import facts
from tests.domain.facts import HOUR, LANDING, LOCATION, MINUTE, PORTAL, SECOND
from tests.engine.rig import CANARIES, FIRST, RECORD, START, Rig, configuration, running
from tests.fakes import quiet

OTHER = "absher/violations"
OTHER_PAGE = "absher/violations/landing"
BUILD = Build(version="0.1.0", revision="abc", pythonversion="3.11.2", tzdata="2025b")


def two_services() -> tuple[Service, Service]:
    return facts.service(), facts.service(OTHER)


# ---- looking


async def test_checks_are_probed_on_their_grid_and_shown() -> None:
    async with running(configuration()) as rig:
        assert rig.shown() == "unknown"

        await rig.advance(5 * MINUTE)

        grid = [FIRST + number * MINUTE for number in range(5)]
        assert rig.prober.times(LANDING) == grid
        assert rig.shown() == "up"
        assert rig.publisher.checks[LANDING, LOCATION].observation == rig.publisher.probes[-1]
        assert rig.publisher.heartbeats == grid


async def test_a_slow_start_makes_no_probe_late() -> None:
    """With 2,000 checks the disk took half a second at the start, and what fell due in it was 500 ms late."""
    rig = Rig(configuration())
    await rig.clock.advance(8 * SECOND)  # the landing page's place on the grid passes by
    task = asyncio.create_task(rig.fleet.run(rig.stopping))

    await rig.advance(10 * SECOND)

    assert len(rig.prober.times(LANDING)) == 1
    assert rig.prober.times(LANDING)[0] > START + 8 * SECOND
    assert rig.publisher.lateness == [0.0]
    rig.stopping.set()
    await quiet()
    await task


class _Crowd(list[str]):
    """The probes in flight, and the most there have been."""

    most = 0

    def append(self, check_id: str) -> None:
        super().append(check_id)
        self.most = max(self.most, len(self))


async def test_probes_under_way_get_a_turn_before_all_that_is_due_has_begun() -> None:
    """Hundreds that began at once kept each other from the processor until healthy targets seemed to time out."""
    checks = tuple(facts.check(f"absher/portal/page-{number}") for number in range(100))
    async with running(configuration(facts.service(PORTAL, *checks))) as rig:
        crowd = rig.prober.in_flight = _Crowd()

        rig.clock.stall(9 * SECOND)  # nearly all first probes are due by then
        await rig.advance(SECOND)

        assert len(rig.prober.asked) == 100
        assert crowd.most < 30


async def test_first_failure_is_looked_at_again_after_recheck_and_confirmed() -> None:
    async with running(configuration()) as rig:
        rig.prober.fail(LANDING)
        await rig.advance(FIRST - START)
        assert rig.shown() == "unknown"

        await rig.advance(10 * SECOND)

        assert rig.prober.times(LANDING) == [FIRST, FIRST + 10 * SECOND]
        assert rig.shown() == "unplanned_outage"
        assert rig.publisher.services[PORTAL].state_since == FIRST


async def test_hard_root_is_looked_at_on_the_first_failure_of_a_dependant_and_not_on_every_one() -> None:
    root = "nafath/sign-on/landing"
    rare = facts.service("nafath/sign-on", facts.check(root, interval=6 * HOUR))
    async with running(configuration(facts.service(hard=["nafath/sign-on"]), rare)) as rig:
        await rig.advance(FIRST - START - SECOND)  # the root has had its first look
        before = len(rig.prober.times(root))
        rig.prober.fail(LANDING)
        rig.prober.fail(root)

        await rig.advance(5 * MINUTE)

        assert before == 1
        assert rig.prober.times(root)[before:] == [FIRST, FIRST + 10 * SECOND]
        assert rig.publisher.services[PORTAL].explained_by == "nafath/sign-on"


async def test_recheck_is_cancelled_once_the_run_is_decided() -> None:
    slow = facts.check(policy=replace(facts.policy(), recheck=90 * SECOND))

    async with running(configuration(facts.service(PORTAL, slow))) as rig:
        rig.prober.fail(LANDING)
        await rig.advance(FIRST - START)  # first failure; the second look is to come in 90 s
        await rig.advance(MINUTE)  # the scheduled probe confirms sooner
        assert rig.shown() == "unplanned_outage"

        await rig.advance(3 * MINUTE)

        assert rig.prober.times(LANDING) == [FIRST + number * MINUTE for number in range(5)]


async def test_overlap_never_starts_a_second_probe_and_is_counted_as_scheduled_and_skipped() -> None:
    slow = facts.check(timeout=10 * MINUTE)

    async with running(configuration(facts.service(PORTAL, slow))) as rig:
        rig.prober.takes = 3 * MINUTE + 30 * SECOND
        await rig.advance(FIRST - START + 3 * MINUTE)

        assert rig.prober.times(LANDING) == [FIRST]
        assert rig.prober.most_at_once == {LANDING: 1}
        assert rig.publisher.skips == [SkipReason.OVERLAP] * 3
        assert rig.publisher.scheduled == 1 + 3


async def test_lateness_is_counted_from_the_place_on_the_grid() -> None:
    async with running(configuration()) as rig:
        rig.clock.stall(FIRST - START + 2 * SECOND)
        await rig.advance(SECOND * 0)

        assert rig.publisher.lateness == [2.0]
        assert rig.publisher.scheduled == 1


async def test_recheck_is_neither_scheduled_nor_late() -> None:
    async with running(configuration()) as rig:
        rig.prober.fail(LANDING)

        await rig.advance(FIRST - START + 10 * SECOND)

        assert len(rig.prober.times(LANDING)) == 2
        assert rig.publisher.scheduled == 1
        assert rig.publisher.lateness == [0.0]


async def test_prober_that_raises_is_counted_as_our_own_fault_and_changes_no_state() -> None:
    async with running(configuration()) as rig:
        rig.prober.sees[LANDING] = ValueError("a bug")

        await rig.advance(FIRST - START + 30 * SECOND)

        assert [(seen.outcome, seen.reason) for seen in rig.publisher.probes] == [(Outcome.NOTHING, Reason.SELF)]
        assert rig.prober.times(LANDING) == [FIRST]  # no re-check: it says nothing about the target
        assert rig.state() == "unknown"
        assert len(rig.log.said("probe_raised")) == 1


async def test_retried_faults_are_counted_one_by_one() -> None:
    async with running(configuration()) as rig:
        rig.prober.retries = ("EMFILE", "EAI_AGAIN")

        await rig.advance(FIRST - START)

        assert rig.publisher.retries == ["EMFILE", "EAI_AGAIN"]


# ---- canaries


async def test_no_failure_is_judged_before_a_canary_result_younger_than_it() -> None:
    async with running(configuration(canaries=CANARIES)) as rig:
        await rig.advance(FIRST - START + MINUTE - SECOND)
        rig.canary.takes = 4 * SECOND
        rig.prober.fail(LANDING)
        await rig.advance(SECOND)
        failed_at = rig.clock.now()

        await rig.advance(4 * SECOND - SECOND / 10)
        assert rig.publisher.checks[LANDING, LOCATION].observation is not None
        assert len(rig.publisher.probes) == 1  # seen, and not judged

        await rig.advance(SECOND / 10)
        assert len(rig.publisher.probes) == 2
        assert failed_at in rig.canary.rounds()


async def test_success_waits_for_no_canary() -> None:
    async with running(configuration(canaries=CANARIES)) as rig:
        rig.canary.takes = HOUR

        await rig.advance(FIRST - START)

        assert rig.shown() == "up"


async def test_failure_is_discarded_while_all_canaries_fail_and_success_is_believed() -> None:
    async with running(configuration(canaries=CANARIES)) as rig:
        await rig.advance(FIRST - START)
        rig.canary.silent = set(CANARIES)
        rig.prober.fail(LANDING)
        await rig.advance(MINUTE)

        assert rig.shown() == "unknown"
        assert rig.publisher.canaries == {0: False, 1: False}
        assert rig.fleet.view(BUILD).own_network is OwnNetwork.UNREACHABLE

        await rig.advance(3 * MINUTE)
        assert rig.shown() == "unknown"  # never down

        rig.prober.sees.clear()
        await rig.advance(MINUTE)
        assert rig.shown() == "up"
        assert rig.fleet.view(BUILD).own_network is OwnNetwork.UNREACHABLE


async def test_one_answering_canary_is_enough_to_believe_a_failure() -> None:
    async with running(configuration(canaries=CANARIES)) as rig:
        rig.canary.silent = {CANARIES[0]}
        rig.prober.fail(LANDING)

        await rig.advance(FIRST - START + 15 * SECOND)

        assert rig.shown() == "unplanned_outage"
        assert rig.publisher.canaries == {0: False, 1: True}
        assert rig.fleet.view(BUILD).own_network is OwnNetwork.REACHABLE


async def test_reload_with_other_canaries_replaces_the_rounds() -> None:
    other = ("https://three.example/", "https://four.example/")

    async with running(configuration(canaries=CANARIES)) as rig:
        await rig.advance(40 * SECOND)
        await rig.fleet.adopt(configuration(canaries=other, sha256="second"))
        asked = len(rig.canary.asked)

        await rig.advance(2 * SECOND)
        assert {target for _, target in rig.canary.asked[asked:]} == set(other)

        await rig.advance(2 * MINUTE)
        assert {target for _, target in rig.canary.asked[asked:]} == set(other)
        assert len(rig.equipped) == 2
        assert rig.publisher.enrolled == [(LOCATION, 2), (LOCATION, 2)]


async def test_reload_that_gives_canaries_up_ends_the_doubt_even_amid_a_round() -> None:
    """The old canaries' last round ended after the reload and left every later failure doubted."""
    async with running(configuration(canaries=CANARIES)) as rig:
        rig.canary.silent = set(CANARIES)
        rig.canary.takes = SECOND / 2
        await rig.advance(60.5 * SECOND)  # one round has failed, and another begins at this very instant
        assert rig.fleet.view(BUILD).own_network is OwnNetwork.UNREACHABLE
        await rig.fleet.adopt(configuration(canaries=(), sha256="second"))
        rig.prober.fail(LANDING)

        await rig.advance(2 * MINUTE)

        assert rig.shown() == "unplanned_outage"
        assert rig.fleet.view(BUILD).own_network is OwnNetwork.UNCHECKED


async def test_failure_that_waits_for_canaries_over_a_reload_is_judged_by_the_new_ones() -> None:
    """A check whose failure waited for canaries that a reload replaced waited for ever, and was not probed again."""
    other = ("https://three.example/", "https://four.example/")

    async with running(configuration(canaries=CANARIES)) as rig:
        await rig.advance(FIRST - START)
        rig.canary.takes = 5 * SECOND
        rig.prober.fail(LANDING)
        await rig.advance(MINUTE + SECOND)  # the failure waits
        assert len(rig.publisher.probes) == 1

        await rig.fleet.adopt(configuration(canaries=other, sha256="second"))
        await quiet()
        assert len(rig.publisher.probes) == 1  # still: the new ones have not spoken

        await rig.advance(10 * SECOND)
        assert len(rig.publisher.probes) == 2

        await rig.advance(2 * MINUTE)
        assert rig.shown() == "unplanned_outage"


# ---- a reload


async def test_adopt_keeps_records_of_what_stays_and_drops_what_left() -> None:
    portal, other = two_services()

    async with running(configuration(portal, other)) as rig:
        await rig.advance(30 * SECOND)
        kept = rig.judge.records[PORTAL].standing

        await rig.fleet.adopt(configuration(portal, sha256="second"))

        assert rig.judge.records.keys() == {PORTAL}
        assert rig.judge.records[PORTAL].standing.timeline == kept.timeline
        assert rig.publisher.services.keys() == {PORTAL}
        assert rig.publisher.checks.keys() == {(LANDING, LOCATION)}
        assert rig.ledger.batches[-1].dropped == (OTHER,)
        assert rig.ledger.batches[-1].records.keys() == {PORTAL}

        asked = len(rig.prober.times(OTHER_PAGE))
        await rig.advance(3 * MINUTE)
        assert len(rig.prober.times(OTHER_PAGE)) == asked
        assert len(rig.prober.times(LANDING)) == 4


async def test_adopt_enrols_what_is_new() -> None:
    portal, other = two_services()

    async with running(configuration(portal)) as rig:
        await rig.advance(30 * SECOND)

        await rig.fleet.adopt(configuration(portal, other, sha256="second"))
        assert rig.shown(OTHER) == "unknown"
        assert rig.publisher.checks[OTHER_PAGE, LOCATION].observation is None
        assert rig.publisher.checks[LANDING, LOCATION].observation is not None

        await rig.advance(10 * SECOND)
        assert rig.shown(OTHER) == "up"


async def test_observation_of_a_check_that_a_reload_removed_is_counted_and_not_judged() -> None:
    portal, other = two_services()

    async with running(configuration(portal, other)) as rig:
        rig.prober.takes = 20 * SECOND
        await rig.advance(10 * SECOND)
        assert OTHER_PAGE in rig.prober.in_flight

        await rig.fleet.adopt(configuration(portal, sha256="second"))
        await rig.advance(20 * SECOND)

        assert OTHER_PAGE in {seen.check_id for seen in rig.publisher.probes}
        assert (OTHER_PAGE, LOCATION) not in rig.publisher.checks
        assert OTHER not in rig.publisher.services


async def test_windows_of_the_files_enter_the_book_and_the_ledger_once() -> None:
    window = facts.window(START + HOUR, START + 2 * HOUR)

    async with running(configuration(windows=(window,))) as rig:
        [written] = [revision for batch in rig.ledger.batches for revision in batch.revisions]
        assert (written.window_id, written.origin, written.known_at) == ("w1", "file", START)

        await rig.fleet.adopt(configuration(windows=(window,), sha256="second"))

        assert len([revision for batch in rig.ledger.batches for revision in batch.revisions]) == 1
        assert rig.publisher.sources == {"files": START}


async def test_refused_window_is_said_and_the_rest_goes_on() -> None:
    too_long = facts.window(START + HOUR, START + 200 * HOUR, id="endless")
    fine = facts.window(START + HOUR, START + 2 * HOUR)

    async with running(configuration(windows=(too_long, fine))) as rig:
        assert [said["window"] for said in rig.log.said("window_refused")] == ["endless"]
        assert [window.id for window in rig.publisher.services[PORTAL].windows] == ["w1"]


async def test_edit_that_covers_now_is_looked_at_at_once() -> None:
    rare = facts.check(interval=5 * MINUTE)
    service = facts.service(PORTAL, rare)
    window = facts.window(START - HOUR, START + 2 * HOUR)

    async with running(configuration(service)) as rig:
        await rig.advance(30 * SECOND)
        asked = len(rig.prober.times(LANDING))

        await rig.fleet.adopt(configuration(service, windows=(window,), sha256="second"))
        await rig.advance(SECOND)

        assert len(rig.prober.times(LANDING)) == asked + 1
        assert rig.publisher.services[PORTAL].maintenance_active


async def test_rare_checks_are_probed_around_the_edges_of_a_window() -> None:
    rare = facts.check(interval=5 * HOUR)
    starts, ends = START + 3 * MINUTE, START + 5 * MINUTE

    async with running(configuration(facts.service(PORTAL, rare), windows=(facts.window(starts, ends),))) as rig:
        await rig.advance(6 * MINUTE)

        times = [at for at in rig.prober.times(LANDING) if at > START + MINUTE]
        assert times[0] == starts - 10 * SECOND
        assert starts < times[1] <= starts + 5 * SECOND
        assert times[2] == ends - 10 * SECOND
        assert ends < times[3] <= ends + 5 * SECOND


async def test_window_edges_are_met_at_their_wall_time_after_the_clock_stepped() -> None:
    """D8: intervals go on unmoved, and the window is where the wall clock says it is."""
    rare = facts.check(interval=5 * HOUR)
    starts = START + 30 * MINUTE

    async with running(
        configuration(facts.service(PORTAL, rare), windows=(facts.window(starts, starts + HOUR),))
    ) as rig:
        await rig.advance(MINUTE)
        rig.clock.step(25 * MINUTE)
        await rig.advance(SECOND)
        assert rig.publisher.clock_steps == 1

        await rig.advance(4 * MINUTE + 5 * SECOND)

        times = [at for at in rig.prober.times(LANDING) if at > START + MINUTE]
        assert times[0] == starts - 10 * SECOND
        assert starts < times[1] <= starts + 5 * SECOND


# ---- absence


async def test_stall_is_an_absence_after_which_first_probes_come_anew() -> None:
    async with running(configuration()) as rig:
        await rig.advance(MINUTE)
        rig.clock.stall(10 * MINUTE)
        woken_at = rig.clock.now()
        await rig.advance(11 * SECOND)

        [(since, state)] = [
            (entry.at, entry.state)
            for batch in rig.ledger.batches
            for change in batch.timeline
            for entry in change.entries
            if entry.state is State.UNKNOWN and entry.at > START
        ]
        assert (since, state) == (START + MINUTE, State.UNKNOWN)
        assert any(woken_at <= at <= woken_at + 10 * SECOND for at in rig.prober.times(LANDING))
        assert rig.shown() == "up"


async def test_after_an_absence_nobody_waits_a_whole_interval_for_the_first_look() -> None:
    rare = facts.check(interval=5 * HOUR)

    async with running(configuration(facts.service(PORTAL, rare))) as rig:
        await rig.advance(MINUTE)
        rig.clock.stall(10 * MINUTE)
        await rig.advance(11 * SECOND)

        assert len(rig.prober.times(LANDING)) == 2


async def test_ledger_opened_late_is_gone_on_from() -> None:
    """What nobody saw between its last heartbeat and now is unknown, in the ledger too."""
    async with running(configuration()) as former:
        former.prober.fail(LANDING)
        await former.advance(MINUTE)
        before = former.judge.records[PORTAL]
    snapshot = Snapshot(heartbeat_at=START + MINUTE, records={PORTAL: RECORD.dump_json(before)}, revisions=())

    async with running(configuration()) as rig:
        await rig.advance(MINUTE)
        rig.clock.step(HOUR)
        written = len(rig.ledger.batches)

        await rig.fleet.take_up(snapshot, {PORTAL: before})

        [batch] = rig.ledger.batches[written:]
        [change] = batch.timeline
        assert change.since == START + MINUTE
        assert [entry.state for entry in change.entries] == [State.UNKNOWN]
        assert rig.judge.records[PORTAL].standing.incident == before.standing.incident
        assert rig.publisher.services[PORTAL].incident_open == before.standing.page_open


# ---- the end


async def test_probe_in_flight_has_a_moment_at_the_end() -> None:
    async with running(configuration()) as rig:
        rig.prober.takes = 2 * SECOND
        await rig.advance(FIRST - START)
        rig.stopping.set()
        await rig.advance(2 * SECOND)

        assert rig.prober.given_up == []
        assert len(rig.publisher.probes) == 1
        assert rig.publisher.skips == []
    assert rig.state() == "up"


async def test_probe_that_outlasts_the_moment_is_cancelled_and_counted() -> None:
    async with running(configuration()) as rig:
        rig.prober.takes = HOUR
        await rig.advance(FIRST - START)
        rig.stopping.set()
        await rig.advance(3 * SECOND - SECOND / 10)
        assert rig.prober.given_up == []

        await rig.advance(SECOND / 10)

        assert rig.prober.given_up == [LANDING]
        assert rig.publisher.skips == [SkipReason.SHUTDOWN]
        assert rig.publisher.scheduled == 1


async def test_nothing_is_probed_once_the_end_was_asked_for() -> None:
    async with running(configuration()) as rig:
        await rig.advance(FIRST - START)
        rig.stopping.set()

        await rig.advance(5 * MINUTE)

        assert rig.prober.times(LANDING) == [FIRST]


async def test_last_batch_holds_the_seconds_up_to_the_end() -> None:
    async with running(configuration()) as rig:
        await rig.advance(MINUTE)
        rig.stopping.set()
        await rig.advance(SECOND)

    usage = [used for batch in rig.ledger.batches for used in batch.usage]
    last = rig.ledger.batches[-1]
    total = sum((used.seconds for used in usage), 0.0)
    assert total == (last.heartbeat_at - START).total_seconds()
    standing = RECORD.validate_json(last.records[PORTAL]).standing
    assert standing.seconds == {**dict.fromkeys(State, 0.0), **standing.seconds}
    assert sum(standing.seconds.values()) == total


# ---- the view


async def test_view_shows_all_services_and_when_the_last_probe_ended() -> None:
    async with running(configuration(*two_services(), canaries=CANARIES)) as rig:
        assert rig.fleet.view(BUILD).updated_at is None

        await rig.advance(MINUTE)

        view = rig.fleet.view(BUILD)
        assert [service.service.id for service in view.services] == [PORTAL, OTHER]
        assert view.updated_at == max(rig.publisher.heartbeats)
        assert (view.location, view.timezone, view.grace) == (LOCATION, "Asia/Riyadh", 5 * MINUTE)
        assert view.build is BUILD


@pytest.mark.parametrize(
    ("canaries", "expected"), [((), OwnNetwork.UNCHECKED), (CANARIES, OwnNetwork.UNKNOWN)], ids=["none", "unheard"]
)
async def test_own_network_before_the_first_round(canaries: tuple[str, ...], expected: OwnNetwork) -> None:
    rig = Rig(configuration(canaries=canaries))

    assert rig.fleet.view(BUILD).own_network is expected
