"""What is wrong with a request, as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from monitor.domain.errors import (
    ConfigurationError,
    DraftDecidedError,
    DraftIncompleteError,
    WindowChangedError,
    WindowRefusedError,
    WindowTakenError,
    WindowUnknownError,
)
from monitor.domain.printable import printable

MEDIA_TYPE = "application/problem+json"
_STATUS_BY_KIND = {
    WindowUnknownError: HTTPStatus.NOT_FOUND,
    WindowTakenError: HTTPStatus.CONFLICT,
    WindowChangedError: HTTPStatus.PRECONDITION_FAILED,
}
_NAME_BY_KIND = {
    WindowUnknownError: "window-unknown",
    WindowTakenError: "window-taken",
    WindowChangedError: "window-changed",
    DraftIncompleteError: "draft-incomplete",
}


class ProblemError(Exception):
    """A request is answered with a problem; ``more`` are members beside those of RFC 9457."""

    def __init__(self, status: HTTPStatus, detail: str, name: str = "", **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.name = name
        self.more = more
        self.headers: dict[str, str] = {}

    def response(self) -> Response:
        """The answer."""
        return answer(self.status, self.detail, self.name, self.more, self.headers)


def answer(
    status: HTTPStatus,
    detail: str,
    name: str = "",
    more: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response. ``name`` tells problems of one status apart."""
    body: dict[str, object] = {
        "type": f"urn:marsad:problem:{name}" if name else "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": printable(detail),
    }
    text = json.dumps(body | dict(more or {}), ensure_ascii=False)
    common = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}
    return Response(text.encode("utf-8", "backslashreplace"), status.value, {**common, **(headers or {})})


def refused(error: WindowRefusedError) -> ProblemError:
    """The problem of a change that the book does not take."""
    more: dict[str, object] = {"window_id": error.window_id, "key_path": error.key_path, "value": error.value}
    if isinstance(error, DraftIncompleteError):
        more["problems"] = [{"key_path": key, "value": "", "detail": f"{key} {why}"} for key, why in error.gaps]
    if isinstance(error, WindowChangedError):
        more["version"] = error.present
    status = _STATUS_BY_KIND.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return ProblemError(status, error.sentence, _NAME_BY_KIND.get(type(error), "window-refused"), **more)


def decided_before(error: DraftDecidedError) -> ProblemError:
    """The problem of a second decision."""
    return ProblemError(HTTPStatus.CONFLICT, str(error), "draft-decided")


def misshapen(error: ConfigurationError, window_id: str) -> ProblemError:
    """The problem of a body whose keys or values are wrong: the first in front, all of them as ``problems``."""
    found = [
        {"key_path": problem.key_path, "value": problem.value, "detail": problem.sentence} for problem in error.problems
    ]
    first = error.problems[0]
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"{first.key_path}: {first.sentence}",
        "window-misshapen",
        window_id=window_id,
        key_path=first.key_path,
        value=first.value,
        problems=found,
    )


def bad_request(detail: str) -> ProblemError:
    """A request that does not even have the form of one."""
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)


def senseless(detail: str, key_path: str, value: str) -> ProblemError:
    """A request whose form is right and whose meaning is not."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, "", key_path=key_path, value=printable(value))
