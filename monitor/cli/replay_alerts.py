"""Which alerts fired from when to when while a scenario was replayed, told to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.adapters.paper import Firing
from monitor.adapters.promtool import Alert
from monitor.app.backtest import Backtest
from monitor.domain.printable import printable
from monitor.engine.expectation import rfc3339


def alert_story(tried: Backtest) -> Iterator[str]:
    """Lines for people: the alerts in the order in which they began."""
    yield f"     scraped and evaluated every {tried.step.total_seconds():g} s:"
    for alert in tried.alerts:
        until = _maybe(tried, alert.until) or "(still firing)"
        yield printable(f"     {rfc3339(_at(tried, alert.since))} to {until}  {alert.name} {_labels(alert)}".rstrip())
    if not tried.alerts:
        yield "     no alert fires"


def alert_facts(tried: Backtest) -> dict[str, object]:
    """The same for programs."""
    return {"step_seconds": tried.step.total_seconds(), "alerts": [_fact(tried, alert) for alert in tried.alerts]}


def firings(tried: Backtest) -> tuple[Firing, ...]:
    """The same for a page."""
    return tuple(
        Firing(
            name=alert.name,
            labels=_labels(alert),
            since=_at(tried, alert.since),
            until=None if alert.until is None else _at(tried, alert.until),
        )
        for alert in tried.alerts
    )


def _labels(alert: Alert) -> str:
    return " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in alert.labels.items())


def _fact(tried: Backtest, alert: Alert) -> dict[str, object]:
    return {
        "alert": alert.name,
        "labels": dict(alert.labels),
        "from": rfc3339(_at(tried, alert.since)),
        "to": _maybe(tried, alert.until),
    }


def _at(tried: Backtest, offset: timedelta) -> datetime:
    return tried.replayed.scenario.starts + offset


def _maybe(tried: Backtest, offset: timedelta | None) -> str | None:
    return None if offset is None else rfc3339(_at(tried, offset))
