"""A fleet in every state, as the page and its tests see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.domain.catalogue import Platform, Service, Text
from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.domain.window import Impact
from monitor.engine.view import Build, FleetView, OwnNetwork, ServiceView, WindowView

NOW = datetime(2025, 12, 5, 9, 2, tzinfo=UTC)
BUILD = Build(version="0.1.0", revision="abc", pythonversion="3.11.2", tzdata="2025b")

ABSHER = Platform(
    id="absher",
    name=Text(en="Absher", ar="أبشر"),
    operator=Text(en="Ministry of Interior", ar="وزارة الداخلية"),
    timezone="Asia/Riyadh",
    hosts=("absher.example",),
)
QIWA = Platform(
    id="qiwa",
    name=Text(en="Qiwa", ar="قوى"),
    operator=Text(
        en="Ministry of Human Resources and Social Development", ar="وزارة الموارد البشرية والتنمية الاجتماعية"
    ),
    timezone="Asia/Riyadh",
    hosts=("qiwa.example",),
)
ENDED = WindowView(
    id="absher-2025-12-05",
    starts=datetime(2025, 12, 4, 21, 0, tzinfo=UTC),
    ends=datetime(2025, 12, 5, 9, 0, tzinfo=UTC),
    notice_seconds=93600,
    impact=Impact.OUTAGE,
)
RUNNING = WindowView(
    id="absher-traffic",
    starts=NOW - timedelta(hours=1),
    ends=NOW + timedelta(hours=3),
    notice_seconds=-600,
    impact=Impact.OUTAGE,
)
COMING = WindowView(
    id="qiwa-2025-12-12",
    starts=NOW + timedelta(days=7),
    ends=NOW + timedelta(days=7, hours=6),
    notice_seconds=172800,
    impact=Impact.DEGRADED,
)


def service(identity: str, en: str, ar: str, inferred_from: str | None = None) -> Service:
    return Service(id=identity, name=Text(en=en, ar=ar), tier=1, inferred_from=inferred_from)


def view(of: Service, platform: Platform, state: State, **more: object) -> ServiceView:
    since = NOW - timedelta(hours=3, minutes=20)
    return ServiceView(service=of, platform=platform, state=state, state_since=since, seconds={}, **more)  # type: ignore[arg-type]  # a builder for tests


PORTAL = service("absher/portal", "Portal", "البوابة")
EVERY_STATE = (
    view(PORTAL, ABSHER, State.OVERRUN),
    view(
        service("absher/passport-renewal", "Passport renewal", "تجديد جواز السفر", "absher/portal"),
        ABSHER,
        State.OVERRUN,
        source=PORTAL,
    ),
    view(
        service("absher/traffic-violations", "Traffic violations", "المخالفات المرورية"),
        ABSHER,
        State.PLANNED_DOWNTIME,
        maintenance_active=True,
        window=RUNNING,
        windows=(RUNNING,),
    ),
    view(service("absher/driving-licence", "Driving licence", "رخصة القيادة"), ABSHER, State.UP, windows=(RUNNING,)),
    view(
        service("qiwa/portal", "Portal", "البوابة"),
        QIWA,
        State.UNPLANNED_OUTAGE,
        incident_open=Kind.UNPLANNED,
        explained_by="nafath/sign-on",
        maintenance_page=True,
        window=COMING,
        windows=(COMING,),
    ),
    view(service("qiwa/sign-in", "Sign-in", "تسجيل الدخول"), QIWA, State.BLOCKED),
    view(service("qiwa/contracts", "Contracts", "العقود"), QIWA, State.DEGRADED, maintenance_recovery=True),
    view(service("qiwa/permits", "Work permits", "رخص العمل"), QIWA, State.UNKNOWN),
)


def fleet_of(*views: ServiceView, network: OwnNetwork = OwnNetwork.REACHABLE) -> FleetView:
    return FleetView(
        services=views,
        location="riyadh-1",
        timezone="Asia/Riyadh",
        grace=timedelta(minutes=5),
        own_network=network,
        updated_at=NOW - timedelta(seconds=4),
        build=BUILD,
    )
