"""What is shown of each service: the judge's record, its plan and the last observations, put into views."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.domain.catalogue import Check
from monitor.domain.dependency import hampering, hard_roots, suspicions
from monitor.domain.observation import Observation, Reason
from monitor.domain.plan import Cover
from monitor.domain.verdict import State
from monitor.domain.window import Impact
from monitor.engine.judge import Judge
from monitor.engine.view import OwnNetwork, ServiceView, WindowView

_SHOWN_AHEAD = timedelta(days=30)
_UNSEEN = (State.BLOCKED, State.UNKNOWN)


def service_view(judge: Judge, service_id: str, last: Mapping[str, Observation], now: datetime) -> ServiceView:
    """One service as it stands at ``now``."""
    catalogue = judge.catalogue
    service = catalogue.services[service_id]
    source = catalogue.services[service.inferred_from] if service.inferred_from else None
    standing = judge.records[service_id].standing
    plan = judge.terms(service_id).plan
    ahead = plan.coming(now) if plan.covers else ()
    coming = [_window(cover) for cover in ahead if cover.starts < now + _SHOWN_AHEAD]
    return ServiceView(
        service=service,
        platform=catalogue.by_platform[service.platform_id],
        source=source,
        state=standing.state,
        state_since=standing.since,
        seconds=standing.seconds,
        incident_open=standing.page_open,
        explained_by=_explanation(judge, service_id),
        hampered_by=hampering(service, _Failing(judge)) if service.depends_on else (),
        suspected_in=_suspicion(judge, service_id),
        maintenance_active=bool(plan.covers and plan.covering(now, least=Impact.DEGRADED)),
        maintenance_recovery=bool(plan.covers and plan.recovering(now)),
        maintenance_page=_says_maintenance((source or service).checks, last),
        window=_window(ahead[0]) if ahead else None,
        windows=tuple(coming),
        has_dependants=service_id in catalogue.depended_on,
    )


def _window(cover: Cover) -> WindowView:
    return WindowView(
        id=cover.window_id,
        starts=cover.nominal.starts,
        ends=cover.ends,
        notice_seconds=(cover.nominal.starts - cover.revision.declared_at).total_seconds(),
        impact=cover.impact,
    )


def _says_maintenance(checks: Sequence[Check], last: Mapping[str, Observation]) -> bool:
    for check in checks:
        seen = last.get(check.id)
        if seen is not None and seen.reason is Reason.MAINTENANCE_PAGE:
            return True
    return False


def _explanation(judge: Judge, service_id: str) -> str | None:
    """The nearest hard root with an open incident, while this service has one itself (SEMANTICS section 7)."""
    if judge.records[service_id].standing.incident is None:
        return None
    roots = hard_roots(judge.catalogue, judge.catalogue.services[service_id])
    return next((root.id for root in roots if judge.records[root.id].standing.incident is not None), None)


def _suspicion(judge: Judge, service_id: str) -> tuple[str, ...]:
    """The dependants that fail together while this service cannot be seen."""
    if service_id not in judge.catalogue.depended_on or judge.records[service_id].standing.state not in _UNSEEN:
        return ()
    standings = (record.standing for record in judge.records.values())
    failing = {standing.service_id: standing.incident.started_at for standing in standings if standing.incident}
    found = suspicions(judge.catalogue, failing, {service_id})
    return found[0].service_ids if found else ()


class _Failing(Container[str]):
    """The services with an open incident, asked one by one: nearly all of them are well."""

    def __init__(self, judge: Judge) -> None:
        self._records = judge.records

    def __contains__(self, service_id: object) -> bool:
        return isinstance(service_id, str) and self._records[service_id].standing.incident is not None


def own_network(canaries: Sequence[str], results: Sequence[bool]) -> OwnNetwork:
    """How far our own sight can be trusted, from what each canary said last."""
    if not canaries:
        return OwnNetwork.UNCHECKED
    if not results:
        return OwnNetwork.UNKNOWN
    return OwnNetwork.REACHABLE if any(results) else OwnNetwork.UNREACHABLE
