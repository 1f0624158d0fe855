"""Which path answers which method, and everything that goes wrong on the way as a problem."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from monitor.adapters.server.api.caller import Entrance
from monitor.adapters.server.api.drafts import Drafts
from monitor.adapters.server.api.incidents import Incidents
from monitor.adapters.server.api.openapi import document
from monitor.adapters.server.api.problems import ProblemError, answer
from monitor.adapters.server.api.queries import Query
from monitor.adapters.server.api.reports import Reports
from monitor.adapters.server.api.services import Services
from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.windows import Windows
from monitor.domain.errors import LedgerError

Handler = Callable[[Request], Awaitable[Response]]
_DETAILS = {HTTPStatus.NOT_FOUND: "there is no such path", HTTPStatus.METHOD_NOT_ALLOWED: "not with this method"}
_AGAIN_SECONDS = "5"


def handlers(api: Api) -> Mapping[str, Mapping[str, Handler]]:
    """Every path as the OpenAPI document has it, with what answers there; the first that fits counts."""
    windows, services, incidents, reports = Windows(api), Services(api), Incidents(api), Reports(api)
    drafts = Drafts(api)
    return {
        "/windows": {"GET": windows.list, "POST": windows.declare},
        "/windows/preview": {"POST": windows.preview},
        "/windows.ics": {"GET": reports.calendar},
        "/windows/{window_id}": {"GET": windows.get},
        "/windows/{window_id}/revisions": {"POST": windows.revise},
        "/drafts": {"GET": drafts.list, "POST": drafts.receive},
        "/drafts/{draft_id}": {"GET": drafts.get},
        "/drafts/{draft_id}/decision": {"POST": drafts.decide},
        "/services": {"GET": services.list},
        "/services/{platform}/{service}": {"GET": services.get},
        "/incidents": {"GET": incidents.list},
        "/incidents/{incident_id}/corrections": {"POST": incidents.correct},
        "/incidents/{incident_id}": {"GET": incidents.get},
        "/report": {"GET": reports.report},
        "/openapi.json": {"GET": _document},
    }


def application(api: Api, *, has_users: bool) -> ASGIApp:
    """Everything below ``/api/v1``; ``has_users``: basic authentication guards all paths."""
    inner = Starlette(
        routes=[_route(path, by_method) for path, by_method in handlers(api).items()],
        exception_handlers={
            ProblemError: _problem,
            HTTPException: _http,
            LedgerError: _ledger,
            Exception: _unforeseen,
        },
    )
    # A redirect would be made from the Host header, which is the visitor's own claim.
    inner.router.redirect_slashes = False
    return Entrance(inner, api.token, api.log, has_users=has_users)


def _route(path: str, by_method: Mapping[str, Handler]) -> Route:
    allowed = ["OPTIONS", *(["HEAD"] if "GET" in by_method else []), *by_method]

    async def dispatch(request: Request) -> Response:
        allow = {"Allow": ", ".join(sorted(allowed))}
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=allow)
        if request.method not in allowed:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers=allow)
        return await by_method["GET" if request.method == "HEAD" else request.method](request)

    # An incident's id holds a slash. So that what is below an incident is not taken for another one when the method is
    # wrong, each path takes all methods; a window may well be called `preview`, so that one does not.
    of_every_kind = None if path != "/windows/preview" else allowed
    route = Route(path.replace("{incident_id}", "{incident_id:path}"), dispatch, methods=of_every_kind)
    route.methods = None if of_every_kind is None else route.methods  # Starlette makes GET of none
    return route


async def _document(request: Request) -> Response:
    Query(request)
    return Response(_DOCUMENT, media_type="application/json", headers={"Cache-Control": "max-age=300"})


_DOCUMENT = json.dumps(document(), ensure_ascii=False).encode()


def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return error.response()


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    return answer(status, _DETAILS.get(status, status.phrase), headers=error.headers)


def _ledger(_request: Request, error: Exception) -> Response:
    headers = {"Retry-After": _AGAIN_SECONDS}
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, str(error), "ledger-unavailable", headers=headers)


def _unforeseen(_request: Request, _error: Exception) -> Response:
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of ours; the log of the monitor says more")
