"""Names of the days of the week in Arabic and English, and the words that say which day of that name is meant.

Knows words only. A weekday is counted from 0 for Monday, as the standard library does.
"""

from __future__ import annotations

from typing import Final

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import Which

ARABIC: Final[tuple[tuple[str, ...], ...]] = (
    ("اثنين", "إثنين", "أثنين", "اتنين"),
    ("ثلاثاء", "ثلاثا", "ثلوثاء", "تلات"),
    ("أربعاء", "اربعا"),
    ("خميس",),
    ("جمعة", "جمعه"),
    ("سبت",),
    ("أحد",),
)
"""Monday to Sunday, without the article."""

ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT: Final[tuple[tuple[str, ...], ...]] = (
    ("mon",),
    ("tue", "tues"),
    ("wed", "weds"),
    ("thu", "thur", "thurs"),
    ("fri",),
    ("sat",),
    ("sun",),
)
"""English ones cut short: words of other meanings too, so that alone they need a capital and an hour beside them."""

_NUMBERS: Final = {
    fold(name).text: number
    for names in (ARABIC, tuple((name,) for name in ENGLISH), SHORT)
    for number, group in enumerate(names)
    for name in group
}

_ARABIC_NAMES: Final = "|".join(
    sorted({fold(name).text for group in ARABIC for name in group}, key=lambda name: (-len(name), name))
)
AR_WEEKDAY: Final = f"(?:{_ARABIC_NAMES})(?!\\w)"
EN_WEEKDAY: Final = f"(?:{'|'.join(ENGLISH)})(?!\\w)"
SHORT_WEEKDAY: Final = "(?:" + "|".join(name for group in SHORT for name in reversed(group)) + ")(?!\\w)"
ANY_WEEKDAY: Final = f"(?:ال{AR_WEEKDAY}|{EN_WEEKDAY}|{SHORT_WEEKDAY}\\.?)"

WORDS: Final[dict[Which, tuple[str, ...]]] = {
    Which.NEXT: ("المقبل", "القادم", "التالي", "الآتي", "القابل", "next", "upcoming", "following"),
    Which.THIS: ("الحالي", "الجاري", "this coming", "coming", "this", "current", "present", "same"),
    Which.LAST: ("الماضي", "المنصرم", "الفائت", "الفارط", "السابق", "الأخير", "المنقضي", "last", "past", "previous"),
}

_WHICH: Final = {fold(word).text: which for which, words in WORDS.items() for word in words}


def _words(*, arabic: bool) -> str:
    chosen = sorted((word for word in _WHICH if word.isascii() is not arabic), key=lambda word: (-len(word), word))
    return "|".join(word.replace(" ", "[ ]") for word in chosen)


AR_WHICH: Final = f"(?:{_words(arabic=True)})(?:ه|ين)?(?!\\w)"
EN_WHICH: Final = f"(?:{_words(arabic=False)})(?!\\w)"


def weekday_number(written: str) -> int:
    """0 for Monday to 6 for Sunday; ``written`` is folded and may have the Arabic article.

    Raises:
        KeyError: for what is no weekday.
    """
    name = written.removesuffix(".")
    return _NUMBERS[name] if name in _NUMBERS else _NUMBERS[name.removeprefix("ال")]


def which_of(written: str | None) -> Which | None:
    """The day, week or month of that name that a word means; the Arabic one may be feminine or dual."""
    if written is None:
        return None
    return _WHICH[written] if written in _WHICH else _WHICH[written.removesuffix("ه").removesuffix("ين")]
