"""The schemas of what the API takes: the keys of a windows file, and who changes what, and why."""

from __future__ import annotations

from monitor.adapters.server.api.openapi.forms import FLAG, Schema, described, fact, nullable, word
from monitor.domain.correction import Remark
from monitor.domain.window import Fold, Impact, Status

_IDENTITY: Schema = {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 100}
_WINDOW_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", "maxLength": 100}
# A format and not a pattern: which days a month has is nothing for a pattern to say.
_MOMENT: Schema = {
    "type": "string",
    "format": "wall-time",
    "description": "A local time in `timezone`, or an instant with Z or an offset.",
    "examples": ["2025-12-05T00:00", "2025-12-04T21:00:00Z"],
}
_DAY_OR_MOMENT: Schema = {"type": "string", "format": "day-or-wall-time", "examples": ["2026-01-01"]}
_DURATION: Schema = {
    "type": "string",
    "format": "prometheus-duration",
    "pattern": "^[0-9a-z]+$",
    "examples": ["2h", "1h30m"],
}
_ZONE: Schema = {"type": "string", "format": "iana-zone", "examples": ["Asia/Riyadh"]}
_LABELS: Schema = fact({"labels": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}})
_SCOPE: Schema = {
    "anyOf": [{"const": "all"}, _LABELS, {"type": "array", "items": {"anyOf": [_IDENTITY, _LABELS]}}],
    "description": "`all`, service ids without the platform's part, or labels: AND inside one, OR between them.",
}
_KEYS: dict[str, Schema] = {
    "platform": _IDENTITY,
    "services": _SCOPE,
    "exclude": {"type": "array", "items": _IDENTITY},
    "starts": _MOMENT,
    "ends": nullable(_MOMENT, "Either this or `duration`."),
    "duration": nullable(_DURATION, "Either this or `ends`."),
    "timezone": nullable(_ZONE, "The platform's, where it is not given."),
    "fold": nullable(word(Fold), "For a local time that happens twice."),
    "impact": word(Impact),
    "service_impact": {
        "type": "object",
        "propertyNames": {"pattern": _IDENTITY["pattern"], "maxLength": 100},
        "additionalProperties": word(Impact),
    },
    "declared_at": nullable(_MOMENT, "When the operator announced it; now, where it is not given."),
    "recovery": _DURATION,
    "early_start_tolerance": _DURATION,
    "long": described(FLAG, "Needed beyond limits.longest_window."),
    "status": word(Status),
    "source": fact(
        {"url": nullable({"type": "string", "pattern": "^https?://"}), "text": {"type": "string"}}, ("url", "text")
    ),
    "rrule": nullable(
        {"type": "string", "format": "rrule", "examples": ["FREQ=WEEKLY;BYDAY=FR"]},
        "RFC 5545, by the hour at the most.",
    ),
    "until": nullable(_DAY_OR_MOMENT, "The last local start of a series."),
    "exdates": {"type": "array", "items": _DAY_OR_MOMENT},
}
_WORDS: dict[str, Schema] = {
    "by": {
        "type": "string",
        "pattern": r"^[^\u0000\r\n]*[^\s\u0000][^\u0000\r\n]*$",
        "maxLength": 200,
        "description": "Who wants it; the user of basic authentication, else `api`, where it is not given.",
    },
    "why": {"type": "string", "pattern": r"^[^\u0000]*$", "maxLength": 4000},
}
_REJECTION: dict[str, Schema] = {"decision": {"type": "string", "const": "reject"}, **_WORDS}
_DAY_OR_INSTANT: Schema = {"type": "string", "format": "day-or-instant", "examples": ["2025-12-03"]}
_ENDING: Schema = fact({"verb": {"type": "string", "enum": ["end", "cancel", "void"]}, **_WORDS}, ("by", "why"))
# A revision may say null where it changes nothing.
_REVISED = {**_KEYS, **{key: nullable(_KEYS[key]) for key in ("platform", "services", "starts")}}
_CONFIRMED: dict[str, Schema] = {"decision": {"type": "string", "const": "confirm"}, **_REVISED, **_WORDS}
_CHANGE: Schema = fact({"verb": {"type": "string", "const": "revise"}, **_REVISED, **_WORDS}, (*_REVISED, *_WORDS))

BODIES: dict[str, Schema] = {
    "Declaration": fact(
        {"id": _WINDOW_ID, **_KEYS, **_WORDS},
        [key for key in (*_KEYS, *_WORDS) if key not in {"platform", "services", "starts"}],
        "A window, with the keys of a windows file.",
    ),
    "Change": {"oneOf": [_CHANGE, _ENDING], "description": "Of a revision: only what changes."},
    "Announcement": fact(
        {
            "text": {"type": "string", "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$", "maxLength": 200_000},
            "published": nullable(_DAY_OR_INSTANT, "The day or instant of its publication."),
            "source_url": {"type": "string", "pattern": r"^https?://[^\u0000]*$", "maxLength": 2000},
            "by": _WORDS["by"],
        },
        ("published", "source_url", "by"),
    ),
    "Decision": {
        "oneOf": [
            fact(_CONFIRMED, [key for key in _CONFIRMED if key != "decision"]),
            fact(_REJECTION, ("by", "why")),
        ],
        "description": "Of a confirmation: beside the decision only the keys that the draft leaves open or has wrong.",
    },
    "Remark": fact(
        {
            "remark": word(Remark, "`exclusion`: our own false positive; reports show every figure with and without."),
            "by": _WORDS["by"],
            "why": {**_WORDS["why"], "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"},
        },
        ("by",),
    ),
}
