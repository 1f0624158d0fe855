"""From an answer to an outcome: what a status, a header and a text mean (SEMANTICS section 2).

Pure: the prober brings the answer as far as it came, the check says what it must be. The order of the questions
matters and is the order of the functions in ``judge_answer``: a refusal of *this prober* is looked for first, since
a challenge page also misses every expectation. Recognising block pages by their text has its place between the
refusals and the expectations.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.domain.classification.answer import Answer
from monitor.domain.classification.excerpt import excerpt
from monitor.domain.maintenance_page import maintenance_wording
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import Expect

LONGEST_RETRY_AFTER = timedelta(hours=6)
"""The longest back-off (SEMANTICS section 8); a server cannot put itself out of sight for longer."""

# Cloudflare and AWS WAF set these on the pages with which they hold a client up, whatever the status.
_CHALLENGE_HEADERS = ("cf-mitigated", "x-amzn-waf-action")
_FORBIDDEN = 403
_TOO_MANY_REQUESTS = 429

_DELTA_SECONDS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An outcome with its reason, and the facts behind it."""

    outcome: Outcome
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    retry_after: timedelta | None = None


def judge_answer(answer: Answer, expect: Expect, *, slow: timedelta) -> Judgement:
    """What ``answer`` says about the service, first as a refusal, then against ``expect``, then by its pace."""
    if refusal := _refusal(answer, expect):
        return refusal
    if missed := _wrong_status(answer, expect) or _wrong_content(answer, expect):
        return _maintenance(answer, missed) or missed
    return _pace(answer, slow)


def parse_retry_after(value: str, at: datetime) -> timedelta | None:
    """How long a ``Retry-After`` header asks to wait from ``at`` on, six hours at most; ``None`` if it says nothing."""
    value = value.strip()
    if _DELTA_SECONDS.fullmatch(value):
        # Cut before int(): a number of five thousand digits is a ValueError, and any of ten is beyond the cap.
        seconds = int(value.lstrip("0")[:10] or "0")
        return min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:  # "-0000": RFC 5322 for UTC without a claim about the zone
        until = until.replace(tzinfo=UTC)
    return min(max(until - at, timedelta(0)), LONGEST_RETRY_AFTER)


def _refusal(answer: Answer, expect: Expect) -> Judgement | None:
    for header in _CHALLENGE_HEADERS:
        if found := answer.headers.get(header, "").strip():
            return _blocked(Reason.CHALLENGED, f"header.{header}", found, answer)
    if answer.status == _TOO_MANY_REQUESTS:
        # Even when a wide range of statuses is expected: conduct (section 8) asks for the back-off.
        return _blocked(Reason.RATE_LIMITED, "status.refusal", str(answer.status), answer)
    if answer.status == _FORBIDDEN and not _expected(answer.status, expect):
        return _blocked(Reason.BLOCKED, "status.refusal", str(answer.status), answer)
    return None


def _blocked(reason: Reason, rule: str, found: str, answer: Answer) -> Judgement:
    asked = answer.headers.get("retry-after")
    return Judgement(
        outcome=Outcome.BLOCKED,
        reason=reason,
        evidence=(Evidence(rule=rule, found=excerpt(found)),),
        retry_after=None if asked is None else parse_retry_after(asked, answer.at),
    )


def _expected(status: int, expect: Expect) -> bool:
    return any(low <= status <= high for low, high in expect.status)


def _wrong_status(answer: Answer, expect: Expect) -> Judgement | None:
    if _expected(answer.status, expect):
        return None
    wanted = ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in expect.status)
    evidence = Evidence(rule="expect.status", found=str(answer.status), wanted=wanted)
    return Judgement(outcome=Outcome.FAILED, reason=Reason.STATUS, evidence=(evidence,))


def _wrong_content(answer: Answer, expect: Expect) -> Judgement | None:
    # An Arabic letter with hamza or madda has two spellings that look alike; NFC makes them one, on both sides.
    text = unicodedata.normalize("NFC", answer.text) if expect.contains or expect.excludes else ""
    missing = (wanted for wanted in expect.contains if unicodedata.normalize("NFC", wanted) not in text)
    present = (unwanted for unwanted in expect.excludes if unicodedata.normalize("NFC", unwanted) in text)
    evidence = (
        *(Evidence(rule="expect.contains", found=excerpt(text), wanted=wanted) for wanted in missing),
        *(Evidence(rule="expect.excludes", found=excerpt(unwanted), wanted="absent") for unwanted in present),
    )
    if not evidence:
        return None
    return Judgement(outcome=Outcome.FAILED, reason=Reason.CONTENT, evidence=evidence)


def _maintenance(answer: Answer, missed: Judgement) -> Judgement | None:
    """The page says so itself: a better reason for what it missed, and no pardon (SEMANTICS O18)."""
    wording = maintenance_wording(answer.text)
    if wording is None:
        return None
    rule, text = wording
    evidence = (Evidence(rule=rule, found=excerpt(text)), *missed.evidence)
    return Judgement(outcome=Outcome.FAILED, reason=Reason.MAINTENANCE_PAGE, evidence=evidence)


def _pace(answer: Answer, slow: timedelta) -> Judgement:
    if answer.duration <= slow:
        return Judgement(outcome=Outcome.OK)
    evidence = Evidence(
        rule="slow", found=f"{answer.duration.total_seconds():.3f}s", wanted=f"{slow.total_seconds():g}s at most"
    )
    return Judgement(outcome=Outcome.SLOW, evidence=(evidence,))
