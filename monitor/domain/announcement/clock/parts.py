"""Times that are words: midnight, noon, the end of a day, and the parts of the day that name no hour.

A part needs a day beside it wherever the word has another meaning too (صباح is a name, فجر and ظهر are verbs).
"""

from __future__ import annotations

from monitor.domain.announcement.draft import Part
from monitor.domain.announcement.mention import ClockWord
from monitor.domain.announcement.pattern import Pattern, pattern

WEEKDAY = r"""(?:(?:ال)?(?:احد|اثنين|اتنين|ثلاثاء?|تلات|اربعاء?|خميس|جمعه|سبت)(?!\w)
    | (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z]))"""
_DAY = rf"""(?:\(|["«])?(?:(?:يوم|اليوم|يومي|هذا|ذلك|نفس|كل|بعد[ ]غد|(?:ال)?غد|غدا|بكره|امس|البارحه|(?:ال)?عيد)(?!\w) | {WEEKDAY} | \d)"""
_AHEAD = rf"(?=[ ]{{1,2}}{_DAY})"
_EN_DAY = rf"""(?:(?:the[ ])?(?:day|month)(?![ ]?-|s|time|light) | today|tomorrow | {WEEKDAY}
    | (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{{0,6}}[ ]\d | \d)"""

WORDS: tuple[tuple[Pattern, ClockWord], ...] = (
    (
        pattern(
            "clock.midnight-arabic",
            r"(?<!\w)(?:12(?:[:.]00)?[ ]{1,2}(?:من[ ])?)?(?:[وف]?[بل]?)(?:ما[ ])?(?:بعد[ ])?منتصف[ ]{1,2}(?:ال)?ليله?(?!\w)",
            "منتصف الليل, منتصف ليل الجمعة, حتى ما بعد منتصف الليل",
        ),
        ClockWord.MIDNIGHT,
    ),
    (
        pattern(
            "clock.midnight-english",
            r"(?<![\w-])(?:12(?:[:.]00)?[ ]?)?mid-?night(?:[ ]{1,2}\([ ]?(?:12(?:[:.]00)?[ ]?a[.]?m[.]?|00?[:.]?00)[ ]?\))?(?![\w])",
            "midnight, 12 midnight, midnight (12:00 am)",
        ),
        ClockWord.MIDNIGHT,
    ),
    (
        pattern(
            "clock.noon-arabic",
            rf"(?<!\w)(?:[وف]?[بل]?)(?:ظهرا(?!\w) | ظهر{_AHEAD} | منتصف[ ]{{1,2}}(?:ال)?(?:نهار|ظهيره)"
            r"| (?<=حتي[ ])الظهر(?!\w) | (?<=عند[ ])الظهر(?!\w))(?!\w)",
            "ظهر يوم الإثنين, ظهراً, منتصف النهار: without an hour it is twelve",
        ),
        ClockWord.NOON,
    ),
    (
        pattern(
            "clock.noon-english",
            r"(?<![\w-])(?:12(?:[:.]00)?[ ]?)?(?:high[ ])?(?:noon|mid-?day)(?:[ ]{1,2}\([ ]?12(?:[:.]00)?[ ]?(?:p[.]?m[.]?)?[ ]?\))?(?![\w-])",
            "noon, midday, 12 noon",
        ),
        ClockWord.NOON,
    ),
    (
        pattern(
            "clock.end-of-day-arabic",
            rf"(?<!\w)[وف]?[بل]?نهايه(?=[ ]{{1,2}}(?:(?:ال)?يوم(?![ ]{{1,2}}(?:ال)?(?:عمل|دوام|دراسي))(?!\w)|غد|{WEEKDAY}))",
            "مع نهاية يوم الثلاثاء, بنهاية اليوم; not نهاية يوم العمل, نهاية الدوام",
        ),
        ClockWord.END_OF_DAY,
    ),
    (
        pattern(
            "clock.end-of-day-english",
            rf"(?<!\w)(?:the[ ])?(?:very[ ])?end[ ]of(?:[ ]the[ ]day(?!\w)|[ ]day(?!\w)|(?=[ ]{_EN_DAY}))",
            "the end of Monday, end of day",
        ),
        ClockWord.END_OF_DAY,
    ),
    (
        pattern(
            "clock.start-of-day-arabic",
            rf"(?<!\w)[وف]?[بلك]?(?:بدايه|مطلع|مستهل|اول)(?=[ ]{{1,2}}(?:(?:يوم|اليوم)(?=[ ]{{1,2}}{WEEKDAY}|[ ]\d)|{WEEKDAY}))",
            "مع بداية يوم الأحد",
        ),
        ClockWord.START_OF_DAY,
    ),
    (
        pattern(
            "clock.start-of-day-english",
            rf"(?<!\w)(?:the[ ])?(?:very[ ])?(?:start|beginning)[ ]of(?=[ ]{_EN_DAY})",
            "from the start of Monday",
        ),
        ClockWord.START_OF_DAY,
    ),
)

PARTS: tuple[tuple[Pattern, Part], ...] = (
    (
        pattern(
            "clock.dawn-arabic",
            rf"(?<!\w)[وف]?[بل]?(?:فجرا(?!\w)|فجر{_AHEAD}|(?<!صلاه[ ])(?<!اذان[ ])(?<=ساعات[ ])الفجر(?!\w))",
            "فجر الخميس, فجراً, ساعات الفجر",
        ),
        Part.DAWN,
    ),
    (
        pattern(
            "clock.dawn-english",
            r"(?<!\w)(?:dawn|(?:early|small|wee)[ ]hours)(?=[ ]?(?:on|of|,|[.]|\n|$))",
            "the early hours of Sunday",
        ),
        Part.DAWN,
    ),
    (
        pattern(
            "clock.morning-arabic",
            rf"""(?<!\w)[وف]?[بل]?(?: صباحا(?!\w) | (?:صباح|صبح|ضحي){_AHEAD}
                | (?:قبل|ما[ ]قبل)[ ](?:ال)?ظهر(?!\w) | (?:ال)?فتره[ ](?:ال)?صباحي?ه?(?!\w)
                | (?<=في[ ])(?:الصباح|صباح)(?!\w) | (?<=ساعات[ ])الصباح(?!\w) | (?:ال)?ساعات[ ]الصباحيه | الصباح[ ]الباكر)""",
            "صباح الأربعاء, صباحاً, في الصباح, الفترة الصباحية",
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
            rf"""(?<!\w)[وف]?[بل]?(?:(?:بعد|ما[ ]بعد)[ ](?:ال)?ظهر(?!\w) | عصرا(?!\w) | عصر{_AHEAD})""",
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
            rf"""(?<!\w)[وف]?[بل]?(?: مساءا?(?![ ](?:ال)?(?:خير|نور))(?!\w) | (?<=في[ ])المساء(?!\w)
                | (?<=ساعات[ ])المساء(?!\w) | (?:ال)?ساعات[ ]المسائيه | (?:ال)?فتره[ ](?:ال)?مساء(?:يه)?(?!\w) | مغرب{_AHEAD})""",
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
            rf"""(?<!\w)[وف]?[بل]?(?: ليلا(?!\w) | ليله?{_AHEAD} | الليله(?!\w) | (?<=ساعات[ ])الليل(?!\w)
                | (?<=خلال[ ])الليل(?!\w) | (?:ال)?فتره[ ](?:ال)?ليليه(?!\w) | (?<=في[ ])الليل(?!\w))""",
            "ليلة الجمعة, الليلة, ليلاً, ساعات الليل",
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
