"""What a monitor's refusals mean here: problems (RFC 9457) become the domain's errors where it has one."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from monitor.domain.errors import (
    DraftUnknownError,
    IncidentUnknownError,
    MarsadError,
    WindowChangedError,
    WindowRefusedError,
    WindowTakenError,
    WindowUnknownError,
)

_HOW = "it wants the token of api.token_file, or a user of its web configuration as MARSAD_API_USER=user:password"


class RemoteError(MarsadError):
    """The running monitor did not do what it was asked; its ``str`` is one line."""


class RemoteSilentError(RemoteError):
    """Nobody answers there."""


def refusal(status: int, problem: Mapping[str, object], window_id: str, version: str | None) -> MarsadError:
    """The error for an answer of ``status`` to a change of ``window_id``."""
    detail = _text(problem, "detail") or _text(problem, "title") or f"it answered {status}"
    match status:
        case HTTPStatus.NOT_FOUND if window_id and problem:
            return WindowUnknownError(window_id)
        case HTTPStatus.CONFLICT if window_id:
            return WindowTakenError(window_id)
        case HTTPStatus.PRECONDITION_FAILED:
            return WindowChangedError(window_id, version or "", _text(problem, "version") or "another one")
        case HTTPStatus.UNPROCESSABLE_ENTITY if _text(problem, "key_path"):
            place = _text(problem, "window_id") or window_id
            return WindowRefusedError(place, _text(problem, "key_path"), _text(problem, "value"), detail)
        case HTTPStatus.UNAUTHORIZED:
            off = _text(problem, "type").endswith("writing-is-off")
            return RemoteError(f"the running monitor takes no change: {detail if off else _HOW}")
        case _:
            return RemoteError(f"the running monitor refuses: {detail}")


def no_correction(status: int, problem: Mapping[str, object], incident_id: str) -> MarsadError:
    """The error for an answer of ``status`` to a correction of ``incident_id``."""
    if status == HTTPStatus.NOT_FOUND and problem:
        return IncidentUnknownError(incident_id)
    return refusal(status, problem, "", None)


def no_decision(status: int, problem: Mapping[str, object], draft_id: str) -> MarsadError:
    """The error for an answer of ``status`` to a decision on ``draft_id``, or to a text (which has no id yet)."""
    kind = _text(problem, "type")
    if status == HTTPStatus.NOT_FOUND and kind.endswith("draft-unknown"):
        return DraftUnknownError(draft_id)
    if kind.endswith(("draft-decided", "no-draft")):
        return RemoteError(_text(problem, "detail"))
    return refusal(status, problem, "" if status == HTTPStatus.NOT_FOUND else draft_id, None)


def _text(problem: Mapping[str, object], key: str) -> str:
    value = problem.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)
