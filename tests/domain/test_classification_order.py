"""Which question is asked first, and how much of a page is believed before words count."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.classification import Answer, Judgement, judge_answer
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import Expect, TextRule

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
PARKED = "<p>This domain is parked</p>"
CHALLENGE = "<p>Vercel Security Checkpoint</p>"
BLOCK = "<p>The requested URL was rejected. Please consult with your administrator.</p>"
MAINTENANCE = "<p>الموقع تحت الصيانة</p>"
GATEWAY = "<p>no healthy upstream</p>"
MARKER = "Portal"
REST = "x" * 5_000


def judged(
    text: str, status: int = 200, *, expect: Expect | None = None, headers: dict[str, str] | None = None
) -> Judgement:
    answer = Answer(
        status=status, headers=headers or {}, text=text, body=text.encode(), duration=timedelta(seconds=1), at=AT
    )
    return judge_answer(answer, expect or Expect(), slow=timedelta(seconds=3))


def rules(judgement: Judgement) -> list[str]:
    return [evidence.rule for evidence in judgement.evidence]


@pytest.mark.parametrize(
    ("status", "page", "rule"),
    [
        (403, PARKED + CHALLENGE + BLOCK, "parked.parked"),
        (403, CHALLENGE + BLOCK, "challenge.vercel.page"),
        (429, CHALLENGE, "challenge.vercel.page"),
        (429, BLOCK, "block.f5.text"),
        (429, MAINTENANCE, "status.refusal"),
        (503, BLOCK + MAINTENANCE, "block.f5.text"),
        (403, MAINTENANCE, "status.refusal"),
        (503, MAINTENANCE + GATEWAY, "maintenance.ar.under"),
        (404, MAINTENANCE, "maintenance.ar.under"),
        (503, GATEWAY, "gateway.envoy"),
        (404, GATEWAY, "expect.status"),
        (404, "", "expect.status"),
    ],
)
def test_first_question_that_is_answered_decides(status: int, page: str, rule: str) -> None:
    assert rules(judged(page, status))[0] == rule


def test_gateway_comes_before_the_status_that_it_explains() -> None:
    found = judged(GATEWAY, 503)

    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.STATUS)
    assert found.evidence == (
        Evidence(rule="gateway.envoy", found="no healthy upstream"),
        Evidence(rule="expect.status", found="503", wanted="200"),
    )


def test_expected_fault_needs_no_explanation() -> None:
    assert judged(GATEWAY, 503, expect=Expect(status=((503, 503),))).outcome is Outcome.OK


@pytest.mark.parametrize("page", [PARKED, CHALLENGE, BLOCK, MAINTENANCE])
@pytest.mark.parametrize(
    ("rest", "status", "expect", "believed"),
    [
        (MARKER, 200, Expect(identity=(MARKER,)), False),  # the page itself
        (MARKER, 200, Expect(contains=(MARKER,)), False),
        (MARKER, 200, Expect(contains=(MARKER,), identity=("Stamp",)), True),  # identity goes before contains
        (MARKER, 200, Expect(identity=(MARKER, "Stamp")), True),  # half a marker is none
        (MARKER, 400, Expect(identity=(MARKER,)), True),
        ("", 200, Expect(identity=(MARKER,)), True),
        ("", 200, Expect(), True),
        (REST, 200, Expect(), False),
        (REST[:1_000], 200, Expect(), False),  # too long for a notice
        (REST[:1_000], 400, Expect(), True),
        (REST, 400, Expect(), False),
        (MARKER + REST, 400, Expect(identity=(MARKER,)), False),
    ],
)
def test_words_are_believed_by_what_is_known_of_the_page(
    page: str, rest: str, status: int, expect: Expect, *, believed: bool
) -> None:
    found = judged(page + rest, status, expect=expect)

    assert any(rule.partition(".")[0] not in {"expect", "soft_failure"} for rule in rules(found)) is believed


@pytest.mark.parametrize("page", [BLOCK, MAINTENANCE])
def test_page_without_its_marker_is_believed_at_any_length(page: str) -> None:
    assert judged(REST + page, expect=Expect(identity=(MARKER,))).reason in {Reason.BLOCKED, Reason.MAINTENANCE_PAGE}


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({"cf-mitigated": "challenge"}, 200, Reason.CHALLENGED),
        ({"x-amzn-waf-action": "captcha"}, 405, Reason.CHALLENGED),
        ({"x-vercel-mitigated": "challenge"}, 200, Reason.CHALLENGED),
        ({"x-vercel-mitigated": "deny"}, 403, Reason.BLOCKED),
        ({"x-blocked-by-waf": "1"}, 406, Reason.BLOCKED),
    ],
)
def test_header_counts_even_on_the_own_page(headers: dict[str, str], status: int, reason: Reason) -> None:
    expect = Expect(identity=(MARKER,), status=((200, 499),))

    found = judged(MARKER + REST, status, expect=expect, headers=headers)

    assert (found.outcome, found.reason) == (Outcome.BLOCKED, reason)


@pytest.mark.parametrize("status", [200, 403])
def test_block_proof_counts_under_an_expected_status(status: int) -> None:
    assert judged(BLOCK, status, expect=Expect(status=((200, 200), (403, 403)))).reason is Reason.BLOCKED


@pytest.mark.parametrize(("page", "status"), [(CHALLENGE, 200), (BLOCK, 200), ("", 403), ("", 429)])
def test_every_refusal_carries_the_time_to_wait(page: str, status: int) -> None:
    assert judged(page, status, headers={"retry-after": "90"}).retry_after == timedelta(seconds=90)


def test_maintenance_keeps_its_time_to_itself() -> None:
    found = judged(MAINTENANCE, 503, headers={"retry-after": "3600"})

    assert (found.outcome, found.reason, found.retry_after) == (Outcome.FAILED, Reason.MAINTENANCE_PAGE, None)
    assert rules(found) == ["maintenance.ar.under", "header.retry-after", "expect.status"]
    assert found.evidence[1].found == "3600"


def test_time_to_wait_supports_maintenance_under_503_only() -> None:
    found = judged(MAINTENANCE, 500, headers={"retry-after": "3600"})

    assert rules(found) == ["maintenance.ar.under", "expect.status"]


def test_presence_of_a_gateway_names_no_fault() -> None:
    found = judged("<p>The portal is unavailable</p>", 503, headers={"cf-ray": "8f00-RUH"})

    assert found.reason is Reason.MAINTENANCE_PAGE


@pytest.mark.parametrize("host", ["hugedomains.com", "www.HugeDomains.com."])
def test_final_host_is_compared_in_its_plain_form(host: str) -> None:
    answer = Answer(status=200, headers={}, text="", host=host, duration=timedelta(seconds=1), at=AT)

    assert rules(judge_answer(answer, Expect(), slow=timedelta(seconds=3))) == ["parked.host"]


def test_time_to_wait_alone_is_no_maintenance() -> None:
    assert judged("out of order", 503, headers={"retry-after": "3600"}).reason is Reason.STATUS


def test_wording_of_maintenance_under_503_counts_on_the_own_page() -> None:
    assert judged(MARKER + MAINTENANCE + REST, 503, expect=Expect(identity=(MARKER,))).reason is Reason.MAINTENANCE_PAGE


def test_503_that_is_expected_supports_nothing() -> None:
    expect = Expect(status=((503, 503),), identity=(MARKER,))

    assert judged(MARKER + MAINTENANCE, 503, expect=expect).outcome is Outcome.OK


def test_shell_is_known_by_its_hash() -> None:
    shell = "<div id='root'></div>"
    expect = Expect(shell_sha256=hashlib.sha256(shell.encode()).hexdigest())

    found = judged(shell, expect=expect)

    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.CONTENT)
    assert rules(found) == ["soft_failure.shell"]
    assert judged(shell + " ", expect=expect).outcome is Outcome.OK


def test_every_missing_marker_is_evidence() -> None:
    found = judged("Portal", expect=Expect(identity=("Portal", "Stamp", "Crest")))

    assert [(evidence.rule, evidence.wanted) for evidence in found.evidence] == [
        ("soft_failure.identity", "Stamp"),
        ("soft_failure.identity", "Crest"),
    ]


def test_marker_is_asked_of_a_success_only() -> None:
    expect = Expect(status=((200, 200), (401, 401)), identity=(MARKER,))

    assert judged("who are you?", 401, expect=expect).outcome is Outcome.OK


def test_all_that_is_missed_is_told_under_the_first_reason() -> None:
    pattern = TextRule(source="z+", find=lambda text: None)
    missed = Expect(identity=(MARKER,), contains=("welcome",), matches=(pattern,))

    found = judged("hello", expect=missed)

    assert found.reason is Reason.CONTENT
    assert rules(found) == ["soft_failure.identity", "expect.contains", "expect.matches"]
    assert judged("hello", expect=Expect(matches=(pattern,))).reason is Reason.EXPECT


def test_numbers_that_could_name_a_person_or_an_address_are_masked() -> None:
    found = judged("<p>Your support ID is: 4829105738219405561</p>", expect=Expect(identity=(MARKER,)))

    assert found.evidence == (Evidence(rule="block.f5.support_id", found=f"support id is: {'#' * 19}"),)


def test_reference_of_akamai_is_kept_but_for_its_time() -> None:
    found = judged(
        "<h1>Access Denied</h1>You don't have permission to access / on this server. "
        "Reference #18.6c2d1702.1744611336.1ad2b4c9",
        403,
    )

    assert found.evidence[0].found == (
        "access denied … you don't have permission to access … reference #18.6c2d1702.##########.1ad2b4c9"
    )
