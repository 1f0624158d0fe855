"""How long any text at all takes: hostile ones of a quarter, half and whole megabyte, in seconds of this process's CPU.

Nothing is held here: a machine's speed is no property of the rules. That the figures grow no faster than the texts is.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping

WHOLE = 1_000_000  # characters
_RANGES = ((32, 127), (0x0600, 0x06FF), (0, 32), (0x1F300, 0x1F600), (0x4E00, 0x4FFF), (0x202A, 0x202F))
_UNITS: Mapping[str, str] = {
    "one letter": "a",
    "vowel signs": "\u064b",
    "emoji": "😀",
    "colons": "12:",
    "line ends": "\n",
    "stops": ". ",
    "hours": "8 pm ",
    "numbers": "1 2 3 5:30 ",
    "dashes": "5-6-7-8-",
    "words of spans": "from to until ",
    "names": "منصة أبشر ونفاذ وقوى ومسار وإيجار ",
    "work": "maintenance\n",
    "work, in Arabic": "توقف، ",
    "announcements": "The portal is down from 12:00 am on 5 December 2025 to 1 pm on 6 December 2025. ",
    "announcements, in Arabic": "تتوقف الخدمات يوم الجمعة 5 ديسمبر 2025 من الساعة 12 صباحا حتى الساعة 5 مساء للصيانة. ",
}


def table(read: Callable[[str], object]) -> Iterator[str]:
    """A line for each text."""
    yield f"{'CPU seconds for a text of':<28}{'250 kB':>10}{'500 kB':>10}{'1 MB':>10}"
    for name, unit in (*_UNITS.items(), ("mixed scripts and controls", _mixed())):
        text = unit * (WHOLE // len(unit) + 1)
        spent = [_spent(read, text[: WHOLE // part]) for part in (4, 2, 1)]
        yield f"{name:<28}" + "".join(f"{seconds:>10.2f}" for seconds in spent)


def _spent(read: Callable[[str], object], text: str) -> float:
    before = time.process_time()
    read(text)
    return time.process_time() - before


def _mixed() -> str:
    drawn = random.Random(1)
    return "".join(chr(drawn.randrange(*drawn.choice(_RANGES))) for _ in range(WHOLE))
