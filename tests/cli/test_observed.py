from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.cli.observed import facts
from monitor.cli.options import document
from monitor.domain.observation import Evidence, HttpFacts, Observation, Outcome, Phases, Reason, TlsFacts
from monitor.domain.verdict import Verdict

AT = datetime(2026, 11, 24, 6, 0, 0, 123456, tzinfo=UTC)
NASTY = "\x1b[31m\u202e\u2066\x85\r\n\U000e0001\ud800"
SEEN = Observation(
    check_id="absher/portal/landing",
    location="riyadh-1",
    started_at=AT,
    completed_at=AT + timedelta(seconds=1),
    outcome=Outcome.FAILED,
    reason=Reason.STATUS,
    phases=Phases(resolve=0.0123456789, total=0.3),
    http=HttpFacts(status=503, version="1.1", redirects=("https://absher.example/",), body_bytes=512),
    tls=TlsFacts(version="TLSv1.3", cipher="AES", not_after=AT + timedelta(days=30), verified=True),
    evidence=(Evidence(rule="expect.status", found="503", wanted="200"),),
)


def test_document_is_the_contract_s() -> None:
    assert facts(SEEN, Verdict.DOWN, ()) == {
        "check": "absher/portal/landing",
        "location": "riyadh-1",
        "started_at": "2026-11-24T06:00:00.123Z",
        "verdict": "down",
        "confirmed": False,
        "reason": "status",
        "phases": {"resolve": 0.012346, "total": 0.3},
        "attempts": 1,
        "http": {
            "status": 503,
            "version": "1.1",
            "redirects": ["https://absher.example/"],
            "bytes": 512,
            "truncated": False,
        },
        "tls": {"version": "TLSv1.3", "cipher": "AES", "verified": True, "not_after": "2026-12-24T06:00:00.123Z"},
        "evidence": [{"rule": "expect.status", "found": "503", "wanted": "200"}],
        "plan": {"in": False, "windows": []},
    }


def test_what_was_not_seen_is_absent() -> None:
    told = facts(replace(SEEN, phases=None, http=None, tls=None, reason=None), Verdict.UNKNOWN, ())

    assert "http" not in told
    assert "tls" not in told
    assert told["phases"] == {}
    assert told["reason"] is None


def test_document_escapes_them_too_and_still_says_what_was_seen() -> None:
    line = document({"found": NASTY, "name": "أبشر مي\u200cخواهم"})

    assert line.replace("\u200c", "").isprintable()
    assert "أبشر" in line
    assert json.loads(line) == {"found": NASTY, "name": "أبشر مي\u200cخواهم"}
