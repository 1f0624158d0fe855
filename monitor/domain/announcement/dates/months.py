"""Names of months, Gregorian and Hijri, in Arabic of every region and in English, and what number each has.

Knows words only: what stands around them, and whether they are a month there, is for the patterns that use them.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import Calendar

GREGORIAN: Final[tuple[tuple[str, ...], ...]] = (
    ("يناير", "ينائر", "كانون الثاني", "كانون ثاني", "كانون ثان", "جانفي", "جانفييه", "january", "jan"),
    ("فبراير", "فبرائر", "فبرابر", "شباط", "فيفري", "فيفرييه", "february", "febuary", "feb", "febr"),
    ("مارس", "مارث", "آذار", "اذار", "march", "mar"),
    ("أبريل", "إبريل", "ابرايل", "نيسان", "أفريل", "april", "apr"),
    ("مايو", "أيار", "ماي", "مايس", "may"),
    ("يونيو", "يونيه", "يونية", "حزيران", "جوان", "june", "jun"),
    ("يوليو", "يوليه", "يولية", "تموز", "جويلية", "جويليه", "جوييه", "يوليوز", "july", "jul"),
    ("أغسطس", "اغسطس", "أغسطوس", "آب", "أوت", "اوت", "غشت", "august", "aug"),
    ("سبتمبر", "سيبتمبر", "سبتمر", "أيلول", "شتنبر", "september", "sept", "sep"),
    ("أكتوبر", "أوكتوبر", "اكتوبر", "تشرين الأول", "تشرين أول", "october", "oct"),
    ("نوفمبر", "نوفمبير", "تشرين الثاني", "تشرين ثاني", "تشرين ثان", "نونبر", "november", "nov"),
    ("ديسمبر", "دسمبر", "ديسيمبر", "كانون الأول", "كانون أول", "دجنبر", "december", "dec"),
)
"""January to December: Gulf and Egypt, the Levant and Iraq, Algeria and Tunisia, Morocco, English, and misspellings."""

HIJRI: Final[tuple[tuple[str, ...], ...]] = (
    ("محرم", "المحرم", "muharram", "moharram"),
    ("صفر", "safar"),
    ("ربيع الأول", "ربيع أول", "rabi al-awwal", "rabi ul-awwal", "rabi i", "rabi al-awal"),
    (
        *("ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع آخر", "rabi al-thani", "rabi al-akhir", "rabi ath-thani"),
        *("rabi ul-thani", "rabi ii", "rabi al-akhar"),
    ),
    (
        *("جمادى الأولى", "جمادى الأول", "جماد الأول", "جمادى أول", "jumada al-ula", "jumada al-awwal", "jumada i"),
        *("jumada al-oula", "jumada ul-ula"),
    ),
    (
        *(
            "جمادى الآخرة",
            "جمادى الثانية",
            "جمادى الآخر",
            "جمادى الثاني",
            "جماد الثاني",
            "جماد الآخر",
            "jumada al-akhirah",
        ),
        *(
            "jumada al-thani",
            "jumada al-thaniyah",
            "jumada al-akhira",
            "jumada ii",
            "jumada al-akhir",
            "jumada ath-thani",
        ),
    ),
    ("رجب", "rajab"),
    ("شعبان", "shaban", "shaaban"),
    ("رمضان", "ramadan", "ramadhan", "ramazan"),
    ("شوال", "shawwal", "shawal"),
    (
        *(
            "ذو القعدة",
            "ذي القعدة",
            "ذوالقعدة",
            "ذا القعدة",
            "dhu al-qidah",
            "dhu al-qadah",
            "dhul qadah",
            "dhul qidah",
        ),
        *("dhu al-qaadah", "zul qadah", "dhu al-qada", "dhul-qaada", "dhul-qadah"),
    ),
    (
        *("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذا الحجة", "dhu al-hijjah", "dhul hijjah", "dhul hijja", "zul hijjah"),
        *("dhu al-hijja", "dhul-hijjah", "zilhijjah"),
    ),
)
"""Muharram to Dhu al-Hijjah. Apostrophes, hyphens and blanks inside the English ones may be left out or added."""

_APOSTROPHES = re.compile("['\u2019\u2018`\u02bf\u02be\u02bc]")
_JOINTS = re.compile("[ -]+")


def _key(word: str) -> str:
    """A name without what its spellings differ in."""
    return _JOINTS.sub("", _APOSTROPHES.sub("", fold(word).text))


_NUMBERS: Final = {
    _key(name): (calendar, number)
    for calendar, names in ((Calendar.GREGORIAN, GREGORIAN), (Calendar.HIJRI, HIJRI))
    for number, group in enumerate(names, start=1)
    for name in group
}


def month_number(written: str) -> tuple[Calendar, int]:
    """The calendar and the number of a month by its name.

    Raises:
        KeyError: for what is no name of a month.
    """
    return _NUMBERS[_key(written)]


def _loose(name: str) -> str:
    """The expression of a name: between the words of one a hyphen, a blank or nothing, in English an apostrophe."""
    folded = fold(name).text
    if not folded.isascii():
        return folded.replace(" ", "[ ]{1,3}")
    if not {" ", "-"} & set(folded) and folded not in _HAMZA:
        return folded
    letters = "".join(_JOINT if letter in " -" else letter for letter in folded)
    return re.sub("(i)(?=\\[)|(sha)(?=a?ban)|(q[ia]a?)(?=d)|(dhu)(?=l)", f"\\g<0>{_QUOTE}?", letters)


_HAMZA: Final = {"shaban", "shaaban"}
_QUOTE: Final = "['\u2019\u2018`\u02bf\u02be\u02bc]"
_JOINT: Final = "[ -]{0,2}"


def _alternation(groups: tuple[tuple[str, ...], ...]) -> str:
    names = {_loose(name) for group in groups for name in group}
    return "(?:" + "|".join(sorted(names, key=lambda name: (-len(name), name))) + ")"


MONTH: Final = _alternation(GREGORIAN + HIJRI)
"""An expression for any of them, the longest first."""

EPITHET: Final = "(?:[ ](?:المبارك|الحرام|المعظم|المكرم|الفرد|الخير))?"
"""What is said of a Hijri month in honour of it."""
