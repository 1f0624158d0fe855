"""The words that made-up announcements are put together from: months, weekdays, hours, platforms.

Knows nothing of windows or sentences, and takes no word from the reader that it is to try.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    id: str
    names: dict[Language, tuple[str, ...]]


PLATFORMS = (
    Platform(id="absher", names={"ar": ("منصة أبشر", "نظام أبشر"), "en": ("the Absher platform",)}),
    Platform(id="nafath", names={"ar": ("تطبيق نفاذ", "منصة نفاذ"), "en": ("the Nafath app", "the Nafath platform")}),
    Platform(id="qiwa", names={"ar": ("منصة قوى",), "en": ("the Qiwa platform",)}),
    Platform(id="masar", names={"ar": ("منصة مسار", "نظام مسار"), "en": ("the Masar platform", "the Masar system")}),
    Platform(id="ejar", names={"ar": ("منصة إيجار", "شبكة إيجار"), "en": ("the Ejar network", "the Ejar platform")}),
    Platform(
        id="rega",
        names={
            "ar": ("بوابة الهيئة العامة للعقار", "منصة الهيئة العامة للعقار"),
            "en": ("the Real Estate General Authority (REGA) portal", "the REGA portal"),
        },
    ),
)

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ar": ("الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class Months(StrEnum):
    """Whose names of the months an Arabic text uses; a paper of any country may write of any platform."""

    GULF = "gulf"
    LEVANT = "levant"
    BOTH = "both"
    ALGIERS = "algiers"
    RABAT = "rabat"


_GULF = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
_LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
MONTHS_AR: dict[Months, list[str]] = {
    Months.GULF: _GULF,
    Months.LEVANT: _LEVANT,
    Months.BOTH: [f"{gulf}/{levant}" for gulf, levant in zip(_GULF, _LEVANT, strict=True)],
    Months.ALGIERS: [
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    Months.RABAT: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ],
}
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

HIJRI_MONTHS: dict[Language, tuple[str, ...]] = {
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    "en": (
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Thani",
        "Jumada al-Ula",
        "Jumada al-Akhirah",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhul Qadah",
        "Dhul Hijjah",
    ),
}

HOURS_AR = (
    "الثانية عشرة",
    "الواحدة",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
    "الحادية عشرة",
)
HOURS_EN = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
COUNTS_AR = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]  # three hours and up to ten
COUNTS_EN = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
