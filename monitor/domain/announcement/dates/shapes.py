"""Pieces of expressions that the patterns of dates share: a day, a gap, a year, and what shows that a number is none.

Pieces only: none of them is a rule by itself.
"""

from __future__ import annotations

from typing import Final

from monitor.domain.announcement.dates.months import EPITHET, MONTH
from monitor.domain.announcement.dates.weekdays import AR_WHICH

DAY: Final = "(?:3[01]|[12][0-9]|0?[1-9])"
NTH: Final = "(?:[ ]?(?:st|nd|rd|th)(?!\\w))"
START: Final = "(?<![\\w])(?<![0-9][.:])(?:[وف]?[بلك]?(?:ال)?)"
"""Where a number may begin: after no letter or digit but what Arabic writes as one with it."""
BREAK: Final = "[ ]{0,3}\\n?[ ]{0,3}"
"""Blanks, with at most one end of a line: texts come wrapped."""
GAP: Final = f"(?:{BREAK}|[ ]{{0,2}}/[ ]{{0,2}}|\\.|-(?![^\\W0-9]{{3,12}}\\.?[ ][0-9]{{1,2}}(?![0-9])))"
"""Between day and month. "May 5-January 2" is no 5 January."""

_ERA: Final = (
    "(?:[ ]?(?:م|ميلادي(?:ا|ه)?|للميلاد|ه|هجري(?:ا|ه)?|للهجره|a\\.?d|c\\.?e|b\\.?e|a\\.?h|h)"
    "(?:\\.(?=[ ])|(?![\\w.])|(?=\\.(?!\\w))))"
)
ERA: Final = f"{_ERA}?"
_FOUR: Final = "(?:1[34][0-9]{2}|1500|19[5-9][0-9]|20[0-9]{2})"
NO_HOUR: Final = "(?![0-9]|[:.][0-9]|[ ]?(?:hrs?|hours?|h|utc|gmt|z)(?!\\w)|[ ]?[-–][ ]?[0-9]{4}(?![0-9]))"
YEAR: Final = (
    f"(?:[ ]{{0,3}}[,،/-]?['\u2019]?{BREAK}(?:(?:من|في|of)[ ])?(?:(?:لل?|ال)?(?:عام|سنه)[ ])?"
    f"(?P<year>{_FOUR}|['\u2019][0-9]{{2}}){NO_HOUR}{ERA})?"
)
"""A year after a month, unless it is four digits of a clock. Hijri ones are allowed: the month says which it is."""

NAMED: Final = f"(?P<month>{MONTH})(?![^\\W0-9_])(?:\\.(?=[ ]?['0-9,/-]))?{EPITHET}"
BESIDE: Final = f"(?:[ ]?[/(،-]?[ ]?(?P<second>{MONTH})(?!\\w)(?:[ ]?\\))?)?"
"""The same month by its other name: أبريل نيسان, كانون الأول (ديسمبر)."""
FOLLOWED: Final = f"(?:[ ](?P<which>{AR_WHICH}))?"

NOT_CLOCK: Final = (
    "(?![0-9]|[:.\u066b][0-9]|[ ]?(?:[ap]\\.?[ ]?m(?!\\w)|صباح|مساء|ظهر|عصر|فجر|ليل|بعد[ ]الظهر|قبل[ ]الظهر"
    "|[صم](?!\\w)|hours?|hrs?|h(?!\\w)|minutes?|mins?|days?|weeks?|months?|years?|o'?clock|noon|midnight"
    "|ساع|دقيق|دقائ|يوما|ايام|اسبوع|شهر|%|٪|percent|per[ ]cent|في[ ]المئ|في[ ]الم[اي]|بالمئ|بالم[اي]"
    "|million|billion|thousand|مليون|مليار|الف(?!\\w)))"
)
"""After a number that is a day stands no clock, length, part of a hundred or great amount."""
NOT_SPAN_OF_CLOCK: Final = (
    "(?![ ]?(?:-|–|to|until|till|and|الي|حتي|و)[ ]?[0-9]{1,2}(?:[:.][0-9]{2})?[ ]?"
    "(?:[ap]\\.?[ ]?m(?!\\w)|صباح|مساء|ظهر|عصر|فجر|ليل|:[0-9]))"
)
"""Nor the first of two hours that share one half of the day: December 5, 8 to 10 pm."""
