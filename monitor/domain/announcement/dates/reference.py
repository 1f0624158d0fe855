"""What a text's days are counted from: the day of publication, told or found in the text.

A text tells it by "today" beside a date, or by a line that says when it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import DateMention


@dataclass(frozen=True, slots=True)
class Reference:
    """When and where a text was published; ``country`` as ISO 3166 has it. Both may be unknown."""

    published: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A day with how sure it is, and what is doubtful about it."""

    day: date | None
    confidence: float
    doubts: tuple[str, ...] = ()


_BYLINE: Final = re.compile(
    r"(?:نشر|نشرت|النشر|تاريخ|التاريخ|بتاريخ|حرر|تحديث|published|posted|updated|date|dated|issued|released)"
    r"(?:[ ]by(?:[ ]\w{1,20}){1,3})?(?:[ ](?:في|on|at|يوم|بتاريخ))?[ :]{0,3}\Z"
)
_ALONE_BEFORE: Final = re.compile(
    r"(?:\A|\n)[^\w\n]{0,4}(?:[a-z]{2,12}[ ,:-]{1,3}|[\u0621-\u064a]{3,12}[ ،:-]{1,3})?\Z"
)
_ALONE_AFTER: Final = re.compile(
    r"[ ,،|-]{0,4}(?:(?:at|الساعه|الساعة)[ ])?(?:[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?[ ]?"
    r"(?:[ap]\.?m\.?|[صم]|صباحا|مساء)?)?[ ]?(?:[a-z]{2,5})?[ ]{0,3}(?:\Z|\n)"
)


def told_in(folded: Folded, found: Iterable[tuple[DateMention, Reading]]) -> date | None:
    """The day of publication that a text itself tells, of dates already settled."""
    settled = [(mention, reading.day) for mention, reading in found if reading.day is not None]
    for mention, day in settled:
        if mention.offset is not None:
            return day - timedelta(days=mention.offset)
    for mention, day in settled:
        if mention.day is not None and _is_byline(folded, mention):
            return day
    return None


def _is_byline(folded: Folded, mention: DateMention) -> bool:
    before = folded.text[max(0, mention.span.start - 64) : mention.span.start]
    if _BYLINE.search(before):
        return True
    after = folded.text[mention.span.end : mention.span.end + 40]
    starts_line = mention.span.start == 0 or _ALONE_BEFORE.search(before) is not None
    return starts_line and _ALONE_AFTER.match(after) is not None
