"""What a time is to the work: its start, its end, the return of the service, or something else altogether.

Read from the words in front of it, in its own clause. "Runs until nine" is the start of an outage, "works from nine"
its end.
"""

from __future__ import annotations

import re
from enum import StrEnum

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.pattern import Pattern, allowed, pattern

_REACH = 48  # characters between a word and the time that it is about
_FILLERS = re.compile(  # what may stand between "until" and its time
    r"""[^\w\n]{0,4}(?:(?:the|an?|about|around|approximately|roughly|at|on|of|end|start|beginning|early|late|morning|afternoon
    |evening|night|midnight|noon|this|next|last|local|time|not|later|than|no|what|was|is|ال?ساعه|تمام|في|من|نحو|حوالي|قرابه
    |حدود|يوم|ايام|تاريخ|بتاريخ|موعد|صباح|مساء|فجر|ظهر|عصر|ليل|ليله|منتصف|نهايه|بدايه|اليوم|غد|بعد|ما|كل|هذا|هذه)
    [^\w\n]{1,4}){0,4}""",
    re.VERBOSE,
)
_WORDS = re.compile(r"[^\w\n]{0,4}(?:\w{1,15}[^\w\n]{1,4}){0,3}")  # a verb may have its subject behind it
_VERBS = re.compile(
    r"[وف]?س?[تي](?:بدا|نتهي)|(?:ال)?(?:بدء|بدايه|انتهاء|نهايه)|[a-z]{0,9}(?:start|begin|began|end|finish|clud|commenc)[a-z]{0,4}"
)


class Role(StrEnum):
    """Of one point of time."""

    START = "start"
    END = "end"
    RESUME = "resume"
    FORMER = "former"  # an end that no longer holds: until Monday instead of Sunday
    NONE = "none"


_START = pattern(
    "role.start",
    r"""\bو?من(?:ذ)?\b | \bو?(?:ابتداءا?|اعتبارا|بدءا|انطلاقا|بداية)[ ]من\b | \b[وف]?س?[تي]بد[اأ]\b | \bبين\b | \bبعد\b
    | \b(?:from|since|starting|starts?|started|beginning|begins?|began|between|effective|as[ ]of|after)\b
    | \bcommenc(?:es?|ing)\b | \b(?:ال)?(?:بدء|بداية)(?:[ ]\w{2,12}){0,2}[ ]?:""",
    "words that open a span: from, since, starting, a label; من، منذ، ابتداءً من، يبدأ",
)
_END = pattern(
    "role.end",
    r"""\b[وف]?(?:حتى|لحين|إلى(?:[ ](?:حين|غاية))?|لغاية|حتى[ ]غاية|وإلى)\b | \b[وف]?س?[تي]نتهي\b | \bوصولا[ ]إلى\b
    | \b(?:ال)?(?:انتهاء|نهاية)(?:[ ]\w{2,12}){0,2}[ ]?:
    | \b(?:until|till?|to|through|thru|ends?|ending|ended|finish(?:es|ing)?|conclud(?:es|ing))\b
        | \bby(?=[ ]{1,2}(?:about|around|the[ ]end[ ]of)?[ ]{0,2}\Z)
    | [-–—‑~→]""",
    "words that close a span: until, to, through, a dash; حتى، إلى، لغاية، ينتهي",
)
_AND = pattern(
    "role.and", r"^\s{0,3}(?:and\b|و)\s{0,3}(?:الساعة|at)?\s{0,3}$", "between five AND nine; بين الخامسة والتاسعة"
)
_BETWEEN = pattern("role.between", r"\b(?:between|[وف]?(?:ما[ ])?بين)\b", "between ... and")
_RETURN = pattern(
    "role.return",
    r"""\b(?:resum(?:e[sd]?|ing|ption)|reopen(?:s|ed|ing)?|restor(?:ed?|es|ing|ation)|back|again|put[ ]right
        |rectified|fixed|resolved|complet(?:ed?|ion)|is[ ]over|go[ ]on|up[ ]and[ ]running|returned
        |(?:will|to|is|are|has|have)[ ]return(?:ing)?|returns[ ](?:to|on|at))\b
    | \b[وف]?(?:س|ل)?(?:[تي]عود|عادت?|عاد(?:ا|وا|تا)|عودة|[تي]عاود|عاودت?|[تي]ستانف|استانفت?|استئناف)\b
    | \b[وف]?(?:س|ل)?(?:[تي]باشر|مباشرة|باشرت?|[تي]رجع|رجعت?|عولج(?:ت)?|معالجة|إصلاح|انته(?:ى|ت)|اكتمل(?:ت)?
        |[تي]كتمل|إعادة)\b""",
    "service comes back: resume, back, restored; تعود، تستأنف، تباشر",
)
_WORKS = pattern(
    "role.works",
    r"""\b(?:runs?|operates?|(?:will|to|can|it|they|which|apps?|cards?|atms?|sites?|portals?|services?
        |systems?)[ ]works?|remains?[ ](?:open|available)|(?:is|are|be|stay)[ ](?:open|available|accessible))\b
    | \b[وف]?س?(?:[تي]عمل|[تي]ستمر[ ]في[ ]العمل)\b""",
    "service works: runs until, works from; تعمل من، تعمل حتى",
)
_WORK_RUNS = pattern(
    "role.work-runs",
    r"""\b(?:maintenance|migration|upgrades?|updates?|works?|outages?|downtime|blackout|window|shutdown|closure
        |suspension|disruption)(?:[ ]\w{1,15}){0,5}[ ]runs?\b""",
    "the work runs, and not the service: maintenance will run until",
)
_INSTEAD = pattern(
    "role.instead",
    r"\b(?:instead[ ]of|rather[ ]than|in[ ]place[ ]of|بدلا?[ ](?:من|عن)|عوضا[ ]عن)\b",
    "what no longer holds: until Monday instead of Sunday; بدلاً من",
)
_NOT = pattern(
    "role.not", r"\b(?:not?|never|cannot|unable|un\w{4,12}|لن|لا|لم|غير|دون|بدون)\b", "what turns a working word round"
)
_TURNED = ("role.not", "role.work-runs")
ROLES: tuple[Pattern, ...] = (_START, _END, _AND, _BETWEEN, _RETURN, _WORKS, _WORK_RUNS, _INSTEAD, _NOT)


def role_of(folded: Folded, gap: Span, clause: Span, without: frozenset[str] = frozenset()) -> Role:
    """The role of a time: ``gap`` reaches from the time before it, ``clause`` from the beginning of its clause."""
    words = folded.text[max(gap.start, gap.end - _REACH) : gap.end]
    said = folded.text[clause.start : gap.end]
    rules = {one.name: one for one in allowed(ROLES, without)}
    start, end = (_last(rules.get(name), words) for name in ("role.start", "role.end"))
    if _last(rules.get("role.instead"), words) >= 0:
        return Role.FORMER
    if _has(rules.get("role.return"), said):
        near = _has(rules.get("role.return"), words) or _has(rules.get("role.return"), _last_clause(said))
        return Role.RESUME if near or start >= 0 else _plain(start, end)
    if _has(rules.get("role.works"), said) and not any(_has(rules.get(name), said) for name in _TURNED):
        return {Role.START: Role.RESUME, Role.END: Role.START}.get(_plain(start, end), Role.NONE)
    return _plain(start, end)


def second_of_two(folded: Folded, gap: Span, sentence: Span, without: frozenset[str] = frozenset()) -> Role:
    """Of "between five and nine" the second: an end, where nothing but "and" stands in ``gap``."""
    rules = {one.name: one for one in allowed(ROLES, without)}
    joined = _has(rules.get("role.and"), folded.text[gap.start : gap.end])
    opened = _has(rules.get("role.between"), folded.text[sentence.start : gap.start])
    return Role.END if joined and opened else Role.NONE


def _last_clause(said: str) -> str:
    """What stands behind the last comma."""
    return said[max(said.rfind(mark) for mark in ",،;؛") + 1 :]


def _plain(start: int, end: int) -> Role:
    if start < 0 and end < 0:
        return Role.NONE
    return Role.START if start > end else Role.END


def _last(rule: Pattern | None, words: str) -> int:
    """Where the last of the rule's words begins that is close to the time; -1 without one."""
    if rule is None:
        return -1
    close = (one.start() for one in rule.regex.finditer(words) if _between(one[0]).fullmatch(words, one.end()))
    return max(close, default=-1)


def _between(word: str) -> re.Pattern[str]:
    """What may stand behind a word of a role: behind a verb whatever begins or ends, else nothing but time words."""
    return _WORDS if _VERBS.match(word) else _FILLERS


def _has(rule: Pattern | None, words: str) -> bool:
    return rule is not None and rule.regex.search(words) is not None
