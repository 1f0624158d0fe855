"""All windows as one calendar, for calendar programs and for ourselves.

There is no METHOD, so DTSTAMP is the last revision (RFC 5545 section 3.8.7.2) and the bytes change only when the book
does, or the year. Every text from outside is escaped or made printable: no line of the calendar is written by others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote

from icalendar import vText
from icalendar.parser import Contentline

from monitor.adapters.ical.own import id_word, own_words, plain
from monitor.adapters.ical.times import TimeLine, time_lines, tzid_of
from monitor.adapters.ical.vtimezone import written
from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Catalogue, Text
from monitor.domain.printable import printable
from monitor.domain.recurrence import local_start_of, zone_of
from monitor.domain.window import Impact, WindowSpec

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Marsad//Windows//EN", "CALSCALE:GREGORIAN")
_NAME = "Marsad: maintenance / مرصد: أعمال الصيانة"
_FRESH = "PT15M"  # how often a subscriber looks again, RFC 7986 section 5.7 and its older name
_YEARS_AHEAD = 5  # of clock changes; programs take later ones from the zone's name
_NAMED_SERVICES = 3
_IN_A_URL = "".join(map(chr, range(0x21, 0x7F)))  # left alone; the rest is percent-encoded
_IMPACTS = {
    Impact.OUTAGE: Text(en="Maintenance", ar="صيانة"),
    Impact.DEGRADED: Text(en="Maintenance, reduced service", ar="صيانة مع بطء في الخدمة"),
    Impact.NONE: Text(en="Notice of works", ar="إشعار بأعمال"),
}


def write(book: Book, catalogue: Catalogue, now: datetime) -> bytes:
    """Every window of the book in its last revision, cancelled ones too, as a calendar that ``read`` takes back."""
    chains = book.chains
    specs = [chain[-1].spec for chain in chains.values()]
    lines = [*_HEAD, _text("NAME", _NAME), _text("X-WR-CALNAME", _NAME)]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{_FRESH}", f"X-PUBLISHED-TTL:{_FRESH}"]
    lines += _zones(specs, now)
    for chain in chains.values():
        lines += _event(chain, book, catalogue)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line: str) -> bytes:
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # the library has no types here
    return folded


def _text(name: str, value: str) -> str:
    """A property of type TEXT; what ends a line for any reader is shown instead of written."""
    safe = "\n".join(printable(line) for line in value.split("\n"))
    return f"{name}:{vText(safe).to_ical().decode()}"


def _zones(specs: Sequence[WindowSpec], now: datetime) -> Iterator[str]:
    """A VTIMEZONE for every TZID, over the years that the windows lie in."""
    wanted: dict[str, tuple[tzinfo, int]] = {}
    for spec in specs:
        zone = zone_of(spec)
        if any(line.tzid for line in time_lines(spec)) or spec.rule is not None:
            _, first = wanted.get(tzid_of(zone), (zone, spec.starts.year))
            wanted[tzid_of(zone)] = zone, min(first, spec.starts.year)
    last = max((now.year + _YEARS_AHEAD, *(spec.starts.year + 1 for spec in specs)))
    for tzid, (zone, first) in sorted(wanted.items()):
        if zone is not UTC:
            yield from written(tzid, zone, first - 1, last)


def _event(chain: Sequence[Revision], book: Book, catalogue: Catalogue) -> Iterator[str]:
    revision, spec = chain[-1], chain[-1].spec
    uid, recurrence = _identity(spec, book)
    yield "BEGIN:VEVENT"
    yield _text("UID", uid)
    yield from recurrence
    yield _text(*id_word(spec.id))
    yield f"DTSTAMP:{_utc(revision.known_at)}"
    yield f"LAST-MODIFIED:{_utc(revision.known_at)}"
    yield f"CREATED:{_utc(chain[0].known_at)}"
    yield f"SEQUENCE:{revision.number - 1}"
    yield from map(_time, time_lines(spec))
    yield from _words(spec, catalogue)
    for name, value in own_words(spec):
        yield _text(name, value)
    yield "END:VEVENT"


def _identity(spec: WindowSpec, book: Book) -> tuple[str, tuple[str, ...]]:
    """UID and RECURRENCE-ID; an occurrence that its series no longer has is an event of its own."""
    series_id, _, local = spec.id.partition("@")
    chain = book.chains.get(series_id)
    if not local or chain is None or local_start_of(chain[-1].spec, spec.id) is None:
        return spec.id, ()
    zone = zone_of(chain[-1].spec)
    start = datetime.fromisoformat(local)
    if zone is UTC:
        return series_id, (f"RECURRENCE-ID:{start:%Y%m%dT%H%M%S}Z",)
    return series_id, (_time(TimeLine(name="RECURRENCE-ID", value=f"{start:%Y%m%dT%H%M%S}", tzid=tzid_of(zone))),)


def _time(line: TimeLine) -> str:
    zone = f';TZID="{line.tzid}"' if ":" in line.tzid else f";TZID={line.tzid}" if line.tzid else ""
    return f"{line.name}{zone}:{line.value}"


def _words(spec: WindowSpec, catalogue: Catalogue) -> Iterator[str]:
    name = _named(spec, catalogue)
    yield _text("SUMMARY", f"{_IMPACTS[spec.impact].en}: {name.en} / {_IMPACTS[spec.impact].ar}: {name.ar}")
    if text := plain(spec.source_text):
        yield _text("DESCRIPTION", text)
    yield _text("CATEGORIES", spec.impact)
    yield f"STATUS:{'CANCELLED' if spec.withdrawn else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # nobody's time is taken
    if spec.source_url:
        yield f"URL:{quote(spec.source_url, safe=_IN_A_URL, errors='replace')}"


def _named(spec: WindowSpec, catalogue: Catalogue) -> Text:
    """The platform, and behind it the services where they are few."""
    platform = catalogue.by_platform.get(spec.platform)
    if platform is None:
        return Text(en=spec.platform, ar=spec.platform)
    meant = [one.name for one in platform.services if spec.scope.covers(one.name_part, one.labels)]
    if spec.scope.everything or not 0 < len(meant) <= _NAMED_SERVICES:
        return platform.name
    english, arabic = ", ".join(name.en for name in meant), "، ".join(name.ar for name in meant)
    return Text(en=f"{platform.name.en} ({english})", ar=f"{platform.name.ar} ({arabic})")


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
