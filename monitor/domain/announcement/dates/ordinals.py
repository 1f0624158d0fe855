"""Days of the month in words: الخامس والعشرين, twenty-fifth.

Knows words only, and no number above 31.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.domain.announcement.folding import fold

_ONES: Final = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")
_TEENS: Final = ("الحادي", *_ONES[1:])
_ENGLISH: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)


def _arabic() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_ONES, start=1)}
    found |= {"العاشر": 10, "غرة": 1, "الفاتح": 1, "أول": 1, "فاتح": 1}  # Maghreb: الفاتح من نوفمبر
    found |= {f"{word} عشر": 10 + number for number, word in enumerate(_TEENS, start=1)}
    for tens, endings in ((20, ("العشرين", "العشرون")), (30, ("الثلاثين", "الثلاثون"))):
        found |= dict.fromkeys(endings, tens)
        compound = enumerate(_TEENS[: 31 - tens], start=1)
        found |= {f"{word} و{ending}": tens + number for number, word in compound for ending in endings}
    return {fold(word).text: number for word, number in found.items()}


def _english() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_ENGLISH, start=1)}
    found |= {f"twenty {word}": 20 + number for number, word in enumerate(_ENGLISH[:9], start=1)}
    return found | {"thirtieth": 30, "thirty first": 31}


_NUMBERS: Final = _arabic() | _english()


def _alternation(words: dict[str, int]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    loose = (re.sub("^ال", "(?:ال|لل)", word).replace(" ", "[ -]{1,2}") for word in ordered)  # للسادس: to the sixth
    return "(?:" + "|".join(loose) + ")"


AR_ORDINAL: Final = _alternation(_arabic())
EN_ORDINAL: Final = _alternation(_english())


def ordinal_number(written: str) -> int:
    """The number of a day in words, folded.

    Raises:
        KeyError: for other words.
    """
    return _NUMBERS[re.sub("^لل", "ال", re.sub("[ -]+", " ", written))]
