from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.cli.observed import facts, story
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


def test_story_tells_phases_answer_and_certificate() -> None:
    assert story(facts(SEEN, Verdict.DOWN, ())).splitlines() == [
        "absher/portal/landing seen from riyadh-1: down (status), one probe, not confirmed",
        "  resolve         12.3 ms",
        "  total          300.0 ms",
        "  status 503, HTTP/1.1, 512 bytes of body read",
        "  redirected to https://absher.example/",
        "  TLSv1.3 AES, certificate valid until 2026-12-24T06:00:00.123Z",
        "  expect.status: found '503', wanted '200'",
        "  no window covers this now",
    ]


def test_fault_is_told_without_a_wish() -> None:
    seen = replace(SEEN, reason=Reason.DNS, evidence=(Evidence(rule="fault.dns", found="gaierror"),))

    assert "  fault.dns: found 'gaierror'" in story(facts(seen, Verdict.DOWN, ())).splitlines()


def test_doubted_failure_says_what_it_is_doubted_for() -> None:
    doubt = "  every canary fails too: our own network, so this says nothing about the target"
    own_fault = replace(SEEN, outcome=Outcome.NOTHING, reason=Reason.SELF)

    assert doubt in story(facts(SEEN, Verdict.UNKNOWN, ())).splitlines()
    assert doubt not in story(facts(SEEN, Verdict.DOWN, ())).splitlines()
    assert doubt not in story(facts(own_fault, Verdict.UNKNOWN, ())).splitlines()


def test_certificate_without_a_date_is_said_to_be_unknown() -> None:
    seen = replace(SEEN, tls=TlsFacts(version="TLSv1.3", cipher="AES"))

    assert "  TLSv1.3 AES, certificate valid until unknown" in story(facts(seen, Verdict.UP, ())).splitlines()


def test_redirects_of_a_probe_without_an_answer_are_told() -> None:
    seen = replace(SEEN, http=HttpFacts(redirects=("https://absher.example/",)))

    lines = story(facts(seen, Verdict.DOWN, ())).splitlines()

    assert "  redirected to https://absher.example/" in lines
    assert not any("status 0" in line for line in lines)


def test_control_and_bidi_characters_of_an_answer_are_escaped_for_people() -> None:
    seen = replace(
        SEEN,
        http=HttpFacts(status=200, version=NASTY, redirects=(NASTY,)),
        evidence=(Evidence(rule="expect.contains", found=NASTY, wanted=NASTY),),
    )

    told = story(facts(seen, Verdict.DOWN, ()))

    assert len(told.splitlines()) == 8
    assert all(line.isprintable() for line in told.splitlines())


def test_document_escapes_them_too_and_still_says_what_was_seen() -> None:
    line = document({"found": NASTY, "name": "أبشر مي\u200cخواهم"})

    assert line.replace("\u200c", "").isprintable()
    assert "أبشر" in line
    assert json.loads(line) == {"found": NASTY, "name": "أبشر مي\u200cخواهم"}
