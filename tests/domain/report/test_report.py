from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from monitor.domain.account import Tie, accounts
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction, Remark
from monitor.domain.fulfilment import Stage
from monitor.domain.history import TimelineEntry, spent
from monitor.domain.incident import Kind
from monitor.domain.notice import Notice
from monitor.domain.report import Relation, Report, report
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec
from tests.domain.facts import (
    ANNOUNCED,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    PORTAL,
    book_of,
    catalogue,
    service,
    settings,
    utc,
    window,
)
from tests.domain.past import Past, chronicle, outage, planned_downtime, unplanned

SIGN_ON = "nafath/sign-on"
PASSPORT = "absher/passport"


def told(
    past: Chronicle,
    known: Catalogue | None = None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    timezone: str = "UTC",
    services: Collection[str] | None = None,
) -> Report:
    until = until or past.until
    return report(
        past,
        known or catalogue(),
        settings(),
        since=since or past.since,
        until=until,
        at=until,
        timezone=timezone,
        services=services,
    )


def of_day(*pasts: Past, windows: tuple[WindowSpec, ...] = (), known_at: datetime = ANNOUNCED) -> Report:
    return told(chronicle(*pasts, book=book_of(*windows, at=known_at)))


# ---- figures


def test_worked_example_of_the_semantics_comes_out() -> None:
    past = chronicle(
        planned_downtime("09:00", "13:00"),
        unplanned("2026-03-20 09:00", "2026-03-20 09:43"),
        book=book_of(window("09:00", "13:00")),
        until=MIDNIGHT + 30 * DAY,
    )

    total = told(past).total

    assert (f"{total.net:.3f}", f"{total.gross:.3f}") == ("99.900", "99.345")
    assert total.seconds[State.PLANNED_DOWNTIME] == 4 * 3600
    assert total.seconds[State.UNPLANNED_OUTAGE] == 43 * 60
    assert sum(total.seconds.values()) == 43200 * 60


@pytest.mark.parametrize(
    ("known_at", "notice", "both_ways"),
    [
        ("2026-03-09 09:00", Notice.ANNOUNCED, (100.0, 100.0)),
        ("2026-03-09 10:00", Notice.SHORT, (100.0, 100 * 23 / 24)),
        ("09:00", Notice.LATE, (100.0, 100 * 23 / 24)),
    ],
)
def test_net_is_shown_with_short_notice_lost(known_at: str, notice: Notice, both_ways: tuple[float, float]) -> None:
    total = of_day(planned_downtime("09:00", "10:00"), windows=(window(),), known_at=utc(known_at)).total

    assert (total.net, total.net_with_short_notice_lost) == pytest.approx(both_ways)
    assert {name: seconds for name, seconds in total.planned_by_notice.items() if seconds} == {notice: 3600}


def test_span_without_service_time_has_no_figure() -> None:
    past = replace(chronicle(), timelines={PORTAL: (TimelineEntry(at=MIDNIGHT, state=State.BLOCKED),)})

    for total in (told(past).total, told(replace(past, timelines={})).total):
        assert (total.net, total.gross, total.net_with_short_notice_lost, total.mtbf) == (None, None, None, None)


def test_excluded_incident_is_on_neither_side_of_the_second_figure() -> None:
    false, true = unplanned("09:00", "10:00"), unplanned("12:00", "12:30")
    word = Correction(
        incident_id=false[0].id, at=utc("15:00"), remark=Remark.EXCLUSION, by="noura", why="our own firewall"
    )
    note = replace(word, remark=Remark.ANNOTATION, incident_id=true[0].id)

    found = told(chronicle(false, true, corrections=(word, note)))

    assert found.total.net == pytest.approx(100 * 22.5 / 24)
    assert found.total.net_without_exclusions == pytest.approx(100 * 22.5 / 23)
    assert (found.total.excluded, found.total.outages, found.total.outages_excluded) == (3600, 2, 1)
    assert [(one.excluded, one.corrections) for one in found.services[0].incidents] == [
        (True, (word,)),
        (False, (note,)),
    ]


def test_time_to_recover_counts_what_was_not_planned() -> None:
    overrun = outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "10:20")
    found = of_day(overrun, unplanned("12:00", "12:40"), unplanned("23:00", None), windows=(window(),)).total

    assert (found.outages, found.mttr) == (3, 30 * MINUTE)
    assert found.mtbf == (24 * HOUR - 170 * MINUTE) / 3


def test_carried_seconds_are_of_windows_known_before_the_outage() -> None:
    past = unplanned("08:30", "09:30")

    assert of_day(past, windows=(window(),)).total.carried == 1800
    assert of_day(past, windows=(window(),), known_at=utc("08:40")).total.carried == 0
    assert of_day(past, windows=(window(),), known_at=utc("12:00")).total.reclassified == 1800


def test_planned_time_of_which_no_window_is_known_is_said_to_be_so() -> None:
    total = of_day(planned_downtime("09:00", "10:00")).total

    assert (total.planned_unattributed, sum(total.planned_by_notice.values())) == (3600, 0)


# ---- sums


def test_inferred_service_is_shown_and_left_out_of_sums() -> None:
    known = catalogue(service(), service(PASSPORT, inferred_from=PORTAL), service(SIGN_ON))
    past = chronicle(unplanned("09:00", "10:00"), services=(PORTAL, PASSPORT, SIGN_ON))
    past = replace(past, timelines={**past.timelines, PASSPORT: past.timelines[PORTAL]})

    found = told(past, known)

    assert [one.inferred_from for one in found.services] == [None, PORTAL, None]
    assert found.services[1].figures.seconds[State.UNPLANNED_OUTAGE] == 3600
    assert sum(found.total.seconds.values()) == 2 * 86400
    assert {name: sum(one.seconds.values()) for name, one in found.platforms.items()} == {
        "absher": 86400,
        "nafath": 86400,
    }


def test_report_of_one_service_tells_of_its_windows_alone() -> None:
    known = catalogue(service(), service(PASSPORT), service(SIGN_ON))
    book = book_of(window(), window(id="w2", platform="nafath"), services=tuple(known.services.values()))
    past = chronicle(book=book, services=tuple(known.services))

    found = told(past, known, services={PASSPORT})

    assert [one.service_id for one in found.services] == [PASSPORT]
    assert [(one.window_id, list(one.by_service)) for one in found.windows] == [("w1", [PASSPORT])]
    assert list(found.platforms) == ["absher"]


# ---- the span


def test_window_across_a_boundary_is_split_there() -> None:
    past = chronicle(
        planned_downtime("2026-03-10 20:00", "2026-03-11 04:00"),
        book=book_of(window("2026-03-10 20:00", "2026-03-11 04:00")),
        until=MIDNIGHT + 2 * DAY,
    )

    # Riyadh's midnight is 21:00 UTC
    first = told(past, until=utc("21:00"), timezone="Asia/Riyadh")
    second = told(past, since=utc("21:00"), timezone="Asia/Riyadh")

    used = [one.windows[0].by_service[PORTAL].planned_seconds for one in (first, second)]
    assert used == [3600, 7 * 3600]
    assert [one.total.seconds[State.PLANNED_DOWNTIME] for one in (first, second)] == used
    assert [one.windows[0].stage for one in (first, second)] == [Stage.ACTIVE, Stage.ENDED]


def test_report_knows_nothing_after_the_ledger_ends() -> None:
    past = chronicle(until=utc("12:00"))

    found = told(past, until=MIDNIGHT + DAY)

    assert (found.until, found.known_until) == (MIDNIGHT + DAY, utc("12:00"))
    assert (found.total.seconds[State.UP], found.total.unrecorded) == (12 * 3600, 12 * 3600)


def test_open_incident_is_no_outage_of_a_span_that_is_to_come() -> None:
    past = chronicle(unplanned("09:00", None))

    found = told(past, since=past.until + DAY, until=past.until + 2 * DAY)

    assert (found.total.outages, found.services[0].incidents) == (0, ())


def test_time_before_a_service_was_known_is_said_to_be_no_record() -> None:
    entries = (TimelineEntry(at=utc("18:00"), state=State.UP),)

    found = told(replace(chronicle(), timelines={PORTAL: entries}))

    assert (found.total.net, found.total.unrecorded) == (100, 18 * 3600)
    assert [sum(day.seconds.values()) for day in found.services[0].days] == [6 * 3600]


@pytest.mark.parametrize(
    ("timezone", "since", "lengths"),
    [
        ("UTC", "2026-03-28 00:00", [24, 24, 24]),
        ("Europe/Berlin", "2026-03-27 23:00", [24, 23, 24]),
        ("Europe/Berlin", "2026-10-23 22:00", [24, 25, 24]),
        ("Asia/Riyadh", "2026-03-27 21:00", [24, 24, 24]),
        ("Africa/Cairo", "2026-04-22 22:00", [24, 23, 24]),  # midnight itself does not exist
        ("Asia/Riyadh", "2026-03-28 00:00", [21, 24, 24, 3]),  # the span is cut elsewhere
    ],
)
def test_days_are_those_of_the_zone(timezone: str, since: str, lengths: list[int]) -> None:
    begins = utc(since)
    past = chronicle(since=begins, until=begins + timedelta(hours=sum(lengths)))

    days = told(past, timezone=timezone).services[0].days

    assert [sum(day.seconds.values()) / 3600 for day in days] == lengths
    assert {(later.day - before.day).days for before, later in pairwise(days)} == {1}


def test_day_holds_the_seconds_of_its_own() -> None:
    past = chronicle(unplanned("20:00", "2026-03-11 02:00"), until=MIDNIGHT + 2 * DAY)

    days = told(past).services[0].days

    assert [day.seconds[State.UNPLANNED_OUTAGE] / 3600 for day in days] == [4, 2]
    assert [day.seconds[State.UP] / 3600 for day in days] == [20, 22]


# ---- incidents


@pytest.mark.parametrize(
    ("past", "relations"),
    [
        (planned_downtime("09:10", "09:50"), [(Relation.INSIDE, "w1")]),
        (outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "10:20"), [(Relation.OUTLIVED, "w1")]),
        (unplanned("08:30", "09:30"), [(Relation.CARRIED, "w1")]),
        (
            outage({"08:55": State.UNPLANNED_OUTAGE, "09:00": State.PLANNED_DOWNTIME}, "09:30", early_start=5 * MINUTE),
            [(Relation.EARLY, "w1"), (Relation.INSIDE, "w1")],
        ),
        (unplanned("10:00:01", "10:20"), [(Relation.FOLLOWED, "w1")]),
        (unplanned("10:29:59", "10:40"), [(Relation.FOLLOWED, "w1")]),
        (unplanned("10:30", "10:40"), []),
        (unplanned("07:00", "08:00"), []),
    ],
)
def test_incident_says_how_it_stands_to_windows(past: Past, relations: list[tuple[Relation, str]]) -> None:
    (incident,) = of_day(past, windows=(window(),)).services[0].incidents

    assert list(incident.relations) == relations


def test_incident_counts_what_it_lost_in_the_span() -> None:
    blind = outage(
        {"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN, "10:10": State.UNKNOWN, "10:30": State.OVERRUN},
        "10:40",
    )
    (incident,) = of_day(blind, windows=(window(),)).services[0].incidents

    assert (incident.lost, incident.duration) == (1200, 90 * MINUTE)


def test_open_incident_lasts_to_the_end_of_what_is_known() -> None:
    (incident,) = of_day(unplanned("09:00", None)).services[0].incidents

    assert (incident.duration, incident.incident.ended_at) == (15 * HOUR, None)


@pytest.mark.parametrize(
    ("root", "explained_by"),
    [
        (("09:00", None), SIGN_ON),
        (("09:00", "09:30"), SIGN_ON),
        (("08:00", "09:00"), None),
        (("09:12", "09:30"), None),
        (("09:11", "09:30"), SIGN_ON),  # seen a minute after its dependant, before that was confirmed
    ],
)
def test_hard_root_that_was_down_explains(root: tuple[str, str | None], explained_by: str | None) -> None:
    known = catalogue(service(hard=(SIGN_ON,)), service(SIGN_ON))
    incident, entries = unplanned("09:10", "09:20")
    own = (replace(incident, confirmed_at=utc("09:11")), entries)

    found = told(chronicle(own, unplanned(*root, service_id=SIGN_ON), services=(PORTAL, SIGN_ON)), known)

    assert found.services[0].incidents[0].explained_by == explained_by


# ---- invariants

_STATES = st.sampled_from(list(State))


@st.composite
def histories(draw: st.DrawFn) -> Chronicle:
    """Any states in any order, some of them of an incident; windows wherever."""
    minutes = sorted(draw(st.sets(st.integers(0, 3 * 1440 * 1000), max_size=12)))
    entries = [TimelineEntry(at=MIDNIGHT - DAY, state=State.UP)]
    pasts: list[Past] = []
    for index, at in enumerate(minutes):
        starts = MIDNIGHT + timedelta(milliseconds=60 * at)
        state = draw(_STATES)
        if state in {State.PLANNED_DOWNTIME, State.UNPLANNED_OUTAGE, State.OVERRUN}:
            ends = MIDNIGHT + timedelta(milliseconds=60 * minutes[index + 1]) if index + 1 < len(minutes) else None
            incident, of_outage = outage({starts.isoformat(sep=" ")[:-6]: state}, None)
            pasts.append((replace(incident, ended_at=ends, recovered_at=ends), of_outage))
            entries += of_outage
        else:
            entries.append(TimelineEntry(at=starts, state=state))
    hours = draw(st.lists(st.tuples(st.integers(-30, 80), st.integers(1, 20), st.integers(-40, 80)), max_size=4))
    book = book_of()
    for index, (starts_in, length, known_in) in enumerate(sorted(hours, key=lambda one: one[2])):
        begins = MIDNIGHT + starts_in * HOUR
        more = book_of(window(begins, begins + length * HOUR, id=f"w{index}"), at=MIDNIGHT + known_in * HOUR)
        book = replace(book, chains={**book.chains, **more.chains})
    past = chronicle(*pasts, book=book, until=MIDNIGHT + 3 * DAY)
    return replace(past, timelines={PORTAL: tuple(entries)})


@given(past=histories(), timezone=st.sampled_from(["UTC", "Asia/Riyadh", "Europe/Berlin", "Asia/Kathmandu"]))
@hypothesis_settings(max_examples=150, deadline=None)
def test_whatever_happened_the_figures_add_up(past: Chronicle, timezone: str) -> None:
    found = told(past, timezone=timezone)
    (one,) = found.services
    ledger = dict.fromkeys(State, 0.0)
    for usage in spent(PORTAL, past.timelines[PORTAL], past.since, past.until):
        ledger[usage.state] += usage.seconds

    assert one.figures.seconds == pytest.approx(ledger, abs=1e-5)
    assert sum(one.figures.seconds.values()) == pytest.approx((past.until - past.since).total_seconds(), abs=1e-5)
    for state in State:
        assert sum(day.seconds[state] for day in one.days) == pytest.approx(ledger[state], abs=1e-5)
    planned = ledger[State.PLANNED_DOWNTIME]
    assert sum(one.figures.planned_by_notice.values()) + one.figures.planned_unattributed == pytest.approx(planned)
    assert sum(use.planned_seconds for each in found.windows for use in each.uses) <= planned + 1e-5
    if one.figures.net is not None and one.figures.gross is not None:
        assert one.figures.net >= one.figures.gross
        assert one.figures.net >= (one.figures.net_with_short_notice_lost or 0) >= one.figures.gross - 1e-9
    assert found.total == one.figures == found.platforms["absher"]
    lost = ledger[State.UNPLANNED_OUTAGE] + ledger[State.OVERRUN]
    assert sum(incident.lost for incident in one.incidents) == pytest.approx(lost, abs=1e-5)
    assert one.figures.carried <= lost + 1e-5
    assert one.figures.reclassified <= lost + 1e-5


@given(past=histories(), hour=st.integers(1, 71))
@hypothesis_settings(max_examples=60, deadline=None)
def test_two_reports_that_meet_make_the_report_of_both(past: Chronicle, hour: int) -> None:
    cut = MIDNIGHT + hour * HOUR
    halves = [told(past, until=cut), told(past, since=cut)]
    whole = told(past)

    for state in State:
        parts = sum(half.total.seconds[state] for half in halves)
        assert parts == pytest.approx(whole.total.seconds[state], abs=1e-5)
    assert sum(half.total.carried for half in halves) == pytest.approx(whole.total.carried, abs=1e-5)


def test_no_second_of_an_outage_is_tied_to_two_windows() -> None:
    wide, narrow = window("08:00", "12:00", id="wide"), window("09:00", "10:00", id="narrow")
    past = chronicle(planned_downtime("08:30", "11:00"), book=book_of(narrow, wide))

    parts = accounts(past, catalogue(), until=past.until).parts[PORTAL]

    assert [(part.window_id, part.starts, part.ends) for part in parts if part.tie is Tie.PLANNED] == [
        ("wide", utc("08:30"), utc("09:00")),
        ("narrow", utc("09:00"), utc("10:00")),
        ("wide", utc("10:00"), utc("11:00")),
    ]
    assert {part.incident.kind for part in parts if part.incident} == {Kind.PLANNED}
