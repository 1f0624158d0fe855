"""Numbers in words, Arabic and English, as hours, minutes and lengths need them (up to 199).

A compound is the sum of its words in both languages: خمس عشرة, أربع وعشرين, twenty-four. Fractions of an hour too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.domain.announcement.folding import fold

_ARABIC = {
    "واحد واحدة أحد إحدى حادي حادية الواحدة الأولى": 1,
    "اثنان اثنين إثنين اثنا اثني اثنتان اثنتين اثنتا اثنتي ثنتين اتنين ثاني ثانية تانية": 2,
    "ثلاث ثلاثة تلاتة ثالثة تالتة": 3,
    "أربع أربعة رابعة": 4,
    "خمس خمسة خامسة": 5,
    "ست ستة سادسة": 6,
    "سبع سبعة سابعة": 7,
    "ثمان ثماني ثمانية ثامنة تمانية تامنة": 8,
    "تسع تسعة تاسعة": 9,
    "عشر عشرة عاشرة": 10,
    "عشرون عشرين": 20,
    "ثلاثون ثلاثين": 30,
    "أربعون أربعين": 40,
    "خمسون خمسين": 50,
    "ستون ستين": 60,
    "سبعون سبعين": 70,
    "ثمانون ثمانين": 80,
    "تسعون تسعين": 90,
    "مئة مائة ميه": 100,
}
_ONES = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_ENGLISH = {name: number for number, name in enumerate(_ONES.split(), 1)} | {
    name: 10 * number for number, name in enumerate(_TENS.split(), 3)
}
WORDS = {fold(word).text: value for words, value in _ARABIC.items() for word in words.split()} | _ENGLISH
_FRACTIONS = {"نصف": 30, "النصف": 30, "نص": 30, "ربع": 15, "ربعا": 15, "ثلث": 20, "ثلثا": 20, "دقيقتين": 2}


def choice(words: Iterable[str]) -> str:
    """An expression for one of the words, the longer ones first."""
    return "(?:" + "|".join(word.replace(" ", "[ ]{1,2}") for word in sorted(words, key=len, reverse=True)) + ")"


_TOKEN = choice(word for word in WORDS if not word.isascii() and not word.startswith("ال"))
ARABIC = rf"(?:{_TOKEN}(?:[ ]{{1,2}}و?[ ]?{_TOKEN}){{0,2}}(?!\w))"
"""A number in Arabic words."""
ENGLISH = rf"(?:{choice(_ENGLISH)}(?:[ -](?:and[ ])?{choice(_ENGLISH)}){{0,2}}(?![\w]))"
"""A number in English words."""
CARDINALS = choice(
    word for words in list(_ARABIC)[:10] for word in fold(words).text.split() if not word.startswith("ال")
)
"""An hour of the clock without an article, of one word."""


def value(text: str) -> int | None:
    """The number that digits or words mean; ``None`` for words that are none."""
    if text.strip().isdigit():
        return int(text)
    found = [_word(word) for word in re.findall(r"\w+", text)]
    known = [one for one in found if one is not None]
    return sum(known) if known else None


def _word(word: str) -> int | None:
    for one in (word, word.removeprefix("و"), word.removeprefix("و").removeprefix("ال")):
        if one in WORDS:
            return WORDS[one]
    return int(word) if word.isdigit() else None


def minutes_beside(text: str) -> int:
    """What is added to the hour, or taken from it: والنصف is 30, إلا ربعاً is -15, ونصف إلا خمسا is 25."""
    sign, total = 1, 0
    for word in re.findall(r"\w+", text):
        bare = word if word in WORDS else word.removeprefix("و").removeprefix("ال")
        if word == "الا":
            sign = -1
        elif bare in _FRACTIONS:
            total += sign * _FRACTIONS[bare]
        elif bare.removesuffix("ا") in WORDS or bare in WORDS:
            total += sign * WORDS.get(bare, WORDS.get(bare.removesuffix("ا"), 0))
        elif bare.isdigit():
            total += sign * int(bare)
    return total
