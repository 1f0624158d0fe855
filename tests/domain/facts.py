"""Builders of domain facts: everything has a default, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.domain.book import Author, Book, Rules, declare
from monitor.domain.catalogue import (
    Catalogue,
    Check,
    ConfirmationPolicy,
    Dependency,
    Location,
    Needs,
    Platform,
    Service,
    Settings,
    Strength,
    Text,
)
from monitor.domain.plan import Plan, expand, plan
from monitor.domain.target import HttpTarget
from monitor.domain.window import Scope, WindowSpec

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 3, 10, tzinfo=UTC)
PORTAL = "absher/portal"
LANDING = "absher/portal/landing"
LOCATION = "riyadh-1"
AUTHOR = Author(by="noura", why="a test", origin="command")
EVERYTHING = Scope(everything=True)
ANNOUNCED = MIDNIGHT - 30 * DAY


def utc(text: str, day: str = "2026-03-10") -> datetime:
    """The instant that ``text`` names: ``09:00``, ``09:00:59.5`` on ``day``, or ``2026-03-29 01:00``."""
    return datetime.fromisoformat(text if " " in text or "T" in text else f"{day} {text}").replace(tzinfo=UTC)


def local(text: str) -> datetime:
    """A naive wall time."""
    return datetime.fromisoformat(text)


def check(
    check_id: str = LANDING,
    *,
    policy: ConfirmationPolicy = ConfirmationPolicy(),  # noqa: B008 - frozen
    depth: int = 0,
    interval: timedelta = MINUTE,
    timeout: timedelta = 10 * SECOND,
) -> Check:
    return Check(
        id=check_id,
        target=HttpTarget(url="https://www.absher.example/"),
        interval=interval,
        timeout=timeout,
        slow=3 * SECOND,
        depth=depth,
        policy=policy,
    )


def service(
    service_id: str = PORTAL,
    *checks: Check,
    needs: Needs = Needs.ALL,
    labels: dict[str, str] | None = None,
    inferred_from: str | None = None,
    hard: Sequence[str] = (),
    login: Sequence[str] = (),
    quorum: int | None = None,
) -> Service:
    edges = [Dependency(service_id=name, strength=Strength.HARD) for name in hard]
    edges += [Dependency(service_id=name, strength=Strength.LOGIN) for name in login]
    return Service(
        id=service_id,
        name=Text(en="Portal", ar="البوابة"),
        tier=1,
        labels=labels or {},
        needs=needs,
        checks=checks or (() if inferred_from else (check(f"{service_id}/landing"),)),
        inferred_from=inferred_from,
        depends_on=tuple(edges),
        quorum=quorum,
    )


def catalogue(*services: Service, reachable_from: tuple[str, ...] = ()) -> Catalogue:
    by_platform: dict[str, list[Service]] = {}
    for one in services or (service(),):
        by_platform.setdefault(one.platform_id, []).append(one)
    return Catalogue(
        platforms=tuple(
            Platform(
                id=platform_id,
                name=Text(en=platform_id, ar=platform_id),
                operator=Text(en="Operator", ar="المشغل"),
                timezone="Asia/Riyadh",
                hosts=("www.absher.example",),
                reachable_from=reachable_from,
                services=tuple(found),
            )
            for platform_id, found in by_platform.items()
        )
    )


def settings(*, country: str = "SA", grace: timedelta = 5 * MINUTE, longest_window: timedelta = DAY) -> Settings:
    return Settings(
        location=Location(id=LOCATION, country=country),
        timezone="Asia/Riyadh",
        storage_url="sqlite:///:memory:",
        retention=400 * DAY,
        listen=(),
        external_url="",
        canaries=(),
        contact="",
        contact_is_placeholder=False,
        own_hosts=(),
        grace=grace,
        longest_window=longest_window,
    )


def window(
    starts: datetime | str = "09:00",
    ends: datetime | str | None = "10:00",
    *,
    id: str = "w1",  # noqa: A002 - the window's own word
    timezone: str = "Asia/Riyadh",
    scope: Scope = EVERYTHING,
    **fields: object,
) -> WindowSpec:
    """A window over all of Absher; texts are UTC on the day of the tests."""
    given = {
        "platform": "absher",
        "starts": utc(starts) if isinstance(starts, str) else starts,
        "ends": utc(ends) if isinstance(ends, str) else ends,
    }
    return WindowSpec(id=id, timezone=timezone, scope=scope, **{**given, **fields})  # type: ignore[arg-type] # keywords of the test


def rules(*services: Service, longest_window: timedelta = DAY) -> Rules:
    return Rules(catalogue=catalogue(*services), longest_window=longest_window)


def book_of(*specs: WindowSpec, at: datetime = ANNOUNCED, services: Sequence[Service] = ()) -> Book:
    """A book that learned ``specs`` at ``at``, one after the other."""
    book = Book()
    for spec in specs:
        book, _ = declare(book, spec, at, AUTHOR, rules(*services, longest_window=365 * DAY))
    return book


def plan_of(book: Book, *services: Service, since: datetime | None = None, until: datetime | None = None) -> Plan:
    """The plan of the first of ``services``, from a week before the day of the tests to a week after it."""
    until = until or MIDNIGHT + 7 * DAY
    return plan(expand(book, since or MIDNIGHT - 7 * DAY, until), services or (service(),), until)


def planned(*specs: WindowSpec, at: datetime = ANNOUNCED) -> Plan:
    """The plan of Absher's portal under ``specs``."""
    return plan_of(book_of(*specs, at=at))


def policy(down_after: int = 2, up_after: int = 2, share_of: int = 10, share_ratio: float = 0.5) -> ConfirmationPolicy:
    return replace(
        ConfirmationPolicy(), down_after=down_after, up_after=up_after, share_of=share_of, share_ratio=share_ratio
    )
