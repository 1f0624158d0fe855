"""The schemas of what the API says of drafts."""

from __future__ import annotations

from monitor.adapters.server.api.openapi.forms import (
    CURSOR,
    INSTANT,
    SECONDS,
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
from monitor.domain.announcement.draft import Kind
from monitor.domain.change import Verb
from monitor.domain.proposal import Decision
from monitor.domain.window import Impact

_WALL: Schema = nullable(TEXT, "A local wall time in `timezone`, or a day alone; null where the text does not say.")
_AFFECTED = listed(fact({"id": nullable(TEXT, "Without the platform's part."), "as_written": TEXT}))
_SOURCE = fact(
    {
        "url": TEXT,
        "text": described(TEXT, "As it was received, at most 32 KiB of it."),
        "origin": described(TEXT, "Through which door it came: api, command, feed:NAME."),
        "received_at": INSTANT,
        "published": nullable(TEXT, "An instant, or a day alone."),
    }
)
_READ = fact(
    {
        "kind": word(Kind),
        "platform": nullable(TEXT),
        "platform_name": described(TEXT, "As written."),
        "platforms": listed(TEXT),
        "services": _AFFECTED,
        "excluded": described(_AFFECTED, "Said to go on working."),
        "starts": _WALL,
        "ends": _WALL,
        "former_starts": _WALL,
        "former_ends": _WALL,
        "duration_seconds": nullable(SECONDS),
        "timezone": TEXT,
        "impact": word(Impact),
        "recovery": nullable(TEXT),
        "confidence": mapped({"type": "number", "minimum": 0, "maximum": 1}),
        "warnings": listed(TEXT),
        "evidence": mapped({"type": "array"}, "By field: start, end (characters of the first text) and the words."),
        "rules": listed(TEXT, "The patterns it rests on."),
    }
)
_MISSING = listed(fact({"key": TEXT, "why": TEXT}), "What whoever confirms it has to say.")
_WINDOW = nullable({"type": "object"}, "With the keys of a windows file; null where it cannot be written yet.")
_PROPOSED: dict[str, Schema] = {"window_id": TEXT, "window": _WINDOW, "missing": _MISSING, "warnings": listed(TEXT)}

DRAFT_FACTS: dict[str, Schema] = {
    "Draft": fact(
        {
            "id": TEXT,
            "decision": word(Decision),
            "verb": word(Verb, "What a confirmation does to the windows."),
            "revises": listed(TEXT, "The windows, or occurrences, that it would change."),
            "received_at": INSTANT,
            "decided_at": nullable(INSTANT),
            "decided_by": TEXT,
            "why": TEXT,
            "windows": listed(TEXT, "What a confirmation touched."),
            "conflicts": listed(TEXT, "What outlets disagree on."),
            "sources": listed(_SOURCE),
            "read": _READ,
            "proposed": listed(fact(_PROPOSED), "What a confirmation would write, while the draft waits."),
        }
    ),
    "Drafts": fact({"drafts": listed(ref("Draft")), "next_cursor": CURSOR}),
    "Received": fact({"drafts": listed(ref("Draft"))}),
    "Decided": fact(
        {"draft": ref("Draft"), "entered": listed(fact(_PROPOSED), "The windows as written."), "warnings": listed(TEXT)}
    ),
}
