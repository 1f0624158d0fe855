"""The blocks of one service: its state, seconds, page signal, thresholds and windows as exposition text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
DEPENDENCY = BY_NAME["marsad_dependency_info"]
ACTIVE = BY_NAME["marsad_maintenance_active"]
RECOVERY = BY_NAME["marsad_maintenance_recovery"]
WINDOW_START = BY_NAME["marsad_maintenance_window_start_timestamp_seconds"]
WINDOW_END = BY_NAME["marsad_maintenance_window_end_timestamp_seconds"]
WINDOW_NOTICE = BY_NAME["marsad_maintenance_window_notice_seconds"]

_RATIO_DIGITS = 9  # 99.9 percent is 0.999, not 0.9990000000000001
_PAGING = (Kind.UNPLANNED, Kind.OVERRUN)
_STATES = tuple(State)


class ServiceText:
    """The text of one service as it is configured, made anew only where it differs from what was asked for last."""

    __slots__ = ("_changing", "_identity", "_labels", "_made_of", "_seconds")

    def __init__(self, view: ServiceView) -> None:
        self._made_of = (view.service, view.platform, view.source)
        self._labels = labels(service_id=view.service.id)
        self._identity = _identity(view, self._labels)
        self._seconds = pattern(_each(SECONDS, self._identity, "state", ((state, "") for state in _STATES)))
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
            *(view.maintenance_page, view.maintenance_active, view.maintenance_recovery),
        )
        if changing != self._changing:
            self._changing = changing
            blocks |= self._state_blocks(view) | self._flags(view) | _window_blocks(view.window, self._labels)
            blocks[SINCE] = sample(SINCE, self._labels, number(view.state_since.timestamp()))
            blocks[EXPLAINED] = _explained(view)
            blocks[DEPENDENCY] = sample(DEPENDENCY, self._labels, "1") if view.has_dependants else ""
        return blocks

    def _state_blocks(self, view: ServiceView) -> dict[Metric, str]:
        states = [(state, "1" if state is view.state else "0") for state in _STATES]
        kinds = [(kind, "1" if kind is view.incident_open else "0") for kind in _PAGING]
        return {
            STATE: _each(STATE, self._identity, "state", states),
            INCIDENT_OPEN: _each(INCIDENT_OPEN, self._identity, "kind", kinds),
        }

    def _flags(self, view: ServiceView) -> dict[Metric, str]:
        flags = {
            MAINTENANCE_PAGE: view.maintenance_page,
            ACTIVE: view.maintenance_active,
            RECOVERY: view.maintenance_recovery,
        }
        return {metric: sample(metric, self._identity, "1" if flag else "0") for metric, flag in flags.items()}


def constant_blocks(view: ServiceView) -> Mapping[Metric, str]:
    """The blocks that only a new configuration changes."""
    service = view.service
    of_service = labels(service_id=service.id)
    texts = labels(
        name_en=service.name.en,
        name_ar=service.name.ar,
        operator=view.platform.operator.en,
        inferred=str(service.inferred_from is not None).lower(),
    )
    slow = min((check.slow.total_seconds() for check in view.checks), default=0)
    interval = max((check.interval.total_seconds() for check in view.checks), default=0)
    return {
        INFO: sample(INFO, f"{of_service},{texts}", "1"),
        OBJECTIVE: sample(OBJECTIVE, of_service, number(round(service.objective / 100, _RATIO_DIGITS))),
        SLOW: sample(SLOW, of_service, number(slow)),
        INTERVAL: sample(INTERVAL, of_service, number(interval)),
        CERTIFICATE_WARNING: sample(
            CERTIFICATE_WARNING, of_service, number(service.certificate_warning.total_seconds())
        ),
    }


def _identity(view: ServiceView, of_service: str) -> str:
    service = view.service
    root = next(iter(service.hard_roots), "")
    platform = escape(view.platform.id)
    return f'platform="{platform}",{of_service},tier="{service.tier}",dependency="{escape(root)}"'


def _each(metric: Metric, identity: str, label: str, values: Iterable[tuple[str, str]]) -> str:
    # Members of closed sets need no escaping.
    head = f"{metric.name}{{{identity},{label}="
    return "".join([f'{head}"{member}"}} {value}\n' for member, value in values])


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
