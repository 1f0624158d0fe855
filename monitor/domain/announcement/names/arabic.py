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
    "تعطل تعليق اغلاق انقطاع خارج الخدمه اضطراب تعود عادت عاد يعود قيد تحت متاحه متاح الموافق الجمعه السبت الاحد "
    "الاثنين الثلاثاء الاربعاء الخميس القادم المقبل الجاري تجدول ستنفذ وقال وقالت واكد واكدت واوضحت واضاف واضافت "
    "وان وانها وانه بلا او"
)
_STOPS = frozenset((*_AFTER_NAME.split(), *("اثر", "ليل", "ليله", "ظهر", "عصر", "نتيجه", "جراء", "عقب", "ابان", "هي")))
_OFFICE = re.compile("(?:ال)?(?:هييه|وزاره|مصرف|بنك|مديريه|شركه|بلديه|جامعه|امانه|محكمه|موسسه|مجلس|وكاله)")
_SHORT = 4  # letters: of longer words that begin with "and" the next thing in a list begins
_VERB = re.compile(r"(?:[سوف]{0,2}(?:[تيس]ت[ء-ي]{2,6}|س[تين][ء-ي]{2,7}|ا[ء-ي]{3,4}ت))\Z")


def arabic_names(folded: Folded) -> Iterator[Span]:
    """Every phrase that may be such a name, each cut where the name must be over."""
    for match in ARABIC.find(folded):
        start = match.start("name") if match["name"] else match.start("other")
        yield _cut(folded.text, Span(start, match.end()))


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
            break
        if ends_at_and and _OFFICE.fullmatch(word.text):
            break
        if ends_at_and and word.text[0] == "و" and len(word.text) > _SHORT:
            break
        if word.text in _STOPS or _VERB.match(word.text):
            break
        last = word
    return Span(span.start, span.start + last.span.end)
