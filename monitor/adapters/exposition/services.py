"""The blocks of one service: its state, seconds, page signal, thresholds and windows as exposition text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

from monitor.adapters.exposition.blocks import escape, labels, number, pattern, sample
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
SUSPECTED = BY_NAME["marsad_dependency_suspected"]
DEPENDENCY = BY_NAME["marsad_dependency_info"]
ACTIVE = BY_NAME["marsad_maintenance_active"]
RECOVERY = BY_NAME["marsad_maintenance_recovery"]
WINDOW_START = BY_NAME["marsad_maintenance_window_start_timestamp_seconds"]
WINDOW_END = BY_NAME["marsad_maintenance_window_end_timestamp_seconds"]
WINDOW_NOTICE = BY_NAME["marsad_maintenance_window_notice_seconds"]

_RATIO_DIGITS = 9  # 99.9 percent is 0.999, not 0.9990000000000001
_PAGING = (Kind.UNPLANNED, Kind.OVERRUN)
_STATES = tuple(State)
_IDENTITY = "\0"  # stands in a template for the labels that tell one service from another


def _template(metric: Metric, label: str, values: Iterable[tuple[str, str]]) -> str:
    # Members of closed sets need no escaping.
    return "".join([f'{metric.name}{{{_IDENTITY},{label}="{member}"}} {value}\n' for member, value in values])


# At a start the lines of every service are made, so they are prepared for whatever may be the case.
_SECONDS = pattern(_template(SECONDS, "state", [(state, "") for state in _STATES]))
_IN_STATE = {now: _template(STATE, "state", [(state, str(int(state is now))) for state in _STATES]) for now in _STATES}
_IS_OPEN = {
    now: _template(INCIDENT_OPEN, "kind", [(kind, str(int(kind is now))) for kind in _PAGING]) for now in (None, *Kind)
}
_WITHOUT_WINDOW = dict.fromkeys((WINDOW_START, WINDOW_END, WINDOW_NOTICE), "")


class ServiceText:
    """The text of one service as it is configured, made anew only where it differs from what was asked for last."""

    __slots__ = ("_changing", "_identity", "_labels", "_made_of", "_seconds")

    def __init__(self, view: ServiceView) -> None:
        self._made_of = (view.service, view.platform, view.source)
        self._labels = labels(service_id=view.service.id)
        self._identity = _identity(view, self._labels)
        self._seconds = _SECONDS.replace(_IDENTITY, self._identity.replace("%", "%%"))
        self._changing: tuple[object, ...] = ()  # of what everything but the seconds was made

    def describes(self, view: ServiceView) -> bool:
        """Whether the view is of the very configuration that this text was made for."""
        made_of = (view.service, view.platform, view.source)
        return all(one is other for one, other in zip(made_of, self._made_of, strict=True))

    def blocks(self, view: ServiceView) -> dict[Metric, str]:
        """The blocks to replace; an empty text where a series is absent."""
        seconds = view.seconds
        blocks = {SECONDS: self._seconds % tuple([float(seconds.get(state, 0)) for state in _STATES])}
        changing = (
            *(view.state, view.state_since, view.incident_open, view.explained_by, view.has_dependants, view.window),
            *(view.maintenance_page, view.maintenance_active, view.maintenance_recovery, bool(view.suspected_in)),
        )
        if changing != self._changing:
            self._changing = changing
            blocks |= self._seldom(view)
        return blocks

    def constant_blocks(self, view: ServiceView) -> Mapping[Metric, str]:
        """The blocks that only a new configuration changes."""
        service = view.service
        texts = labels(
            name_en=service.name.en,
            name_ar=service.name.ar,
            operator=view.platform.operator.en,
            inferred="false" if service.inferred_from is None else "true",
        )
        slow = min([check.slow for check in view.checks], default=timedelta(0))
        interval = max([check.interval for check in view.checks], default=timedelta(0))
        return {
            INFO: sample(INFO, f"{self._labels},{texts}", "1"),
            OBJECTIVE: sample(OBJECTIVE, self._labels, _ratio(service.objective)),
            SLOW: sample(SLOW, self._labels, _seconds(slow)),
            INTERVAL: sample(INTERVAL, self._labels, _seconds(interval)),
            CERTIFICATE_WARNING: sample(CERTIFICATE_WARNING, self._labels, _seconds(service.certificate_warning)),
        }

    def _seldom(self, view: ServiceView) -> dict[Metric, str]:
        identity = self._identity
        return {
            STATE: _IN_STATE[view.state].replace(_IDENTITY, identity),
            SINCE: sample(SINCE, self._labels, number(view.state_since.timestamp())),
            INCIDENT_OPEN: _IS_OPEN[view.incident_open].replace(_IDENTITY, identity),
            MAINTENANCE_PAGE: sample(MAINTENANCE_PAGE, identity, "1" if view.maintenance_page else "0"),
            ACTIVE: sample(ACTIVE, identity, "1" if view.maintenance_active else "0"),
            RECOVERY: sample(RECOVERY, identity, "1" if view.maintenance_recovery else "0"),
            EXPLAINED: _explained(view),
            SUSPECTED: sample(SUSPECTED, self._labels, "1") if view.suspected_in else "",
            DEPENDENCY: sample(DEPENDENCY, self._labels, "1") if view.has_dependants else "",
            **_window_blocks(view.window, self._labels),
        }


@lru_cache  # thousands of services share a few settings
def _seconds(length: timedelta) -> str:
    return number(length.total_seconds())


@lru_cache
def _ratio(percent: float) -> str:
    return number(round(percent / 100, _RATIO_DIGITS))


def _identity(view: ServiceView, of_service: str) -> str:
    service = view.service
    root = next(iter(service.hard_roots), "")
    platform = escape(view.platform.id)
    return f'platform="{platform}",{of_service},tier="{service.tier}",dependency="{escape(root)}"'


def _window_blocks(window: WindowView | None, of_service: str) -> Mapping[Metric, str]:
    if window is None:
        return _WITHOUT_WINDOW
    return {
        WINDOW_START: sample(WINDOW_START, of_service, number(window.starts.timestamp())),
        WINDOW_END: sample(WINDOW_END, of_service, number(window.ends.timestamp())),
        WINDOW_NOTICE: sample(WINDOW_NOTICE, of_service, number(window.notice_seconds)),
    }


def _explained(view: ServiceView) -> str:
    if view.explained_by is None:
        return ""
    return sample(EXPLAINED, labels(service_id=view.service.id, root=view.explained_by), "1")
