"""Days of the week and bare days of the month where they stand: يوم الجمعة المقبل, next Friday, Thursday the 12th.

A weekday cut short is weak: ``finding`` drops it unless a date or an hour stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.domain.announcement.dates.shapes import DAY, NOT_CLOCK, NOT_SPAN_OF_CLOCK, NTH
from monitor.domain.announcement.dates.weekdays import (
    ANY_WEEKDAY,
    AR_WEEKDAY,
    AR_WHICH,
    EN_WEEKDAY,
    EN_WHICH,
    SHORT_WEEKDAY,
    weekday_number,
    which_of,
)
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import DateMention
from monitor.domain.announcement.pattern import Pattern, pattern

AR_DAY: Final = pattern(
    "date.weekday-arabic",
    rf"""
    (?<!\w)(?<!كل[ ])(?<!كل[ ]يوم[ ])(?<!صلاه[ ])(?<!خطبه[ ])(?<!سوق[ ])(?<!مسجد[ ])
    (?P<date>[وفبل]{{0,2}}(?:(?:هذا|هذه)[ ])?(?:يوم[ ])?
      (?:[وفبل]{{0,2}}ال|لل|(?<=يوم[ ]))(?P<weekday>{AR_WEEKDAY})
      (?![ ](?:الاول|الثاني|الثالث|الرابع|الاخير)[هي]?[ ]من[ ])
      (?![ ](?:البيضاء|السوداء|العظيمه|الحزينه)(?!\w))
      (?:[ ]{{1,2}}(?P<which>{AR_WHICH}))?)""",
    "يوم الجمعة المقبل; not every Friday, the prayer, or a sale",
)
EN_DAY: Final = pattern(
    "date.weekday-english",
    rf"""
    (?<!\w)(?<!every[ ])(?<!each[ ])(?<!any[ ])(?<!black[ ])(?<!cyber[ ])(?<!first[ ])(?<!second[ ])(?<!third[ ])
    (?<!fourth[ ])(?<!other[ ])(?<!1st[ ])(?<!2nd[ ])(?<!3rd[ ])(?<!4th[ ])(?<!patch[ ])
    (?P<date>(?:(?:on[ ])?(?:the[ ])?(?P<which>{EN_WHICH})[ ])?(?P<weekday>{EN_WEEKDAY}))
    (?![ ]of[ ](?!next|this|last|the[ ]coming|the[ ]following)|[ ](?:times|prayers?)(?!\w)|\.com)""",
    "this coming Friday; not every Friday, the third Sunday of a month, or a sale",
)
SHORT_DAY: Final = pattern(
    "date.weekday-short",
    rf"(?<!\w)(?<!every[ ])(?<!each[ ])(?P<date>(?:(?P<which>{EN_WHICH})[ ])?(?P<weekday>{SHORT_WEEKDAY})\.?)",
    "Wed Oct 12, Sat 10pm: Sun and Sat are other words too",
)
_END: Final = (
    r"(?=[ ]{0,2}(?:\Z|[,.;،؛:)\n]|(?:at|from|and|to|until|till|for|وحتي|حتي|الي|من[ ]الساعه|الساعه|عند)(?!\w)))"
)

BARE_DAY: Final = pattern(
    "date.day-alone",
    rf"""
    (?:{ANY_WEEKDAY}[ ]?[,،]?[ ]{{1,2}}(?:الموافق[ ]|(?:on[ ])?the[ ])? | (?<!\w)(?:و?حتي|من|الي|في|لغايه)[ ]يوم[ ])
      (?P<date>(?P<day>{DAY})(?:{NTH}|{_END})){NOT_CLOCK}
      (?:(?<=1[3-9])|(?<=2[0-9])|(?<=3[01])|{NOT_SPAN_OF_CLOCK})
    |(?<!\w)(?:on|until|till|to|from|through|by|before|after)[ ](?P<the>the[ ](?P<nth>{DAY})(?:st|nd|rd|th)){_END}""",
    "Thursday, 29 and the 12th: the month is that of the date beside it",
)
RULES: Final = (AR_DAY, EN_DAY, SHORT_DAY, BARE_DAY)


def find_named_days(folded: Folded, rules: Iterator[Pattern]) -> Iterator[DateMention]:
    """What these rules find, overlaps included."""
    for rule in rules:
        if rule in RULES:
            read = _bare if rule is BARE_DAY else _weekday
            for match in rule.find(folded):
                yield read(rule, match)


def _weekday(rule: Pattern, match: re.Match[str]) -> DateMention:
    return DateMention(
        span=Span(*match.span("date")),
        rule=rule.name,
        weekday=weekday_number(match["weekday"]),
        which=which_of(match["which"]),
    )


def _bare(rule: Pattern, match: re.Match[str]) -> DateMention:
    group = "date" if match["date"] is not None else "the"
    return DateMention(span=Span(*match.span(group)), rule=rule.name, day=int(match["day"] or match["nth"]))


def is_weak(mention: DateMention, folded: Folded) -> bool:
    """Whether a weekday that is cut short has neither the capital nor the company of one."""
    if mention.rule != SHORT_DAY.name or mention.day is not None:
        return False
    start, end = mention.span.start, mention.span.end
    capital = folded.original[folded.offsets[start]].isupper()
    return not (capital and _COMPANY.search(folded.text[max(0, start - 12) : end + 12], 0))


_COMPANY: Final = re.compile("[0-9]|(?:on|until|till|from|to|by|through|and|since)[ ]|[-–]")
