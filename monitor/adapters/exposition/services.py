"""The blocks of one service: its state, seconds, page signal, thresholds and windows as exposition text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.adapters.exposition.blocks import labels, number, sample
from monitor.adapters.exposition.catalogue import BY_NAME
from monitor.adapters.exposition.metric import Metric
from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.engine.view import ServiceView, WindowView

STATE = BY_NAME["marsad_service_state"]
SECONDS = BY_NAME["marsad_service_state_seconds_total"]
INCIDENT_OPEN = BY_NAME["marsad_incident_open"]
SINCE = BY_NAME["marsad_service_state_since_timestamp_seconds"]
INFO = BY_NAME["marsad_service_info"]
OBJECTIVE = BY_NAME["marsad_service_objective_ratio"]
SLOW = BY_NAME["marsad_service_slow_threshold_seconds"]
INTERVAL = BY_NAME["marsad_service_interval_seconds"]
CERTIFICATE_WARNING = BY_NAME["marsad_service_certificate_warning_seconds"]
MAINTENANCE_PAGE = BY_NAME["marsad_service_maintenance_page"]
EXPLAINED = BY_NAME["marsad_service_outage_explained"]
DEPENDENCY = BY_NAME["marsad_dependency_info"]
ACTIVE = BY_NAME["marsad_maintenance_active"]
RECOVERY = BY_NAME["marsad_maintenance_recovery"]
WINDOW_START = BY_NAME["marsad_maintenance_window_start_timestamp_seconds"]
WINDOW_END = BY_NAME["marsad_maintenance_window_end_timestamp_seconds"]
WINDOW_NOTICE = BY_NAME["marsad_maintenance_window_notice_seconds"]

_RATIO_DIGITS = 9  # 99.9 percent is 0.999, not 0.9990000000000001
_PAGING = (Kind.UNPLANNED, Kind.OVERRUN)


def service_blocks(view: ServiceView) -> Mapping[Metric, str]:
    """The blocks that change as the service is watched; an empty text where a series is absent."""
    identity = _identity(view)
    of_service = labels(service_id=view.service.id)
    return {
        **_state_blocks(view, identity),
        **_flags(view, identity),
        **_window_blocks(view.window, of_service),
        SINCE: sample(SINCE, of_service, number(view.state_since.timestamp())),
        EXPLAINED: _explained(view),
        DEPENDENCY: sample(DEPENDENCY, of_service, "1") if view.has_dependants else "",
    }


def constant_blocks(view: ServiceView) -> Mapping[Metric, str]:
    """The blocks that only a new configuration changes."""
    service = view.service
    of_service = labels(service_id=service.id)
    texts = labels(
        service_id=service.id,
        name_en=service.name.en,
        name_ar=service.name.ar,
        operator=view.platform.operator.en,
        inferred=str(service.inferred_from is not None).lower(),
    )
    slow = min((check.slow.total_seconds() for check in view.checks), default=0)
    interval = max((check.interval.total_seconds() for check in view.checks), default=0)
    return {
        INFO: sample(INFO, texts, "1"),
        OBJECTIVE: sample(OBJECTIVE, of_service, number(round(service.objective / 100, _RATIO_DIGITS))),
        SLOW: sample(SLOW, of_service, number(slow)),
        INTERVAL: sample(INTERVAL, of_service, number(interval)),
        CERTIFICATE_WARNING: sample(
            CERTIFICATE_WARNING, of_service, number(service.certificate_warning.total_seconds())
        ),
    }


def _identity(view: ServiceView) -> str:
    service = view.service
    root = next(iter(service.hard_roots), "")
    return labels(platform=view.platform.id, service_id=service.id, tier=str(service.tier), dependency=root)


def _state_blocks(view: ServiceView, identity: str) -> dict[Metric, str]:
    return {
        STATE: _each(STATE, identity, "state", ((state, str(int(state is view.state))) for state in State)),
        SECONDS: _each(SECONDS, identity, "state", ((state, number(view.seconds.get(state, 0))) for state in State)),
        INCIDENT_OPEN: _each(
            INCIDENT_OPEN, identity, "kind", ((kind, str(int(kind is view.incident_open))) for kind in _PAGING)
        ),
    }


def _each(metric: Metric, identity: str, label: str, values: Iterable[tuple[str, str]]) -> str:
    # Members of closed sets need no escaping; this runs for every service at every tick.
    head = f"{metric.name}{{{identity},{label}="
    return "".join([f'{head}"{member}"}} {value}\n' for member, value in values])


def _flags(view: ServiceView, identity: str) -> dict[Metric, str]:
    flags = {
        MAINTENANCE_PAGE: view.maintenance_page,
        ACTIVE: view.maintenance_active,
        RECOVERY: view.maintenance_recovery,
    }
    return {metric: sample(metric, identity, str(int(flag))) for metric, flag in flags.items()}


def _window_blocks(window: WindowView | None, of_service: str) -> dict[Metric, str]:
    if window is None:
        return {WINDOW_START: "", WINDOW_END: "", WINDOW_NOTICE: ""}
    return {
        WINDOW_START: sample(WINDOW_START, of_service, number(window.starts.timestamp())),
        WINDOW_END: sample(WINDOW_END, of_service, number(window.ends.timestamp())),
        WINDOW_NOTICE: sample(WINDOW_NOTICE, of_service, number(window.notice_seconds)),
    }


def _explained(view: ServiceView) -> str:
    if view.explained_by is None:
        return ""
    return sample(EXPLAINED, labels(service_id=view.service.id, root=view.explained_by), "1")
