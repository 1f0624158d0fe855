"""A story from facts that a test names; everything else is a quiet day at Absher's portal."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain.book import Book
from monitor.domain.catalogue import Service
from monitor.domain.explanation import Absence, Facts, Measures, Refusal, Story, explain
from monitor.domain.history import Glimpse, Seen, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec
from tests.domain import facts
from tests.domain.facts import DAY, LANDING, LOCATION, MINUTE, PORTAL, utc


def glimpse(at: str, seen: Seen, reason: str = "", check_id: str = LANDING) -> Glimpse:
    return Glimpse(check_id=check_id, location=LOCATION, at=utc(at), seen=seen, reason=reason)


def incident(
    started: str,
    confirmed: str,
    kind: Kind = Kind.UNPLANNED,
    *,
    ended: str | None = None,
    overrun: str | None = None,
    paged: str | None = None,
    service_id: str = PORTAL,
) -> Incident:
    return Incident(
        id=f"{service_id}@{started}",
        service_id=service_id,
        kind=kind,
        reason="status",
        started_at=utc(started),
        confirmed_at=utc(confirmed),
        overrun_at=utc(overrun) if overrun else None,
        ended_at=utc(ended) if ended else None,
        recovered_at=utc(ended) + timedelta(seconds=10) if ended else None,
        paged_at=utc(paged) if paged else None,
    )


def story(
    at: str,
    *specs: WindowSpec,
    states: dict[str, State] | None = None,
    incidents: tuple[Incident, ...] = (),
    glimpses: tuple[Glimpse, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    absences: tuple[Absence, ...] = (),
    service: Service | None = None,
    roots: tuple[Service, ...] = (),
    book: Book | None = None,
    heard_until: datetime | None = None,
    notice_minimum: timedelta = DAY,
) -> Story:
    told_of = service or facts.service()
    timeline = {"00:00": State.UP} if states is None else states
    return explain(
        Facts(
            service=told_of,
            checks=told_of.checks,
            roots=roots,
            at=utc(at),
            measures=Measures(
                timezone="Asia/Riyadh", grace=5 * MINUTE, notice_minimum=notice_minimum, longest_window=DAY
            ),
            timeline=tuple(TimelineEntry(at=utc(since), state=state) for since, state in timeline.items()),
            incidents=incidents,
            book=book or facts.book_of(*specs),
            glimpses=glimpses,
            kept_since=utc(at) - 9 * DAY,
            refusals=refusals,
            absences=absences,
            heard_until=heard_until,
        )
    )


def rules(told: Story) -> list[str]:
    """Those beside the sections."""
    return [rule for rule in told.rules if not rule.startswith("section")]


def text(told: Story) -> str:
    return "\n".join(str(paragraph) for paragraph in told.paragraphs)
