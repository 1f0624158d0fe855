"""The flags of ``marsad report``: which span, of which services, written as what. Times are the report's zone's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from monitor.cli.options import REFUSED
from monitor.domain.catalogue import Catalogue
from monitor.domain.printable import printable
from monitor.domain.recurrence import Edge, resolve
from monitor.domain.report.days import midnight

_DAY = timedelta(days=1)


class Format(StrEnum):
    """What a report is written as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    DGA = "dga"
    HTML = "html"


class Sheet(StrEnum):
    """Which table a CSV file holds."""

    SERVICES = "services"
    PLATFORMS = "platforms"
    DAYS = "days"
    INCIDENTS = "incidents"
    WINDOWS = "windows"
    LATENCY = "latency"


class Tongue(StrEnum):
    """The language of headings and method."""

    ENGLISH = "en"
    ARABIC = "ar"


From = Annotated[str | None, typer.Option("--from", help="A date, or an instant; wall time in the report's zone.")]
To = Annotated[str | None, typer.Option("--to", help="The date or instant that is no longer part of it.")]
Month = Annotated[str | None, typer.Option("--month", help="A whole month, 2026-10. Default: the last one.")]
AsFormat = Annotated[
    Format, typer.Option("--format", help="html: a page that prints on A4; dga: three categories, CSV.")
]
AsTable = Annotated[Sheet, typer.Option("--table", help="Which table of the report, with --format csv.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of stdout.")]
OfService = Annotated[list[str] | None, typer.Option("--service", help="platform/service alone; may be repeated.")]
OfPlatform = Annotated[list[str] | None, typer.Option("--platform", help="One platform alone; may be repeated.")]
Timezone = Annotated[str | None, typer.Option("--timezone", help="IANA zone of days and dates; default the monitor's.")]
InLanguage = Annotated[Tongue, typer.Option("--language", help="Of headings and method, in a table or page.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFlags:
    """Which span is reported, in which zone."""

    since: From = None
    until: To = None
    month: Month = None
    timezone: Timezone = None

    def zone(self, default: str) -> str:
        """The zone of dates and days.

        Raises:
            typer.Exit: there is no such zone.
        """
        name = self.timezone or default
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones
            raise refused(f"--timezone: {name}: no such zone; use an IANA name such as Asia/Riyadh") from None
        return name

    def span(self, zone: str, now: datetime) -> tuple[datetime, datetime]:
        """The span asked for; by default the last whole month of the zone.

        Raises:
            typer.Exit: it is not one.
        """
        if self.month is not None and (self.since or self.until):
            raise refused("--month: name a month, or --from and --to")
        if self.since is None and self.until is None:
            return _month(self.month, zone, now)
        ends = _instant("--to", self.until, zone) if self.until else now
        begins = _instant("--from", self.since, zone) if self.since else ends - 30 * _DAY
        if ends <= begins:
            raise refused(f"--to: {self.until or 'now'}: not after --from")
        return begins, ends


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFlags:
    """Of which services; of all by default."""

    services: OfService = None
    platforms: OfPlatform = None

    def chosen(self, catalogue: Catalogue) -> frozenset[str] | None:
        """The services named, and all of the platforms named; ``None`` for everything.

        Raises:
            typer.Exit: one of them does not exist.
        """
        services, platforms = self.services or (), self.platforms or ()
        for name in services:
            if name not in catalogue.services:
                raise refused(f"--service: {name}: no such service; known are: {', '.join(catalogue.services)}")
        for name in platforms:
            if name not in catalogue.by_platform:
                raise refused(f"--platform: {name}: no such platform; known are: {', '.join(catalogue.by_platform)}")
        if not services and not platforms:
            return None
        return frozenset(services) | {one.id for one in catalogue.services.values() if one.platform_id in platforms}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the report is written as, and where."""

    as_format: AsFormat = Format.TABLE
    as_table: AsTable = Sheet.SERVICES
    language: InLanguage = Tongue.ENGLISH
    out: Out = None


def refused(sentence: str) -> typer.Exit:
    """Say on stderr what is wrong; exit 2."""
    typer.echo(f"marsad: {printable(sentence)}", err=True)
    return typer.Exit(REFUSED)


def _month(text: str | None, zone: str, now: datetime) -> tuple[datetime, datetime]:
    if text is None:
        first = (now.astimezone(ZoneInfo(zone)).date().replace(day=1) - _DAY).replace(day=1)
    elif re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII) and not text.startswith("0000"):
        first = date.fromisoformat(f"{text}-01")
    else:
        raise refused(f"--month: {text}: not a month like 2026-10")
    after = (first + 31 * _DAY).replace(day=1)
    return midnight(first, zone), midnight(after, zone)


def _instant(flag: str, text: str, zone: str) -> datetime:
    """A wall time that happens twice is the first of the two; a date is its first instant."""
    try:
        if len(text) == len("2026-10-01"):
            return midnight(date.fromisoformat(text), zone)
        return resolve(datetime.fromisoformat(text), ZoneInfo(zone), edge=Edge.START)[0]
    except (ValueError, OverflowError):
        raise refused(f"{flag}: {text}: neither a date like 2026-10-01 nor an instant") from None
