"""A month as a ledger would tell it: what was announced, what became of it, and texts from outside that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.book import Author, Book, Rules, declare, revise
from monitor.domain.catalogue import Catalogue, Platform, Service, Text
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction, Remark
from monitor.domain.history import TimelineEntry
from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.report import Report, report
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from tests.domain.facts import DAY, HOUR, LOCATION, check, settings, utc
from tests.domain.past import Past, chronicle, outage, planned_downtime, unplanned

SINCE, UNTIL = utc("2025-11-30 21:00"), utc("2025-12-31 21:00")  # December in Riyadh
PORTAL, PASSPORT, TRAFFIC, SIGN_ON = "absher/portal", "absher/passport-renewal", "absher/traffic", "nafath/sign-on"
NAMES = {
    PORTAL: ("Portal", "البوابة"),
    PASSPORT: ("Passport renewal", "تجديد جواز السفر"),
    TRAFFIC: ("Traffic violations", "المخالفات المرورية"),
    SIGN_ON: ("Sign-on", "تسجيل الدخول الموحد"),
}
PLATFORMS = {
    "absher": ("Absher", "أبشر", "Ministry of Interior", "وزارة الداخلية"),
    "nafath": ("Nafath", "نفاذ", "Saudi Data and AI Authority", "الهيئة السعودية للبيانات والذكاء الاصطناعي"),
}


def month() -> tuple[Report, Catalogue]:
    """December: two outages, an overrun, a maintenance at short notice, one extended late, one that nobody used."""
    known = catalogue_of(NAMES)
    first, false = (
        unplanned("2025-12-09 05:02:10", "2025-12-09 05:45:00", SIGN_ON),
        unplanned("2025-12-20 11:00", "2025-12-20 11:07:30", TRAFFIC),
    )
    overran = outage(
        {"2025-12-04 21:10:05": State.PLANNED_DOWNTIME, "2025-12-05 09:00": State.OVERRUN},
        "2025-12-05 10:12:40",
        service_id=PORTAL,
    )
    pasts: tuple[Past, ...] = (
        first,
        false,
        overran,
        planned_downtime("2025-12-12 22:00:30", "2025-12-13 00:40", TRAFFIC),
        unplanned("2025-12-18 20:30", "2025-12-18 23:15", PORTAL),
        unplanned("2025-12-31 20:00", None, SIGN_ON),
    )
    remarks = (
        Correction(incident_id=false[0].id, at=UNTIL, remark=Remark.EXCLUSION, by="noura", why="our own firewall"),
        Correction(incident_id=first[0].id, at=UNTIL, remark=Remark.ANNOTATION, by="faisal", why="announced later"),
    )
    past = chronicle(
        *pasts,
        book=_book(known),
        since=SINCE,
        until=UNTIL,
        services=tuple(NAMES),
        corrections=remarks,
        latencies=tuple(_latencies()),
    )
    return _made(_with_gaps(past), known), known


def quiet() -> tuple[Report, Catalogue]:
    """A month in which nothing happened."""
    known = catalogue_of({PORTAL: NAMES[PORTAL]})
    return _made(chronicle(since=SINCE, until=UNTIL), known), known


def hostile(services: int = 60) -> tuple[Report, Catalogue]:
    """Names, reasons and sources that turn lines around, end tags, or never end; an outage of each service each day."""
    evil = ("\u202eevil\u2066", "<script>document.title='taken'</script>", "w" * 400, "\u0627" * 300, '"><img src=x>')
    names = {f"absher/s{number}": (evil[number % 5], evil[(number + 1) % 5]) for number in range(services)}
    known = catalogue_of(names)
    starts = [SINCE + number * DAY for number in range(31)]
    pasts = [
        unplanned(f"{at + 5 * HOUR:%Y-%m-%d %H:%M}", f"{at + 6 * HOUR:%Y-%m-%d %H:%M}", name)
        for index, name in enumerate(names)
        for at in starts[index % 31 : index % 31 + 2]
    ]
    pasts = [(replace(incident, reason=evil[index % 5]), entries) for index, (incident, entries) in enumerate(pasts)]
    remarks = [
        Correction(incident_id=incident.id, at=UNTIL, remark=Remark.EXCLUSION, by=evil[0], why=evil[index % 5])
        for index, (incident, _) in enumerate(pasts)
    ]
    spec = replace(_window("w" * 200, "2025-12-04 21:00", 12 * HOUR), source_url="https://x.example/" + "%3C" * 300)
    book, _ = declare(Book(), spec, SINCE, Author(by=evil[1], why=evil[2], origin="file"), _rules(known))
    past = chronicle(*pasts, book=book, since=SINCE, until=UNTIL, services=tuple(names), corrections=remarks)
    return _made(past, known), known


def busy() -> tuple[Report, Catalogue]:
    """Sixty incidents of several lines each; the first words of each row and its last are found nowhere else."""
    known = catalogue_of({PORTAL: NAMES[PORTAL]})
    pasts = [
        unplanned(f"{SINCE + number * 10 * HOUR:%Y-%m-%d %H:%M}", f"{SINCE + (number * 10 + 1) * HOUR:%Y-%m-%d %H:%M}")
        for number in range(60)
    ]
    remarks = [
        Correction(
            incident_id=incident.id, at=UNTIL, remark=Remark.ANNOTATION, by="noura", why=f"{'story ' * 30}Last{number}"
        )
        for number, (incident, _) in enumerate(pasts)
    ]
    pasts = [(replace(incident, reason=f"First{number}"), entries) for number, (incident, entries) in enumerate(pasts)]
    return _made(chronicle(*pasts, since=SINCE, until=UNTIL, corrections=remarks), known), known


def catalogue_of(names: dict[str, tuple[str, str]]) -> Catalogue:
    """The passport service rests on the portal's verdict; the others have a check each."""
    found: dict[str, list[Service]] = {}
    for identity, (en, ar) in names.items():
        inferred = PORTAL if identity == PASSPORT else None
        checks = () if inferred else (check(f"{identity}/landing"),)
        service = Service(id=identity, name=Text(en=en, ar=ar), tier=1, checks=checks, inferred_from=inferred)
        found.setdefault(service.platform_id, []).append(service)
    return Catalogue(platforms=tuple(_platform(identity, services) for identity, services in found.items()))


def _platform(identity: str, services: list[Service]) -> Platform:
    en, ar, operator_en, operator_ar = PLATFORMS[identity]
    return Platform(
        id=identity,
        name=Text(en=en, ar=ar),
        operator=Text(en=operator_en, ar=operator_ar),
        timezone="Asia/Riyadh",
        hosts=(f"{identity}.example",),
        services=tuple(services),
    )


def _made(past: Chronicle, known: Catalogue) -> Report:
    return report(
        past, known, settings(), since=past.since, until=past.until, at=UNTIL + 9 * HOUR, timezone="Asia/Riyadh"
    )


def _rules(known: Catalogue) -> Rules:
    return Rules(catalogue=known, longest_window=DAY)


def _window(identity: str, starts: str, length: timedelta, scope: Scope | None = None) -> WindowSpec:
    return WindowSpec(
        id=identity,
        platform="absher",
        scope=scope or Scope(everything=True),
        starts=utc(starts),
        duration=length,
        timezone="Asia/Riyadh",
        source_url="https://absher.example/announcements/1447",
    )


def _book(known: Catalogue) -> Book:
    rules, author = _rules(known), Author(by="noura", why="database upgrade", origin="file")
    traffic = Scope(services=frozenset({"traffic"}))
    book, _ = declare(
        Book(), _window("absher-2025-12-05", "2025-12-04 21:00", 12 * HOUR), utc("2025-12-03 18:50"), author, rules
    )
    short = _window("absher-traffic", "2025-12-12 22:00", 2 * HOUR, traffic)
    book, _ = declare(book, short, utc("2025-12-12 19:00"), author, rules)
    book, _ = revise(
        book, "absher-traffic", {"duration": 3 * HOUR}, utc("2025-12-12 23:30"), replace(author, why="not done"), rules
    )
    for identity, starts in (("absher-2025-12-18", "2025-12-18 21:00"), ("absher-2025-12-26", "2025-12-25 23:00")):
        book, _ = declare(book, _window(identity, starts, 2 * HOUR), SINCE, author, rules)
    return book


def _with_gaps(past: Chronicle) -> Chronicle:
    """Three hours that nobody saw, two in which our prober was refused, a slow afternoon."""
    gaps = (
        ("2025-12-15 02:00", "2025-12-15 05:00", State.UNKNOWN),
        ("2025-12-23 12:00", "2025-12-23 14:00", State.BLOCKED),
        ("2025-12-28 10:00", "2025-12-28 15:30", State.DEGRADED),
    )
    entries = [
        entry
        for starts, ends, state in gaps
        for entry in (TimelineEntry(at=utc(starts), state=state), TimelineEntry(at=utc(ends), state=State.UP))
    ]
    portal = tuple(sorted((*past.timelines[PORTAL], *entries), key=lambda entry: entry.at))
    return replace(past, timelines={**past.timelines, PORTAL: portal, PASSPORT: portal})


def _latencies() -> Iterator[HourOfLatency]:
    def hours(name: str, since: datetime, until: datetime, seconds: float, probes: int) -> Iterator[HourOfLatency]:
        counts = {bucket_of(seconds): probes, bucket_of(3 * seconds): probes // 8}
        for number in range(int((until - since) / HOUR)):
            yield HourOfLatency(
                check_id=f"{name}/landing", location=LOCATION, hour=since + number * HOUR, counts=counts
            )

    yield from hours(PORTAL, utc("2025-12-03 21:00"), utc("2025-12-04 21:00"), 0.41, 60)
    yield from hours(PORTAL, utc("2025-12-05 11:00"), utc("2025-12-06 21:00"), 0.28, 60)
    yield from hours(TRAFFIC, utc("2025-12-12 20:00"), utc("2025-12-12 22:00"), 0.3, 4)
    yield from hours(TRAFFIC, utc("2025-12-13 01:00"), utc("2025-12-13 03:00"), 0.9, 4)
