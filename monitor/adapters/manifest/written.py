"""A window written down with the keys of ``config/windows``: the way back from ``declaration``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from monitor.adapters.manifest import notation
from monitor.domain.window import Impact, Scope, Status, WindowSpec

_NOTHING = timedelta(0)


def written(spec: WindowSpec) -> dict[str, object]:
    """The keys of ``spec``, those left out that say what is understood anyway."""
    keys: dict[str, object | None] = {
        "id": spec.id,
        "platform": spec.platform,
        "services": _services(spec.scope),
        "exclude": sorted(spec.scope.exclude),
        "starts": _moment(spec.starts),
        "ends": _moment(spec.ends) if spec.ends else None,
        "duration": notation.written(spec.duration) if spec.duration is not None else None,
        # A series given by instants repeats in their offset, and a zone beside it would say otherwise.
        "timezone": None if spec.rule is not None and spec.starts.tzinfo is not None else spec.timezone,
        "fold": spec.fold.value if spec.fold else None,
        "impact": spec.impact.value if spec.impact is not Impact.OUTAGE else None,
        "service_impact": {name: impact.value for name, impact in spec.impacts},
        "declared_at": _moment(spec.declared_at) if spec.declared_at else None,
        "recovery": _length(spec.recovery),
        "early_start_tolerance": _length(spec.early_start_tolerance),
        "long": spec.long,
        "status": spec.status.value if spec.status is not Status.SCHEDULED else None,
        "source": _source(spec),
        **_rule(spec),
    }
    return {key: value for key, value in keys.items() if value not in (None, [], {}, False)}


def _services(scope: Scope) -> object:
    if scope.everything:
        return "all"
    return [*sorted(scope.services), *({"labels": dict(selector)} for selector in scope.selectors)]


def _rule(spec: WindowSpec) -> dict[str, object | None]:
    if spec.rule is None:
        return {}
    return {
        "rrule": spec.rule.rrule,
        "until": _moment(spec.rule.until) if spec.rule.until else None,
        "exdates": [_moment(exdate) for exdate in spec.rule.exdates],
    }


def _source(spec: WindowSpec) -> dict[str, object]:
    return {key: text for key, text in (("url", spec.source_url), ("text", spec.source_text)) if text}


def _length(length: timedelta) -> str | None:
    return None if length == _NOTHING else notation.written(length)


def _moment(moment: date | datetime) -> str:
    """As RFC 3339 has it; without an offset for a local time, a day alone for a day."""
    return moment.isoformat().replace("+00:00", "Z")
