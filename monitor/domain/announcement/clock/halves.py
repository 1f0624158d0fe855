"""The half of the day, and the parts of it, that stand beside an hour: صباحاً, مساءً, ظهراً, a.m., "in the evening".

From an hour of twelve and such a word to the hour of twenty-four.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import assert_never


class Half(Enum):
    """What the word beside an hour says of it."""

    AM = auto()
    PM = auto()
    EVENING = auto()  # مساءً: as PM, but "12 مساءً" is the midnight that ends the evening
    NOON = auto()  # ظهراً: of the hours around noon
    NIGHT = auto()  # ليلاً: from six in the evening to five in the morning
    MIDNIGHT = auto()


ARABIC = r"""
    (?: (?:من|في|عند)[ ]{1,2} (?:ساعات[ ]{1,2})? )?
    (?:
        (?:ما[ ])? (?:(?:بعد|قبل)[ ]{1,2})? منتصف[ ]{1,2} (?:ال)?ليله?
      | (?:ما[ ])? (?:بعد|قبل)[ ]{1,2} (?:ال)?ظهر
      | ب?(?:ال)? (?:صباحا?|صبح|مساءا?|مسا|فجرا?|ظهرا?|ظهيره|عصرا?|ليلا?|ليله|ضحي|مغربا?)
      | [صم](?![.]\w)(?![ ]?\d)
    ) (?!\w)
"""
"""The words, without the blank before them."""
ENGLISH = r"""
    (?: [ap][ ]?[.][ ]?m[.]? (?!\w) | [ap]m(?![a-z\d]) | [ap][ ]m(?!\w)
      | (?:in|of)[ ]the[ ] (?:early[ ]|late[ ])? (?:morning|afternoon|evening|night) (?!\w) | at[ ]night (?!\w)
      | this[ ](?:morning|afternoon|evening) (?!\w)
      | (?:high[ ])?noon (?!\w) | mid-?day (?!\w) | mid-?night (?!\w)
    )
"""
"""As ``ARABIC``; "a.m." keeps its last dot."""

# The first that is part of the word counts: بعد الظهر comes before الظهر, "afternoon" before "noon".
_WORDS = (
    ("بعد منتصف", Half.NIGHT),
    ("قبل منتصف", Half.PM),
    ("منتصف", Half.MIDNIGHT),
    ("midnight", Half.MIDNIGHT),
    ("mid-night", Half.MIDNIGHT),
    ("بعد", Half.PM),
    ("قبل", Half.AM),
    ("ظه", Half.NOON),
    ("afternoon", Half.PM),
    ("noon", Half.NOON),
    ("midday", Half.NOON),
    ("mid-day", Half.NOON),
    ("morning", Half.AM),
    ("evening", Half.PM),
    ("night", Half.NIGHT),
    ("صب", Half.AM),
    ("فجر", Half.AM),
    ("ضح", Half.AM),
    ("مسا", Half.EVENING),
    ("عصر", Half.PM),
    ("مغرب", Half.PM),
    ("ليل", Half.NIGHT),
    ("ص", Half.AM),
    ("م", Half.PM),
    ("a", Half.AM),
    ("p", Half.PM),
)
_TWELVE = 12
_NOON_BEGINS = 7  # 11 ظهراً is before noon, 1 ظهراً after it
_NIGHT_ENDS = 6


def half_of(word: str) -> Half:
    """The half that a word of ``ARABIC`` or ``ENGLISH`` names."""
    bare = " ".join(word.split()).removeprefix("من ").removeprefix("في ").removeprefix("عند ")
    return next(half for key, half in _WORDS if key in bare)


def hour_in(half: Half, hour: int, minute: int) -> int:
    """The hour of twenty-four; hours that are of twenty-four already stay.

    "12 مساءً" is midnight, "12:30 مساءً" is what a machine prints for half past noon.
    """
    if hour == 0 or hour > _TWELVE:
        return hour
    match half:
        case Half.AM:
            return hour % _TWELVE
        case Half.PM:
            return hour % _TWELVE + _TWELVE
        case Half.EVENING:
            return 0 if (hour, minute) == (_TWELVE, 0) else hour % _TWELVE + _TWELVE
        case Half.NOON:
            return hour if hour >= _NOON_BEGINS else hour + _TWELVE
        case Half.NIGHT | Half.MIDNIGHT:
            early = hour % _TWELVE
            return early if early < _NIGHT_ENDS else early + _TWELVE
        case _:
            assert_never(half)
