"""Every pattern by which names are read meets what it is for, and leaves alone what only looks like it."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.names.rules import RULES
from monitor.domain.announcement.pattern import Pattern

CASES: dict[str, tuple[str, str]] = {  # by name of the rule: what it must meet, what it must not
    "names.head-word": ("عبر منصة ", "في منصات"),
    "names.quoted": ("قال «", "قال» "),
    "names.headline-colon": (": تحديث", "تحديث"),
    "names.headline-verb": (" تتوقف غداً", " الأول"),
    "names.doing-before": ("توقف خدمات ", "توقف منصة "),
    "names.doing-after": (" العقود", " الإلكترونية"),
    "names.app-before": ("يتوقف تطبيق «", "يتوقف تطبيقه "),
    "names.app-after": (" mobile app", " apple"),
    "names.thing-english-deed": ("you cannot log in to your account", "cannot be logged"),
    "names.example": ("ومنها تطبيق ", "ومعها "),
    "names.served-through": ("خدمات توثيق العقود عبر منصة ", "خدمات توثيق العقود ويمكن الدفع عبر منصة "),
    "names.american-date": ("on August 22, 2025", "on 22 August 2025"),
    "names.source-after-verb": ("أفادت منصة ", "توقفت منصة "),
    "names.source-before-verb": (" said on Friday", " will stop"),
    "names.way": ("الدخول عبر تطبيق ", "يتوقف تطبيق "),
    "names.cause": ("due to a fault at ", "maintenance of "),
    "names.untouched": ("ولا منصة ", "ومنصة "),
    "names.arabic-organisation": ("أعلنت بلدية النبطية", "أعلنت التفاصيل"),
    "names.arabic-system": ("توقف منظومة التقاضي", "تطبيق القانون"),
    "names.noun-after": (" online portal", " council"),
    "names.predicate": (" will be down", " of London"),
    "names.english-organisation": ("Leeds City Council", "Friday Night"),
    "names.before-colon": ("بنك ظفار: إيقاف", "يتوقف بنك ظفار"),
    "names.first-words": ("تنبيه من البنوك", "2025/12/05"),
    "names.list-arabic": ("وتشمل الخدمات", "شملان"),
    "names.list-english": ("services such as login", "as usual"),
    "names.list-colon": ("The following will stop:\n- a", "The following will stop: a"),
    "names.list-head": ("Affected services: UPI", "The services stop"),
    "names.list-bullet": ("- licences", "licences"),
    "names.subject-begins": ("قالت إن المنصة", "المنصة"),
    "names.auxiliary": ("the portal will be", "the portal"),
    "names.object": (" العمل في المحاكم", "المحاكم"),
    "names.thing-machine": ("ونقاط البيع وأجهزة الصراف الآلي", "سعر الصرف"),
    "names.thing-channel": ("موقعها الإلكتروني", "موقعة"),
    "names.thing-payment": ("والدفع الإلكتروني", "السحبان"),
    "names.thing-network": ("الإنترنت المنزلي", "الهاتفة"),
    "names.thing-identity": ("تجديد رخص السير", "تجديد الثقة"),
    "names.thing-services": ("كافة الخدمات الإلكترونية", "خدمتكم"),
    "names.thing-english": ("online account", "the account"),
    "names.thing-english-alone": ("ATMs and branches", "the branch"),
}
FROM_THE_START = frozenset(
    {"names.headline-colon", "names.headline-verb", "names.source-before-verb", "names.noun-after"}
)
FROM_THE_START |= {
    "names.object",
    "names.predicate",
    "names.before-colon",
    "names.list-head",
    "names.list-bullet",
    "names.first-words",
    "names.doing-after",
    "names.app-after",
}


def test_every_rule_has_its_row() -> None:
    assert sorted(CASES) == sorted(rule.name for rule in RULES)
    assert all(rule.why for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_meets_its_text_and_not_the_look_alike(rule: Pattern) -> None:
    find = rule.regex.match if rule.name in FROM_THE_START else rule.regex.search
    hit, miss = CASES[rule.name]

    assert find(fold(hit).text), hit
    assert not find(fold(miss).text), miss
