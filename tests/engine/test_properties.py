from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from monitor.domain.book import Book, Rules, cancel, declare, end, revise
from monitor.domain.catalogue import Catalogue, Needs, Text
from monitor.domain.change import Verb
from monitor.domain.errors import WindowRefusedError
from monitor.domain.history import TimelineChange, TimelineEntry, rewritten
from monitor.domain.incident import Incident, Kind
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Status, WindowSpec
from monitor.engine.judge import Decision, Judge
from monitor.engine.replay import Replayed, _in_order, _Player, replay
from monitor.engine.scenario import CanaryChange, Expectations, Restart, Scenario, Sight, WindowEvent
from tests.domain import facts
from tests.domain.facts import AUTHOR, DAY, HOUR, LOCATION, MINUTE, PORTAL, SECOND, check, policy, service, utc, window

START, ENDS = utc("08:00"), utc("10:30")
GRACE = 5 * MINUTE
OUTAGES = {State.PLANNED_DOWNTIME, State.UNPLANNED_OUTAGE, State.OVERRUN}
LATCHED = {Kind.UNPLANNED, Kind.OVERRUN}
WEIGHTED = [*[Outcome.OK] * 3, *[Outcome.FAILED] * 4, Outcome.SLOW, Outcome.BLOCKED, Outcome.NOTHING]

profile = settings(
    derandomize=True, deadline=None, database=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


# ---- what may happen


def instants(since: datetime = START, until: datetime = ENDS) -> st.SearchStrategy[datetime]:
    return st.integers(0, (until - since) // SECOND - 1).map(lambda seconds: since + seconds * SECOND)


def lengths(longest: timedelta) -> st.SearchStrategy[timedelta]:
    return st.integers(1, longest // SECOND).map(lambda seconds: seconds * SECOND)


@st.composite
def specs(draw: st.DrawFn, window_id: str) -> WindowSpec:
    starts = draw(instants(START - HOUR))
    impact = draw(st.sampled_from([Impact.OUTAGE, Impact.OUTAGE, Impact.OUTAGE, Impact.DEGRADED]))
    return window(starts, starts + draw(lengths(HOUR)), id=window_id, impact=impact)


@st.composite
def window_events(draw: st.DrawFn) -> tuple[WindowEvent, ...]:
    events: list[WindowEvent] = []
    for number in range(draw(st.integers(0, 3))):
        window_id = f"w{number}"
        spec, at = draw(specs(window_id)), draw(instants(START - 2 * HOUR))
        events.append(WindowEvent(at=at, verb=Verb.DECLARE, window_id=window_id, spec=spec))
        for _ in range(draw(st.integers(0, 2))):
            at = draw(instants(at))
            verb = draw(st.sampled_from([Verb.REVISE, Verb.REVISE, Verb.END, Verb.CANCEL]))
            changes = draw(_changes()) if verb is Verb.REVISE else {}
            events.append(WindowEvent(at=at, verb=verb, window_id=window_id, changes=changes))
    return tuple(events)


def _changes() -> st.SearchStrategy[Mapping[str, object]]:
    return st.one_of(
        st.fixed_dictionaries({"ends": instants()}),
        st.fixed_dictionaries({"starts": instants(), "ends": instants()}),
        st.fixed_dictionaries({"impact": st.sampled_from(list(Impact))}),
    )


def watched(*, two: bool, needs: Needs, share: int) -> Catalogue:
    rules = policy(share_of=share)
    names = ("absher/portal/a", "absher/portal/b") if two else ("absher/portal/a",)
    return facts.catalogue(service(PORTAL, *(check(name, policy=rules) for name in names), needs=needs))


@st.composite
def scenarios(draw: st.DrawFn, *, share: int = 10, restarts: bool = True) -> Scenario:
    """Two and a half hours of one service, in which everything may happen to it at any second."""
    catalogue = watched(two=draw(st.booleans()), needs=draw(st.sampled_from(Needs)), share=share)
    sight = st.builds(
        lambda at, check_id, outcome: Sight(
            at=at, check_id=check_id, outcome=outcome, reason=Reason.STATUS if outcome is Outcome.FAILED else None
        ),
        instants(),
        st.sampled_from([*catalogue.checks]),
        st.sampled_from(WEIGHTED),
    )
    canary = st.builds(lambda at, reachable: CanaryChange(at=at, reachable=reachable), instants(), st.booleans())
    restart = st.builds(lambda at, gone: Restart(at=at, down_for=gone, kind="kill"), instants(), lengths(20 * MINUTE))
    return Scenario(
        name="random",
        title=Text(en="", ar=""),
        source_text="",
        source_url="",
        starts=START,
        ends=ENDS,
        settings=facts.settings(grace=GRACE),
        catalogue=catalogue,
        sights=tuple(draw(st.lists(sight, max_size=12))),
        canaries=tuple(draw(st.lists(canary, max_size=2))),
        windows=draw(window_events()),
        restarts=tuple(draw(st.lists(restart, max_size=2 if restarts else 0))),
        expect=Expectations(),
    )


# ---- membership, asked of the revisions one by one and not of the plan


class Oracle:
    """Whether an outage of the service was planned at an instant, by what the ledger knew then."""

    def __init__(self, scenario: Scenario) -> None:
        self.book = Book()
        rules = Rules(catalogue=scenario.catalogue, longest_window=DAY)
        gone = sorted((restart.at, restart.at + restart.down_for) for restart in scenario.restarts)
        for event in sorted(scenario.windows, key=lambda event: event.at):
            self._change(event, _found_at(event.at, gone), rules)

    def _change(self, event: WindowEvent, at: datetime, rules: Rules) -> None:
        try:
            match event.verb:
                case Verb.DECLARE if event.spec is not None:
                    self.book, _ = declare(self.book, event.spec, at, AUTHOR, rules)
                case Verb.REVISE:
                    self.book, _ = revise(self.book, event.window_id, event.changes, at, AUTHOR, rules)
                case Verb.END:
                    self.book, _ = end(self.book, event.window_id, at, AUTHOR, rules)
                case _:
                    self.book, _ = cancel(self.book, event.window_id, at, AUTHOR, rules)
        except WindowRefusedError:
            pass

    def planned(self, at: datetime) -> bool:
        """A live outage window that was known covers ``at``."""
        return any(_covers(spec, at) for spec in self._in_force(at))

    def throughout(self, since: datetime, until: datetime) -> bool:
        """Planned at every instant of ``[since, until)``: it can change only where an edge or a revision is."""
        return all(self.planned(at) for at in {since, *(cut for cut in self._cuts() if since < cut < until)})

    def _in_force(self, at: datetime) -> Iterator[WindowSpec]:
        for chain in self.book.chains.values():
            known = [revision for revision in chain if revision.known_at <= at]
            if known:
                yield known[-1].spec

    def _cuts(self) -> Iterator[datetime]:
        for chain in self.book.chains.values():
            for revision in chain:
                yield from (revision.known_at, revision.spec.starts, revision.spec.ends or revision.spec.starts)


def _covers(spec: WindowSpec, at: datetime) -> bool:
    if spec.status is Status.CANCELLED or spec.impact is not Impact.OUTAGE or spec.ends is None:
        return False
    return spec.starts <= at < spec.ends


def _found_at(at: datetime, gone: list[tuple[datetime, datetime]]) -> datetime:
    """An edit made while the monitor is away is found at its next start."""
    return max([at, *(until for since, until in gone if since < at < until)])


# ---- the timeline


@profile
@given(scenarios())
def test_exactly_one_state_at_each_instant(scenario: Scenario) -> None:
    replayed = replay(scenario)

    timeline = replayed.timelines[PORTAL]

    assert timeline[0].at == START
    assert all(sooner.at < later.at for sooner, later in pairwise(timeline))
    assert all((a.state, a.incident_id) != (b.state, b.incident_id) for a, b in pairwise(timeline))
    assert timeline[-1].at < ENDS
    assert sum(replayed.seconds(PORTAL).values()) == pytest.approx((ENDS - START).total_seconds())


@profile
@given(scenarios())
def test_an_outage_has_an_incident_and_no_incident_is_up(scenario: Scenario) -> None:
    replayed = replay(scenario)

    known = {incident.id: incident for incident in replayed.incidents}
    for entry, ends in _spans(replayed):
        if entry.state in OUTAGES:
            assert entry.incident_id is not None
        if entry.incident_id is not None:
            incident = known[entry.incident_id]
            assert entry.state not in {State.UP, State.DEGRADED}
            assert incident.started_at <= entry.at
            assert incident.ended_at is None or ends <= incident.ended_at


@profile
@given(scenarios())
def test_seconds_are_planned_only_inside_a_window_that_was_known(scenario: Scenario) -> None:
    replayed, oracle = replay(scenario), Oracle(scenario)

    for entry, ends in _spans(replayed):
        if entry.state is State.PLANNED_DOWNTIME:
            assert oracle.throughout(entry.at, ends)


def _spans(replayed: Replayed) -> Iterator[tuple[TimelineEntry, datetime]]:
    timeline = replayed.timelines[PORTAL]
    return zip(timeline, [*(entry.at for entry in timeline[1:]), ENDS], strict=True)


# ---- incidents and pages


@profile
@given(scenarios())
def test_incidents_follow_each_other_and_page_at_most_once_each(scenario: Scenario) -> None:
    replayed = replay(scenario)

    for one in replayed.incidents:
        assert one.started_at <= one.confirmed_at
        assert (one.ended_at is None) == (one.recovered_at is None)
        assert one.recovered_at is None or one.confirmed_at <= one.recovered_at
        assert one.ended_at is None or one.recovered_at is None or one.started_at < one.ended_at <= one.recovered_at
    for before, after in pairwise(replayed.incidents):
        assert before.ended_at is not None
        assert before.ended_at <= after.started_at
    assert len(replayed.pages) == sum(incident.paged_at is not None for incident in replayed.incidents)


@profile
@given(scenarios())
def test_every_page_is_resolved_by_a_confirmed_recovery_or_still_open(scenario: Scenario) -> None:
    replayed = replay(scenario)

    paged = [incident for incident in replayed.incidents if incident.paged_at is not None]
    assert all(incident.kind in LATCHED for incident in paged)
    assert [(page.starts, page.ends) for page in replayed.pages] == [(i.paged_at, i.recovered_at) for i in paged]
    for incident in paged:
        assert incident.paged_at is not None
        assert incident.confirmed_at <= incident.paged_at
        if incident.recovered_at is not None:
            assert incident.paged_at < incident.recovered_at
            assert incident.ended_at is not None
            assert replayed.state_at(PORTAL, incident.ended_at) in {State.UP, State.DEGRADED}
        else:
            assert incident is replayed.incidents[-1]
            assert replayed.timelines[PORTAL][-1].incident_id == incident.id


@profile
@given(scenarios())
def test_no_page_for_an_outage_that_was_planned_from_its_first_failure_to_its_recovery(scenario: Scenario) -> None:
    replayed, oracle = replay(scenario), Oracle(scenario)

    for incident in replayed.incidents:
        if oracle.throughout(incident.started_at, incident.ended_at or ENDS):
            assert incident.paged_at is None
            assert oracle.throughout(incident.started_at, incident.recovered_at or ENDS) <= (
                incident.kind is Kind.PLANNED
            )


@profile
@given(scenarios())
def test_plan_at_the_instant_of_confirmation_decides_what_is_latched(scenario: Scenario) -> None:
    replayed, oracle = replay(scenario), Oracle(scenario)

    for incident in replayed.incidents:
        if incident.kind is Kind.UNPLANNED:
            assert not oracle.planned(incident.confirmed_at)
            assert incident.paged_at == incident.confirmed_at
        elif incident.kind is Kind.PLANNED:
            assert oracle.planned(incident.confirmed_at)
        else:
            assert oracle.planned(incident.confirmed_at) or oracle.planned(incident.started_at)
            assert incident.overrun_at is not None
            assert not oracle.planned(incident.overrun_at)


@profile
@given(scenarios())
def test_latched_outage_is_shown_as_such_whatever_windows_do(scenario: Scenario) -> None:
    replayed = replay(scenario)

    unplanned = {incident.id for incident in replayed.incidents if incident.kind is Kind.UNPLANNED}
    overrun = {i.id: i.overrun_at for i in replayed.incidents if i.kind is Kind.OVERRUN and i.overrun_at}
    for entry, _ in _spans(replayed):
        if entry.incident_id in unplanned:
            assert entry.state in {State.UNPLANNED_OUTAGE, State.BLOCKED, State.UNKNOWN}
        if entry.incident_id in overrun and entry.at >= overrun[entry.incident_id]:
            assert entry.state in {State.OVERRUN, State.BLOCKED, State.UNKNOWN}


# ---- counters


class Counted(_Player):
    """A replay that settles again and again, as the live monitor does, and writes down what it would export."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self.exported: list[tuple[datetime, dict[State, float]]] = []

    def settle(self, at: datetime) -> None:
        self._carry_out(self.judge.advance(at), at)
        self._carry_out(self.judge.settle(at), at)
        self.exported.append((at, dict(self.judge.records[PORTAL].standing.seconds)))


def counted(scenario: Scenario, every: timedelta) -> tuple[Replayed, Counted]:
    player = Counted(scenario)
    at = START
    for event in _in_order(scenario):
        while at < event.at:
            player.play_until(at)
            if at >= player.absent_until:
                player.settle(at)
            at += every
        player.play_until(event.at)
        player.happen(event)
    while at < ENDS:
        player.play_until(at)
        if at >= player.absent_until:
            player.settle(at)
        at += every
    player.play_until(ENDS)
    return player.finished(), player


@profile
@given(scenarios(), st.sampled_from([7 * SECOND, 37 * SECOND, 5 * MINUTE]))
def test_counters_never_fall_and_never_run_ahead_of_time(scenario: Scenario, every: timedelta) -> None:
    _, player = counted(scenario, every)

    for (_, before), (at, after) in pairwise([(START, dict.fromkeys(State, 0.0)), *player.exported]):
        assert all(before[state] <= after[state] for state in State)
        assert sum(after.values()) <= (at - START).total_seconds() + 1e-6


@profile
@given(scenarios(share=10_000), st.sampled_from([37 * SECOND, 5 * MINUTE]))
def test_counters_are_the_seconds_of_the_timeline_where_no_share_dated_anything_back(
    scenario: Scenario, every: timedelta
) -> None:
    replayed, player = counted(scenario, every)

    pending = any(track.pending_since is not None for track in player.judge.records[PORTAL].tracks)
    exported, told = replayed.counters[PORTAL], replayed.seconds(PORTAL)

    if pending:
        assert sum(exported.values()) <= sum(told.values()) + 1e-6
    else:
        assert exported == pytest.approx(told)


@profile
@given(scenarios())
def test_being_counted_changes_nothing(scenario: Scenario) -> None:
    undisturbed, (disturbed, _) = replay(scenario), counted(scenario, 37 * SECOND)

    assert disturbed.timelines == undisturbed.timelines
    assert disturbed.incidents == undisturbed.incidents


# ---- restarts: an absence is unknown, and otherwise as if its observations were missing


LOOKS = [Outcome.OK, Outcome.FAILED, Outcome.FAILED, Outcome.SLOW, Outcome.BLOCKED]
ROW = st.lists(st.tuples(st.sampled_from(LOOKS), st.integers(1, 5)), min_size=5, max_size=25)


class Diary:
    """A judge fed with one look a minute, and what came of it."""

    def __init__(self, spec: WindowSpec | None) -> None:
        catalogue = watched(two=False, needs=Needs.ALL, share=4)
        book = facts.book_of(spec) if spec else Book()
        self.judge = Judge(catalogue, facts.settings(grace=GRACE), book, START)
        self.timeline = self.judge.records[PORTAL].standing.timeline
        self.incidents: dict[str, Incident] = {}

    def take(self, decision: Decision) -> None:
        for effect in decision.effects:
            if isinstance(effect, TimelineChange):
                self.timeline = rewritten(self.timeline, effect.since, effect.entries)
            elif isinstance(effect, Incident):
                self.incidents[effect.id] = effect

    def look(self, at: datetime, outcome: Outcome) -> None:
        observation = Observation(
            check_id="absher/portal/a", location=LOCATION, started_at=at, completed_at=at, outcome=outcome
        )
        self.take(self.judge.observe(observation, scheduled=True))

    def at(self, instant: datetime) -> tuple[State, str | None]:
        entry = self.timeline[max(bisect_right(self.timeline, instant, key=lambda entry: entry.at) - 1, 0)]
        return entry.state, entry.incident_id


def told(
    row: list[tuple[Outcome, int]], spec: WindowSpec | None, gone: list[tuple[datetime, datetime]], *, away: bool
) -> Diary:
    """``away``: the monitor did not run in ``gone``; else it ran, and its probes saw nothing in that time."""
    diary = Diary(spec)
    absences = sorted(gone)
    outcomes = [outcome for outcome, times in row for _ in range(times)]
    for minute, outcome in enumerate(outcomes, start=1):
        at = START + minute * MINUTE
        while away and absences and absences[0][1] <= at:
            diary.take(diary.judge.absent(*absences.pop(0)))
        if any(since <= at < until for since, until in gone):
            if not away:
                diary.look(at, Outcome.NOTHING)
        else:
            diary.take(diary.judge.advance(at))
            diary.look(at, outcome)
    return diary


@profile
@given(
    ROW,
    st.lists(st.tuples(instants(START, START + HOUR), lengths(15 * MINUTE)), min_size=1, max_size=3),
    st.one_of(st.none(), st.tuples(instants(START, START + HOUR), lengths(40 * MINUTE))),
)
def test_a_history_with_restarts_is_the_one_in_which_the_observations_of_the_absence_are_missing(
    row: list[tuple[Outcome, int]],
    absences: list[tuple[datetime, timedelta]],
    planned: tuple[datetime, timedelta] | None,
) -> None:
    gone = sorted((since, since + length) for since, length in absences)
    assume(all(before[1] < after[0] for before, after in pairwise(gone)))
    spec = window(planned[0], planned[0] + planned[1]) if planned else None
    edges = [spec.starts, spec.ends or spec.starts, (spec.ends or spec.starts) + GRACE] if spec else []
    # A window that ends, or a page that falls due, while nobody looks is seen later: section 4 says so, not this test.
    assume(not any(since <= edge <= until for edge in edges for since, until in gone))

    with_restarts, with_gaps = told(row, spec, gone, away=True), told(row, spec, gone, away=False)

    assert with_restarts.incidents == with_gaps.incidents
    ended = START + sum(times for _, times in row) * MINUTE
    seen = {entry.at for entry in (*with_restarts.timeline, *with_gaps.timeline)} | {until for _, until in gone}
    for instant in seen:
        if instant < ended and not any(since <= instant < until for since, until in gone):
            assert with_restarts.at(instant) == with_gaps.at(instant)
    for since, until in gone:
        if until <= ended:
            assert with_restarts.at(since)[0] is State.UNKNOWN
            assert with_restarts.at(until - SECOND)[0] is State.UNKNOWN


def test_replay_is_the_same_each_time() -> None:
    sights = (Sight(at=START + HOUR, check_id="absher/portal/a", outcome=Outcome.FAILED, reason=Reason.STATUS),)
    scenario = replace(_quiet(), sights=sights)

    assert replay(scenario).timelines == replay(scenario).timelines


def _quiet() -> Scenario:
    return Scenario(
        name="quiet", title=Text(en="", ar=""), source_text="", source_url="", starts=START, ends=ENDS,
        settings=facts.settings(), catalogue=watched(two=False, needs=Needs.ALL, share=10), sights=(), canaries=(),
        windows=(), restarts=(), expect=Expectations(),
    )  # fmt: skip
