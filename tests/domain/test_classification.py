from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.classification import Answer, Judgement, excerpt, judge_answer, parse_retry_after
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import Expect

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SLOW = timedelta(seconds=3)


def judged(
    status: int = 200,
    text: str = "welcome",
    *,
    expect: Expect | None = None,
    seconds: float = 1.0,
    headers: dict[str, str] | None = None,
) -> Judgement:
    answer = Answer(
        status=status,
        headers=headers or {},
        text=text,
        duration=timedelta(seconds=seconds),
        at=AT,
    )
    return judge_answer(answer, expect or Expect(), slow=SLOW)


def test_answer_that_meets_expectations_is_ok() -> None:
    assert judged() == Judgement(outcome=Outcome.OK)


@pytest.mark.parametrize(("seconds", "outcome"), [(2.999999, Outcome.OK), (3.0, Outcome.OK), (3.000001, Outcome.SLOW)])
def test_slow_is_slower_than_the_threshold(seconds: float, outcome: Outcome) -> None:
    found = judged(seconds=seconds)

    assert (found.outcome, found.reason) == (outcome, None)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"cf-mitigated": "challenge"}),
        (503, {"cf-mitigated": " Challenge "}),
        (202, {"x-amzn-waf-action": "challenge"}),
        (405, {"x-amzn-waf-action": "captcha"}),
        (200, {"x-amzn-waf-action": "challenge"}),
        (429, {"cf-mitigated": "challenge"}),
    ],
)
def test_challenge_is_known_by_its_header_whatever_the_status(status: int, headers: dict[str, str]) -> None:
    found = judged(status, headers=headers)

    assert (found.outcome, found.reason) == (Outcome.BLOCKED, Reason.CHALLENGED)


def test_empty_header_is_no_challenge() -> None:
    assert judged(headers={"cf-mitigated": ""}).outcome is Outcome.OK


@pytest.mark.parametrize("expect", [Expect(), Expect(status=((200, 499),))])
def test_too_many_requests_is_a_refusal_even_where_the_status_is_expected(expect: Expect) -> None:
    found = judged(429, expect=expect, headers={"retry-after": "120"})

    assert (found.outcome, found.reason) == (Outcome.BLOCKED, Reason.RATE_LIMITED)
    assert found.retry_after == timedelta(seconds=120)


def test_bare_403_is_a_refusal() -> None:
    found = judged(403)

    assert (found.outcome, found.reason, found.retry_after) == (Outcome.BLOCKED, Reason.BLOCKED, None)


def test_403_that_is_expected_is_an_answer() -> None:
    assert judged(403, expect=Expect(status=((401, 403),))).outcome is Outcome.OK


@pytest.mark.parametrize(("status", "met"), [(199, False), (200, True), (201, True), (204, True), (205, False)])
def test_status_ranges_are_inclusive(status: int, met: bool) -> None:
    found = judged(status, expect=Expect(status=((200, 204),)))

    assert (found.outcome is Outcome.OK) is met


def test_unexpected_status_says_what_was_wanted() -> None:
    found = judged(503, expect=Expect(status=((200, 200), (301, 302))), headers={"retry-after": "120"})

    assert (found.outcome, found.reason, found.retry_after) == (Outcome.FAILED, Reason.STATUS, None)
    assert found.evidence == (Evidence(rule="expect.status", found="503", wanted="200, 301-302"),)


def test_status_is_asked_before_content() -> None:
    assert judged(500, "", expect=Expect(contains=("welcome",))).reason is Reason.STATUS


def test_every_missing_and_every_unwanted_text_is_evidence() -> None:
    found = judged(text="error page", expect=Expect(contains=("welcome", "error", "sign in"), excludes=("error", "x1")))

    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.CONTENT)
    assert found.evidence == (
        Evidence(rule="expect.contains", found="error page", wanted="welcome"),
        Evidence(rule="expect.contains", found="error page", wanted="sign in"),
        Evidence(rule="expect.excludes", found="error", wanted="absent"),
    )


def test_content_is_asked_before_pace() -> None:
    assert judged(text="", expect=Expect(contains=("welcome",)), seconds=9).outcome is Outcome.FAILED


@pytest.mark.parametrize("page", ["أبشر", "ا\u0654بشر"])
@pytest.mark.parametrize("wanted", ["أبشر", "ا\u0654بشر"])
def test_two_spellings_of_an_arabic_letter_are_one(page: str, wanted: str) -> None:
    assert judged(text=page, expect=Expect(contains=(wanted,))).outcome is Outcome.OK
    assert judged(text=page, expect=Expect(excludes=(wanted,))).reason is Reason.CONTENT


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("000120", 120),
        ("21599", 21599),
        ("21600", 21600),
        ("21601", 21600),
        ("9" * 5000, 21600),
        ("Tue, 24 Nov 2026 06:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 06:02:00 -0000", 120),
        ("Tue, 24 Nov 2026 05:00:00 GMT", 0),
        ("Wed, 25 Nov 2026 06:00:00 GMT", 21600),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_capped(value: str, seconds: int) -> None:
    assert parse_retry_after(value, AT) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-1", "1.5", "١٢٠", "Tue, 99 Nov 2026 06:02:00 GMT", "\x00"])
def test_retry_after_that_says_nothing_is_none(value: str) -> None:
    assert parse_retry_after(value, AT) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a\n\tb  ", "a b"),
        ("id 123456789", "id 123456789"),
        ("id 1234567890", "id ##########"),
        ("هوية ١٢٣٤٥٦٧٨٩٠", "هوية ##########"),
        ("a\x1b[31mb", "a\\u001b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("", ""),
    ],
)
def test_excerpt_is_safe_to_show(text: str, shown: str) -> None:
    assert excerpt(text) == shown


def test_excerpt_is_cut_after_the_numbers_are_masked() -> None:
    shown = excerpt("a" * 195 + "1234567890")

    assert shown == "a" * 195 + "#####"


def test_page_that_fails_and_says_maintenance_has_that_as_its_reason() -> None:
    judgement = judged(503, "الموقع قيد الصيانة")

    assert (judgement.outcome, judgement.reason) == (Outcome.FAILED, Reason.MAINTENANCE_PAGE)
    assert [evidence.rule for evidence in judgement.evidence] == ["maintenance.ar.under", "expect.status"]


def test_page_that_meets_its_expectations_may_speak_of_maintenance() -> None:
    assert judged(text="scheduled maintenance on Friday").outcome is Outcome.OK
