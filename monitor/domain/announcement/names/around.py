"""What stands beside a word of stopping as its subject or object: the things that stop, by no list at all.

The words before or after a cue are parted as a list is; what begins like a time, a reason or a person is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Cue, Matter
from monitor.domain.announcement.names.arabic import is_stop
from monitor.domain.announcement.names.countries import is_place
from monitor.domain.announcement.names.lists import parted
from monitor.domain.announcement.pattern import pattern
from monitor.domain.announcement.sentences import Sentence

_MATTERS = frozenset({Matter.DOWN, Matter.DEGRADED})
_FAR = 160  # characters on either side of a cue
BOUNDARY = pattern(
    "names.subject-begins",
    r"(?:[:;؛|]|(?<![\w])(?:that|while|when|because|since|where|and[ ]that|which|if|before|after|so|noting|"
    r"[وب]?أن|إن|حيث|بينما|"
    r"فيما|كما|لأن))(?![\w])[ ]?|(?<![\w])[-–—](?=[ ])",
    "where the subject of the next verb begins",
)
AUXILIARY = pattern(
    "names.auxiliary",
    r"(?:[ ](?:will|would|may|might|can|could|shall|is|are|was|were|be|been|being|has|have|had|not|also|"
    r"currently|now|"
    r"temporarily|still|to|remain|become|go|went|going|completely|partially|briefly|both|all|experience|"
    r"experiencing|do|does|"
    r"لن|لم|لا|قد|سوف|كان|كانت|تكون|يكون|ستكون|سيكون|حاليا|مؤقتا|كلها|جميعها|أيضا)){1,6}\Z",
    "what stands between a subject and its verb",
)
OBJECT = pattern(
    "names.object",
    r"[ ]?(?:(?:مؤقت[ةا]?|جزئي[ةا]?|كلي[ةا]?|كامل[ة]?|طارئ[ة]?|مفاجئ[ة]?|العمل|عمل|تقديم|تشغيل|بث|عن|في|على|بعض|"
    r"جميع|كافة|to|of|in|for|"
    r"access|the|our|all|its|use|some|using|accessing|service|services)[ ]){1,5}|[ ]",
    "what leads from a word of stopping to the thing that stops",
)
_NO_ENGLISH = (
    "on from during due for between at in by to until as we it they you i this these there please dear because "
    "after before while user users customer customers taxpayers members clients people starting beginning with of "
    "who also both not he she work maintenance here only but which what today tonight tomorrow monday tuesday "
    "wednesday thursday friday saturday sunday following having being if once although many most "
    "several everyone anyone "
    "nothing none planned scheduled emergency essential"
)
_NO_STARTS = frozenset(_NO_ENGLISH.split())
_VERBS = (
    "said says announced will is are was were be has have had you your we please informed scheduled planned they it "
    "can cannot found our their today tonight maintenance"
)
_NO_INSIDE = frozenset(_VERBS.split())
_ARABIC_THING = re.compile(
    r"(?:ال[ء-ي]{3}|خدم|نظام|انظم|منص|بواب|تطبيق|موقع|شبك|بطاق|حساب|عملي|اصدار|تجديد|استقبال|صرف|سداد|دفع|حجز|"
    r"تقديم|تسجيل|"
    r"استخراج|طباع|رحلات|معاملات|مراكز|فروع|مكاتب|مديري|منظوم|استعلام|تحويل|شحن|بيع|شراء|توصيل|نقل|تحديث[ ]البيانات)"
)
_NO_ARABIC = re.compile(
    r"ال(?:وقت|مستوي|موافق|يوم|جاري|مقبل|قادم|عمل|ساعه|بلاد|وطن|اراضي|جمعه|سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|"
    r"عملاء|مواطن|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي|"
    r"مستفيد|مستخدم|مراجع|زبايين|زبناء|صيانه|تحديث|اعمال|فتره|شهر|عام|سيد|توقف|انقطاع|هيءه|هييه|وزاره|مديريه|"
    r"شركه|مصرف|بنك|"
    r"اداره|جهاز|"
    r"ذي|تي|ذين)"
)
RULES = (BOUNDARY, AUXILIARY, OBJECT)


def around(folded: Folded, sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Iterator[Span]:
    """Subjects before words of stopping; after Arabic ones and "unable to", what stops."""
    at = 0
    for cue in sorted((one for one in cues if one.matter in _MATTERS), key=lambda one: one.span):
        while at < len(sentences) and sentences[at].span.end <= cue.span.start:
            at += 1
        if at == len(sentences):
            return
        if at == 0 and len(sentences) > 1:
            continue  # a headline says whose services stop, the text which
        whole = sentences[at].span
        for span in (*_before(folded.text, whole, cue.span), *_after(folded.text, whole, cue.span)):
            if _is_thing(folded.text[span.start : span.end]):
                yield span


def _is_thing(item: str) -> bool:
    words = item.split()
    if is_stop(words[0]) or any(char.isdigit() for char in item) or (len(words) == 1 and is_place(words[0])):
        return False
    if item[0] > "\u0600":
        return bool(_ARABIC_THING.match(item)) and not _NO_ARABIC.match(item) and not is_stop(words[-1])
    return words[0] not in _NO_STARTS and _NO_INSIDE.isdisjoint(words)


def _before(text: str, whole: Span, cue: Span) -> Iterator[Span]:
    start = max(whole.start, cue.start - _FAR)
    piece = text[start : cue.start].rstrip(" ")
    auxiliary = AUXILIARY.regex.search(piece)
    end = start + (auxiliary.start() if auxiliary else len(piece))
    for mark in BOUNDARY.regex.finditer(text, start, end):
        start = mark.end()
    yield from parted(text, start, end)


def _after(text: str, whole: Span, cue: Span) -> Iterator[Span]:
    end = min(whole.end, cue.end + _FAR)
    lead = OBJECT.regex.match(text, cue.end, end)
    if lead and (text[cue.end - 1] > "\u0600" or text[cue.start : cue.end].endswith(("unable", "cannot", "suspend"))):
        yield from parted(text, lead.end(), end)
