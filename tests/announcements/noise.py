"""What typesetting does to a text without changing what it says: digits, vowel signs, long joins, direction marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_JOINING = "بتثجحخسشصضطظعغفقكلمنهي"
_LETTERS = "ء-غف-ي"
_SIGNS = ("\u064e", "\u064f", "\u0650", "\u0652")  # fatha, damma, kasra, sukun


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """``tashkeel`` and ``tatweel``: at every n-th place that can take one; 0 for none."""

    arabic_indic: bool = False
    tashkeel: int = 0
    tatweel: int = 0
    marks: bool = False


def sprinkle(text: str, noise: Noise) -> str:
    """The same text in other clothes; the same noise gives the same text."""
    if noise.arabic_indic:
        text = text.translate(_ARABIC_INDIC)
    text = _every(text, rf"(?<=[{_JOINING}])(?=[{_LETTERS}])", noise.tatweel, ("ـ",))
    text = _every(text, rf"(?<=[{_LETTERS}])(?![\u064b-\u0652ـ])", noise.tashkeel, _SIGNS)
    return _mark(text) if noise.marks else text


def _every(text: str, place: str, step: int, signs: tuple[str, ...]) -> str:
    if step == 0:
        return text
    parts, last = [], 0
    for count, found in enumerate(re.finditer(place, text)):
        if count % step == 0:
            parts += [text[last : found.start()], signs[count % len(signs)]]
            last = found.start()
    return "".join([*parts, text[last:]])


def _mark(text: str) -> str:
    """Marks around numbers as editors leave them, and a space that does not break before a half of the day."""
    if re.search(rf"[{_LETTERS}]", text):
        return re.sub(r"\d+(?:[:./]\d+)*", "\u2066\\g<0>\u2069", text).replace(" الساعة", " \u200fالساعة")
    return re.sub(r"(?<=\d) (?=[ap]\.?m)", "\u202f", text, flags=re.IGNORECASE)
