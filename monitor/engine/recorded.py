"""What a ledger holds of a span, and the scenario that it is: so that a history can be judged once more.

A ledger keeps what a check saw only where it changed, at the end of the probe. ``rebuilt`` finds the probes again on
the grid they stood on, and the spans in which nobody looked; between two glimpses the earlier one was seen all the
time. What a probe would have seen that was never made, nobody can know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.book import Revision
from monitor.domain.catalogue import Catalogue, Platform, Service, Settings, Text
from monitor.domain.change import Verb
from monitor.domain.history import Glimpse, TimelineEntry
from monitor.domain.incident import Incident
from monitor.domain.window import WindowSpec
from monitor.engine.absences import absences
from monitor.engine.scenario import Expectations, Known, Scenario, WindowEvent
from monitor.engine.sightings import canaries, looks, sights

_LEAD = 12  # intervals: a share span of ten probes is full, and nothing is stale
_ServicesOf = Callable[[Platform], tuple[Service, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was kept about ``[since, until)``; ``until`` is no later than what the ledger knows.

    Everything reaches back to ``starts``: before ``since``, so that an outage open at ``since`` is seen from its
    beginning. ``begins`` is where the ledger itself begins. ``timelines`` and ``glimpses`` begin with what was in force
    at ``starts``; ``incidents`` are those that touch ``[since, until)``; ``revisions`` are all there are.
    """

    begins: datetime
    starts: datetime
    since: datetime
    until: datetime
    timelines: Mapping[str, tuple[TimelineEntry, ...]]
    incidents: tuple[Incident, ...]
    revisions: tuple[Revision, ...]
    glimpses: tuple[Glimpse, ...]


def lead(catalogue: Catalogue) -> timedelta:
    """How long before a span the judging has to begin, lest its beginning be one of the figures."""
    return max((check.interval for check in catalogue.checks.values()), default=timedelta(0)) * _LEAD


def seen_from(recorded: Recorded, settings: Settings) -> tuple[Glimpse, ...]:
    """The glimpses of the configured location; where there is only one other, it was renamed since."""
    locations = {glimpse.location for glimpse in recorded.glimpses}
    if len(locations) == 1:
        return recorded.glimpses
    return tuple(glimpse for glimpse in recorded.glimpses if glimpse.location == settings.location.id)


def rebuilt(
    recorded: Recorded, catalogue: Catalogue, settings: Settings, windows: tuple[WindowSpec, ...] = ()
) -> Scenario:
    """The recorded history as a scenario, to be judged by ``catalogue`` and ``settings``.

    ``windows`` are known from their ``declared_at``, else from ``since``, and take the places of those that the ledger
    knows by the same ids.
    """
    seen = seen_from(recorded, settings)
    catalogue = _seen(catalogue, {glimpse.check_id for glimpse in seen})
    glimpses = tuple(glimpse for glimpse in seen if glimpse.check_id in catalogue.checks)
    gone = absences(recorded.timelines, glimpses, catalogue, recorded.begins, (recorded.starts, recorded.until))
    return Scenario(
        name="ledger",
        title=Text(en="Out of the ledger", ar="من السجل"),
        source_text="",
        source_url="",
        starts=recorded.starts,
        ends=recorded.until,
        settings=settings,
        catalogue=catalogue,
        sights=(*sights(glimpses, catalogue, recorded.starts), *gone.unseen),
        canaries=canaries(glimpses, catalogue),
        windows=tuple(_declared(spec, recorded.since) for spec in windows),
        restarts=gone.restarts,
        expect=Expectations(),
        known=tuple(_known(recorded.revisions, {spec.id for spec in windows})),
        looks=looks(glimpses, catalogue),
    )


def among(catalogue: Catalogue, service_ids: frozenset[str]) -> Catalogue:
    """The catalogue of these services, and of those whose state or windows bear on them."""
    wanted, waiting = set[str](), set(service_ids)
    while waiting:
        service = catalogue.services.get(waiting.pop())
        if service is not None and service.id not in wanted:
            wanted.add(service.id)
            waiting.update(edge.service_id for edge in service.depends_on)
            waiting.update([service.inferred_from] if service.inferred_from else [])
    return _with(catalogue, lambda platform: tuple(s for s in platform.services if s.id in wanted))


def _seen(catalogue: Catalogue, seen: set[str]) -> Catalogue:
    """Without the checks that nobody has looked through: a new one beside an old one would make all of it unknown."""

    def kept(service: Service) -> Service:
        checks = tuple(check for check in service.checks if check.id in seen)
        return replace(service, checks=checks) if checks else service

    return _with(catalogue, lambda platform: tuple(kept(service) for service in platform.services))


def _with(catalogue: Catalogue, services: _ServicesOf) -> Catalogue:
    return Catalogue(platforms=tuple(replace(p, services=services(p)) for p in catalogue.platforms))


def _declared(spec: WindowSpec, since: datetime) -> WindowEvent:
    return WindowEvent(at=spec.declared_at or since, verb=Verb.DECLARE, window_id=spec.id, spec=spec)


def _known(revisions: tuple[Revision, ...], replaced: set[str]) -> Iterator[Known]:
    for revision in revisions:
        if revision.window_id.partition("@")[0] not in replaced:
            yield Known(at=revision.known_at, revision=revision)
