"""Who calls, whether he may, and a line in the log for everyone who tries to change something.

With users in the web configuration every path is theirs alone, and the token opens this API too; without, everybody
may read. Whoever writes needs credentials in any case, and the refusal says how to set them up.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.adapters.server.api.problems import answer
from monitor.engine.ports import Log

PREFIX = "/api/v1/"
USER = "marsad.user"  # in the scope: whom basic authentication let in
_ATTEMPT = "marsad.attempt"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_HOLDER = "token"  # noqa: S105 - the word in the log, not a secret
_OFF = (
    "Writing is off: no credentials are configured. Name a file with a token as api.token_file in marsad.yaml, or set "
    "basic_auth_users in the file of --web.config.file."
)
_NEEDED = "Credentials are needed: Authorization: Bearer with the token of api.token_file{or_user}."


@dataclass(slots=True, kw_only=True)
class Attempt:
    """What is logged of a request that would change something; whoever answers it fills in what he learns."""

    user: str | None
    has_token: bool
    facts: dict[str, str] = field(default_factory=dict)
    outcome: str = ""

    @property
    def is_known(self) -> bool:
        """Whether valid credentials came along."""
        return self.user is not None or self.has_token

    @property
    def who(self) -> str:
        """The user, or the holder of the token, or nobody that we know."""
        return self.user or (_TOKEN_HOLDER if self.has_token else "nobody")


def attempt_of(request: Request) -> Attempt:
    """The attempt that ``request`` is."""
    found: Attempt = request.scope[_ATTEMPT]
    return found


class Entrance:
    """Answers 401, or hands on; ``has_users``: basic authentication guards every path."""

    def __init__(self, app: ASGIApp, token: Callable[[], str | None], log: Log, *, has_users: bool) -> None:
        self._app = app
        self._token = token
        self._log = log
        self._has_users = has_users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let those in who may, and note what came of it."""
        if scope["type"] != "http":
            return
        has_token = _shows(Headers(scope=scope).get("authorization", ""), self._token())
        attempt = Attempt(user=scope.get(USER), has_token=has_token)
        scope[_ATTEMPT] = attempt
        writes = scope["method"] not in _SAFE
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        async def send_noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            if attempt.is_known or not (writes or self._has_users):
                await self._app(scope, receive, send_noted)
            else:
                await self._refuse(scope, receive, send_noted)
        finally:
            if writes:
                self._note(scope, attempt, status)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_off = self._token() is None and not self._has_users
        detail = _OFF if is_off else _NEEDED.format(or_user=", or a user and password" if self._has_users else "")
        refusal = answer(HTTPStatus.UNAUTHORIZED, detail, "writing-is-off" if is_off else "credentials-needed")
        headers = MutableHeaders(raw=refusal.raw_headers)
        for challenge in self._challenges():
            headers.append("WWW-Authenticate", challenge)
        await refusal(scope, receive, send)

    def _challenges(self) -> Iterator[str]:
        yield 'Bearer realm="Marsad"'
        if self._has_users:
            yield 'Basic realm="Marsad", charset="UTF-8"'

    def _note(self, scope: Scope, attempt: Attempt, status: int) -> None:
        refused = status >= HTTPStatus.BAD_REQUEST
        client = scope.get("client") or ("",)
        say = self._log.warning if refused else self._log.info
        say(
            "api_write",
            who=attempt.who,
            client=client[0],
            method=scope["method"],
            path=scope["path"],
            **attempt.facts,
            outcome="refused" if refused else attempt.outcome,
            status=status,
        )


def _shows(authorization: str, token: str | None) -> bool:
    """Whether the header shows the token; compared in a time that tells nothing of it."""
    scheme, _, shown = authorization.partition(" ")
    if token is None or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(shown.strip().encode("utf-8", "surrogateescape"), token.encode())
