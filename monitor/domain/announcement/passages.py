"""Which parts of a long text are read: its beginning, and the lines that speak of interruptions or of times.

A page of news may be a megabyte, an announcement is a few lines of it. What is left out is told, never passed over.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded

LIMIT = 16 * 1024
"""Characters of folded text that the scanners are given at most."""

_HEAD = 4 * 1024  # always read: titles and first lines need no trigger
_BLOCK = 1024  # of a longer line, pieces are chosen
_AROUND = (0, -1, 1, 2)  # a date or a list of services stands beside the line that says what it is about
_LINE = re.compile(r"[^\n]*\n*")
_STOPS = (". ", "؟ ", "! ", "؛ ", "; ")

# Stems as folded. A chunk of a long text is worth reading for the first; for the second where room is left.
_INTERRUPTIONS = (
    *("mainten", "outage", "downtime", "unavail", "interrupt", "suspend", "suspens", "upgrad", "offline", "disrupt"),
    *("out of service", "not be available", "not available", "be down", "inaccessib", "scheduled", "planned"),
    *(
        "migrat",
        "postpon",
        "reschedul",
        "cancel",
        "extend",
        "resum",
        "restore",
        "restori",
        "restora",
        "temporar",
        "outag",
        "closed",
    ),
    *("صيان", "توقف", "ايقاف", "وقف", "انقطاع", "تعطل", "تعطيل", "تعذر", "متعذر", "تحديث", "ترقي", "تطوير"),
    *("خارج الخدمه", "غير متاح", "لن تتوفر", "موقت", "تعليق", "تاجيل", "الغاء", "تمديد", "استيناف", "استكمال"),
    *("عوده", "عطل", "خلل", "اغلاق", "انتهاء", "نقل الانظمه", "تهيي"),
)
_TIMES = (
    *("january", "february", "march", "april", " may ", "june", "july", "august", "september", "october"),
    *("november", "december", " jan ", " feb ", " mar ", " apr ", " jun ", " jul ", " aug ", " sep ", " sept "),
    *(" oct ", " nov ", " dec ", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("midnight", "tonight", "tomorrow", " noon", "a.m", "p.m", "00am", "00pm", "30am", "30pm", " am", " pm"),
    *("0 utc", "0 gmt", ":00", ":30", " hours", "o'clock", "/202", "-202"),
    *("الساعه", "صباح", "مساء", "منتصف", "الظهر", "ظهرا", "فجر", "غدا", "اليوم", "يوم ", "ساعات", "ساعه"),
    *("السبت", "الاحد", "الاثنين", "الاتنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه"),
    *("يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليو", "اغسطس", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"),
    *("جانفي", "فيفري", "افريل", "ماي ", "جوان", "جويليه", "اوت", "يوليوز", "غشت", "شتنبر", "نونبر", "دجنبر"),
    *("كانون", "شباط", "اذار", "نيسان", "ايار", "حزيران", "تموز", "ايلول", "تشرين"),
    *("محرم", "صفر", "ربيع", "جمادي", "رجب", "شعبان", "رمضان", "شوال", "القعده", "الحجه"),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read of a text; offsets lead to the original as before. ``is_whole`` says that nothing was left out."""

    folded: Folded
    is_whole: bool


def passages(folded: Folded) -> Selection:
    """The text itself where it is no longer than ``LIMIT``, otherwise the passages of it that are worth reading.

    A newline stands for each stretch that is left out, so that no sentence runs across it.
    """
    if len(folded.text) <= LIMIT:
        return Selection(folded, is_whole=True)
    ends = list(_block_ends(folded.text))
    return Selection(_joined(folded, sorted(_chosen(folded.text, ends)), ends), is_whole=False)


def _block_ends(text: str) -> Iterator[int]:
    """Where blocks end: lines with the empty ones behind them, and pieces of a line that is too long."""
    for line in _LINE.finditer(text):
        start = line.start()
        while line.end() - start > _BLOCK:
            start = _cut(text, start)
            yield start
        if line.end() > start:
            yield line.end()


def _cut(text: str, start: int) -> int:
    """Where to part a long line: after the last sentence of the piece, else after a word, else anywhere."""
    low, high = start + _BLOCK // 2, start + _BLOCK
    at = max(text.rfind(stop, low, high) for stop in _STOPS)
    blank = at + 1 if at >= 0 else text.rfind(" ", low, high)
    return blank + 1 if blank >= 0 else high


def _chosen(text: str, ends: list[int]) -> set[int]:
    """The numbers of the blocks that are read, as many as there is room for; each costs a newline at most."""
    chosen = set(range(bisect_right(ends, _HEAD) + 1))
    room = LIMIT - ends[max(chosen)]
    for stems in (_INTERRUPTIONS, _TIMES):
        for block in _around(sorted(_hits(text, ends, stems)), len(ends)):
            if block in chosen:
                continue
            room -= _size(ends, block) + 1
            if room < 0:
                return chosen
            chosen.add(block)
    return chosen


def _hits(text: str, ends: list[int], stems: Iterable[str]) -> set[int]:
    """The blocks that hold one of the stems: after a hit the search goes on behind its block."""
    hits = set()
    for stem in stems:
        at = text.find(stem)
        while at >= 0:
            block = bisect_right(ends, at)
            hits.add(block)
            at = text.find(stem, ends[block])
    return hits


def _around(blocks: Iterable[int], count: int) -> Iterator[int]:
    return (block + step for block in blocks for step in _AROUND if 0 <= block + step < count)


def _size(ends: list[int], block: int) -> int:
    return ends[block] - _start(ends, block)


def _start(ends: list[int], block: int) -> int:
    return ends[block - 1] if block else 0


def _joined(folded: Folded, blocks: list[int], ends: list[int]) -> Folded:
    """The blocks in their order; the newline of a gap stands where what is left out began."""
    pieces, offsets, at = [], array("I"), 0
    for block in blocks:
        start = _start(ends, block)
        if start > at:
            pieces.append("\n")
            offsets.append(folded.offsets[at])
        at = ends[block]
        pieces.append(folded.text[start:at])
        offsets.extend(folded.offsets[start:at])
    return Folded(folded.original, "".join(pieces), offsets)
