"""How an hour is written, each notation a rule: digits, words, twelve or twenty-four hours, Arabic and English.

The groups are the same in all: ``h`` and ``m`` digits, ``hw`` the hour in words, ``beside`` what is added to it or
taken off, ``half`` the word for the half of the day; ``core`` where only a part of the match is the time.
"""

from __future__ import annotations

from monitor.domain.announcement.clock import halves
from monitor.domain.announcement.clock.numbers import ARABIC, CARDINALS, ENGLISH
from monitor.domain.announcement.clock.parts import WEEKDAY
from monitor.domain.announcement.pattern import Pattern, pattern

_LEFT = r"(?<![\d.:/+\#$€£])(?<![a-z])"
_COLON = r"[:∶]"
_HOUR = r"(?P<h>2[0-4]|[01]?\d)"
_OTHER_HOUR = r"(?P<h2>2[0-4]|[01]?\d)"
_TIME = rf"{_HOUR}(?:[ ]?{_COLON}[ ]?(?P<m>[0-5]\d)(?:{_COLON}[0-5]\d)?|[.,،](?P<md>[0-5]\d))?(?!\d)"
_ORDINAL = r"""ال(?: (?:حادي|ثاني|تاني)ه?[ ]{0,2}عشره?(?!\w) | واحده|اولي|ثانيه|تانيه|ثالثه|تالته|رابعه|خامسه
    | سادسه|سابعه|ثامنه|تامنه|تاسعه|عاشره)(?!\w)"""
_JOINED = r"(?:(?<!\w)|(?<=\b[وفبل]))"
_THE_HOUR = r"(?:(?<!\w)|(?<=\b[وف]))(?:(?:[بلك]?ال|لل)ساعه[ ]?:?|(?<=في[ ])تمام)[ ]{1,2}(?:ال[ ]?(?=\d))?"
# After "and" digits are minutes only if they say so, or cannot be an hour: بين 4 و6 is a range.
_BESIDE = rf"""(?P<beside>
    (?:[ ]{{1,2}}و[ ]?(?:ال)?(?:نصف|نص|ربع|ثلث)(?:[ ](?:ال)?ساعه)?(?!\w))?
    (?:[ ]{{1,2}}(?:و[ ]?|الا[ ]{{1,2}})(?: (?:ال)?(?:ربعا?|ثلثا?|دقيقتين)(?:[ ](?:ال)?ساعه)?
      | (?:الدقيقه[ ])?(?:{ARABIC}|\d{{1,2}})[ ](?:دقيقه|دقائق) | الدقيقه[ ](?:(?:ال)?{ARABIC}|\d{{1,2}})
      | (?:خمسه?|خمسا|عشره?|عشرا|عشرين) | (?:2[5-9]|[345]\d)(?=[ ]{{1,2}}(?:صباح|مساء|ظهر|ليل|فجر|عصر|[صم](?!\w)))
      )(?!\w))?)"""
_FRACTION = r"(?=[ ]{1,2}(?:و[ ]?(?:ال)?(?:نصف|نص|ربع|ثلث)|الا[ ]{1,2}(?:ال)?(?:ربع|ثلث|خمس|عشر)))"
_IN_DIGITS = r"(?:[ ]\([ ]?(?:1[0-2]|0?\d)(?::\d\d)?[ ]?\)(?=[ ]{1,2}[صمظلعفبق]))?"
_HALF_ARABIC = rf"[ ]{{0,2}}\)?[ ]?[(،,]?[ ]?(?P<half>{halves.ARABIC})"
_HALF_ENGLISH = rf"[ ]{{0,2}}\(?(?P<half>{halves.ENGLISH})"
_HOUR_WORD = r"(?P<hw>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NOT_UNITS = r"""(?![ ]?(?:%|sar|aed|usd|egp|qar|omr|bhd|kwd|jod|inr|kd|bd|rs|riyals?|dirhams?|dinars?|dollars?|pounds?
    |rupees?|cents?|million|billion|[gmkt]b(?:ps)?|km|kg|mm|points?|percent|per[ ]cent|hours?|minutes?|mins?
    |ريال|درهم|دينار|جنيه|دولار|ليره|مليون|مليار|الف|بالمئه|في[ ]المئه|نقطه|ساعه|ساعات|دقيقه)(?![a-z]))"""
_ENDS_WELL = rf"""(?=[ ]{{0,2}}(?: [.,;)!?،؛](?:[ \n]|\Z) | \n | \Z | (?:يوم|اليوم|غدا|من|بتوقيت)(?!\w) | {WEEKDAY}
    | (?:on|today|tomorrow|tonight|every|each|daily|this|next|sharp)(?!\w)))"""
_AT = r"(?<!\w)(?:at|by|from|until|till)[ ]"
_ABOUT = r"(?<!\w)(?:at|by|from|until|till|before|after|around|about|between|to)[ ]"
_TO_FOUR = r"(?=[ ]?(?:-|–|—|to|until|till)[ ]?"

SHAPES: tuple[Pattern, ...] = (
    pattern("clock.english-half", rf"{_LEFT}{_TIME}{_HALF_ENGLISH}", "6.30pm, 12:01 a.m., 12 noon, 9 in the morning"),
    pattern(
        "clock.arabic-half",
        rf"(?:{_THE_HOUR}\(?[ ]?|{_LEFT}){_TIME}{_BESIDE}{_HALF_ARABIC}",
        "الساعة 7:30 صباحاً, 10 م, 8 والنصف مساء, 8 من صباح; the word decides the half",
    ),
    pattern(
        "clock.the-hour-digits",
        rf"{_THE_HOUR}\(?[ ]?{_TIME}{_BESIDE}(?![/]\d)",
        "الساعة 5: one of two hours, unless it is of twenty-four",
    ),
    pattern(
        "clock.the-hour-words",
        rf"{_THE_HOUR}(?P<hw>{_ORDINAL}|{CARDINALS}(?:[ ]عشره?)?(?!\w)){_IN_DIGITS}{_BESIDE}(?:{_HALF_ARABIC})?",
        "الساعة التاسعة والنصف, في تمام الساعة الثالثة صباحاً",
    ),
    pattern(
        "clock.hour-words-half",
        rf"{_JOINED}(?P<hw>{_ORDINAL}){_IN_DIGITS}{_BESIDE}{_HALF_ARABIC}",
        "الثالثة صباحاً; not المرة الثالثة",
    ),
    pattern("clock.hour-words-beside", rf"{_JOINED}(?P<hw>{_ORDINAL}){_FRACTION}{_BESIDE}", "الثانية والنصف"),
    pattern(
        "clock.colon",
        rf"(?:{_LEFT}|(?<=\d[t])){_HOUR}{_COLON}(?P<m>[0-5]\d)(?:{_COLON}[0-5]\d(?:[.]\d{{1,6}})?)?(?!{_COLON}?\d)"
        r"(?:[ ]?(?:hrs?|h)(?![a-z]))?",
        "20:00, 20:00 hrs; not 10:30:45:12",
    ),
    pattern(
        "clock.colon-letter", rf"{_LEFT}{_HOUR}:(?P<m>[0-5]\d)(?P<half>[ap])(?!\w)", "8:00p, as small notices have it"
    ),
    pattern("clock.dotted-hours", rf"{_LEFT}{_HOUR}[.](?P<m>[0-5]\d)[ ]?(?:hrs?|hours|h|uhr)(?![a-z])", "20.30 hrs"),
    pattern(
        "clock.dotted",
        rf"{_ABOUT}(?P<core>{_OTHER_HOUR}[.](?P<md>[0-5]\d))(?![.]?\d){_NOT_UNITS}",
        "at 20.30; not 10.30 SAR, not version 6.30.1",
    ),
    pattern(
        "clock.four-digits",
        r"(?<![\d.,:/+])(?<!\w)(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)[ ]?(?:hrs?|hours|h|z|gmt|utc|ist|sgt|hkt)(?!\w)",
        "2000 hrs",
    ),
    pattern(
        "clock.four-digits-pair",
        rf"(?<![\d.,:/+-])(?<!\w)(?P<h>[01]\d|2[0-4])(?P<m>[0-5][05]){_TO_FOUR}(?:[01]\d|2[0-4])[0-5][05](?![\d:/-]|[.,]\d))"
        rf"(?:(?<=0\d\d\d)|{_TO_FOUR}0))",
        "0600-1400: a pair, one of them with a leading naught; not 2024-2025",
    ),
    pattern(
        "clock.four-digits-at",
        rf"(?:{_AT}|(?<!\w)to[ ](?=0))(?P<core>(?P<h>0\d|1[0-8]|2[1-3])(?P<m>[0-5][05])){_ENDS_WELL}",
        "at 1430 on Sunday; not by 2030",
    ),
    pattern("clock.french", rf"{_LEFT}(?P<h>2[0-4]|[01]?\d)[ ]?h[ ]?(?P<m>[0-5]\d)(?!\w)", "18h30"),
    pattern(
        "clock.maghreb",
        rf"{_LEFT}(?:{_HOUR}[ ]?سا[ ]?(?P<m>[0-5]\d)|(?<=[ينت][ ]){_OTHER_HOUR}[ ]?سا)(?!\w)",
        "18سا30, من 18 سا; not 24 سا",
    ),
    pattern(
        "clock.reversed",
        rf"{_THE_HOUR}(?:(?P<m>[0-5]\d)[ر:](?P<h>\d|2[0-4]|1\d)(?!\d)|(?P<h2>\d|1\d)ر(?P<md>[0-5]\d)(?!\d))"
        rf"(?:{_HALF_ARABIC})?",
        "الساعة 30ر1 of the news agencies, minutes first; 30:1 where the direction of writing was lost",
    ),
    pattern(
        "clock.reversed-half",
        rf"{_LEFT}(?:(?P<m>[0-5]\d)[ر:](?P<h>\d|2[0-4]|1\d)(?!\d)|(?P<h2>\d|1\d)ر(?P<md>[0-5]\d)(?!\d)){_HALF_ARABIC}",
        "30ر1 ظهراً; not 25ر3 مليون",
    ),
    pattern(
        "clock.o-clock",
        rf"(?<![\w.])(?:{_HOUR_WORD}|(?P<h>1[0-2]|[1-9]))[ ]?o[']?[ ]?clock(?:{_HALF_ENGLISH})?",
        "six o'clock in the evening",
    ),
    pattern(
        "clock.past",
        rf"(?<![\w.])(?:(?P<past>half|(?:a[ ])?quarter"
        rf"|(?:five|ten|twenty|twenty-five)(?:[ ]minutes)?|\d{{1,2}}[ ]minutes)[ ]past"
        rf"|(?P<until>(?:a[ ])?quarter|(?<!from[ ])(?<!between[ ])(?:{ENGLISH}|\d{{1,2}})[ ]minutes"
        rf"|(?<!from[ ])(?<!between[ ])(?:five|ten|twenty|twenty-five)"
        rf"(?=[ ]to[ ]\w{{1,6}}[ ]?(?:[ap][.]?m|o'clock)))[ ]to)[ ]"
        rf"(?:{_HOUR_WORD}|(?P<h>1[0-2]|[1-9]))(?![\w:])(?:[ ]?o'[ ]?clock)?(?:{_HALF_ENGLISH})?",
        "half past six, quarter to eight pm; not from ten to twelve pm",
    ),
    pattern(
        "clock.english-words",
        rf"(?<!\w){_HOUR_WORD}(?P<mw>[ -](?:fifteen|thirty|forty-?[ ]?five))?{_HALF_ENGLISH}",
        "six thirty pm, eight in the morning",
    ),
    pattern(
        "clock.from-to",
        rf"(?<!\w)(?:from|between)[ ](?P<core>(?P<h>1[0-2]|[1-9]))"
        rf"(?=[ ]?(?:-|–|to|until|till|and)[ ]?(?:1[0-2]|[1-9]){_ENDS_WELL})",
        "from 6 to 9 on Sunday; not from 6 to 9 May",
    ),
    pattern("clock.at-bare", rf"{_AT}(?P<core>(?P<h>1[0-2]|[1-9])){_ENDS_WELL}", "at 5 on Sunday; not at 5 branches"),
)

BARE: tuple[Pattern, ...] = (
    pattern(
        "clock.bare",
        rf"{_LEFT}(?:{_HOUR}(?:[:.](?P<m>[0-5]\d))?|(?P<h2>[01]\d|2[0-4])(?P<md>[0-5]\d))(?![\d%/]|[.:]\d)",
        "6-9 pm: an hour that only its neighbour makes one",
    ),
    pattern("clock.bare-words", rf"{_JOINED}(?P<hw>{_ORDINAL}){_BESIDE}", "من الثالثة وحتى السادسة صباحاً"),
    pattern("clock.bare-english-words", rf"(?<!\w){_HOUR_WORD}(?!\w)", "from six to nine pm"),
)
FOLLOWED = pattern("clock.bare-after", _ENDS_WELL, "from 9am to 5 on Friday; not from 9am to 5 branches")
