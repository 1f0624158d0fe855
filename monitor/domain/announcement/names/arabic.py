"""Names of platforms that no list has, in Arabic: a noun that such names begin with, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.names.countries import is_place
from monitor.domain.announcement.names.words import words_of
from monitor.domain.announcement.pattern import pattern

_HEADS = (
    r"هيئة|وزارة|مصرف|بنك|مديرية|مديريات|شركة|منصة|بوابة|نظام|منظومة|مؤسسة|إدارة|مجلس|جامعة|كلية|بلدية|أمانة|"
    r"محكمة|محاكم|بريد|"
    r"جهاز|دائرة|مصلحة|مركز|مراكز|ديوان|وكالة|صندوق|شبكة|تطبيق|موقع|خدمة|نيابة|سفارة|قنصلية|محافظة|غرفة|نقابة|"
    r"مطار|ميناء|جمعية|"
    r"سلطة|مكتب|معهد|مستشفى|أكاديمية|لجنة|اتحاد|هيأة|منافذ|معابر|سجل|جمارك|جوازات|بورصة|سوق|خطوط|سكك|قطاع|مرور|"
    r"اتصالات|أنظمة"
)
ARABIC = pattern(
    "names.arabic-organisation",
    rf"(?<![ء-ي])(?:[وف]?[بلك]?(?P<name>(?:ال)?(?:{_HEADS}))|[وف]?ل(?P<other>ل(?:{_HEADS})))(?![ء-ي])"
    r"(?:[ ][«\"“]?[ء-ي]{1,20}[»\"”]?){0,7}",
    "an office, a bank or a platform by the noun that its name begins with",
)
SYSTEM = pattern(
    "names.arabic-system",
    r"(?<![ء-ي])[وف]?[بلك]?(?P<name>(?:منصة|بوابة|نظام|منظومة|تطبيق(?![ ](?:ال)?(?:توقيت|قرار|قانون|إجراء|لائحة|"
    r"مرحلة|قواعد|تعليمات|نظام))|خدمة|خدمات|برنامج|سجل|شبكة)(?![ء-ي])"
    r"(?:[ ][«\"“]?[ء-ي]{2,20}[»\"”]?){1,4})",
    "a system by what it is for",
)
_AFTER_NAME = (
    "ان اننا انها انه بان عن علي من الي التي الذي اليوم امس غدا يوم بسبب خلال بعد قبل حتي لغايه منذ ابتداء "
    "اعتبارا وذلك وهو وهي حيث لدي ضمن مع عبر حول بشان كما ما لا لن لم قد سوف هذا هذه ذلك تلك كل جميع بعض كافه عند "
    "بين لمده مده موقتا كليا جزييا صباح مساء فجر حاليا الان غير كان كانت ليس ستكون سيكون تكون يكون لصيانه لتحديث "
    "صيانه تحديث توقف ايقاف اعلن اعلنت تعلن يعلن اكد اكدت نفي نفت توضح اوضح اوضحت عملايها مستخدميها زبايينها "
    "زبانيها المواطنين المراجعين المستفيدين عملايه المتعاملين السيد الساده الكرام الاعزاء ثلاثه يومين ساعات ساعه "
    "تعطل تعليق اغلاق انقطاع خارج اضطراب تعود عادت عاد يعود قيد تحت متاحه متاح الموافق الجمعه السبت الاحد "
    "الاثنين الثلاثاء الاربعاء الخميس القادم المقبل الجاري تجدول ستنفذ وقال وقالت واكد واكدت واوضحت واضاف واضافت "
    "وان وانها وانه بلا او"
)
_VERBS = (
    "اثر ليل ليله ظهر عصر نتيجه جراء عقب ابان هي متوقفه متوقف معطله معطل تعلق تعلن تنفذ تضرب توثر تجري يجري "
    "تقوم يقوم ستقوم تخضع يخضع توقف توقفت تعطلت تواجه يواجه تعاني تستعد تعتزم تشهد تمدد توجل تلغي تستانف يستانف "
    "تنهي ينهي تبدا يبدا تواصل تعيد تطلق يعلق ينفذ يوجل يلغي يمدد يعاني اجرت تجدد المشغله المعنيه المختصه نفسها "
    "المذكوره يضرب يوثر تصلح يصلح ايقافا توقفا تعطلا "
    "تمديد تاجيل الغاء استيناف عوده سبع ست خمس اربع ثلاث ثماني تسع عشر سته خمسه اربعه رسايل"
)
_STOPS = frozenset((*_AFTER_NAME.split(), *_VERBS.split()))
_NOBODY = frozenset(("مركز الاتصال", "مركز العنايه", "مركز الخدمه", "مراكز الخدمه", "خدمه العملاء", "موقع الويب"))
_SYSTEM = re.compile("نظام|منصه|خدمه|خدمات|موقع|تطبيق|بوابه|منظومه|انظمه")
_WITH = re.compile("ب(?!ال|يروت|غداد|لدي|نك|ريد|حث|يت|حر|رامج|يان|ورص|ترول|اب|ني)[ء-ي]{3,12}")  # "by doing" ends a name
_YOU = re.compile("[ء-ي]{3,12}(?:كم|نا|هم)")
_OFFICE = re.compile("(?:ال)?(?:هييه|وزاره|مصرف|بنك|مديريه|شركه|بلديه|جامعه|امانه|محكمه|موسسه|مجلس|وكاله)")
_SHORT = 4  # letters: of longer words that begin with "and" the next thing in a list begins
_VERB = re.compile(r"(?:[سوف]{0,2}(?:[تيس]ت[ء-ي]{2,6}|س[تين][ء-ي]{2,7}|ا[ء-ي]{3,4}ت))\Z")


def arabic_names(folded: Folded) -> Iterator[Span]:
    """Every phrase that may be such a name, each cut where the name must be over."""
    for match in ARABIC.find(folded):
        start = match.start("name") if match["name"] else match.start("other")
        span = _cut(folded.text, Span(start, match.end()))
        if folded.text[span.start : span.end] not in _NOBODY:
            yield span


def arabic_systems(folded: Folded) -> Iterator[Span]:
    """Phrases that begin with the word for a system, a service or a page and say which one it is."""
    for match in SYSTEM.find(folded):
        span = _cut(folded.text, Span(match.start("name"), match.end()), ends_at_and=True)
        if " " in folded.text[span.start : span.end]:
            yield span


def _cut(text: str, span: Span, *, ends_at_and: bool = False) -> Span:
    """The phrase up to a word that cannot be of a name; a place after في can."""
    words = words_of(text[span.start : span.end])
    last = words[0]
    for at, word in enumerate(words[1:], start=1):
        if word.text in {"في", "ب"}:
            if at + 1 < len(words) and is_place(words[at + 1].text):
                last = words[at + 1]
            if at + 1 < len(words) and _OFFICE.fullmatch(words[at + 1].text):
                continue
            break
        if ends_at_and and _OFFICE.fullmatch(word.text):
            break
        if ends_at_and and word.text[0] == "و" and len(word.text) > _SHORT:
            break
        if _ends(word.text) or (_SYSTEM.fullmatch(word.text) and not _SYSTEM.fullmatch(words[0].text)):
            break
        last = word
    return Span(span.start, span.start + last.span.end)


def is_stop(word: str) -> bool:
    """Whether a word is none of a name's: a verb, a time, a preposition."""
    return word in _STOPS or _VERB.match(word) is not None


def _ends(word: str) -> bool:
    return is_stop(word) or bool(_YOU.fullmatch(word)) or (bool(_WITH.fullmatch(word)) and not is_place(word))
