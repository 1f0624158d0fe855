"""JSON answers, the version of a window as an entity tag, and preconditions on it (RFC 9110 section 13)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.problems import bad_request
from monitor.domain.errors import WindowChangedError, WindowUnknownError

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_TAGS = re.compile(rf"\s*{_TAG}\s*(?:,\s*{_TAG}\s*)*")
_ONE_TAG = re.compile(_TAG)


def say(value: object, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """``value`` as JSON. No cache keeps it: states and stages move by themselves."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    common = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Response(text.encode(), status.value, {**common, **(headers or {})})


def tag(version: str) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def place_of(window_id: str) -> str:
    """Where a window is found; without a host, for the one in a request is the visitor's own claim."""
    return f"/api/v1/windows/{quote(window_id, safe='@:')}"


def wanted_version(request: Request, window_id: str, present: str | None) -> str | None:
    """The version that ``If-Match`` asks for, as far as it is the ``present`` one; ``None`` where it asks for nothing.

    Raises:
        ProblemError: the header cannot be read.
        WindowChangedError: none of its versions is the present one.
        WindowUnknownError: there is no such window.
    """
    lines = request.headers.getlist("if-match")
    if not lines:
        return None
    header = ",".join(lines)
    if header.strip() != "*" and _TAGS.fullmatch(header) is None:
        raise bad_request('If-Match must be * or entity tags such as "3"')
    if present is None:
        raise WindowUnknownError(window_id)
    if header.strip() == "*" or tag(present) in _ONE_TAG.findall(header):
        return present
    raise WindowChangedError(window_id, header[:60], present)


def is_known_there(request: Request, version: str) -> bool:
    """Whether ``If-None-Match`` says that the asker has this version; compared weakly, and ignored if malformed."""
    header = ",".join(request.headers.getlist("if-none-match"))
    known = [found.removeprefix("W/") for found in _ONE_TAG.findall(header)]
    return header.strip() == "*" or tag(version) in known
