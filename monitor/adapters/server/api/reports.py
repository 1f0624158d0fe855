"""The availability report and the calendar, as others write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.problems import senseless
from monitor.adapters.server.api.queries import PLATFORM, SERVICE, Query
from monitor.adapters.server.api.sources import Api, ReportWish
from monitor.domain.recurrence import Edge, resolve

_REPORT = ("from", "to", "format", "platform", "service", "timezone")
_LONGEST = timedelta(days=800)
_LONGEST_ZONE = r"^[A-Za-z0-9_+/-]{1,60}$"


class Format(StrEnum):
    """In which form a report is written here; the command has more."""

    JSON = "json"
    CSV = "csv"


_MEDIA_TYPES = {Format.JSON: "application/json", Format.CSV: "text/csv; charset=utf-8"}


class Reports:
    """The paths ``report`` and ``windows.ics``."""

    def __init__(self, api: Api) -> None:
        self._of = api

    async def report(self, request: Request) -> Response:
        """The report of a span, of all services or of some."""
        query = Query(request, _REPORT)
        form = query.choice("format", Format) or Format.JSON
        wish = self._wish(query)
        make = self._of.reports.get(form.value)
        if make is None:
            raise senseless("format: not offered here", "format", form.value)
        body = await run_in_threadpool(make, wish)
        headers = {"Content-Type": _MEDIA_TYPES[form], "Cache-Control": "no-store"}
        return Response(body, headers=headers)

    def _wish(self, query: Query) -> ReportWish:
        zone = query.text("timezone", _LONGEST_ZONE) or self._of.configuration().settings.timezone
        if not _is_zone(zone):
            raise senseless("timezone: there is no such zone; use an IANA name such as Asia/Riyadh", "timezone", zone)
        until = self._edge(query, "to", zone, self._of.now())
        since = self._edge(query, "from", zone, until - timedelta(days=30))
        if until <= since:
            raise senseless("to: must come after from", "to", until.isoformat())
        if until - since > _LONGEST:
            raise senseless(f"to: at most {_LONGEST.days} days after from", "to", until.isoformat())
        return ReportWish(since=since, until=until, timezone=zone, services=self._services(query))

    def _edge(self, query: Query, name: str, zone: str, default: datetime) -> datetime:
        """An instant, or the first one of a day: a month is ``from`` its first day ``to`` that of the next."""
        found: date | datetime | None = query.day_or_instant(name)
        if found is None:
            return default
        if isinstance(found, datetime):
            return found
        return resolve(datetime(found.year, found.month, found.day), ZoneInfo(zone), edge=Edge.START)[0]  # noqa: DTZ001 - a local time

    def _services(self, query: Query) -> frozenset[str] | None:
        platform, service = query.text("platform", PLATFORM), query.text("service", SERVICE)
        if platform is None and service is None:
            return None
        found = frozenset(
            one.id
            for one in self._of.configuration().catalogue.services.values()
            if platform in {None, one.platform_id} and service in {None, one.id}
        )
        if not found:
            key, value = ("service", service) if service is not None else ("platform", platform)
            raise senseless(f"{key}: nothing of that name is watched", key, value or "")
        return found

    async def calendar(self, request: Request) -> Response:
        """Every window, for calendar programs."""
        Query(request)
        body = await run_in_threadpool(self._of.calendar)
        headers = {"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "no-store"}
        return Response(body, headers=headers)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones
        return False
    return True
