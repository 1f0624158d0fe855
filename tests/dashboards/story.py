"""A fleet in every state, told step by step through the real exposition: windows, pages, failures, skips, lateness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import Metrics
from monitor.domain.catalogue import Check, Dependency, Platform, Service, Strength, Text
from monitor.domain.incident import Kind
from monitor.domain.observation import HttpFacts, Observation, Outcome, Phases, Reason, TlsFacts
from monitor.domain.target import HttpTarget
from monitor.domain.verdict import State
from monitor.domain.window import Impact
from monitor.engine.view import Build, CheckView, ServiceView, SkipReason, WindowView

HERE = "riyadh-1"
WINDOW_ENDS_AT_STEP = 2
PAGE_AT_STEP = 4  # the grace is over; from here on nothing changes but counters
BUILD = Build(version="0.1.0", revision="abc", pythonversion="3.11.2", tzdata="2025b")
HOUR = timedelta(hours=1)

_NAMES = {
    "absher/portal": ("Portal", "البوابة"),
    "absher/renewal": ("Passport renewal", "تجديد جواز السفر"),
    "absher/traffic": ("Traffic violations", "المخالفات المرورية"),
    "nafath/sign-on": ("Sign-on", "الدخول الموحد"),
    "qiwa/portal": ("Portal", "البوابة"),
    "qiwa/contracts": ('Contracts, "new"', "العقود"),
    "qiwa/permits": ("Work permits", "رخص العمل"),
    "masar/portal": ("Portal", "البوابة"),
    "masar/requests": ("Requests", "الطلبات"),
}
_OUTCOMES: Mapping[State, tuple[Outcome, Reason | None]] = {
    State.UP: (Outcome.OK, None),
    State.DEGRADED: (Outcome.SLOW, None),
    State.PLANNED_DOWNTIME: (Outcome.FAILED, Reason.STATUS),
    State.UNPLANNED_OUTAGE: (Outcome.FAILED, Reason.TIMEOUT),
    State.OVERRUN: (Outcome.FAILED, Reason.MAINTENANCE_PAGE),
    State.BLOCKED: (Outcome.BLOCKED, Reason.CHALLENGED),
    State.UNKNOWN: (Outcome.NOTHING, Reason.SELF),
}


def _platform(name: str) -> Platform:
    text = Text(en=name.title(), ar=name)
    return Platform(id=name, name=text, operator=text, timezone="Asia/Riyadh", hosts=(f"{name}.example",))


def _service(identity: str, *, root: str = "", inferred_from: str | None = None) -> Service:
    target = HttpTarget(url=f"https://{identity.partition('/')[0]}.example/")
    check = Check(
        id=f"{identity}/landing",
        target=target,
        interval=timedelta(seconds=60),
        timeout=timedelta(seconds=10),
        slow=timedelta(seconds=2),
    )
    english, arabic = _NAMES[identity]
    return Service(
        id=identity,
        name=Text(en=english, ar=arabic),
        tier=1,
        checks=() if inferred_from else (check,),
        inferred_from=inferred_from,
        depends_on=(Dependency(service_id=root, strength=Strength.HARD),) if root else (),
    )


PORTAL = _service("absher/portal")
SERVICES = (
    PORTAL,
    _service("absher/renewal", inferred_from="absher/portal"),
    _service("absher/traffic"),
    _service("nafath/sign-on"),
    _service("qiwa/portal", root="nafath/sign-on"),
    _service("qiwa/contracts"),
    _service("qiwa/permits"),
    _service("masar/portal"),
    _service("masar/requests"),
)
PLATFORMS = {name: _platform(name) for name in ("absher", "nafath", "qiwa", "masar")}


class Story:
    """One monitor's view of the fleet; ``step`` is one second of it."""

    def __init__(self, began: datetime) -> None:
        self._began = began
        self._steps = 0
        self._seconds: dict[str, dict[State, float]] = {service.id: {} for service in SERVICES}
        self.metrics = Metrics(CollectorRegistry(), BUILD)
        self.metrics.enrol_location(HERE, canaries=2)
        self.metrics.set_source("config/windows/absher.yaml", began)
        self.metrics.set_source("portal-feed", began, stale_after=timedelta(hours=1))
        self.metrics.set_reload(ok=True, instant=began, sha256="ab" * 32)

    def step(self) -> None:
        """One second later."""
        now = self._began + timedelta(seconds=self._steps)
        for service in SERVICES:
            self._tell(service, now)
        self._tell_of_the_monitor(now)
        self._steps += 1

    def _tell(self, service: Service, now: datetime) -> None:
        view = self._view(service)
        seconds = self._seconds[service.id]
        seconds[view.state] = seconds.get(view.state, 0) + 1
        self.metrics.publish_service(replace(view, seconds=seconds))
        for check in service.checks:
            seen = _observation(check, view.state, now)
            self.metrics.count_scheduled(HERE)
            self.metrics.count_probe(seen)
            self.metrics.publish_check(CheckView(check=check, location=HERE, observation=seen))

    def _tell_of_the_monitor(self, now: datetime) -> None:
        self.metrics.count_skip(HERE, SkipReason.POLITENESS)
        self.metrics.count_retry(HERE, "EMFILE")
        self.metrics.observe_lateness(HERE, 0.004 + 0.01 * (self._steps % 3))
        self.metrics.set_canary(HERE, 0, reachable=True)
        self.metrics.set_canary(HERE, 1, reachable=self._steps % 2 == 0)
        self.metrics.set_heartbeat(HERE, now)
        self.metrics.set_ledger(self._steps, self._steps // 4, leader=True)
        if self._steps == PAGE_AT_STEP:
            self.metrics.count_clock_step()

    def _view(self, service: Service) -> ServiceView:
        view = ServiceView(
            service=service,
            platform=PLATFORMS[service.platform_id],
            state=State.UP,
            state_since=self._began - HOUR,
            seconds={},
            source=PORTAL if service.inferred_from else None,
        )
        if PORTAL.id in {service.id, service.inferred_from}:
            return self._overrunning(view)
        return replace(view, **self._lasting(service.id))

    def _lasting(self, service_id: str) -> dict[str, Any]:
        facts: dict[str, dict[str, Any]] = {
            "absher/traffic": {
                "state": State.PLANNED_DOWNTIME,
                "maintenance_active": True,
                "window": self._window(starts=-HOUR, ends=2 * HOUR, notice=-600),
            },
            "nafath/sign-on": {
                "state": State.UNPLANNED_OUTAGE,
                "incident_open": Kind.UNPLANNED,
                "has_dependants": True,
            },
            "qiwa/portal": {
                "state": State.UNPLANNED_OUTAGE,
                "incident_open": Kind.UNPLANNED,
                "explained_by": "nafath/sign-on",
                "maintenance_page": True,
            },
            "qiwa/contracts": {
                "state": State.DEGRADED,
                "maintenance_recovery": True,
                "window": self._window(starts=24 * HOUR, ends=30 * HOUR, notice=172800),
            },
            "qiwa/permits": {"state": State.BLOCKED},
            "masar/requests": {"state": State.UNKNOWN, "suspected_in": ("a/a", "a/b", "a/c")},
        }
        return facts.get(service_id, {})

    def _overrunning(self, view: ServiceView) -> ServiceView:
        if self._steps < WINDOW_ENDS_AT_STEP:
            ends = timedelta(seconds=WINDOW_ENDS_AT_STEP)
            window = self._window(starts=-HOUR, ends=ends, notice=93600)
            return replace(view, state=State.PLANNED_DOWNTIME, maintenance_active=True, window=window)
        since = self._began + timedelta(seconds=WINDOW_ENDS_AT_STEP)
        pages = self._steps >= PAGE_AT_STEP and not view.service.inferred_from
        return replace(view, state=State.OVERRUN, state_since=since, incident_open=Kind.OVERRUN if pages else None)

    def _window(self, *, starts: timedelta, ends: timedelta, notice: float) -> WindowView:
        return WindowView(
            id="w",
            starts=self._began + starts,
            ends=self._began + ends,
            notice_seconds=notice,
            impact=Impact.OUTAGE,
        )


def _observation(check: Check, state: State, now: datetime) -> Observation:
    outcome, reason = _OUTCOMES[state]
    slow = 3.0 if outcome is Outcome.SLOW else 0.0
    return Observation(
        check_id=check.id,
        location=HERE,
        started_at=now - timedelta(seconds=1),
        completed_at=now,
        outcome=outcome,
        reason=reason,
        phases=Phases(resolve=0.01, connect=0.02, tls=0.03, processing=0.1 + slow, transfer=0.02, total=0.18 + slow),
        http=HttpFacts(status=200 if reason is None else 503),
        tls=TlsFacts(version="TLSv1.3", cipher="x", not_after=now + timedelta(days=10 if slow else 60), verified=True),
    )
