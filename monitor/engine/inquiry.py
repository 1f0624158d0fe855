"""Collects the facts of an explanation: from the archive of the live monitor, or from a replay.

Decides nothing; the story is ``domain.explanation``'s.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.domain.book import Revision, read
from monitor.domain.catalogue import Catalogue, Check, Service, Settings
from monitor.domain.dependency import hard_roots
from monitor.domain.explanation import Absence, Facts, Measures, Refusal, Story, explain
from monitor.domain.history import Glimpse, TimelineEntry
from monitor.domain.incident import Incident
from monitor.engine.replay import Replayed

LOOKED_BACK = timedelta(days=9)  # farther than any rule of a story asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What an archive holds of one service in a span."""

    heartbeat_at: datetime | None
    timeline: tuple[TimelineEntry, ...]
    incidents: tuple[Incident, ...]  # of all services
    revisions: tuple[Revision, ...]
    glimpses: tuple[Glimpse, ...]


class Archive(Protocol):
    """Reads what the monitor wrote, without disturbing it."""

    def past(self, service_id: str, check_ids: Collection[str], since: datetime, until: datetime) -> Past:
        """What was kept of a service and its checks between two instants.

        Raises:
            LedgerError: it cannot be read.

        """


def from_archive(archive: Archive, catalogue: Catalogue, settings: Settings, service_id: str, at: datetime) -> Story:
    """Explain a state of the live monitor.

    Raises:
        LedgerError: the archive cannot be read.
    """
    service = catalogue.services[service_id]
    checks = checks_of(catalogue, service)
    until = at + timedelta(microseconds=1)  # spans are half-open, and `at` itself counts
    past = archive.past(service_id, [check.id for check in checks], at - LOOKED_BACK, until)
    facts = Facts(
        service=service,
        checks=checks,
        roots=hard_roots(catalogue, service),
        at=at,
        measures=_measures(settings),
        timeline=past.timeline,
        incidents=past.incidents,
        book=read(past.revisions),
        glimpses=past.glimpses,
        kept_since=at - LOOKED_BACK,
        heard_until=past.heartbeat_at,
    )
    return explain(facts)


def from_replay(replayed: Replayed, service_id: str, at: datetime) -> Story:
    """Explain a state of a scenario."""
    scenario = replayed.scenario
    service = scenario.catalogue.services[service_id]
    checks = checks_of(scenario.catalogue, service)
    watched = {check.id for check in checks}
    facts = Facts(
        service=service,
        checks=checks,
        roots=hard_roots(scenario.catalogue, service),
        at=at,
        measures=_measures(scenario.settings),
        timeline=replayed.timelines[service_id],
        incidents=replayed.incidents,
        book=replayed.book,
        glimpses=tuple(glimpse for glimpse in replayed.glimpses if glimpse.check_id in watched),
        kept_since=scenario.starts - LOOKED_BACK,
        refusals=tuple(Refusal(at=refusal.at, error=refusal.error) for refusal in replayed.refusals),
        absences=tuple(Absence(since=r.at, until=r.at + r.down_for, kind=r.kind) for r in scenario.restarts),
    )
    return explain(facts)


def checks_of(catalogue: Catalogue, service: Service) -> tuple[Check, ...]:
    """The checks that speak for a service: its own, or those of the one it is inferred from."""
    return catalogue.services[service.inferred_from].checks if service.inferred_from else service.checks


def _measures(settings: Settings) -> Measures:
    return Measures(
        timezone=settings.timezone,
        grace=settings.grace,
        notice_minimum=settings.notice_minimum,
        longest_window=settings.longest_window,
    )
