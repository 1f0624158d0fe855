"""What the words beside a name make of it: who says so, the way by which, the cause, one in a list.

Each rule is a pattern over the few characters before or after a name.
"""

from __future__ import annotations

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.pattern import CLITIC, Pattern, pattern

_FAR = 80  # characters before a name that are looked at
SAID = (
    "أعلن|أعلنت|تقول|يقول|تؤكد|يؤكد|توضح|يوضح|تذكر|يذكر|أضاف|أضافت|بينت|لفت|لفتت|أفاد|أفادت|قال|قالت|أوضح|أوضحت|"
    "ذكر|ذكرت|دعا|دعت|نوه|نوهت|نبه|نبهت|أشار|أشارت|أكد|أكدت|كشف|كشفت|"
    "بين|بينت|أهاب|أهابت|تعلن|يعلن|تفيد|يفيد|تنوه|ينوه|تود|يود|تدعو|يدعو|تنبه|ينبه|أصدر|أصدرت|حذر|حذرت|طمأن|طمأنت|"
    "أبلغ|أبلغت|أخطر|أخطرت|نشر|نشرت|صرح|صرحت|أعرب|أعربت|اعتذر|اعتذرت|تعتذر|يعتذر|تحيط|يحيط|بحسب|حسب|وفق|وفقا[ ]ل"
)
SOURCE_BEFORE = pattern(
    "names.source-after-verb",
    rf"(?:^|[\W])(?:[وف])?(?:{SAID}|according[ ]to|says|said)[ ](?:[\w]{{1,12}}[ ]){{0,1}}(?:{CLITIC})\Z",
    "who announces: a verb of saying stands before the name",
)
SOURCE_AFTER = pattern(
    "names.source-before-verb",
    r"[ ](?:said|says|announced|announces|tweeted|posted|confirmed|informed|advise[ds]|has[ ](?:said|announced))\b",
    "who announces: a verb of saying follows the name",
)
WAY = (
    pattern(
        "names.way",
        rf"(?:^|[\W])[وف]?(?:عبر|من[ ]خلال|بواسطة|عن[ ]طريق|via|through|visit|use|using|log[ ]in[ ]with|"
        rf"(?:linking|access)[ ]for|تابعونا[ ]على|على[ ]حساب(?:ه|ها|نا)?)"
        rf"[ ](?:the[ ]|our[ ]|{CLITIC}(?:تطبيق|منصة|بوابة|موقع|نظام|حساب)[ ])?[\"«“]?{CLITIC}\Z",
        "a way to reach the service, or to hear of it",
    ),
)
ASIDE = (
    *WAY,
    pattern(
        "names.cause",
        rf"(?:^|[\W])(?:المقدم[ةه]?[ ]من|المزود[ةه]?|(?:provid|suppli|operat)ed[ ]by|من[ ]طرف|لدى|"
        rf"(?:due[ ]to|because[ ]of|after|following)[ ](?:[\w-]{{1,14}}[ ]){{1,5}}(?:at|with|by|on)|"
        rf"caused[ ]by)[ ](?:the[ ])?{CLITIC}\Z",
        "another's fault is the reason",
    ),
    pattern(
        "names.untouched",
        rf"(?:^|[\W])(?:ولا|لا[ ]يشمل[ ](?:ذلك)?|باستثناء|ما[ ]عدا|عدا|except(?:[ ]for)?|excluding|"
        rf"other[ ]than|unlike|not[ ]affect)[ ](?:the[ ]|{CLITIC}(?:تطبيق|منصة|بوابة|موقع|نظام)[ ])?{CLITIC}\Z",
        "it is said to go on working",
    ),
)
EXAMPLE = pattern(
    "names.example",
    rf"(?:^|[\W])[وف]?(?:منها|من[ ]بينها|مثل|من[ ]ضمنها|including|such[ ]as|e\.g\.)[ ]"
    rf"(?:the[ ]|{CLITIC}(?:تطبيق|منصة|بوابة|موقع|نظام|خدمات|خدمة)[ ])?[\"«“]?{CLITIC}\Z",
    "one of several that stop",
)
SERVED = pattern(
    "names.served-through",
    rf"(?:(?:^|[\W])(?<!يمكن[ ]){CLITIC}(?:ال)?(?:خدم(?:ة|ات|اتها|اته)|عمليات|التسجيل|الدخول|الدفع|الاستعلام|الحجز)"
    rf"(?:[ ](?!من|ويمكن|يمكن|إلا|مع|أو|لكن|عدا)[ء-ي]{{2,14}}){{0,3}}[ ]"
    rf"(?:عبر|من[ ]خلال|على|في)|(?:services?|sign-?in|login|payments?|filing|access|enquiries|applications?)[ ]"
    rf"(?:through|via|on|using))[ ](?:the[ ]|{CLITIC}(?:تطبيق|منصة|بوابة|موقع|نظام|شبكة)[ ])?[\"«“]?{CLITIC}\Z",
    "the services that the sentence is about are had through it",
)
APP_BEFORE = pattern(
    "names.app-before",
    rf"(?:^|(?<=[\W])){CLITIC}(?P<it>(?:تطبيق|محفظة)[ ]{{1,2}}[«\"“]?){CLITIC}\Z",
    "an app by its name",
)
APP_AFTER = pattern(
    "names.app-after",
    r"[ ](?:(?:mobile|banking)[ ])?(?:app|mobile|online|portal|e-services|website)(?![\w-])",
    "an app, a portal or a site by its owner's name",
)
RULES: tuple[Pattern, ...] = (SOURCE_BEFORE, SOURCE_AFTER, *ASIDE, EXAMPLE, SERVED, APP_BEFORE, APP_AFTER)
_JOINTS = (" و", "، و", ", و", "، ", ", ", " and ", ", and ", " & ", "/", " او ", " or ")
_HEADS = ("تطبيق ", "منصه ", "منصتي ", "نظام ", "نظامي ", "بوابه ", "بنك ", "مصرف ", "the ", "خدمه ", "شبكه ", "موقع ")


def is_source(folded: Folded, span: Span) -> bool:
    """Whether the name says who announces."""
    return bool(SOURCE_BEFORE.regex.search(_before(folded, span)) or SOURCE_AFTER.regex.match(folded.text, span.end))


def is_speaker(folded: Folded, span: Span) -> bool:
    """Whether the name says who announces, or stands before a headline's colon."""
    is_first = folded.text.find("\n", 0, span.start) < 0 and not folded.text[: span.start].strip()
    return is_source(folded, span) or (is_first and folded.text[span.end : span.end + 1] == ":")


def is_aside(folded: Folded, span: Span) -> bool:
    """Whether the name is only the way, the cause, or what is spared."""
    before = _before(folded, span)
    return any(one.regex.search(before) for one in ASIDE)


def is_way(folded: Folded, span: Span) -> bool:
    """Whether the name is the way by which the services are had that the words before it speak of."""
    return SERVED.regex.search(_before(folded, span)) is not None


def is_example(folded: Folded, span: Span) -> bool:
    """Whether the name is given as one of several."""
    return EXAMPLE.regex.search(_before(folded, span)) is not None


def is_joined(folded: Folded, before: Span, span: Span) -> bool:
    """Whether a name goes on with a list that the name before it is in, or begins a line of a table."""
    between = folded.text[before.end : span.start]
    for head in _HEADS:
        between = between.removesuffix(head)
    if before.end and between.strip('"«»“”') in _JOINTS:
        return True
    start = folded.text.rfind("\n", 0, span.start) + 1
    return folded.text[span.end : span.end + 1] == ":" and not folded.text[start : span.start].strip(" -*•·")


def _before(folded: Folded, span: Span) -> str:
    return folded.text[max(0, span.start - _FAR) : span.start]
