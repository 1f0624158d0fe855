"""What makes a common Arabic word a name: the words and marks around it.

Each rule is a pattern over the few characters before or after the word.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.names.words import key
from monitor.domain.announcement.pattern import CLITIC, allowed, pattern

_WORDS = (
    "سهل نور مسار سند قوى مدى بلدي اعتماد إيجار أبشر تم فرجت شمس صحتي نفاذ سداد مقيم مساند موارد ناجز فرص وصل سريع "
    "حافظ فاتورة مدرستي توكلنا إحسان جدارات جود أثر تمام معروف سابر سكني مراس منافع ثقة ميسر رافد زين الحصن الرشيد "
    "الوطني الأهلي كي يلا جاهز بوابتي حكومي فوري نسك عقاري استطلاع بنا تأكد قدرات طاقات نقل لوجستي حساب كفاءة سلامة "
    "بلاغ مكين سفير منشآت بنيان أمان راتب إتقان معاملة أور كليك زاجل وثيق وصلها بنكك مورد "
    "هدف موعد إنجاز قبول قياس نافذة ضريبة سجلات عدل بيان ملاك مدد أجير يقين نجم فارس دروب معين فسح وافي بيتك ومض هويتي "
    "توثيق آني ميزة سمة سالك كمارك الإنماء النافعة الهناء سوداني التوطين بنفت أسهل سبل ساب وصفتي جدارة تأميناتي زكاتي "
    "ضمانكم إيجاري نفيس مطراش الكريمي الجوازات ألفا تاتش "
    "أمنية جازي إنوي شفاء إدارتي المدار كورك"
)
_LATIN = (
    "benefit touch salam access sanad safeer optus salik vahan sarathi hukoomi beyon nextgen sahel tabby hafiz masar "
    "saber sakani sadad najiz metrash fedwire pacer zelle natis efile mashreq meeza ejari aani ajeer taqat furas ehsan"
)
OFFICES = frozenset(
    key(fold(word).text)
    for word in (
        *("وزارة", "هيئة", "الهيئة", "مديرية", "إدارة", "مصلحة", "دائرة", "مؤسسة", "الأحوال", "الضمان", "التأمينات"),
        *("نيابة", "البطاقة", "صندوق", "الأمن", "بوابة", "مجلس", "شركة", "الجمارك", "الجوازات", "البنك", "الصندوق"),
        *("البوابة", "المديرية", "الوكالة", "وكالة", "حرس", "منصة", "القوى", "سلطة", "النيابة", "مركز", "مراكز"),
        *("ministry", "department", "directorate", "home", "social", "civil", "general", "central", "land", "customs"),
    )
)
"""What names of offices begin with that many a country has."""
_TOPICS = (
    "الداخلية العدل التعليم الصحة المالية التجارة الخارجية النقل العمل الاتصالات التربية الكهرباء الجوازات المرور "
    "المدنية الاجتماعي الاجتماعية الجمارك العامة العام الحدود المدني الوطنية المركزي interior justice affairs of "
    "health finance commerce foreign labour passports traffic security the"
)
TOPICS = OFFICES | frozenset(key(fold(word).text) for word in _TOPICS.split())
"""Words of names that need their country's name beside them."""
COMMON = frozenset(fold(word).text for word in _WORDS.split())
COMMON_LATIN = frozenset(_LATIN.split())
"""Names that are words, or names of people, as well; the Latin ones are told by their capitals."""
_HEADS = (
    "منص(?:ة|تي|تا|تين|تان|ات)|تطبيق(?:ي|ا|ين|ان|ات)?|نظام(?:ي|ا|ين|ان)?|أنظمة|منظومة|بواب(?:ة|تي|تا|تين|ات)|خدم(?:ة|ات|تي)|"
    "شبك(?:ة|ات)|موقع(?:ي|ا)?|مواقع|برنامج|بنك|مصرف|عبر|حساب|مبادرة|محفظة|بطاق(?:ة|ات)|شركة|ويب|app"
)
_OPEN, _CLOSE = "[«\"“”'‘’(\\[‹„#@]", "[»\"“”'‘’)\\]›]"
_VERBS = (
    "تعلن|أعلنت|تتوقف|ستتوقف|توقف|متوقفة?|خارج|تعتذر|تنوه|تنبه|تعود|عادت|تستأنف|يعود|عاد|يتوقف|سيتوقف|تحدث|تخضع|غير"
)

BEFORE = (
    pattern(
        "names.head-word", rf"(?:^|(?<=[\W])){CLITIC}(?:{_HEADS})[ ]{_OPEN}?\Z", "a head word says what the name is of"
    ),
    pattern("names.quoted", rf"{_OPEN}[ ]?\Z", "quotes, a bracket or a hash mark before the word"),
)
AFTER = (
    pattern("names.headline-colon", r"[ ]?(?:[:|]|[-–—][ ])", "a headline says who speaks before its colon"),
    pattern("names.headline-verb", rf"[ ](?:{_VERBS})\b", "a headline that begins with who announces or stops"),
)
DOING = (
    pattern(
        "names.doing-before",
        rf"(?:^|(?<=[\W])){CLITIC}(?:ال)?(?:خدم(?:ة|ات)|عملي(?:ة|ات)|نظام|برنامج)[ ]\Z",
        "what is served follows as a rule",
    ),
    pattern(
        "names.doing-after",
        r"[ ](?:ال(?![ء-ي]{2,12}ي[ةه]?(?![ء-ي]))[ء-ي]{3,14}|(?:فواتير|رسوم|عقود|طلبات|مخالفات)[ء-ي]{0,3})(?![ء-ي])",
        "of what: the word before it is no name but something that is done",
    ),
)
RULES = (*BEFORE, *AFTER, *DOING)
_JOINED = frozenset({" و", "، و", " وال", "، ", " او "})
_FAR = 24  # characters: the longest head word and its clitics


@dataclass(frozen=True, slots=True)
class Support:
    """The text, where the last sure name in it ended, and the rules that are switched off."""

    folded: Folded
    after: int
    without: frozenset[str]


def is_doing(folded: Folded, span: Span) -> bool:
    """Whether the word says what is done, as in "the services of documenting contracts"."""
    before = folded.text[max(0, span.start - _FAR) : span.start]
    return bool(DOING[0].regex.search(before) and DOING[1].regex.match(folded.text, span.end))


def supports(support: Support, span: Span) -> bool:
    """Whether something beside the word says that it is a name here."""
    text = support.folded.text
    if support.after >= 0 and text[support.after : span.start].replace('"', "").replace("»", "") in _JOINED:
        return True  # "نظامي سداد وأبشر": the second of two names
    before = text[max(0, span.start - _FAR) : span.start]
    if any(one.regex.search(before) for one in allowed(BEFORE, support.without)):
        return True
    line = before.rpartition("\n")[2] if len(before) < _FAR or "\n" in before else before
    if line.strip():
        return False
    return any(one.regex.match(text, span.end) for one in allowed(AFTER, support.without))
