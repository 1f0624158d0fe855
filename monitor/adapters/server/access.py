"""Basic authentication for every path, as the exporter-toolkit does it: bcrypt, a dummy for unknown names, a cache.

A verification costs some 70 ms of CPU on purpose; it runs in a thread, one at a time, and a verified pair is
remembered under a keyed digest, so that neither scrapes nor guesses hold up the probes.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping

import bcrypt
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.adapters.server.api import PREFIX, USER

# An unknown name takes as long as a wrong password, so that names cannot be told apart by time.
_DUMMY = "$2b$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi"
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Marsad", charset="UTF-8"'}
_REMEMBERED = 256


class Access:
    """Lets a request through when its name and password are among ``users`` (name to bcrypt hash).

    Below the API's prefix it only says who comes: a token is good there, too, and the API refuses in its own form.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        self._app = app
        self._users = users
        self._key = secrets.token_bytes(32)
        self._verified: set[bytes] = set()
        self._one_at_a_time = asyncio.Semaphore(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, or hand on."""
        if scope["type"] == "http":
            scope[USER] = user = await self._user(Headers(scope=scope).get("authorization", ""))
            if user is None and not scope["path"].startswith(PREFIX):
                refusal = PlainTextResponse("Unauthorized\n", 401, headers=_CHALLENGE)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _user(self, authorization: str) -> str | None:
        credentials = _credentials(authorization)
        if credentials is None:
            return None
        name, password = credentials
        hashed = self._users.get(name, _DUMMY)
        digest = hmac.digest(self._key, b"\0".join((name.encode(), hashed.encode(), password)), hashlib.sha256)
        if digest in self._verified:
            return name
        async with self._one_at_a_time:
            matches = await run_in_threadpool(_matches, password, hashed)
        if matches and name in self._users:
            self._remember(digest)
            return name
        return None

    def _remember(self, digest: bytes) -> None:
        if len(self._verified) >= _REMEMBERED:
            self._verified.clear()
        self._verified.add(digest)


def _matches(password: bytes, hashed: str) -> bool:
    try:
        return bcrypt.checkpw(password, hashed.encode())
    except ValueError:
        return False  # longer than the 72 bytes that bcrypt looks at, or a null byte


def _credentials(authorization: str) -> tuple[str, bytes] | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded.strip(), validate=True).partition(b":")
        return (name.decode(), password) if colon else None
    except (binascii.Error, UnicodeDecodeError):
        return None
