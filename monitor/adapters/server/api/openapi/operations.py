"""What can be asked: paths, methods, parameters and responses."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from monitor.adapters.server.api.openapi.answers import shared
from monitor.adapters.server.api.openapi.forms import Schema, ref, word
from monitor.adapters.server.api.queries import PLATFORM, SERVICE
from monitor.domain.fulfilment import Stage
from monitor.domain.incident import Kind
from monitor.domain.proposal import Decision
from monitor.domain.verdict import State

_READ: list[Schema] = [{}, {"token": []}, {"user": []}]  # open, unless the web configuration has users
_WRITE: list[Schema] = [{"token": []}, {"user": []}]
_ALWAYS = ("400", "401", "500")
_WRITTEN = (*_ALWAYS, "413", "415", "422")
_ETAG: Schema = {"description": "The version, in quotes.", "schema": {"type": "string"}}
_LOCATION: Schema = {"description": "Where the window is, without a host.", "schema": {"type": "string"}}


def _parameter(name: str, schema: Schema, description: str, place: str = "query") -> Schema:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": description, **required, "schema": schema}


def _choice(name: str, kind: type[StrEnum]) -> Schema:
    return _parameter(name, word(kind), f"Only those of this {name}.")


_INSTANT: Schema = {"type": "string", "format": "instant", "examples": ["2025-12-05T00:00:00Z"]}
_DAY: Schema = {"type": "string", "format": "day-or-instant", "examples": ["2026-01-01", "2025-12-31T21:00:00Z"]}
_PART: Schema = {"type": "string", "pattern": PLATFORM}
_PLATFORM = _parameter("platform", _PART, "Only those of this platform.")
_SERVICE = _parameter("service", {"type": "string", "pattern": SERVICE}, "Only those of this service.")
_LIMIT = _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "How many at most.")
_CURSOR = _parameter(
    "cursor",
    {"type": "string"},
    "`next_cursor` of the page before, with the other parameters of that page but the span.",
)
_WINDOW_ID = _parameter("window_id", {"type": "string"}, "A window's id, or `id@<local start>`.", "path")
_INCIDENT_ID = _parameter("incident_id", {"type": "string"}, "As a list has it; its slash is written %2F.", "path")
_DRAFT_ID = _parameter("draft_id", {"type": "string"}, "As a list has it.", "path")
_DRY_RUN = _parameter("dry_run", {"type": "boolean", "default": False}, "Only say what would come of it.")
_TAGS: Schema = {"type": "string", "format": "entity-tags"}
_IF_MATCH = _parameter(
    "If-Match", _TAGS, "The version that its author saw; 412 where it is not the present one.", "header"
)
_IF_NONE_MATCH = _parameter("If-None-Match", {"type": "string"}, "304 where the version is this one.", "header")


def _span(since: str, until: str) -> list[Schema]:
    return [
        _parameter("since", _INSTANT, f"The start of the span; {since} where it is not given."),
        _parameter("until", _INSTANT, f"The end of the span, not in it; {until} where it is not given."),
    ]


def _json(description: str, name: str, headers: Schema | None = None) -> Schema:
    return {
        "description": description,
        **({"headers": headers} if headers else {}),
        "content": {"application/json": {"schema": ref(name)}},
    }


def _get(
    name: str, summary: str, answer: Schema, parameters: Sequence[Schema] = (), also: Sequence[str] = ()
) -> Schema:
    """Reading; ``also`` are further statuses, of problems or of 304."""
    tag, _, _ = name.partition("-")
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "security": _READ,
        "parameters": list(parameters),
        "responses": {"200": answer, **shared(*_ALWAYS, *also)},
    }


def _post(name: str, summary: str, body: str, answers: Schema, parameters: Sequence[Schema] = ()) -> Schema:
    tag, _, _ = name.partition("-")
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "security": _WRITE,
        "parameters": list(parameters),
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref(body)}}},
        "responses": {**answers, **shared(*_WRITTEN)},
    }


def _entered(present: str) -> Schema:
    headers: Schema = {"ETag": _ETAG, "Location": _LOCATION}
    # What a dry run answers comes with 200 too, as what was said already does.
    said: Schema = {"application/json": {"schema": {"anyOf": [ref("WindowWithRevisions"), ref("Preview")]}}}
    return {
        "200": {"description": f"{present}, or what a dry run foresees.", "content": said},
        "201": _json("It is in force, and on disk.", "WindowWithRevisions", headers),
        "202": _json("It is in force, and will be on disk once the ledger takes it.", "WindowWithRevisions", headers),
    }


PATHS: dict[str, Schema] = {
    "/windows": {
        "get": _get(
            "windows-list",
            "Windows and occurrences that touch a span, by their starts",
            _json("A page of them.", "Windows"),
            [
                _PLATFORM,
                _SERVICE,
                _choice("stage", Stage),
                *_span("a day ago", "in 30 days"),
                _LIMIT,
                _CURSOR,
            ],
            ("422", "503"),
        ),
        "post": _post(
            "windows-declare",
            "Declare a window",
            "Declaration",
            {**_entered("It was said already"), **shared("409")},
            [_DRY_RUN],
        ),
    },
    "/windows/preview": {
        "post": _post(
            "windows-preview",
            "What a declaration would cover",
            "Declaration",
            {"200": _json("The services and the next ten occurrences.", "Preview"), **shared("409")},
        ),
    },
    "/windows/{window_id}": {
        "get": _get(
            "windows-get",
            "A window, or one occurrence, with every revision",
            _json("The window.", "WindowWithRevisions", {"ETag": _ETAG}),
            [_WINDOW_ID, _IF_NONE_MATCH],
            ("304", "404", "503"),
        ),
    },
    "/windows/{window_id}/revisions": {
        "post": _post(
            "windows-revise",
            "Revise, end, cancel or void a window, or one occurrence",
            "Change",
            {**_entered("It says so already"), **shared("404", "412")},
            [_WINDOW_ID, _DRY_RUN, _IF_MATCH],
        ),
    },
    "/windows.ics": {
        "get": _get(
            "windows-calendar",
            "Every window, for calendar programs",
            {"description": "iCalendar, RFC 5545.", "content": {"text/calendar": {"schema": {"type": "string"}}}},
        ),
    },
    "/drafts": {
        "get": _get(
            "drafts-list",
            "Drafts read from announcements, the newest in front",
            _json("A page of them.", "Drafts"),
            [_choice("decision", Decision), _LIMIT, _CURSOR],
            ("422",),
        ),
        "post": _post(
            "drafts-receive",
            "Have an announcement read; what it announces waits for a decision",
            "Announcement",
            {
                "200": _json("All of it was known.", "Received"),
                "201": _json("Something of it is new, and on disk.", "Received"),
                "202": _json("Something of it is new, and will be on disk once the ledger takes it.", "Received"),
            },
        ),
    },
    "/drafts/{draft_id}": {
        "get": _get("drafts-get", "One draft", _json("The draft.", "Draft"), [_DRAFT_ID], ("404",)),
    },
    "/drafts/{draft_id}/decision": {
        "post": _post(
            "drafts-decide",
            "Confirm a draft, or reject it",
            "Decision",
            {
                "200": _json("It is rejected, or confirmed without a change of any window; or a dry run.", "Decided"),
                "201": _json("It is confirmed; the windows are in force, and on disk.", "Decided"),
                "202": _json("It is decided, and will be on disk once the ledger takes it.", "Decided"),
                **shared("404", "409"),
            },
            [_DRAFT_ID, _DRY_RUN],
        ),
    },
    "/services": {
        "get": _get(
            "services-list",
            "All services as they stand now",
            _json("In the order of the files.", "Services"),
            [_PLATFORM, _choice("state", State)],
        ),
    },
    "/services/{platform}/{service}": {
        "get": _get(
            "services-get",
            "One service as it stands now",
            _json("The service.", "ServiceAlone"),
            [
                _parameter("platform", _PART, "The platform's part of its id.", "path"),
                _parameter("service", _PART, "The service's part of its id.", "path"),
            ],
            ("404",),
        ),
    },
    "/incidents": {
        "get": _get(
            "incidents-list",
            "Incidents that touch a span, the newest in front",
            _json("A page of them.", "Incidents"),
            [_SERVICE, _choice("kind", Kind), *_span("30 days before `until`", "now"), _LIMIT, _CURSOR],
            ("422", "503"),
        ),
    },
    "/incidents/{incident_id}": {
        "get": _get(
            "incidents-get", "One incident", _json("The incident.", "Incident"), [_INCIDENT_ID], ("404", "503")
        ),
    },
    "/incidents/{incident_id}/corrections": {
        "post": _post(
            "incidents-correct",
            "Annotate an incident, or mark it as our own false positive",
            "Remark",
            {
                "201": _json("The incident with the correction, which is on disk.", "Incident"),
                "202": _json("It will be on disk once the ledger takes it.", "Incident"),
                **shared("404", "503"),
            },
            [_INCIDENT_ID],
        ),
    },
    "/report": {
        "get": _get(
            "reports-make",
            "The availability report of a span",
            {
                "description": "As `marsad report` writes it.",
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            [
                _parameter("from", _DAY, "The first day, or an instant; 30 days before `to` where it is not given."),
                _parameter("to", _DAY, "The first day after it, or an instant; now where it is not given."),
                _parameter(
                    "format", {"type": "string", "enum": ["json", "csv"], "default": "json"}, "How it is written."
                ),
                _PLATFORM,
                _SERVICE,
                _parameter(
                    "timezone", {"type": "string", "format": "iana-zone"}, "For days; the monitor's by default."
                ),
            ],
            ("422", "503"),
        ),
    },
    "/openapi.json": {
        "get": _get(
            "about-openapi",
            "This document",
            {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {"type": "object"}}}},
        ),
    },
}
