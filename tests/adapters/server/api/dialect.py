# What the formats of the document mean to whoever makes requests out of it, and names that really exist.
from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import schemathesis
from hypothesis import strategies as st

from monitor.adapters import manifest
from monitor.domain.book import Author
from monitor.domain.change import Change, Verb
from tests.adapters.server.api.rig import CATALOGUE, OUTAGE, Rig, window
from tests.domain.drafts import proposal

DRAFT = proposal()
_MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001 - local times
_INSTANTS = _MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z"))
_LOCAL = _MOMENTS.map(lambda moment: moment.isoformat())
_DAYS = _MOMENTS.map(lambda moment: moment.date().isoformat())
_DURATIONS = st.sampled_from(["1s", "90m", "1h30m", "2h", "12h", "1d", "1d2h", "500ms", "2w"])
_ZONES = st.sampled_from(["Asia/Riyadh", "Asia/Dubai", "Europe/Berlin", "UTC"])
_RULES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=5", "FREQ=YEARLY;UNTIL=20300101T000000Z"]
)
_KNOWN = {"window_id": "w1", "incident_id": OUTAGE.id, "draft_id": DRAFT.id, "platform": "qiwa", "service": "portal"}
_TAGS = st.sampled_from(["*", '"1"', '"2"', 'W/"1"', '"1", "2"'])


def speak() -> None:
    """Tell schemathesis what the formats mean."""
    formats: dict[str, st.SearchStrategy[str]] = {
        "instant": _INSTANTS,
        "day-or-instant": st.one_of(_INSTANTS, _DAYS),
        "wall-time": st.one_of(_LOCAL, _INSTANTS),
        "day-or-wall-time": st.one_of(_LOCAL, _DAYS),
        "prometheus-duration": _DURATIONS,
        "iana-zone": _ZONES,
        "rrule": _RULES,
        "entity-tags": _TAGS,
    }
    for name, strategy in formats.items():
        schemathesis.openapi.format(name, strategy)


def rig_with_a_window() -> Rig:
    """Somewhere a window that can be looked up and revised."""
    rig = Rig()
    spec = manifest.declaration(json.dumps(window(rrule="FREQ=WEEKLY")), "body", CATALOGUE, "Asia/Riyadh")
    author = Author(by="ali", why="", origin="api")
    rig.desk.drafts[DRAFT.id] = DRAFT
    rig.announced = (DRAFT.draft,)
    rig.desk.book, _ = rig.desk.foreseen(Change(verb=Verb.DECLARE, window_id=spec.id, author=author, spec=spec))
    return rig


def map_path_parameters(_context: object, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Every other name is one that exists: of names made up none ever does."""
    for key, known in _KNOWN.items():
        if parameters and len(str(parameters.get(key, "x"))) % 2 == 0:
            parameters[key] = known
    return parameters


def map_body(_context: object, body: Any) -> Any:  # noqa: ANN401 - whatever was made up
    """A platform that exists, where one is named at all; the rest of the body stays as wrong as it was made."""
    if isinstance(body, dict) and isinstance(body.get("platform"), str) and re.match("^[a-z0-9]+$", body["platform"]):
        body["platform"] = "absher"
    return body
