from __future__ import annotations

import json

from monitor.adapters.sheets import document
from monitor.domain.correction import Correction, Remark
from monitor.domain.latency import HourOfLatency
from monitor.domain.report import report
from monitor.domain.verdict import State
from tests.domain.facts import HOUR, LANDING, LOCATION, MIDNIGHT, PORTAL, book_of, catalogue, settings, utc, window
from tests.domain.past import chronicle, outage


def test_document_holds_the_whole_report() -> None:
    past = outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "10:20")
    hours = [
        HourOfLatency(check_id=LANDING, location=LOCATION, hour=MIDNIGHT + n * HOUR, counts={50: 10}) for n in range(24)
    ]
    remark = Correction(incident_id=past[0].id, at=utc("20:00"), remark=Remark.ANNOTATION, by="noura", why="late")
    seen = chronicle(past, book=book_of(window()), latencies=hours, corrections=(remark,))
    made = report(
        seen, catalogue(), settings(), since=seen.since, until=seen.until, at=seen.until, timezone="Asia/Riyadh"
    )

    found = json.loads(json.dumps(document(made, catalogue())))

    assert (found["from"], found["to"]) == ("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z")
    (service,) = found["services"]
    assert service["seconds"]["overrun"] == 1200
    assert {key: service[key] for key in found["total"]} == found["total"]
    assert [day["day"] for day in service["days"]] == ["2026-03-10", "2026-03-11"]
    (incident,) = service["incidents"]
    assert incident["windows"] == [{"relation": "outlived", "window": "w1"}]
    assert incident["corrections"] == [
        {"remark": "annotation", "at": "2026-03-10T20:00:00Z", "by": "noura", "why": "late"}
    ]
    assert found["windows"][0]["uses"] == [
        {
            "service": PORTAL,
            "impact": "outage",
            "planned_seconds": 3000,
            "overrun_seconds": 1200,
            "carried_seconds": 0,
            "reclassified_seconds": 0,
            "start_slip_seconds": 600,
            "end_slip_seconds": 1200,
            "early_start_seconds": 0,
        }
    ]
    assert found["latency"][0]["before"]["probes"] == 90
    assert len(found["method"]["en"]) == len(found["method"]["ar"])
