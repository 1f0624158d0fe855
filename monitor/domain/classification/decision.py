"""From an answer to an outcome: which question is asked first, and when a page's words count at all.

The order is the order of the functions in ``judge_answer`` and stops at the first hit: not the service any more, this
prober refused, not to be had, not as expected, slow. Words alone prove little, so a family's texts are believed

- nowhere, on a page with its own marker under an expected status: it is a page that talks about such things;
- in the title or on a page of a few sentences, no JSON, where the status is expected and no marker is configured;
- in the title or on a page of little text, where the status is not expected and no marker is missing;
- anywhere in the first 64 KiB, where the page lacks the marker it should have.

Headers that only a refusal carries count always. Gateway wording explains a 5xx that nobody expects, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.domain.classification import block, challenge, gateway, maintenance, parked
from monitor.domain.classification.answer import Answer
from monitor.domain.classification.content import has_marker, soft_failure, wording, wrong_status, wrong_wording
from monitor.domain.classification.excerpt import excerpt
from monitor.domain.classification.expectation import unmet
from monitor.domain.classification.judgement import Judgement
from monitor.domain.classification.page_text import PageText
from monitor.domain.classification.retry_after import parse_retry_after
from monitor.domain.classification.rule import Reach, Rule, Table
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import Expect

_FORBIDDEN = 403
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503
_FAULTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One answer under judgement; ``marked`` is ``None`` where the check names no marker."""

    answer: Answer
    expect: Expect
    text: str
    page: PageText
    missed_status: tuple[Evidence, ...]
    marked: bool | None
    reach: Reach


def judge_answer(answer: Answer, expect: Expect, *, slow: timedelta) -> Judgement:
    """What ``answer`` says about the service, first as a refusal, then against ``expect``, then by its pace."""
    case = _case(answer, expect)
    return (
        _parked(case)
        or _challenged(case)
        or _blocked(case)
        or _rate_limited(case)
        or _maintenance(case)
        or _wrong_status(case)
        or _wrong_content(case)
        or _pace(answer, slow)
    )


def _case(answer: Answer, expect: Expect) -> _Case:
    page, text, missed = PageText(answer.text), wording(answer, expect), wrong_status(answer, expect)
    marked = has_marker(text, expect)
    return _Case(
        answer=answer,
        expect=expect,
        text=text,
        page=page,
        missed_status=missed,
        marked=marked,
        reach=_reach(page, marked=marked, expected=not missed),
    )


def _reach(page: PageText, *, marked: bool | None, expected: bool) -> Reach:
    """How much of the page is believed; the module's docstring has the rule in words."""
    if marked is False:
        return Reach.TEXT
    if marked and expected:
        return Reach.HEADERS
    says_little = page.is_brief and not page.is_data if expected else page.is_short
    return Reach.TEXT if says_little else Reach.TITLE


def _parked(case: _Case) -> Judgement | None:
    if evidence := _proof(case, parked.TABLE):
        return Judgement(outcome=Outcome.FAILED, reason=Reason.CONTENT, evidence=evidence)
    return None


def _challenged(case: _Case) -> Judgement | None:
    return _refusal(case, Reason.CHALLENGED, _proof(case, challenge.TABLE))


def _blocked(case: _Case) -> Judgement | None:
    evidence = _proof(case, block.TABLE)
    if not evidence and case.answer.status == _FORBIDDEN and case.missed_status:
        evidence = _refused_by_status(case)
    return _refusal(case, Reason.BLOCKED, evidence)


def _rate_limited(case: _Case) -> Judgement | None:
    if case.answer.status != _TOO_MANY_REQUESTS:
        return None
    # Even when a wide range of statuses is expected: conduct (section 8) asks for the back-off.
    return _refusal(case, Reason.RATE_LIMITED, _refused_by_status(case))


def _refused_by_status(case: _Case) -> tuple[Evidence, ...]:
    return (Evidence(rule="status.refusal", found=str(case.answer.status)),)


def _refusal(case: _Case, reason: Reason, evidence: tuple[Evidence, ...]) -> Judgement | None:
    if not evidence:
        return None
    asked = case.answer.headers.get("retry-after")
    return Judgement(
        outcome=Outcome.BLOCKED,
        reason=reason,
        evidence=evidence,
        retry_after=None if asked is None else parse_retry_after(asked, case.answer.at),
    )


def _maintenance(case: _Case) -> Judgement | None:
    """The page says so itself: a better reason than what it misses, and no pardon (SEMANTICS O18).

    Its ``Retry-After`` supports the reason and closes no host: only a refusal asks for back-off.
    """
    rules = _that_count(case)
    if not rules:
        return None
    own_words = case.page.without(maintenance.NOT_MEANT)
    for rule in rules:
        found = rule.found(case.answer, own_words)
        if found and (rule.strong or not _names_a_fault(case)):
            evidence = (Evidence(rule=rule.id, found=excerpt(found)), *_announced_return(case), *case.missed_status)
            return Judgement(outcome=Outcome.FAILED, reason=Reason.MAINTENANCE_PAGE, evidence=evidence)
    return None


def _that_count(case: _Case) -> tuple[Rule, ...]:
    """The rules of maintenance that count for such an answer."""
    table, status = maintenance.TABLE, case.answer.status
    if case.missed_status and status == _UNAVAILABLE:
        return table.rules
    # Weaker words need a page that says little and is not the one that is meant.
    is_fault = status >= _FAULTS if case.missed_status else case.marked is False
    if not is_fault or not case.page.is_short:
        return table.strong_within(case.reach)
    return tuple(rule for rule in table.rules if not rule.strong or rule.reach <= case.reach)


def _names_a_fault(case: _Case) -> bool:
    """Stock error pages say "unavailable" whatever the cause."""
    rules = (rule for rule in gateway.TABLE.rules if rule.reach is not Reach.HEADERS)
    return any(rule.found_anyway(case.answer, case.page) for rule in rules)


def _announced_return(case: _Case) -> tuple[Evidence, ...]:
    asked = case.answer.headers.get("retry-after")
    if asked is None or case.answer.status != _UNAVAILABLE:
        return ()
    return (Evidence(rule="header.retry-after", found=excerpt(asked)),)


def _wrong_status(case: _Case) -> Judgement | None:
    if not case.missed_status:
        return None
    cause = _first(case, gateway.TABLE.rules)
    return Judgement(outcome=Outcome.FAILED, reason=Reason.STATUS, evidence=(*cause, *case.missed_status))


def _wrong_content(case: _Case) -> Judgement | None:
    """All that the answer misses, under the reason of what comes first."""
    content = (*soft_failure(case.answer, case.text, case.expect), *wrong_wording(case.text, case.expect))
    evidence = (*content, *unmet(case.answer, case.expect))
    if not evidence:
        return None
    reason = Reason.CONTENT if content else Reason.EXPECT
    return Judgement(outcome=Outcome.FAILED, reason=reason, evidence=evidence)


def _pace(answer: Answer, slow: timedelta) -> Judgement:
    if answer.duration <= slow:
        return Judgement(outcome=Outcome.OK)
    evidence = Evidence(
        rule="slow", found=f"{answer.duration.total_seconds():.3f}s", wanted=f"{slow.total_seconds():g}s at most"
    )
    return Judgement(outcome=Outcome.SLOW, evidence=(evidence,))


def _proof(case: _Case, table: Table) -> tuple[Evidence, ...]:
    return _first(case, table.within(case.reach))


def _first(case: _Case, rules: tuple[Rule, ...]) -> tuple[Evidence, ...]:
    for rule in rules:
        if found := rule.found(case.answer, case.page):
            return (Evidence(rule=rule.id, found=excerpt(found)),)
    return ()
