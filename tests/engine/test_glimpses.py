from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain.book import Book
from monitor.domain.history import Seen
from monitor.domain.observation import Evidence, Observation, Outcome, Reason
from monitor.engine.judge import Judge
from tests.domain.facts import LANDING, LOCATION, catalogue, settings, utc


def judge(*, reachable_from: tuple[str, ...] = (), country: str = "SA") -> Judge:
    return Judge(catalogue(reachable_from=reachable_from), settings(country=country), Book(), utc("08:00"))


def look(of: Judge, at: str, outcome: Outcome, reason: Reason | None = None, *evidence: Evidence) -> list[Seen]:
    observation = Observation(
        check_id=LANDING,
        location=LOCATION,
        started_at=utc(at),
        completed_at=utc(at),
        outcome=outcome,
        reason=reason,
        evidence=evidence,
    )
    return [glimpse.seen for glimpse in of.observe(observation, scheduled=True).glimpses]


def test_only_what_differs_from_the_observation_before_is_kept() -> None:
    one = judge()

    assert look(one, "08:01", Outcome.OK) == [Seen.OK]
    assert look(one, "08:02", Outcome.OK) == []
    assert look(one, "08:03", Outcome.FAILED, Reason.STATUS) == [Seen.FAILED]
    assert look(one, "08:04", Outcome.FAILED, Reason.STATUS) == []
    assert look(one, "08:05", Outcome.FAILED, Reason.DNS) == [Seen.FAILED]
    assert look(one, "08:06", Outcome.NOTHING) == []
    assert look(one, "08:07", Outcome.FAILED, Reason.DNS) == []
    assert look(one, "08:08", Outcome.SLOW) == [Seen.SLOW]


def test_doubted_failure_is_kept_as_one() -> None:
    one = judge()
    look(one, "08:01", Outcome.FAILED, Reason.STATUS)

    one.network_reachable = False

    assert look(one, "08:02", Outcome.FAILED, Reason.STATUS) == [Seen.DOUBTED]
    assert look(one, "08:03", Outcome.OK) == [Seen.OK]


@pytest.mark.parametrize(("country", "seen"), [("SA", Seen.FAILED), ("DE", Seen.BLOCKED)])
def test_what_is_kept_is_how_it_was_taken(country: str, seen: Seen) -> None:
    one = judge(reachable_from=("SA",), country=country)

    assert look(one, "08:01", Outcome.FAILED, Reason.TIMEOUT) == [seen]


def test_first_observation_after_a_start_is_kept_whatever_was_seen_before() -> None:
    before = judge()
    look(before, "08:01", Outcome.OK)

    after = Judge(before.catalogue, before.settings, Book(), utc("08:02"), before.records)

    assert look(after, "08:02", Outcome.OK) == [Seen.OK]


def test_evidence_is_kept_in_short() -> None:
    facts = (Evidence(rule="expect.status", found="503", wanted="200"), Evidence(rule="body", found="x" * 999))
    observation = Observation(
        check_id=LANDING,
        location=LOCATION,
        started_at=utc("08:01"),
        completed_at=utc("08:01:02"),
        outcome=Outcome.FAILED,
        reason=Reason.STATUS,
        evidence=facts,
    )

    [glimpse] = judge().observe(observation, scheduled=True).glimpses

    assert glimpse.evidence.startswith("expect.status: found 503, wanted 200; body: found xxx")
    assert len(glimpse.evidence) == 300
    assert (glimpse.at, glimpse.reason) == (utc("08:01:02"), "status")
    assert replace(glimpse, evidence="").location == LOCATION
