"""How a length is written, each wording a rule; and the wordings around one that make it no duration of the work.

The groups are the same in all: ``n`` the number of ``unit``, ``dual`` and ``one`` units without a number, ``part`` a
fraction that is added, ``minutes`` what comes on top; ``core`` where only a part of the match is the length.
"""

from __future__ import annotations

from monitor.domain.announcement.clock.numbers import ARABIC, ENGLISH
from monitor.domain.announcement.clock.parts import WEEKDAY
from monitor.domain.announcement.pattern import Pattern, pattern

_DIGITS = r"\d{1,3}(?:[.](?:\d|25|50|75))?"
_UNIT = rf"""(?P<unit>ساعات|ساعه|دقائق|دقيقه|ايام|يوما?(?![ ]{{1,2}}{WEEKDAY})|اسابيع|اسبوعا?|ليال|سا)(?!\w)"""
_DUAL = r"(?P<dual>ساعت(?:ين|ان)|دقيقت(?:ين|ان)|يوم(?:ين|ان)|اسبوع(?:ين|ان))(?!\w)"
_MORE = rf"""(?P<more>[ ]{{1,2}}و[ ]?(?:(?P<part>نصف|ربع|ثلث)(?:[ ](?:ال)?(?:ساعه|يوم))?(?!\w)
    | (?P<minutes>\d{{1,2}}|{ARABIC})[ ](?:دقيقه|دقائق)(?!\w)))?"""
_NUMBER = rf"(?:(?:{ARABIC}[ ])?\([ ]?)?(?P<n>{_DIGITS}|{ARABIC})(?:[ ]?\))?"
_ENGLISH_NUMBER = rf"(?:{ENGLISH}[ ]\([ ]?)?(?P<n>{_DIGITS}|{ENGLISH})(?:[ ]?\))?"
_ENGLISH_UNIT = r"(?P<unit>hours?|hrs?|minutes?|mins?|days?|weeks?)(?![a-z])"
_HALF = r"(?P<half>[ -]and[ -]a[ -](?P<fraction>half|quarter)|[ ]1/2)?"
_AFTERWARDS = r"(?:[ ]and[ ]a[ ](?P<after>half|quarter))?"
_AFTER_DAY = r"(?:[ ]and[ ]a[ ](?P<after2>half|quarter))?"
_JOINED = r"(?:(?<!\w)|(?<=\b[وفبل]))"
_LASTS = r"""(?<!\w)(?:و?ل?مده|[سو]?[تي]?ستغرق|[سو]?[تي]?ستمر|[سو]?[تي]?دوم
    |[سو]?س?[تي]?توقف|[سو]?[تي]?تعطل|[سو]?[تي]?نقطع)
    (?:[ ](?:حوالي|نحو|قرابه|ما[ ]يقارب|مده|علي[ ]مدي))?[ ]"""
_FOR = r"(?<!\w)(?:for|lasts?|lasting|takes?|taking|about|approximately|up[ ]to|than|nearly|almost|around|roughly)[ ]"

PATTERNS: tuple[Pattern, ...] = (
    pattern(
        "length.arabic",
        rf"(?<![\d.,:/])(?:(?<!\w)|(?<=\b[لوب])){_NUMBER}[ ]?{_UNIT}{_MORE}",
        "لمدة 48 ساعة, ثلاث ساعات ونصف, لثلاثة أيام; not 3 سنوات",
    ),
    pattern("length.arabic-dual", rf"{_JOINED}{_DUAL}{_MORE}", "لمدة ساعتين ونصف, يومين"),
    pattern(
        "length.arabic-one",
        rf"{_LASTS}(?P<core>(?P<one>ساعه|يوما?|اسبوعا?)(?:[ ]كامله?)?(?!\w)(?:[ ]واحده?(?!\w))?{_MORE})"
        rf"(?![ ]{{1,2}}{WEEKDAY})",
        "لمدة ساعة ونصف, تتوقف يوماً: without a number it is one; not تتوقف يوم الأحد",
    ),
    pattern(
        "length.arabic-one-only",
        rf"{_JOINED}(?P<one>ساعه|يوما?|اسبوعا?)[ ]{{1,2}}(?:واحده?|كامله?)(?!\w)",
        "ساعة واحدة",
    ),
    pattern(
        "length.arabic-fraction",
        r"(?:(?<!\w)|(?<=\b[لب]))(?P<part>نصف|ربع|ثلث)[ ]{1,2}(?:ال)?ساعه(?!\w)",
        "نصف ساعة; not الثامنة ونصف",
    ),
    pattern(
        "length.arabic-quarters",
        r"(?<!\w)ل?(?:ثلاثه|3)[ ](?P<quarters>ارباع)[ ](?:ال)?ساعه(?!\w)",
        "ثلاثة أرباع الساعة",
    ),
    pattern(
        "length.arabic-vague",
        rf"""(?<!\w)[لوب]{{0,2}}(?:بضعه?|عده|بعض)[ ]{{1,2}}(?:ال)?(?:ساعات|ايام|دقائق|اسابيع|سويعات)(?!\w)
          | {_LASTS}(?P<core>(?:ساعات|اياما?)(?:[ ](?:قليله|معدوده|طويله))?)(?!\w)
          | (?<!\w)[لوب]{{0,2}}(?:ساعات|ايام|دقائق)[ ](?:قليله|معدوده)(?!\w)""",
        "لبضع ساعات, عدة ساعات; not ساعات العمل",
    ),
    pattern(
        "length.english",
        rf"(?<![\w.,:/])(?<![$€£]){_ENGLISH_NUMBER}{_HALF}[ ]?-?[ ]?{_ENGLISH_UNIT}"
        rf"(?:[ ](?:and[ ])?(?P<minutes>[0-5]?\d|{ENGLISH})[ ]?-?(?:minutes?|mins?)(?!\w)"
        r"|[ ]and[ ]a[ ](?P<after>half|quarter))?",
        "for three hours, 24-hour outage, two-and-a-half hours, 1 hour 30 minutes; not 3 years",
    ),
    pattern(
        "length.english-short",
        r"(?<![\w.,:/])(?:(?<=for[ ])|(?<=approx[ ])|(?<=approx[.][ ])|(?<=duration[ ])|(?<=duration:[ ])|(?<=about[ ])"
        r"|(?<=lasting[ ])|(?<=[(]))(?P<n>\d{1,2})[ ]?(?P<unit>h|d)(?:[ ]?(?P<minutes>[0-5]?\d)[ ]?m(?:ins?)?)?(?!\w)",
        "for 6h, Duration: 2h 30m; not 5G",
    ),
    pattern(
        "length.english-one",
        rf"""(?<!\w)(?P<one>an|one|a[ ]full)[ -](?P<unit>hour)(?![\w'-]){_AFTERWARDS}
          | {_FOR}(?P<core>(?:a|the[ ]whole|a[ ]full|a[ ]whole)[ ](?P<unit2>day|week)(?![\w'-]){_AFTER_DAY})""",
        "for an hour, takes a day; not once a day",
    ),
    pattern(
        "length.english-fraction",
        r"(?<!\w)(?:an?[ ])?(?P<fraction>half|quarter[ ]of|three[ ]quarters[ ]of)[ -](?:an?[ -])?hour(?!\w)",
        "half an hour; not half the hours",
    ),
    pattern(
        "length.english-half-day", r"(?<!\w)(?P<half_day>half)[ -](?:a[ -])?day(?!\w)", "for half a day; not a day"
    ),
    pattern(
        "length.clock-like",
        r"(?:(?<=for[ ])|(?<=duration[ ])|(?<=duration:[ ])|(?<=لمده[ ]))(?P<n>\d{1,2}):(?P<minutes>[0-5]\d)"
        r"[ ](?P<unit>hours?|hrs?|ساعه|ساعات)(?!\w)",
        "for 1:30 hours; not scheduled for 20:00",
    ),
    pattern(
        "length.english-vague",
        r"(?<!\w)(?:a[ ]few|several|some|many|a[ ]number[ ]of|(?:a[ ])?couple[ ]of)[ ]"
        r"(?:hours|days|minutes|weeks)(?!\w)",
        "for a few hours; not office hours",
    ),
)

BEFORE = pattern(
    "length.not-after",
    r"""(?<!\w)(?: within|every|each|in[ ]the[ ](?:next|last|past|coming)|over[ ]the[ ](?:next|last|past|coming)
    | (?<!for[ ])the[ ]next|the[ ](?:last|past)|(?<!the[ ])(?:next|last|past)
    | in[ ]less[ ]than|after|since|open
    | work(?:s|ing)?|available|in|prior|notice[ ]of|hours|minutes|times|once|twice
    | valid|valid[ ]for|expires?[ ](?:in|after)|advance
    | خلال|في[ ]غضون|غضون|كل|منذ|قبل|بعد|تعمل|يعمل|العمل|متاحه?|اخر
    | في[ ]اقل[ ]من|صالحه?[ ]لمده|صلاحيته[اه]?|صلاحيه[ ]ال\w{1,12}|مهله
    )[ ]{1,2} (?:(?:a|the|about|around|approximately|مده|حوالي|نحو|ال)[ ]{1,2})? (?:period[ ]of[ ])? \Z""",
    "within 24 hours, every 2 hours, خلال 24 ساعة, منذ 3 ساعات",
)
AFTER = pattern(
    "length.not-before",
    r"""[ ]{0,2}(?: (?:a|per|every|each)[ ](?:day|week)|daily|ago|earlier|before|prior
    | in[ ]advance|from[ ](?:now|the[ ]time)|later|after|of[ ](?:receiv|rectif|submi)
    | x[ ]?7|/[ ]?7|notice|service[ ](?:line|cent)|helpline|hotline
    | support|call|clock|format|customer|validity
    | grace|trial|limit|of[ ]inactiv|early|late(?!\w)|في[ ]اليوم|يوميا|كل[ ]يوم|في[ ]الاسبوع
    | قبل|من[ ](?:الان|تاريخ|وقت|تقديم|استلام)
    | عمل(?!\w) )""",
    "24 hours a day, 24 ساعة يومياً, 3 hours ago, less than 5 hours from now",
)
LOWER_END = pattern(
    "length.not-lower-end",
    rf"[ ](?:الي|او|to|or)[ ](?:(?:\d{{1,3}}|{ARABIC}|{ENGLISH})"
    rf"[ ](?:hours|days|minutes|ساعات|ساعه|ايام|دقيقه|دقائق)|{_DUAL})",
    "من ساعتين إلى أربع ساعات: the greater number is kept",
)
ROUND_THE_CLOCK = pattern(
    "length.not-round-the-clock",
    r"(?<!\w)(?:علي[ ]مدار|علي[ ]مدي|مدار|طوال|طيله|ب?نظام|round|for[ ]all)[ ]{1,2}(?:ال)?\Z",
    "على مدار 24 ساعة; not على مدار ثلاثة أيام, which is how long it lasts",
)
AT_MOST = pattern(
    "length.at-most",
    r"""(?: up[ ]to|no(?:t)?[ ]more[ ]than|at[ ]most|maximum(?:[ ]of)?|max[.]?|not[ ]exceed(?:ing)?|no[ ]longer[ ]than
    | (?:ساعه|ساعتين|ساعات|يوم|يومين|ايام|دقيقه|دقيقتين|دقائق
      |hours?|days?|minutes?)[ ](?:الي|او|to|or)[ ]
    | less[ ]than|under|not[ ]to[ ]exceed|\d[ ]?(?:-|–|to|or|الي|او)
    | بين[ ]\d{1,2}[ ]و|(?:one|two|three|four|five|six)[ ](?:to|or)
    | ل[اني][ ]{1,2}[تي]زيد[ ]{1,2}(?:علي|عن)|ل[ان][ ]{1,2}[تي]تجاوز|ل[ان][ ]{1,2}[تي]تعدي|اقصاها|[بك]حد[ ]اقصي|اقل[ ]من
    | [تي]صل[ ]الي
    )[ ]{0,2}(?:an?[ ]|the[ ]|مده[ ])?\Z""",
    "no more than three days, لا تزيد على ثلاثة أيام, 2-4 hours",
)
AT_MOST_AFTER = pattern(
    "length.at-most-after",
    r"[ ]{0,2}(?:\(?(?:max(?:imum)?|at[ ]most|or[ ]less)(?!\w)|كحد[ ]اقصي|بحد[ ]اقصي|علي[ ]الاكثر)",
    "three hours at most, ثلاث ساعات كحد أقصى",
)
