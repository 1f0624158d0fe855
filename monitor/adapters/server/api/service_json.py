"""A service as JSON: its state now, and what bears on it."""

from __future__ import annotations

from monitor.adapters.server.api.times import instant, instant_or_none
from monitor.adapters.server.api.window_json import Json
from monitor.domain.catalogue import Dependency
from monitor.engine.view import FleetView, ServiceView, WindowView


def service(view: ServiceView) -> Json:
    """One service."""
    of = view.service
    return {
        "id": of.id,
        "platform": view.platform.id,
        "name": {"en": of.name.en, "ar": of.name.ar},
        "platform_name": {"en": view.platform.name.en, "ar": view.platform.name.ar},
        "tier": of.tier,
        "labels": dict(of.labels),
        "inferred_from": of.inferred_from,
        "depends_on": [_dependency(edge) for edge in of.depends_on],
        "objective_percent": of.objective,
        "state": view.state.value,
        "since": instant(view.state_since),
        "seconds": {state.value: total for state, total in view.seconds.items()},
        "incident_open": view.incident_open.value if view.incident_open else None,
        "explained_by": view.explained_by,
        "hampered_by": [_dependency(edge) for edge in view.hampered_by],
        "suspected_in": list(view.suspected_in),
        "maintenance_active": view.maintenance_active,
        "maintenance_recovery": view.maintenance_recovery,
        "maintenance_page": view.maintenance_page,
        "windows": [_window(window) for window in view.windows],
    }


def sight(fleet: FleetView) -> Json:
    """How far what is said of the services can be trusted."""
    return {
        "location": fleet.location,
        "own_network": fleet.own_network.value,
        "updated_at": instant_or_none(fleet.updated_at),
    }


def _dependency(edge: Dependency) -> Json:
    return {"service": edge.service_id, "strength": edge.strength.value}


def _window(window: WindowView) -> Json:
    return {
        "id": window.id,
        "starts": instant(window.starts),
        "ends": instant(window.ends),
        "impact": window.impact.value,
        "notice_seconds": window.notice_seconds,
    }
