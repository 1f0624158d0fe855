"""Days that are named from the day of publication or from the date before: اليوم, غداً, tonight, this weekend.

Each rule gives one mention; a weekday or a date beside it is joined elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.domain.announcement.dates.weekdays import ANY_WEEKDAY, AR_WHICH, which_of
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import DateMention, Which
from monitor.domain.announcement.pattern import Pattern, pattern

_PART: Final = "(?:صباح|مساء|فجر|ظهر|عصر|ليل|ليله|نهار|عشيه|ضحى|يوم)"
_NOT_A_NEWSPAPER: Final = "(?<!المصري[ ])(?<!اخبار[ ])(?<!روسيا[ ])(?<!عمان[ ])(?<!صحيفه[ ])(?<!جريده[ ])(?<!ليبيا[ ])"
_SOME_DAY: Final = "(?<!طوال[ ])(?<!طيله[ ])(?<!مدار[ ])(?<!ذلك[ ])(?<!نفس[ ])(?<!ذات[ ])"
_OTHER_DAY: Final = (
    "(?:الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|التالي|الموالي|اللاحق|الوطني|العالمي|الدولي"
    "|الواحد|نفسه|ذاته|عينه|المفتوح|الدراسي|السابق|الاخير|المحدد|الكامل|الذي|المذكور|الرياضي|التعريفي|المقبل|القادم)"
)

TODAY: Final = pattern(
    "date.today",
    rf"""
    (?<!\w){_NOT_A_NEWSPAPER}{_SOME_DAY}(?P<date>
      (?:هذا[ ])?(?<!في[ ])[وفل]?اليوم(?!\w)(?![ ]{_OTHER_DAY}(?!\w))
     |[وف]?اليوم(?=[ ،,(]{{1,3}}{ANY_WEEKDAY})
     |[وف]?(?:في[ ])?هذ[اه][ ](?:الصباح|المساء|الليله|اليوم)(?!\w)
     |[وف]?الليله(?!\w)(?![ ](?:الماضيه|الفائته|السابقه|التاليه|الواحده|الاولى|نفسها|ذاتها|الثانيه|الثالثه)) )
    |(?<!\w)(?<!usa[ ])(?<!india[ ])(?<!russia[ ])
      (?P<en>today|tonight|this[ ](?:morning|afternoon|evening|lunchtime))(?!\w)""",
    "The day of publication; not the newspaper, the first day, or any day",
)
TOMORROW: Final = pattern(
    "date.tomorrow",
    rf"""
    (?<!\w)(?<!بعد[ ])(?P<date>[وفبل]{{0,2}}غدا?(?!\w)|[وف]?(?:{_PART}[ ])الغد(?!\w))
    |(?<!\w)(?<!after[ ])(?P<en>tomorrow)(?!\w)""",
    "غداً, يوم الغد, tomorrow",
)
DAY_AFTER: Final = pattern(
    "date.day-after-tomorrow",
    r"(?<!\w)(?P<date>[وف]?بعد[ ](?:ال)?غدا?(?!\w))|(?<!\w)(?P<en>(?:the[ ])?day[ ]after[ ]tomorrow)(?!\w)",
    "بعد غد, the day after tomorrow",
)
YESTERDAY: Final = pattern(
    "date.yesterday",
    r"""
    (?<!\w)(?<!اول[ ])(?<!اول[ ]من[ ])(?P<date>[وف]?(?:ال)?امس(?!\w)|[وف]?البارحه(?!\w)
      |[وف]?الليله[ ](?:الماضيه|الفائته)(?!\w))
    |(?<!\w)(?<!before[ ])(?P<en>yesterday|last[ ]night)(?!\w)""",
    "أمس, البارحة, yesterday, last night",
)
DAY_BEFORE: Final = pattern(
    "date.day-before-yesterday",
    r"""
    (?<!\w)(?P<date>[وف]?(?:قبل|اول)[ ](?:من[ ])?امس(?!\w)|[وف]?امس[ ]الاول(?!\w))
    |(?<!\w)(?P<en>(?:the[ ])?day[ ]before[ ]yesterday)(?!\w)""",
    "أول من أمس, the day before yesterday",
)
NEXT_DAY: Final = pattern(
    "date.following-day",
    r"""
    (?<!\w)(?P<date>(?:ل|ب)?(?:ال)?(?:يوم|صباح|مساء|ليله)?[ ]?اليوم[ ](?:التالي|الموالي|اللاحق|الذي[ ]يليه)(?!\w)
     |صباح[ ]اليوم[ ]التالي(?!\w)|(?:الصباح|المساء)[ ]التالي(?!\w)|الليله[ ]التاليه(?!\w))
    |(?<!\w)(?P<en>(?:the[ ])?(?:next|following)[ ](?:calendar[ ])?(?:day|morning|afternoon|evening|night)(?!\w)
     |(?:the[ ]day|(?:the[ ])?morning)[ ]after(?!\w|[ ](?:tomorrow|the|that|this|its?|we|they|\w{1,12}ing)(?!\w)))""",
    "صباح اليوم التالي, the following day: counted from the date before it",
)
SAME_DAY: Final = pattern(
    "date.same-day",
    r"""
    (?<!\w)(?P<date>(?:من[ ]|في[ ])?(?:نفس|ذات)[ ](?:اليوم|الليله)(?!\w)|[وفبل]?اليوم[ ](?:نفسه|ذاته|عينه)(?!\w)
     |ذلك[ ]اليوم(?!\w))
    |(?<!\w)(?P<en>(?:the[ ]|that[ ])?same[ ](?:day|night|evening|morning|afternoon)
     |that[ ](?:day|evening|night|afternoon|morning))(?!\w)""",
    "اليوم نفسه, the same day: the date before it",
)
WEEKEND: Final = pattern(
    "date.weekend",
    rf"""
    (?<!\w)(?<!كل[ ])(?P<date>[وفبل]{{0,2}}(?:ال)?
       (?:نهايه|عطله|اجازه)[ ](?:نهايه[ ])?(?:هذا[ ]|هذه[ ])?الاسبوع(?:[ ](?P<which>{AR_WHICH}))?(?!\w)
     |الويك[ ]?[اإ]ند(?!\w))
    |(?<!\w)(?<!every[ ])(?<!each[ ])(?<!any[ ])(?P<en>
      (?:over[ ])?(?P<en_which>this[ ]coming|this|next|coming|last|past|upcoming|following)[ ]weekend
     |(?:over|on|at|during)[ ]the[ ](?:(?P<the_which>coming|last|past|upcoming|following)[ ])?weekend)(?![\w-])""",
    "this weekend, نهاية الأسبوع: the first of its days by the country's week",
)
WEEK: Final = pattern(
    "date.week",
    rf"""
    (?<!\w)(?<!نهايه[ ])(?<!عطله[ ])(?<!اجازه[ ])(?P<date>(?:هذا[ ]الاسبوع|[بل]?الاسبوع[ ](?P<which>{AR_WHICH}))(?!\w))
    |(?<!\w)(?P<en>(?P<en_which>this|next|last|coming|following)[ ]week(?!\w))""",
    "next week, الأسبوع المقبل: no day, but it may tell which Friday",
)
WEEK_START: Final = pattern(
    "date.week-start",
    rf"""
    (?<!\w)(?P<date>[وفبل]?(?:بدايه|مطلع|اول|مستهل)[ ](?:ايام[ ])?
      (?:هذا[ ]الاسبوع|الاسبوع[ ](?P<which>{AR_WHICH}))(?!\w))
    |(?<!\w)(?P<en>(?:(?:the[ ])?(?:start|beginning)[ ]of|early)[ ](?:the[ ])?
      (?P<en_which>this|next|last|coming|following)[ ]week(?!\w))""",
    "the beginning of next week: the first day after the weekend",
)
RULES: Final = (
    *(TODAY, TOMORROW, DAY_AFTER, YESTERDAY, DAY_BEFORE),
    *(NEXT_DAY, SAME_DAY, WEEKEND, WEEK, WEEK_START),
)

_OFFSETS: Final = {
    TODAY.name: 0,
    TOMORROW.name: 1,
    DAY_AFTER.name: 2,
    YESTERDAY.name: -1,
    DAY_BEFORE.name: -2,
}
_FROM_PREVIOUS: Final = {NEXT_DAY.name: 1, SAME_DAY.name: 0}


def find_relative(folded: Folded, rules: Iterator[Pattern]) -> Iterator[DateMention]:
    """What these rules find, overlaps included."""
    for rule in rules:
        if rule in RULES:
            for match in rule.find(folded):
                yield _read(rule, match)


def _read(rule: Pattern, match: re.Match[str]) -> DateMention:
    groups = match.groupdict()
    words = next(name for name in ("date", "en") if groups[name] is not None)
    which = next((groups[name] for name in ("which", "en_which", "the_which") if groups.get(name)), None)
    return DateMention(
        span=Span(*match.span(words)),
        rule=rule.name,
        offset=_OFFSETS.get(rule.name),
        from_previous=_FROM_PREVIOUS.get(rule.name),
        is_weekend=rule is WEEKEND,
        is_week=rule in (WEEK, WEEK_START),
        which=which_of(which) or (Which.THIS if rule in (WEEK, WEEK_START) else None),
    )
