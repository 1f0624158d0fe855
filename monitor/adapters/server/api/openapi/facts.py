"""The schemas of what the API says."""

from __future__ import annotations

from monitor.adapters.server.api.openapi.forms import (
    CURSOR,
    FLAG,
    INSTANT,
    LOCAL,
    SECONDS,
    SERVICE_ID,
    TEXT,
    Schema,
    described,
    fact,
    listed,
    mapped,
    nullable,
    ref,
    word,
)
from monitor.domain.catalogue import Strength
from monitor.domain.correction import Remark
from monitor.domain.fulfilment import Stage
from monitor.domain.incident import Kind
from monitor.domain.notice import Notice
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Status
from monitor.engine.view import OwnNetwork

_WINDOW: dict[str, Schema] = {
    "id": described(TEXT, "The window's, or `id@<local start>` for an occurrence of a recurring one."),
    "version": described(TEXT, "What `If-Match` takes, in quotes; also the ETag."),
    "platform": TEXT,
    "services": listed(SERVICE_ID, "What it covers, as the catalogue is now."),
    "starts": INSTANT,
    "ends": INSTANT,
    "timezone": TEXT,
    "starts_local": LOCAL,
    "ends_local": LOCAL,
    "occurrence": nullable(TEXT, "Of a series: the occurrence that the times are of, now running, next or last."),
    "impact": word(Impact),
    "service_impact": mapped(word(Impact), "By service id, where it differs from `impact`."),
    "status": word(Status),
    "stage": word(Stage, "Where it stands now; changes with time and with what is seen, and the version does not."),
    "notice": word(Notice),
    "declared_at": described(INSTANT, "When the operator announced it."),
    "known_at": described(INSTANT, "When this ledger learned of its last revision."),
    "by": TEXT,
    "why": TEXT,
    "origin": described(TEXT, "Through which door the last revision came: file, command, api, draft, feed:NAME."),
    "source": fact({"url": TEXT, "text": TEXT}),
    "recurring": nullable(ref("Recurrence")),
    "uses": listed(ref("Use"), "What was seen, by service; empty in the answer to a change."),
    "extended_late_seconds": described(SECONDS, "Added to its end after its start."),
}
_REVISION = fact(
    {
        "window_id": TEXT,
        "number": {"type": "integer", "minimum": 1},
        "known_at": INSTANT,
        "declared_at": INSTANT,
        "by": TEXT,
        "why": TEXT,
        "origin": TEXT,
        "window": {"type": "object", "description": "With the keys of a windows file."},
    }
)
_USE = fact(
    {
        "service": SERVICE_ID,
        "impact": word(Impact),
        "planned_seconds": SECONDS,
        "overrun_seconds": SECONDS,
        "carried_seconds": SECONDS,
        "start_slip_seconds": nullable(SECONDS, "From the declared start to the first failure; negative is early."),
        "end_slip_seconds": nullable(SECONDS, "From the declared end to the recovery; positive is an overrun."),
        "early_start_seconds": SECONDS,
    }
)
_NAME = fact({"en": TEXT, "ar": TEXT})
_DEPENDENCY = fact({"service": SERVICE_ID, "strength": word(Strength)})
_SIGHT: dict[str, Schema] = {
    "location": described(TEXT, "From where all this is seen."),
    "own_network": word(OwnNetwork),
    "updated_at": nullable(INSTANT, "The last completed probe."),
}
_SERVICE: dict[str, Schema] = {
    "id": SERVICE_ID,
    "platform": TEXT,
    "name": _NAME,
    "platform_name": _NAME,
    "tier": {"type": "integer"},
    "labels": mapped(TEXT),
    "inferred_from": nullable(SERVICE_ID),
    "depends_on": listed(_DEPENDENCY),
    "objective_percent": {"type": "number"},
    "state": word(State),
    "since": INSTANT,
    "seconds": mapped(SECONDS, "Time in each state; never falls."),
    "incident_open": nullable(word(Kind), "Whose page is open."),
    "explained_by": nullable(SERVICE_ID, "The hard root that explains the open incident."),
    "hampered_by": listed(_DEPENDENCY),
    "suspected_in": listed(SERVICE_ID),
    "maintenance_active": FLAG,
    "maintenance_recovery": FLAG,
    "maintenance_page": FLAG,
    "windows": listed(
        fact(
            {"id": TEXT, "starts": INSTANT, "ends": INSTANT, "impact": word(Impact), "notice_seconds": SECONDS},
        ),
        "Present ones, and those of the next 30 days.",
    ),
}
_CORRECTION = fact({"at": INSTANT, "remark": word(Remark), "by": TEXT, "why": TEXT})
_INCIDENT: dict[str, Schema] = {
    "id": TEXT,
    "service": SERVICE_ID,
    "kind": word(Kind),
    "reason": TEXT,
    "started_at": INSTANT,
    "confirmed_at": INSTANT,
    "overrun_at": nullable(INSTANT),
    "ended_at": nullable(INSTANT),
    "recovered_at": nullable(INSTANT),
    "paged_at": nullable(INSTANT),
    "early_start_seconds": SECONDS,
    "excluded": described(FLAG, "Somebody marked it as our own false positive."),
    "corrections": listed(_CORRECTION),
}
_PREVIEW = fact(
    {
        "window_id": TEXT,
        "changes": described(FLAG, "Whether anything would change."),
        "services": listed(SERVICE_ID),
        "occurrences": listed(fact({"id": TEXT, "starts": INSTANT, "ends": INSTANT}), "The next ten."),
        "warnings": listed(TEXT),
    }
)
_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "about:blank, or urn:marsad:problem:NAME"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "window_id": TEXT,
        "key_path": described(TEXT, "What the problem is about."),
        "value": described(TEXT, "What stands there."),
        "version": described(TEXT, "Of 412: the present version."),
        "parameter": described(TEXT, "Of 400: which parameter."),
        "problems": listed(fact({"key_path": TEXT, "value": TEXT, "detail": TEXT}), "All that is wrong with a body."),
    },
}

FACTS: dict[str, Schema] = {
    "Window": fact(_WINDOW),
    "WindowWithRevisions": fact({**_WINDOW, "revisions": listed(ref("Revision"))}),
    "Windows": fact({"windows": listed(ref("Window")), "next_cursor": CURSOR}),
    "Revision": _REVISION,
    "Recurrence": fact({"rrule": TEXT, "until": nullable(TEXT), "exdates": listed(TEXT)}),
    "Use": _USE,
    "Preview": _PREVIEW,
    "Service": fact(_SERVICE),
    "ServiceAlone": fact({**_SERVICE, **_SIGHT}),
    "Services": fact({"services": listed(ref("Service")), **_SIGHT}),
    "Incident": fact(_INCIDENT),
    "Incidents": fact({"incidents": listed(ref("Incident")), "next_cursor": CURSOR}),
    "Problem": _PROBLEM,
}
