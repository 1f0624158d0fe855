"""Common words of platforms' names in Arabic and English: labels are mostly in English, texts are in both.

Only for comparing; the reader knows nothing of it.
"""

from __future__ import annotations

from monitor.domain.announcement.folding import fold

_PAIRS = """
وزارة ministry; بنك bank; مصرف bank; بنوك banks; البنوك banks; المصارف banks; هيئة authority
مديرية directorate; مؤسسة corporation; شركة company; مصلحة department; إدارة department; مركز centre
مراكز centres; محكمة court; محاكم courts; الداخلية interior; العدل justice; التعليم education
الصحة health; المالية finance; التجارة commerce; العمل labour; النقل transport; الخارجية foreign
الدفاع defence; الجوازات passports; المرور traffic; الضرائب tax; الجمارك customs; الكهرباء electricity
المياه water; البريد post; الاتصالات telecom; اتصالات telecom; الإنترنت internet; انترنت internet
شبكات networks; منصة platform; بوابة portal; موقع website; مواقع websites; تطبيق app; نظام system
خدمات services; حكومية government; الحكومية government; الحكومة government; مواطن citizen
المواطن citizen; التأمينات insurance; العقاري estate; المركزي central; الوطني national; الوطنية national
الأهلي national; التجاري commercial; الإسلامي islamic; جامعة university; الجامعات universities
مطار airport; المنافذ crossings; منافذ crossings; المعابر crossings; الحدودية border; السجل registry
المدني civil; المدنية civil; الهوية identity; الرقمية digital; الإلكترونية electronic; سوريا syria
السوري syria; السورية syria; دمشق damascus; مصر egypt; المصرية egyptian; المصري egypt; القاهرة cairo
العراق iraq; العراقي iraq; الأردن jordan; الأردنية jordan; لبنان lebanon; الجزائر algeria; المغرب morocco
تونس tunisia; ليبيا libya; السودان sudan; الخرطوم khartoum; الكويت kuwait; قطر qatar; عمان oman
البحرين bahrain; الإمارات emirates; السعودية saudi; الرياض riyadh; دبي dubai; أبوظبي abudhabi
اليمن yemen; فلسطين palestine; تركيا turkiye; سنغافورة singapore; الرافدين rafidain; الرشيد rasheed
الراجحي rajhi; الكبرى greater; الأحوال affairs; الشؤون affairs; الريف rif; ريف rif
"""

ENGLISH = {
    fold(arabic).text.removeprefix("ال"): english
    for arabic, english in (pair.split() for pair in _PAIRS.replace("\n", ";").split(";") if pair.strip())
}
"""By the Arabic word as folded, without its article."""

_COUNTRIES = """
syria syrian egypt egyptian iraq iraqi jordan jordanian lebanon algeria morocco tunisia tunisian libya
sudan kuwait qatar oman bahrain emirates uae saudi arabia yemen palestine india indian canada australia
australian singapore uk us
"""
_GENERIC = """
a al an and at by el for in of on the to s ministry bank banks authority directorate corporation company
department centre centres center office agency court courts platform portal website websites site app
system systems service services online digital electronic e network networks national government public
telecom filing
"""


def singular(word: str) -> str:
    """The word without the s of an English plural."""
    return word[:-1] if len(word) > len("bus") and word.endswith("s") and not word.endswith("ss") else word


COUNTRIES = frozenset(map(singular, _COUNTRIES.split()))
"""Compared apart: the directory knows of its platforms where they are."""

GENERIC = frozenset(map(singular, _GENERIC.split())) | COUNTRIES
"""Words that many platforms have in their names: two names that share no other rarely mean the same."""
