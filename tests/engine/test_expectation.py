from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from monitor.domain.catalogue import Text
from monitor.domain.change import Verb
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Kind
from monitor.domain.observation import Outcome, Reason
from monitor.domain.verdict import State
from monitor.engine.expectation import rfc3339, verify
from monitor.engine.replay import Page, Replayed, replay
from monitor.engine.scenario import (
    Expectations,
    ExpectedAvailability,
    ExpectedPage,
    ExpectedSeconds,
    ExpectedState,
    Restart,
    Scenario,
    Sight,
    WindowEvent,
)
from tests.domain.facts import ANNOUNCED, HOUR, LANDING, MINUTE, PORTAL, SECOND, catalogue, settings, utc, window

PAGED = Page(kind=Kind.UNPLANNED, service_id=PORTAL, starts=utc("08:31"), ends=utc("08:41"))
WANTED = ExpectedPage(kind=Kind.UNPLANNED, service_id=PORTAL, at=utc("08:31"))


@cache
def bare() -> Replayed:
    """Two hours in which nothing is scripted."""
    return replay(
        Scenario(
            name="a-test", title=Text(en="A test", ar="اختبار"), source_text="", source_url="", starts=utc("08:00"),
            ends=utc("10:00"), settings=settings(), catalogue=catalogue(), sights=(), canaries=(), windows=(),
            restarts=(), expect=Expectations(),
        )
    )  # fmt: skip


def replayed(*pages: Page, expect: Expectations) -> Replayed:
    """Two hours: up but for 08:30 to 08:40, and blocked from 09:30 on."""
    entries = (("08:00", State.UP), ("08:30", State.UNPLANNED_OUTAGE), ("08:40", State.UP), ("09:30", State.BLOCKED))
    timeline = tuple(TimelineEntry(at=utc(at), state=state) for at, state in entries)
    return replace(bare(), scenario=replace(bare().scenario, expect=expect), timelines={PORTAL: timeline}, pages=pages)


def held(expect: Expectations, *pages: Page) -> list[bool]:
    return [found.ok for found in verify(replayed(*pages, expect=expect))]


def told(expect: Expectations, *pages: Page) -> list[str]:
    return [found.text for found in verify(replayed(*pages, expect=expect))]


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("08:00", State.UP), ("08:29:59.999999", State.UP), ("08:30", State.UNPLANNED_OUTAGE),
        ("08:39:59", State.UNPLANNED_OUTAGE), ("08:40", State.UP), ("09:30", State.BLOCKED), ("07:00", State.UP),
    ],
)  # fmt: skip
def test_state_is_the_one_in_force(at: str, state: State) -> None:
    for other in State:
        expect = Expectations(states=(ExpectedState(at=utc(at), service_id=PORTAL, state=other),))
        assert held(expect) == [other is state]


@pytest.mark.parametrize(
    ("seconds", "within", "ok"),
    [(600, 0, True), (601, 0, False), (601, 1, True), (599, 1, True), (602, 1, False), (598, 1, False)],
)
def test_seconds_may_be_off_by_as_much_as_is_said(seconds: float, within: float, ok: bool) -> None:
    wanted = ExpectedSeconds(
        service_id=PORTAL, state=State.UNPLANNED_OUTAGE, seconds=seconds, within=timedelta(seconds=within)
    )

    assert held(Expectations(seconds=(wanted,))) == [ok]


def test_state_that_never_was_has_no_seconds() -> None:
    wanted = ExpectedSeconds(service_id=PORTAL, state=State.OVERRUN, seconds=0, within=timedelta(0))

    assert held(Expectations(seconds=(wanted,))) == [True]
    assert "found 0 s" in told(Expectations(seconds=(wanted,)))[0]


@pytest.mark.parametrize(
    ("net", "gross", "digits", "ok"),
    [
        (88.889, None, 3, True), (88.888, None, 3, False), (88.89, None, 2, True), (89, 89, 0, True),
        (88, 89, 0, False), (89, 88, 0, False), (None, 88.889, 3, True), (None, None, 3, True), (89.4, None, 0, False),
    ],
)  # fmt: skip
def test_availability_is_compared_as_rounded(net: float | None, gross: float | None, digits: int, ok: bool) -> None:
    wanted = ExpectedAvailability(service_id=PORTAL, net=net, gross=gross, digits=digits)

    assert held(Expectations(availability=(wanted,))) == [ok]


def test_pages_unchecked_are_not_looked_at() -> None:
    assert held(Expectations(), PAGED) == []


@pytest.mark.parametrize(
    ("pages", "wanted", "ok"),
    [
        ((), (), [True]),
        ((PAGED,), (), [False]),
        ((), (WANTED,), [False]),
        ((PAGED,), (WANTED,), [True]),
        ((PAGED, PAGED), (WANTED,), [True, False]),
        ((PAGED,), (WANTED, WANTED), [True, False]),
        ((PAGED, PAGED), (WANTED, WANTED), [True, True]),
    ],
)
def test_list_of_pages_is_complete(pages: tuple[Page, ...], wanted: tuple[ExpectedPage, ...], ok: list[bool]) -> None:
    assert held(Expectations(pages=wanted), *pages) == ok


STILL_OPEN = replace(PAGED, ends=None)
CHECKED = replace(WANTED, resolved_checked=True)


@pytest.mark.parametrize(
    ("page", "wanted", "ok"),
    [
        (PAGED, replace(WANTED, kind=Kind.OVERRUN), False),
        (PAGED, replace(WANTED, service_id="absher/passport"), False),
        (PAGED, replace(WANTED, at=utc("08:33")), True),
        (PAGED, replace(WANTED, at=utc("08:33:01")), False),
        (PAGED, replace(WANTED, at=utc("08:29")), True),
        (PAGED, replace(WANTED, at=utc("08:28:59")), False),
        (PAGED, replace(WANTED, at=utc("08:31:01"), within=timedelta(0)), False),
        (PAGED, replace(CHECKED, resolved_at=utc("08:41")), True),
        (PAGED, replace(CHECKED, resolved_at=utc("08:41") + 2 * MINUTE), True),
        (PAGED, replace(CHECKED, resolved_at=utc("08:41") + 2 * MINUTE + SECOND), False),
        (PAGED, CHECKED, False),
        (STILL_OPEN, CHECKED, True),
        (STILL_OPEN, replace(CHECKED, resolved_at=utc("08:41")), False),
        (STILL_OPEN, WANTED, True),
        (PAGED, replace(WANTED, explained_by="nafath/core"), False),
        (replace(PAGED, explained_by="nafath/core"), replace(WANTED, explained_by="nafath/core"), True),
        (replace(PAGED, explained_by="nafath/core"), WANTED, True),
    ],
)
def test_page_fits_what_was_wanted(page: Page, wanted: ExpectedPage, ok: bool) -> None:
    assert held(Expectations(pages=(wanted,)), page)[0] is ok


def test_each_expectation_is_one_sentence_in_the_order_of_the_file() -> None:
    expect = Expectations(
        states=(ExpectedState(at=utc("08:30"), service_id=PORTAL, state=State.UP),),
        seconds=(ExpectedSeconds(service_id=PORTAL, state=State.UP, seconds=10),),
        availability=(ExpectedAvailability(service_id=PORTAL, net=90, gross=None),),
        pages=(replace(CHECKED, explained_by="a/b"), replace(CHECKED, resolved_at=utc("08:41"))),
    )

    assert told(expect, STILL_OPEN) == [
        "absher/portal is up at 2026-03-10T08:30:00Z: found unplanned_outage",
        "absher/portal is up for 10 s ± 60 s: found 4800 s",
        "absher/portal has net 90.000 %: found 88.88889 %",
        "unplanned page for absher/portal at 2026-03-10T08:31:00Z ± 120 s, still open, explained by a/b: found none",
        "unplanned page for absher/portal at 2026-03-10T08:31:00Z ± 120 s, resolved 2026-03-10T08:41:00Z: found none",
        "no further page: found unplanned absher/portal 2026-03-10T08:31:00Z, still open",
    ]
    assert told(Expectations(pages=())) == ["no page"]


@pytest.mark.parametrize("restarts", [(), (Restart(at=utc("09:50"), down_for=HOUR, kind="kill"),)])
def test_nothing_happens_at_the_end_of_a_scenario_or_after_it(restarts: tuple[Restart, ...]) -> None:
    down = Sight(at=utc("09:20"), check_id=LANDING, outcome=Outcome.FAILED, reason=Reason.STATUS)
    declared = WindowEvent(at=ANNOUNCED, verb=Verb.DECLARE, window_id="w1", spec=window("09:00", "10:00"))
    shortened = WindowEvent(at=utc("09:59"), verb=Verb.REVISE, window_id="w1", changes={"ends": utc("09:58")})
    scenario = replace(bare().scenario, settings=replace(settings(), grace=timedelta(0)), sights=(down,))

    found = replay(replace(scenario, windows=(declared, shortened) if restarts else (declared,), restarts=restarts))

    assert [(incident.kind, incident.overrun_at, incident.paged_at) for incident in found.incidents] == [
        (Kind.PLANNED, None, None)
    ]
    assert found.seconds(PORTAL)[State.UNKNOWN] >= (600 if restarts else 0)
    assert sum(found.seconds(PORTAL).values()) == 7200


def test_instant_is_written_with_a_fraction_only_where_there_is_one() -> None:
    assert [rfc3339(utc("08:30")), rfc3339(utc("08:30:00.5"))] == [
        "2026-03-10T08:30:00Z",
        "2026-03-10T08:30:00.500000Z",
    ]


def test_span_without_service_time_has_no_figure() -> None:
    never = replayed(expect=Expectations(availability=(ExpectedAvailability(service_id=PORTAL, net=0, gross=None),)))
    blind = replace(never, timelines={PORTAL: (TimelineEntry(at=utc("08:00"), state=State.UNKNOWN),)})

    assert [(found.ok, found.text) for found in verify(blind)] == [
        (False, "absher/portal has net 0.000 %: found no service time")
    ]
