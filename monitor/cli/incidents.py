"""``marsad incidents``: outages as they were recorded, and the log of what people said of them afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.gathered import gathered
from monitor.cli.incidents_facts import cases, facts, story, table
from monitor.cli.options import Json, document
from monitor.cli.places import Places
from monitor.cli.windows_desk import Desk, holder, opened, reading, refusals, refused
from monitor.cli.windows_text import escaped
from monitor.domain.correction import Correction, Remark
from monitor.domain.errors import IncidentUnknownError
from monitor.domain.incident import Kind
from monitor.domain.recurrence import Edge, resolve
from monitor.domain.report import ReportedIncident

_BEHIND = timedelta(days=30)
_INSTANT = timedelta(microseconds=1)

IncidentId = Annotated[str, typer.Argument(metavar="ID", help="As `list` says it.")]
Since = Annotated[str | None, typer.Option("--since", help="RFC 3339, or wall time in the monitor's zone.")]
Until = Annotated[str | None, typer.Option("--until", help="The same; now, where it is not given.")]
OfPlatform = Annotated[str | None, typer.Option("--platform", help="Of this platform alone.")]
OfService = Annotated[str | None, typer.Option("--service", help="Of this service (platform/service) alone.")]
OfKind = Annotated[Kind | None, typer.Option("--kind", help="Of this kind alone.")]
By = Annotated[str, typer.Option("--by", help="Who says so.")]
Why = Annotated[str, typer.Option("--why", "--reason", help="Why; every report shows it.")]

incidents = typer.Typer(no_args_is_help=True, add_completion=False, help="Incidents, and the correction log.")


@gathered
def list_incidents(
    places: Places,
    since: Since = None,
    until: Until = None,
    platform: OfPlatform = None,
    service: OfService = None,
    kind: OfKind = None,
    as_json: Json = False,
) -> None:
    """List the incidents of the last 30 days, or of a span."""
    with refusals():
        desk = reading(places)
        timezone, now = desk.configuration.settings.timezone, desk.clock.now()
        starts = now - _BEHIND if since is None else _instant("--since", since, timezone)
        ends = now if until is None else _instant("--until", until, timezone)
        found = [case for case in _cases(desk, starts, ends) if _is_wanted(case, platform, service, kind)]
    if as_json:
        typer.echo(document({"incidents": [facts(case) for case in found]}))
    elif found:
        typer.echo(escaped(table(found, timezone, now)))
    else:
        typer.echo("no incidents", err=True)


@gathered
def show(incident_id: IncidentId, places: Places, as_json: Json = False) -> None:
    """Show one incident: its course, its windows, what explains it, and what was said of it."""
    with refusals():
        desk = reading(places)
        case = _case(desk, incident_id)
    timezone, now = desk.configuration.settings.timezone, desk.clock.now()
    typer.echo(document(facts(case)) if as_json else escaped(story(case, timezone, now)))


@gathered
def annotate(incident_id: IncidentId, by: By, why: Why, places: Places) -> None:
    """Add words to an incident; no figure changes."""
    _correct(Remark.ANNOTATION, incident_id, (by, why), places)


@gathered
def exclude(incident_id: IncidentId, by: By, why: Why, places: Places) -> None:
    """Mark an incident as our own false positive; reports show every figure with and without it."""
    _correct(Remark.EXCLUSION, incident_id, (by, why), places)


for _name, _verb in {"list": list_incidents, "show": show, "annotate": annotate, "exclude": exclude}.items():
    incidents.command(_name)(_verb)


def _cases(desk: Desk, since: datetime, until: datetime) -> list[ReportedIncident]:
    return list(cases(desk.shelf.chronicle(since, until), desk.configuration.catalogue))


def _case(desk: Desk, incident_id: str) -> ReportedIncident:
    incident = desk.shelf.incident(incident_id)
    if incident is None:
        raise IncidentUnknownError(incident_id)
    until = (incident.ended_at or desk.clock.now()) + _INSTANT
    return next(case for case in _cases(desk, incident.started_at, until) if case.incident.id == incident_id)


def _is_wanted(case: ReportedIncident, platform: str | None, service: str | None, kind: Kind | None) -> bool:
    incident = case.incident
    return (
        (platform is None or incident.service_id.partition("/")[0] == platform)
        and (service is None or incident.service_id == service)
        and (kind is None or incident.kind is kind)
    )


def _correct(remark: Remark, incident_id: str, said: tuple[str, str], places: Places) -> None:
    by, why = (text.strip() for text in said)
    if not by or not why:
        raise refused("--by and --why: a correction needs both")
    with refusals():
        desk = opened(places)
        correction = Correction(incident_id=incident_id, at=desk.clock.now(), remark=remark, by=by, why=why)
        way = desk.doors.correct(correction, holder=holder())
    where = "on the ledger" if way == "ledger" else f"by the monitor at {way}"
    typer.echo(escaped([f"{incident_id}: {remark.value} entered {where}"]))


def _instant(flag: str, text: str, timezone: str) -> datetime:
    try:
        return resolve(datetime.fromisoformat(text), ZoneInfo(timezone), edge=Edge.START)[0]
    except (ValueError, OverflowError):
        raise refused(f"{flag}: {text}: neither RFC 3339 nor a wall time like 2026-03-10T13:05") from None
