"""Incidents, out of the ledger, and the correction log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.answers import say
from monitor.adapters.server.api.bodies import body_of
from monitor.adapters.server.api.caller import attempt_of
from monitor.adapters.server.api.paging import Cursor, Place, cursor_of, page
from monitor.adapters.server.api.problems import ProblemError, senseless
from monitor.adapters.server.api.queries import SERVICE, Query
from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.times import instant, instant_or_none
from monitor.adapters.server.api.window_json import Json
from monitor.domain.correction import Correction, Remark
from monitor.domain.incident import Incident, Kind

PAGE, LARGEST_PAGE = 100, 500
_LIST = ("service", "kind", "since", "until", "limit", "cursor")
_BEFORE = timedelta(days=30)
_KEYS = frozenset({"remark", "by", "why"})
_LAST = datetime(9999, 1, 1, tzinfo=UTC)  # turns the order of starts around


class Incidents:
    """The paths below ``incidents``."""

    def __init__(self, api: Api) -> None:
        self._of = api

    async def list(self, request: Request) -> Response:
        """A page of the incidents that touch a span, the newest in front."""
        query = Query(request, _LIST)
        cursor = cursor_of(text) if (text := query.any_text("cursor")) is not None else None
        since, until = self._span(query, cursor)
        limit = query.number("limit", 1, LARGEST_PAGE, PAGE)
        service, kind = query.text("service", SERVICE), query.choice("kind", Kind)

        def answer() -> Response:
            chronicle = self._of.archive.chronicle(since, until, None if service is None else {service})
            found = [
                one
                for one in sorted(chronicle.incidents, key=_place)
                if (cursor is None or _place(one) > cursor.after)
                and (kind is None or one.kind is kind)
                and (service is None or one.service_id == service)
            ]
            shown, last = page(found, _place, limit)
            following = Cursor(since=since, until=until, after=last).written() if last else None
            rows = [_incident(one, chronicle.corrections) for one in shown]
            return say({"incidents": rows, "next_cursor": following})

        return await run_in_threadpool(answer)

    def _span(self, query: Query, cursor: Cursor | None) -> tuple[datetime, datetime]:
        until = query.instant("until") or (cursor.until if cursor else self._of.now())
        since = query.instant("since") or (cursor.since if cursor else until - _BEFORE)
        if until <= since:
            raise senseless("until: must come after since", "until", until.isoformat())
        return since, until

    async def get(self, request: Request) -> Response:
        """One incident."""
        Query(request)
        return say(_incident(*await self._found(request)))

    async def _found(self, request: Request) -> tuple[Incident, tuple[Correction, ...]]:
        incident_id = request.path_params["incident_id"]
        found = await run_in_threadpool(self._of.archive.incident, incident_id)
        if found is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, "there is no such incident", "incident-unknown")
        return found

    async def correct(self, request: Request) -> Response:
        """A correction of an incident; nothing that was recorded changes."""
        Query(request)
        attempt = attempt_of(request)
        attempt.facts |= {"verb": "correct", "incident": request.path_params["incident_id"][:200]}
        body = await body_of(request)
        body.forbid(_KEYS)
        by, why = body.by(attempt.user or "api"), body.why()
        attempt.facts["by"] = by
        if not why.strip():
            raise senseless("why: say what happened", "why", "")
        remark = _remark(body.keys.get("remark"))
        incident, corrections = await self._found(request)
        correction = Correction(incident_id=incident.id, at=self._of.now(), remark=remark, by=by, why=why)
        on_disk = await self._of.desk.remark(correction)
        attempt.outcome = "accepted" if on_disk else "accepted_not_on_disk"
        status = HTTPStatus.CREATED if on_disk else HTTPStatus.ACCEPTED
        return say(_incident(incident, (*corrections, correction)), status)


def _remark(word: object) -> Remark:
    if not isinstance(word, str) or word not in [remark.value for remark in Remark]:
        raise senseless(f"remark: must be one of {', '.join(Remark)}", "remark", str(word)[:60])
    return Remark(word)


def _place(one: Incident) -> Place:
    return datetime.min.replace(tzinfo=UTC) + (_LAST - one.started_at), one.id


def _incident(one: Incident, corrections: Iterable[Correction]) -> Json:
    said = [correction for correction in corrections if correction.incident_id == one.id]
    return {
        "id": one.id,
        "service": one.service_id,
        "kind": one.kind.value,
        "reason": one.reason,
        "started_at": instant(one.started_at),
        "confirmed_at": instant(one.confirmed_at),
        "overrun_at": instant_or_none(one.overrun_at),
        "ended_at": instant_or_none(one.ended_at),
        "recovered_at": instant_or_none(one.recovered_at),
        "paged_at": instant_or_none(one.paged_at),
        "early_start_seconds": one.early_start.total_seconds(),
        "excluded": any(correction.remark is Remark.EXCLUSION for correction in said),
        "corrections": [
            {
                "at": instant(correction.at),
                "remark": correction.remark.value,
                "by": correction.by,
                "why": correction.why,
            }
            for correction in said
        ],
    }
