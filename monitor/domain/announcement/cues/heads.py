"""Heads of the lines of a page that stacks its updates: "Resolved - ...", "In progress - ...", "Update 3 pm: ..."."""

from __future__ import annotations

from monitor.domain.announcement.mention import Matter
from monitor.domain.announcement.pattern import Pattern, pattern

_DATE = (
    r"(?:[0-9][0-9a-z,/:.+-]{0,9}|[a-z]{3,9}day|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|[a-z]{3,9}ber|"
    r"utc|gmt|[a-z]?[esp][sd]?t|at|on|ist|الساعة|صباحا|مساء)"
)
_STAMP = rf"(?:(?<=\n)|\A)[ ]{{0,4}}[\[(*•-]{{0,2}}[ ]?(?:[(]?{_DATE}[,)]?[ ]{{1,2}}(?:[-–—:|][ ]{{1,2}})?){{0,6}}?"
_END = r"[\])]{0,1}[ ]{0,2}(?:[-–—:|]|\n|\Z)"


def _head(name: str, words: str, why: str) -> Pattern:
    return pattern(name, rf"{_STAMP}\b(?:{words})\b{_END}", why)


HEADS: tuple[tuple[Pattern, Matter], ...] = (
    (
        _head("head.finished", "resolved|completed|closed|fixed|restored|تم[ ]الحل|مكتمل|اكتمل|تمت[ ]المعالجة", "over"),
        Matter.FINISHED,
    ),
    (
        _head(
            "head.ongoing",
            "in[ ]progress|investigating|identified|monitoring|verifying|ongoing|active|جار[يٍ]?|"
            "قيد[ ]التنفيذ|قيد[ ]المعالجة|قيد[ ]المتابعة",
            "on",
        ),
        Matter.PRESENT,
    ),
    (_head("head.planned", "scheduled|planned|upcoming|مجدول|مجدولة", "ahead"), Matter.FUTURE),
    (_head("head.extended", "extended|تمديد", "drawn out"), Matter.EXTENDED),
    (_head("head.postponed", "postponed|rescheduled|مؤجل|تأجيل", "moved"), Matter.POSTPONED),
    (_head("head.cancelled", "cancell?ed|ملغى|إلغاء", "called off"), Matter.CANCELLED),
    (
        _head("head.update", "update(?:[ ]\\d{1,2})?|updated|تحديث(?:[ ]\\d{1,2})?", "says only that it is newer"),
        Matter.STATEMENT,
    ),
)
RANKS = {Matter.FUTURE: 0, Matter.PRESENT: 1, Matter.EXTENDED: 2, Matter.FINISHED: 3}
"""How far along a head is: a page whose last head is further along than its first has its newest line last."""
