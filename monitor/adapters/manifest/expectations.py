"""What a scenario expects, in the engine's types."""

from __future__ import annotations

from monitor.adapters.manifest.scenario_file import ExpectedPageSection, ExpectSection
from monitor.domain.incident import Kind
from monitor.engine.scenario import (
    Expectations,
    ExpectedAvailability,
    ExpectedPage,
    ExpectedSeconds,
    ExpectedState,
)


def expectations(section: ExpectSection) -> Expectations:
    """All four lists; ``pages`` stays ``None`` where the file does not speak of them."""
    return Expectations(
        states=tuple(ExpectedState(at=one.at, service_id=one.service, state=one.state) for one in section.states),
        seconds=tuple(
            ExpectedSeconds(service_id=one.service, state=one.state, seconds=one.seconds, within=one.within)
            for one in section.seconds
        ),
        availability=tuple(
            ExpectedAvailability(service_id=one.service, net=one.net, gross=one.gross, digits=one.digits)
            for one in section.availability
        ),
        pages=None if section.pages is None else tuple(_page(one) for one in section.pages),
    )


def _page(section: ExpectedPageSection) -> ExpectedPage:
    return ExpectedPage(
        kind=Kind(section.kind),
        service_id=section.service,
        at=section.at,
        within=section.within,
        resolved_checked="resolved_at" in section.model_fields_set,
        resolved_at=section.resolved_at,
        explained_by=section.explained_by,
    )
