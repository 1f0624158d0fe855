from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.cli.narrated import narrated, what_windows_say
from monitor.domain.observation import Evidence, HttpFacts, Observation, Outcome, Phases, Reason, TlsFacts
from monitor.domain.verdict import Verdict
from monitor.domain.window import Impact
from tests.domain.facts import planned, utc, window

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NASTY = "\x1b[31m\u202e\u2066\x85\r\n\U000e0001\ud800"
RIYADH = ZoneInfo("Asia/Riyadh")
TLS = TlsFacts(
    version="TLSv1.3",
    cipher="AES",
    not_after=AT + timedelta(days=31),
    chain_not_after=AT + timedelta(days=3),
    verified=True,
    subject="CN=absher.example",
    issuer="CN=Example CA",
    names=("absher.example", "a.example", "b.example", "c.example", "d.example"),
)
SEEN = Observation(
    check_id="absher/portal/landing",
    location="riyadh-1",
    started_at=AT,
    completed_at=AT + timedelta(seconds=1),
    outcome=Outcome.FAILED,
    reason=Reason.STATUS,
    phases=Phases(resolve=0.1, tls=0.2, processing=0.1, total=0.4),
    http=HttpFacts(status=503, version="1.1", redirects=("https://absher.example/",), body_bytes=512),
    tls=TLS,
    evidence=(Evidence(rule="expect.status", found="503", wanted="200"),),
)


def lines(seen: Observation, verdict: Verdict = Verdict.DOWN) -> list[str]:
    return list(narrated(seen, verdict, ("no window covers this now",)))


def test_everything_seen_is_told_in_the_order_of_the_probe() -> None:
    assert lines(SEEN) == [
        "absher/portal/landing seen from riyadh-1: down (status), one probe, not confirmed",
        "  resolve          100.0 ms  ██████████",
        "  tls              200.0 ms            ████████████████████",
        "  processing       100.0 ms                                ██████████",
        "  total            400.0 ms",
        "  answer       status 503, HTTP/1.1, 512 bytes",
        "  redirects    https://absher.example/",
        "  tls          TLSv1.3 AES",
        "  certificate  CN=absher.example, issued by CN=Example CA",
        "               for absher.example, a.example, b.example, c.example and 1 more",
        "               valid until 2026-12-25 06:00 UTC (30 days left)",
        "               something in its chain only until 2026-11-27 06:00 UTC (2 days left)",
        "               verified",
        "  evidence     expect.status: found '503', wanted '200'",
        "  windows      no window covers this now",
    ]


def test_phase_too_short_for_a_bar_is_still_marked() -> None:
    told = lines(replace(SEEN, phases=Phases(resolve=0.0001, processing=1.0, total=1.0001)))

    assert told[1].endswith("ms  ▏")


def test_fault_is_told_without_a_wish() -> None:
    seen = replace(SEEN, reason=Reason.DNS, evidence=(Evidence(rule="fault.dns", found="gaierror"),))

    assert "  evidence     fault.dns: found 'gaierror'" in lines(seen)


def test_doubted_failure_says_what_it_is_doubted_for() -> None:
    doubt = "  every canary fails too: our own network, so this says nothing about the target"
    own_fault = replace(SEEN, outcome=Outcome.NOTHING, reason=Reason.SELF)

    assert doubt in lines(SEEN, Verdict.UNKNOWN)
    assert doubt not in lines(SEEN, Verdict.DOWN)
    assert doubt not in lines(own_fault, Verdict.UNKNOWN)


def test_expired_certificate_that_does_not_verify_is_told_as_such() -> None:
    seen = replace(SEEN, tls=TlsFacts(version="", cipher="", not_after=AT - timedelta(days=3), verified=False))

    told = lines(seen)

    assert "  tls          the handshake did not finish" in told
    assert "  certificate  valid until 2026-11-21 06:00 UTC (expired 4 days ago)" in told
    assert "               NOT verified" in told


def test_redirects_of_a_probe_without_an_answer_are_told() -> None:
    told = lines(replace(SEEN, http=HttpFacts(redirects=("https://absher.example/",))))

    assert "  redirects    https://absher.example/" in told
    assert not any("status 0" in line for line in told)


def test_answer_of_another_kind_is_told_line_by_line() -> None:
    told = lines(replace(SEEN, http=None, answer=("absher.example. A 192.0.2.1", "absher.example. A 192.0.2.2")))

    assert told[5:7] == ["  answer       absher.example. A 192.0.2.1", "               absher.example. A 192.0.2.2"]


def test_control_and_bidi_characters_of_an_answer_are_escaped_for_people() -> None:
    seen = replace(
        SEEN,
        http=HttpFacts(status=200, version=NASTY, redirects=(NASTY,)),
        tls=replace(TLS, subject=NASTY, issuer=NASTY, names=(NASTY,)),
        answer=(NASTY,),
        evidence=(Evidence(rule="expect.contains", found=NASTY, wanted=NASTY),),
    )

    assert all(line.isprintable() for line in lines(seen))


def test_what_is_escaped_in_evidence_is_not_escaped_again() -> None:
    seen = replace(SEEN, evidence=(Evidence(rule="expect.contains", found=r"it's \u202e", wanted="x"),))

    assert r"  evidence     expect.contains: found 'it's \u202e', wanted 'x'" in lines(seen)


def test_windows_now_and_next_are_told_in_the_reader_s_zone() -> None:
    told = what_windows_say(
        planned(window("05:00", "07:00"), window("11:00", "12:00", id="w2", impact=Impact.DEGRADED)),
        utc("06:00"),
        RIYADH,
    )

    assert told == (
        "w1 (outage) covers it until Tue 2026-03-10 10:00 Asia/Riyadh",
        "next w2 (degraded): Tue 2026-03-10 14:00 Asia/Riyadh to Tue 2026-03-10 15:00 Asia/Riyadh",
    )


def test_recovery_after_a_window_is_told() -> None:
    told = what_windows_say(planned(window("04:00", "05:00", recovery=timedelta(hours=2))), utc("06:00"), RIYADH)

    assert told == ("no window covers this now", "w1 ended, its recovery runs until Tue 2026-03-10 10:00 Asia/Riyadh")


def test_target_without_a_service_has_no_windows() -> None:
    assert what_windows_say(None, AT, RIYADH) == ("the target belongs to no service, so no window speaks of it",)
