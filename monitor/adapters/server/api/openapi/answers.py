"""The responses that many operations share: problems, and 304."""

from __future__ import annotations

from monitor.adapters.server.api.openapi.forms import Schema, ref
from monitor.adapters.server.api.problems import MEDIA_TYPE

_SENTENCES = {
    "400": "The request has not the form of one: a parameter or header that is not known or half right, no JSON.",
    "401": "Credentials are needed, or writing is off; the problem says which, and what to do.",
    "404": "There is no such thing.",
    "409": "Another window has this id, or the draft was decided before.",
    "412": "The window was changed meanwhile; `version` is the present one.",
    "413": "The body has more than 256 KiB.",
    "415": "The body is not application/json.",
    "422": "The form is right and the meaning is not; `key_path` and `value` say where.",
    "500": "A fault of ours.",
    "503": "The ledger cannot be read at present.",
}
_HEADERS: dict[str, Schema] = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "503": {"Retry-After": {"schema": {"type": "string"}}},
}


def _problem(status: str, sentence: str) -> Schema:
    headers = {"headers": _HEADERS[status]} if status in _HEADERS else {}
    return {"description": sentence, **headers, "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}


RESPONSES: dict[str, Schema] = {
    "Status304": {"description": "The asker has this version.", "headers": {"ETag": {"schema": {"type": "string"}}}},
    **{f"Status{status}": _problem(status, text) for status, text in _SENTENCES.items()},
}


def shared(*statuses: str) -> dict[str, Schema]:
    """The responses of these statuses, by status."""
    return {status: {"$ref": f"#/components/responses/Status{status}"} for status in sorted(statuses)}
