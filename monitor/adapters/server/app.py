"""The HTTP paths of the public contract as one Starlette application. Collaborators come in as arguments.

Whatever takes time (joining and packing the exposition, drawing the page) runs in a thread: this loop also probes.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from monitor.adapters.server.access import Access
from monitor.adapters.server.api import PREFIX, Api, application
from monitor.adapters.server.guard import Guard
from monitor.adapters.server.negotiation import accepts_gzip, choose_language
from monitor.adapters.server.page import ICON, LANGUAGES, STYLESHEET, draw, draw_story
from monitor.adapters.server.texts import Language
from monitor.adapters.server.webconfig import WebConfig
from monitor.domain.errors import LedgerError, Problem, Severity
from monitor.domain.explanation import Story
from monitor.domain.printable import printable, printable_lines
from monitor.engine.view import FleetView

Probed = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of an answer of ``/probe``."""


class Exposition(Protocol):
    """What renders the metrics."""

    def render(self, accept: str, *, gzip: bool) -> tuple[str, bytes]:
        """Content type and body; called in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the paths ask of the rest of the program."""

    exposition: Exposition
    fleet: Callable[[], FleetView]
    ready: Callable[[], bool]
    reload: Callable[[], Awaitable[tuple[Problem, ...]]]
    effective_config: Callable[[], str]  # secrets hidden
    explain: Callable[[str], Story | None]  # by service id; called in a thread
    probe: Callable[[Sequence[tuple[str, str]], Mapping[str, str]], Awaitable[Probed]]  # by query and headers
    now: Callable[[], datetime]  # the present instant, aware and UTC
    api: Api | None = None


def build(collaborators: Collaborators, web: WebConfig | None = None) -> Starlette:
    """The application; ``web`` protects every path of it."""
    web = web or WebConfig()
    paths = _Paths(collaborators)
    api = [] if collaborators.api is None else [_mounted(application(collaborators.api, has_users=bool(web.users)))]
    guards = [Middleware(Guard, headers=web.headers)]
    if web.users:
        guards.append(Middleware(Access, users=web.users))
    starlette = Starlette(
        middleware=guards,
        routes=[
            Route("/", paths.page),
            Route("/explain", paths.explain),
            Route("/config", paths.config),
            Route("/metrics", paths.metrics),
            Route("/probe", paths.blackbox, methods=_ANY_METHOD),
            Route("/static/marsad.css", _stylesheet),
            Route("/static/marsad.svg", _icon),
            Route("/-/healthy", _healthy),
            Route("/-/ready", paths.ready),
            Route("/-/reload", paths.reload, methods=["POST", "PUT"]),
            *api,
        ],
    )
    # A redirect would be made from the Host header, which is the visitor's own claim.
    starlette.router.redirect_slashes = False
    return starlette


def _mounted(api: ASGIApp) -> BaseRoute:
    mount = Mount(PREFIX.rstrip("/"), api)
    # Starlette's own takes no path with a line break in it; below the prefix everything is the API's to refuse.
    mount.path_regex = re.compile(f"^{PREFIX}(?P<path>.*)$", re.DOTALL)
    return mount


_ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]  # blackbox_exporter looks at none


class _Paths:
    def __init__(self, collaborators: Collaborators) -> None:
        self._of = collaborators

    async def metrics(self, request: Request) -> Response:
        gzip = accepts_gzip(request.headers.get("accept-encoding", ""))
        # Several Accept lines are one list (RFC 9110 section 5.3).
        accept = ",".join(request.headers.getlist("accept"))
        content_type, body = await run_in_threadpool(self._of.exposition.render, accept, gzip=gzip)
        headers = {"Vary": "Accept, Accept-Encoding", "Content-Type": content_type, "Cache-Control": "no-store"}
        return Response(body, headers=headers | ({"Content-Encoding": "gzip"} if gzip else {}))

    async def blackbox(self, request: Request) -> Response:
        status, headers, body = await self._of.probe(request.query_params.multi_items(), request.headers)
        return Response(body, status, {"Cache-Control": "no-store", **headers})

    async def ready(self, _request: Request) -> Response:
        if self._of.ready():
            return PlainTextResponse("Marsad is ready.\n")
        return PlainTextResponse("Marsad is not ready.\n", 503)

    async def reload(self, _request: Request) -> Response:
        problems = await self._of.reload()
        failed = any(problem.severity is Severity.ERROR for problem in problems)
        lines = "".join(f"{printable(str(problem))}\n" for problem in problems)
        return PlainTextResponse(lines, 500 if failed else 200)

    async def config(self, _request: Request) -> Response:
        # text/plain, so that a browser shows it instead of saving it.
        text = printable_lines(self._of.effective_config())
        return PlainTextResponse(text, headers={"Cache-Control": "no-store"})

    async def page(self, request: Request) -> Response:
        language = _language(request)
        renews = request.query_params.get("renew") == "1"
        html = await run_in_threadpool(draw, self._of.fleet(), language, self._of.now(), renews=renews)
        return _in_language(html, language)

    async def explain(self, request: Request) -> Response:
        try:
            story = await run_in_threadpool(self._of.explain, request.query_params.get("service", ""))
        except LedgerError as error:
            return PlainTextResponse(f"{printable(str(error))}\n", 503)
        if story is None:
            return PlainTextResponse("No such service.\n", 404)
        language = _language(request)
        return _in_language(draw_story(story, language), language)


def _language(request: Request) -> Language:
    asked = [language for language in LANGUAGES if language == request.query_params.get("lang")]
    return asked[0] if asked else choose_language(request.headers.get("accept-language", ""), LANGUAGES)


def _in_language(html: str, language: Language) -> Response:
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("Marsad is healthy.\n")


async def _stylesheet(_request: Request) -> Response:
    return Response(STYLESHEET, media_type="text/css", headers={"Cache-Control": "max-age=300"})


async def _icon(_request: Request) -> Response:
    return Response(ICON, media_type="image/svg+xml", headers={"Cache-Control": "max-age=300"})
