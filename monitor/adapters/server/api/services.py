"""Services, as they stand now."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.answers import say
from monitor.adapters.server.api.problems import ProblemError
from monitor.adapters.server.api.queries import PLATFORM, Query
from monitor.adapters.server.api.service_json import service, sight
from monitor.adapters.server.api.sources import Api
from monitor.domain.verdict import State


class Services:
    """The paths below ``services``."""

    def __init__(self, api: Api) -> None:
        self._of = api

    async def list(self, request: Request) -> Response:
        """All services, or those of a platform or in a state, in the order of the files."""
        query = Query(request, ("platform", "state"))
        platform, state = query.text("platform", PLATFORM), query.choice("state", State)
        fleet = self._of.fleet()

        def answer() -> Response:
            found = [
                service(view)
                for view in fleet.services
                if (platform is None or view.platform.id == platform) and (state is None or view.state is state)
            ]
            return say({"services": found, **sight(fleet)})

        return await run_in_threadpool(answer)

    async def get(self, request: Request) -> Response:
        """One service."""
        Query(request)
        service_id = f"{request.path_params['platform']}/{request.path_params['service']}"
        fleet = self._of.fleet()
        view = next((view for view in fleet.services if view.service.id == service_id), None)
        if view is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, f"there is no service {service_id}", "service-unknown")
        return say({**service(view), **sight(fleet)})
