"""Times that are words: midnight, noon, the end of a day, and the parts of the day that name no hour.

A part needs a day beside it wherever the word has another meaning too (صباح is a name, فجر and ظهر are verbs).
"""

from __future__ import annotations

from monitor.domain.announcement.draft import Part
from monitor.domain.announcement.mention import ClockWord
from monitor.domain.announcement.pattern import Pattern, pattern

WEEKDAY = r"""(?:ال(?:احد|اثنين|اتنين|ثلاثاء?|تلات|اربعاء?|خميس|جمعه|سبت)(?!\w)
    | (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z]))"""
_MONTH = r"""(?:يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط|اذار|نيسان|ايار
    |حزيران|تموز|اب|ايلول|تشرين|جانفي|فيفري|افريل|ماي|جوان|جويليه|اوت|غشت|شتنبر|نونبر|دجنبر)"""
_DATE = rf"(?:\d{{1,2}}(?:[ ](?:من[ ])?{_MONTH}|[/-]\d))"
_DAY = rf"""(?:\(|["«])?(?:(?:يوم|اليوم|يومي|هذا|ذلك|نفس|كل|بعد[ ]غد|(?:ال)?غد|غدا|بكره|اول|امس|البارحه)(?!\w)
    | {WEEKDAY} | {_DATE})"""
_AHEAD = rf"(?=[ ]{{1,2}}{_DAY})"
_ENGLISH_DAY = rf"""(?:(?:the[ ])?day(?![ ]?-|s|time|light) | today|tomorrow | {WEEKDAY}
    | \d{{1,2}}(?:st|nd|rd|th|[ ][a-z])
    | (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{{0,6}}[ ]\d{{1,2}}(?!\d))"""
_WHOLE = r"(?:12(?:[:.]00)?[ ]{0,2}(?:من[ ])?)?"
_PREFIX = r"(?:(?<!\w)|(?<=\b[وفبل]))"
_WORK = r"(?![ ]{1,2}(?:ال)?(?:عمل|دوام|دراسي))"

WORDS: tuple[tuple[Pattern, ClockWord], ...] = (
    (
        pattern(
            "clock.midnight-arabic",
            rf"{_PREFIX}{_WHOLE}(?:ما[ ])?(?:بعد[ ])?منتصف[ ]{{1,2}}(?:ال)?ليله?(?!\w)"
            r"(?:[ ]\([ ]?(?:الساعه[ ])?(?:12(?:[:.]00)?|00?:00)(?:[ ](?:صباحا|ليلا|ص))?[ ]?\))?",
            "منتصف الليل, منتصف ليل الجمعة, حتى ما بعد منتصف الليل",
        ),
        ClockWord.MIDNIGHT,
    ),
    (
        pattern(
            "clock.midnight-english",
            rf"(?<!\w)(?<!after-){_WHOLE}mid-?night(?!\w|-[a-z])"
            r"(?:[ ]{1,2}\([ ]?(?:12(?:[:.]00)?[ ]?a[.]?m[.]?|00?[:.]?00(?:[ ]?hrs)?)[ ]?\))?",
            "midnight, 12 midnight, midnight (12:00 am)",
        ),
        ClockWord.MIDNIGHT,
    ),
    (
        pattern(
            "clock.noon-arabic",
            rf"{_PREFIX}(?:ظهرا|ظهر{_AHEAD}|منتصف[ ]{{1,2}}(?:ال)?(?:نهار|ظهيره)"
            r"|(?<=حتي[ ])الظهر|(?<=عند[ ])الظهر)(?!\w)",
            "ظهر يوم الإثنين, ظهراً, منتصف النهار: without an hour it is twelve; not ظهر خلل",
        ),
        ClockWord.NOON,
    ),
    (
        pattern(
            "clock.noon-english",
            rf"(?<!\w)(?<!after-){_WHOLE}(?:high[ ])?(?:noon|mid-?day)(?!\w|-[a-z])"
            r"(?:[ ]{1,2}\([ ]?12(?:[:.]00)?[ ]?(?:p[.]?m[.]?)?[ ]?\))?",
            "noon, midday, 12 noon; not afternoon",
        ),
        ClockWord.NOON,
    ),
    (
        pattern(
            "clock.end-of-day-arabic",
            rf"{_PREFIX}(?:نهايه|انتهاء)(?=[ ]{{1,2}}(?:(?:ال)?يوم{_WORK}(?!\w)|(?:ال)?غد(?!\w)|{WEEKDAY}))",
            "مع نهاية يوم الثلاثاء, بنهاية اليوم; not نهاية يوم العمل, نهاية الدوام",
        ),
        ClockWord.END_OF_DAY,
    ),
    (
        pattern(
            "clock.end-of-day-english",
            rf"(?<!\w)(?:the[ ])?(?:very[ ])?end[ ]of(?:[ ](?:the[ ])?day(?![\w-])|(?=[ ]{_ENGLISH_DAY}))",
            "the end of Monday, end of day; not end of business",
        ),
        ClockWord.END_OF_DAY,
    ),
    (
        pattern(
            "clock.start-of-day-arabic",
            rf"{_PREFIX}(?:بدايه|مطلع|مستهل)(?=[ ]{{1,2}}(?:(?:يوم|اليوم)(?=[ ]{{1,2}}{WEEKDAY}|[ ]\d)|{WEEKDAY}))",
            "مع بداية يوم الأحد; not بداية العام",
        ),
        ClockWord.START_OF_DAY,
    ),
    (
        pattern(
            "clock.start-of-day-english",
            r"(?<!\w)(?:the[ ])?(?:very[ ])?(?:start|beginning)[ ]of"
            rf"(?:[ ](?:the[ ])?day(?![\w-])|(?=[ ]{_ENGLISH_DAY}))",
            "from the start of Monday; not the start of the year",
        ),
        ClockWord.START_OF_DAY,
    ),
)

PARTS: tuple[tuple[Pattern, Part], ...] = (
    (
        pattern(
            "clock.dawn-arabic",
            rf"{_PREFIX}(?:فجرا(?!\w)|فجر{_AHEAD}|(?<=ساعات[ ])الفجر(?!\w))",
            "فجر الخميس, فجراً, ساعات الفجر; not صلاة الفجر",
        ),
        Part.DAWN,
    ),
    (
        pattern(
            "clock.dawn-english",
            r"(?<!\w)(?:dawn|(?:early|small|wee)[ ]hours)(?=[ ]?(?:on|of|,|[.]|\n|\Z))",
            "the early hours of Sunday",
        ),
        Part.DAWN,
    ),
    (
        pattern(
            "clock.morning-arabic",
            rf"""{_PREFIX}(?: صباحا(?!\w) | (?:صباح|صبح|ضحي){_AHEAD} | (?:ما[ ])?قبل[ ](?:ال)?ظهر(?!\w)
                | (?:ال)?فتره[ ](?:(?:ال)?صباح|الصباحيه)(?!\w) | (?<=في[ ])(?:ال)?صباح(?!\w)
                | (?<=ساعات[ ])الصباح(?!\w) | (?:ال)?ساعات[ ]الصباحيه(?!\w) | الصباح[ ]الباكر(?!\w))""",
            "صباح الأربعاء, صباحاً, في الصباح, الفترة الصباحية; not the name صباح",
        ),
        Part.MORNING,
    ),
    (
        pattern(
            "clock.morning-english",
            r"(?<![\w-])(?<!good[ ])(?:early[ ]|late[ ])?mornings?(?![\w-])",
            "Sunday morning, in the early morning; not 'good morning'",
        ),
        Part.MORNING,
    ),
    (
        pattern(
            "clock.afternoon-arabic",
            rf"{_PREFIX}(?:(?:ما[ ])?بعد[ ](?:ال)?ظهر(?!\w)|عصرا(?!\w)|عصر{_AHEAD})",
            "بعد الظهر, عصر يوم الأحد; not عصر الإنترنت",
        ),
        Part.AFTERNOON,
    ),
    (
        pattern(
            "clock.afternoon-english",
            r"(?<![\w-])(?<!good[ ])(?:early[ ]|late[ ])?afternoons?(?![\w-])",
            "Sunday afternoon; not 'good afternoon'",
        ),
        Part.AFTERNOON,
    ),
    (
        pattern(
            "clock.evening-arabic",
            rf"""{_PREFIX}(?: مساءا?(?![ ](?:ال)?(?:خير|نور))(?!\w) | (?<=في[ ])المساء(?!\w) | (?<=ساعات[ ])المساء(?!\w)
                | (?:ال)?ساعات[ ]المسائيه(?!\w) | (?:ال)?فتره[ ](?:(?:ال)?مساء|المسائيه)(?!\w) | مغرب{_AHEAD})""",
            "مساء الجمعة, مساءً, الفترة المسائية; not مساء الخير",
        ),
        Part.EVENING,
    ),
    (
        pattern(
            "clock.evening-english",
            r"(?<![\w-])(?<!good[ ])(?:early[ ]|late[ ])?evenings?(?![\w-])",
            "Saturday evening; not 'good evening'",
        ),
        Part.EVENING,
    ),
    (
        pattern(
            "clock.night-arabic",
            rf"""{_PREFIX}(?: ليلا(?!\w) | ليله?{_AHEAD} | الليله(?!\w) | (?<=ساعات[ ])الليل(?!\w)
                | (?<=خلال[ ])الليل(?!\w) | (?<=في[ ])الليل(?!\w) | (?:ال)?فتره[ ](?:ال)?ليليه(?!\w))""",
            "ليلة الجمعة, الليلة, ليلاً, ساعات الليل; not الفنادق لليلة واحدة",
        ),
        Part.NIGHT,
    ),
    (
        pattern(
            "clock.night-english",
            r"(?<![\w-])(?<!good[ ])(?:tonight|over-?night|late[ ]night|nights?)(?![\w-])",
            "Sunday night, tonight, overnight; not 'good night'",
        ),
        Part.NIGHT,
    ),
)
