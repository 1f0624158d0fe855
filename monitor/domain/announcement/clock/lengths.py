"""Lengths of an announcement: "for three hours", لمدة 48 ساعة, "two-and-a-half hours"; a few hours have no number.

Lengths that are no duration are found too, and left out: within 24 hours, every two hours, round the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.domain.announcement.clock.hours import find_clocks
from monitor.domain.announcement.clock.numbers import ARABIC, ENGLISH, value
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import LengthMention
from monitor.domain.announcement.pattern import Pattern, allowed, pattern, span_of

_HOUR, _DAY, _WEEK = 60, 24 * 60, 7 * 24 * 60
_UNITS = (
    ("دق", 1),
    ("min", 1),
    ("ساع", _HOUR),
    ("سا", _HOUR),
    ("سويع", _HOUR),
    ("hour", _HOUR),
    ("hr", _HOUR),
    ("اسبوع", _WEEK),
    ("اسابيع", _WEEK),
    ("week", _WEEK),
    ("يوم", _DAY),
    ("ايام", _DAY),
    ("ليال", _DAY),
    ("day", _DAY),
    ("h", _HOUR),
    ("m", 1),
    ("d", _DAY),
)
_AR_UNIT = r"(?P<unit>ساعات|ساعه|دقائق|دقيقه|ايام|يوما?|اسابيع|اسبوعا?|ليال|سا)(?!\w)"
_AR_DUAL = r"(?P<dual>ساعت(?:ين|ان)|دقيقت(?:ين|ان)|يوم(?:ين|ان)|اسبوع(?:ين|ان))(?!\w)"
_AR_MORE = rf"(?P<more>[ ]{{1,2}}و[ ]?(?:(?P<part>نصف|ربع|ثلث)(?:[ ](?:ال)?ساعه)?(?!\w)|(?P<minutes>\d{{1,2}}|{ARABIC})[ ](?:دقيقه|دقائق)(?!\w)))?"
_NUMBER_AR = rf"(?:{ARABIC}[ ])?\(?[ ]?(?P<n>\d{{1,3}}(?:[.](?:\d|25|50|75))?|{ARABIC})(?:[ ]?\))?"
_NUMBER_EN = rf"(?:{ENGLISH}[ ]\([ ]?)?(?P<n>\d{{1,3}}(?:[.](?:\d|25|50|75))?|{ENGLISH})(?:[ ]?\))?"
_EN_UNIT = r"(?P<unit>hours?|hrs?|minutes?|mins?|days?|weeks?)(?![a-z])"
_EN_HALF = r"(?P<half>[ -]and[ -]a[ -](?P<fraction>half|quarter)|[ ]1/2)?"
_LEFT = r"(?<![\w.,:/])(?<![$€£])"

PATTERNS: tuple[Pattern, ...] = (
    pattern(
        "length.arabic",
        rf"(?<![\d.,:/])(?<!\w)[لو]?{_NUMBER_AR}[ ]?{_AR_UNIT}{_AR_MORE}",
        "لمدة 48 ساعة, ثلاث ساعات ونصف",
    ),
    pattern("length.arabic-dual", rf"(?<!\w)[لو]?{_AR_DUAL}{_AR_MORE}", "لمدة ساعتين ونصف, يومين"),
    pattern(
        "length.arabic-one",
        rf"(?:(?<=لمده[ ])|(?<=مده[ ])|(?<=يستغرق[ ])|(?<=تستغرق[ ])|(?<=يستمر[ ])|(?<=تستمر[ ])|(?<=قرابه[ ])|(?<=حوالي[ ])|(?<=نحو[ ])|(?<=لمده[ ]حوالي[ ]))"
        rf"(?P<one>ساعه|يوم|اسبوع)(?:[ ]كامله?)?(?!\w)(?:[ ]واحده?(?!\w))?{_AR_MORE}",
        "لمدة ساعة ونصف: without a number it is one",
    ),
    pattern("length.arabic-one-only", r"(?<!\w)(?P<one>ساعه|يوم|اسبوع)[ ]{1,2}(?:واحده?|كامله?)(?!\w)", "ساعة واحدة"),
    pattern(
        "length.arabic-fraction",
        r"(?<![\w])(?<!و)[لب]?(?P<part>نصف|ربع|ثلث)[ ]{1,2}ساعه(?!\w)",
        "نصف ساعة; not الثامنة ونصف",
    ),
    pattern(
        "length.arabic-quarters",
        r"(?<!\w)(?P<n>ثلاثه|3)[ ](?P<quarters>ارباع)[ ](?:ال)?ساعه(?!\w)",
        "ثلاثة أرباع الساعة",
    ),
    pattern(
        "length.arabic-vague",
        r"(?<!\w)[لو]?(?:(?:ل|ب)?بضعه?|عده|لعده|بعض)[ ]{1,2}(?:ال)?(?P<vague>ساعات|ايام|دقائق|اسابيع|سويعات)(?!\w)|(?<=لمده[ ])(?:ساعات|ايام)(?!\w)(?:[ ](?:قليله|معدوده))?"
        r"|(?<!\w)(?:ل?ساعات|ايام|دقائق)[ ](?:قليله|معدوده)(?!\w)",
        "لبضع ساعات, عدة ساعات",
    ),
    pattern(
        "length.english",
        rf"{_LEFT}{_NUMBER_EN}{_EN_HALF}[ ]?-?[ ]?{_EN_UNIT}(?:[ ](?:and[ ])?(?P<minutes>[0-5]?\d|{ENGLISH})[ ]?-?(?:minutes?|mins?)(?!\w)"
        r"|[ ]and[ ]a[ ](?P<after>half|quarter))?",
        "for three hours, 24-hour outage, two-and-a-half hours, 1 hour 30 minutes",
    ),
    pattern(
        "length.english-short",
        rf"{_LEFT}(?:(?<=for[ ])|(?<=approx[ ])|(?<=duration:[ ])|(?<=about[ ])|(?<=lasting[ ])|(?<=[(]))(?P<n>\d{{1,2}})[ ]?(?P<unit>h|d|m)(?:[ ]?(?P<minutes>[0-5]?\d)[ ]?m(?:ins?)?)?(?!\w)",
        "for 6h, Duration: 2h 30m",
    ),
    pattern(
        "length.english-one",
        rf"(?<!\w)(?P<one>an?|the[ ]whole|a[ ]full|one[ ]full)[ -](?P<unit>hour|day|week)(?![\w'])(?:[ ]and[ ]a[ ](?P<after>half|quarter))?",
        "for an hour and a half, takes a day",
    ),
    pattern(
        "length.english-fraction",
        r"(?<!\w)(?P<fraction>half|quarter[ ]of|three[ ]quarters[ ]of)[ -](?:an?[ -])?hour(?!\w)|(?<!\w)(?P<fraction2>half)[ -](?:a[ -])?day(?!\w)",
        "half an hour",
    ),
    pattern(
        "length.clock-like",
        r"(?:(?<=for[ ])|(?<=duration[ ])|(?<=duration:[ ])|(?<=لمده[ ]))(?P<n>\d{1,2}):(?P<minutes>[0-5]\d)(?:[ ](?:hours?|hrs?|ساعه|ساعات))?(?!\w)",
        "for 1:30 hours",
    ),
    pattern(
        "length.english-vague",
        r"(?<!\w)(?:a[ ]few|several|some|a[ ]couple[ ]of|a[ ]number[ ]of|couple[ ]of)[ ](?P<vague>hours|days|minutes|weeks)(?!\w)",
        "for a few hours",
    ),
)

_BEFORE_NO = pattern(
    "length.not-after",
    r"""(?<!\w)(?: within|every|each|in[ ]the[ ](?:next|last|past|coming)|over[ ]the[ ](?:next|last|past|coming)|the[ ](?:next|last|past)|next|last|past
    | in[ ]less[ ]than|less[ ]than|at[ ]least|after|since|open|work(?:s|ing)?|available|round|in|prior|notice[ ]of|hours|minutes|times|once|twice
    | خلال|في[ ]غضون|كل|منذ|قبل|بعد|علي[ ]مدار|علي[ ]مدي|مدار|طوال|تعمل|يعمل|العمل|متاحه?|اخر|في[ ]اقل[ ]من
    )[ ]{1,2} (?:(?:a|the|about|around|approximately|مده|حوالي|نحو|ال)[ ]{1,2})? (?:period[ ]of[ ])? \Z""",
    "within 24 hours, every 2 hours, خلال 24 ساعة, منذ 3 ساعات: no duration of the work",
)
_AFTER_NO = pattern(
    "length.not-before",
    r"""[ ]{0,2}(?: (?:a|per|every|each)[ ](?:day|week)|daily|ago|earlier|before|prior|in[ ]advance|from[ ](?:now|the[ ]time)|later|later|of[ ](?:receiv|rectif|submi)
    | x[ ]?7|/[ ]?7|notice|service[ ](?:line|cent)|helpline|hotline|support|call|clock|format|customer
    | في[ ]اليوم|يوميا|كل[ ]يوم|علي[ ]مدار|في[ ]الاسبوع|قبل|من[ ](?:الان|تاريخ|وقت|تقديم|استلام)|من[ ]عملها|عمل(?!\w) ) """,
    "24 hours a day, 24 ساعة يومياً, 3 hours ago, less than 5 hours from now",
)
_AT_MOST = re.compile(
    r"(?:up to|no(?:t)? more than|at most|maximum(?: of)?|max|not exceed(?:ing)?|no longer than|less than|under"
    r"|لا تزيد (?:علي|عن)|لا يزيد (?:علي|عن)|لا تتجاوز|لا يتجاوز|لن تتجاوز|لن تزيد (?:علي|عن)|لن يتجاوز|لا تتعدي|لا يتعدي|اقصاها|بحد اقصي|اقل من)[ ]{1,2}(?:a |the |مده )?\Z"
)
_AT_MOST_AFTER = re.compile(r"[ ]{0,2}(?:\(?(?:max(?:imum)?|at most|or less)(?!\w)|كحد اقصي|بحد اقصي|علي الاكثر)")
_RELATIVE = frozenset({_BEFORE_NO.name, _AFTER_NO.name})
_WINDOW = 40
RULES = (*PATTERNS, _BEFORE_NO, _AFTER_NO)
"""All rules of this scanner; the last two name what is no duration."""


def find_lengths(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[LengthMention, ...]:
    """How long things last according to the text, in its order; none of them overlap."""
    clocks = {place for one in find_clocks(folded, without) for place in range(one.span.start, one.span.end)}
    found = [_mention(rule, match, folded.text) for rule, match in _matches(folded, without)]
    kept: list[LengthMention] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or kept[-1].span.end <= one.span.start:
            kept.append(one)
    refused = [rule for rule in (_BEFORE_NO, _AFTER_NO) if rule.name not in without]
    return tuple(
        one
        for one in kept
        if clocks.isdisjoint(range(one.span.start, one.span.end)) and not _is_refused(one, folded.text, refused)
    )


def _matches(folded: Folded, without: frozenset[str]) -> Iterator[tuple[Pattern, re.Match[str]]]:
    for rule in allowed(PATTERNS, without):
        for match in rule.find(folded):
            yield rule, match


def _is_refused(one: LengthMention, text: str, rules: list[Pattern]) -> bool:
    before = text[max(0, one.span.start - _WINDOW) : one.span.start]
    return any(
        rule.regex.search(before) if rule is _BEFORE_NO else rule.regex.match(text, one.span.end) for rule in rules
    )


def _mention(rule: Pattern, match: re.Match[str], text: str) -> LengthMention:
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    return LengthMention(
        span=span_of(match),
        rule=rule.name,
        minutes=_minutes(rule, match),
        at_most=bool(_AT_MOST.search(before) or _AT_MOST_AFTER.match(text, match.end())),
    )


_FRACTIONS = {"نصف": 30, "ربع": 15, "ثلث": 20, "half": 30, "quarter": 15, "quarter of": 15, "three quarters of": 45}


def _minutes(rule: Pattern, match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if rule.name.endswith("-vague"):
        return None
    if groups.get("fraction2"):
        return 12 * _HOUR
    if groups.get("quarters"):
        return 45
    if "unit" not in groups and not any(groups.get(key) for key in ("n", "dual", "one")):
        return _FRACTIONS[groups.get("part") or groups.get("fraction") or ""]
    return _whole(groups) + _rest(groups)


def _whole(groups: dict[str, str | None]) -> int:
    if groups.get("dual"):
        return 2 * _unit(groups["dual"] or "")
    unit = _unit(
        groups.get("unit") or (groups.get("one") if "unit" not in groups and "n" not in groups else "") or "hour"
    )
    number = groups.get("n")
    if number is None:
        return unit
    return round(float(number) * unit) if number.replace(".", "").isdigit() else (value(number) or 0) * unit


def _rest(groups: dict[str, str | None]) -> int:
    unit = _unit(groups.get("unit") or groups.get("dual") or groups.get("one") or "hour")
    if groups.get("minutes"):
        return value(groups["minutes"] or "") or 0
    if groups.get("half") == " 1/2":
        return unit // 2
    fraction = groups.get("part") or groups.get("fraction") or groups.get("after")
    return _FRACTIONS[fraction] * unit // 60 if fraction else 0


def _unit(word: str) -> int:
    return next(minutes for key, minutes in _UNITS if word.startswith(key))
