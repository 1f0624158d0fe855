"""Times in a text that are not the work's: bylines, deadlines, opening hours, stamps of status lines.

Each is set aside by a rule with a name, and the draft says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Cue, Matter
from monitor.domain.announcement.pattern import Pattern, allowed, pattern
from monitor.domain.announcement.points import Point
from monitor.domain.announcement.roles import Role
from monitor.domain.announcement.sentences import Sentence

_DATELINE = 12  # letters that a line of nothing but a date and a name of a weekday or place may hold beside them

BYLINE = pattern(
    "aside.byline",
    r"""^[\W\d]{0,6}(?:published|posted|updated|last[ ](?:updated|modified)
        |date[ ](?:of[ ](?:issue|publication)|published|posted)|issued|created|by\b|نشر(?:ت)?
        |تاريخ[ ]النشر|آخر[ ]تحديث
        |كتب(?:ت)?\b|حرر[ ]في|بتاريخ|تم[ ]النشر)""",
    "a line that says when the text was published",
)
LABEL = pattern(
    "aside.label",
    r"^[\W\d]{0,6}(?:date|التاريخ|تاريخ)\b[^\n]{0,40}\Z",
    "a line with the date of the text, or of the work whose hours are on the next line",
)
STAMP = pattern(
    "aside.stamp",
    r"""^\W{0,4}(?:(?:state|status|resolved|completed|monitoring|identified|investigating|update|in[ ]progress
        |verifying|scheduled
        |الحالة|تحديث|محدث)\b[^\n]{0,30})?\W{0,4}$""",
    "a time that stands in front of a status line, or in brackets behind its word",
)
DEADLINE = pattern(
    "aside.deadline",
    r"""\b(?:deadlines?|due[ ](?:date|by|on)?|last[ ]date|closing[ ]date|apply[ ]by|register[ ]by|expir(?:es?|y)
        |(?:can|may|must|should)(?:[ ]still)?[ ]be[ ](?:lodged|filed|submitted|made|paid|claimed))\b
    | \b[وف]?(?:ال)?(?:موعد[ ](?:ال)?نهائي|آخر[ ]موعد|المهلة|انتهاء[ ]المهلة|مهلة)\b""",
    "a deadline beside the window (taxes, registrations)",
)
HOURS = pattern(
    "aside.hours",
    r"""\b(?:opening|working|office|business|operating|customer[ ]service)[ ]hours\b | \bopen[ ](?:from|daily)\b
        | \bcall[ ]cent(?:er|re)\b
    | \b[وبف]?(?:ساعات|أوقات|مواعيد)[ ](?:ال)?(?:عمل|دوام)\b | \b(?:ال)?دوام\b | \bوالعمل[ ]في\b
    | \b(?:hotline|helpline|الخط[ ]الساخن|مركز[ ]الاتصال)\b""",
    "opening hours, or those of a telephone",
)
VALIDITY = pattern(
    "aside.validity",
    r"\b(?:valid(?:ity)?|otp|sms|verification[ ]code|صالح(?:ة)?|صلاحية[ ]الرمز|رمز[ ]التحقق|رسالة[ ]نصية)\b",
    "how long a code or a message is good",
)
HISTORY = pattern(
    "aside.history",
    r"""\b(?:founded|established|launched[ ]in|law[ ]of|act[ ]of|since[ ]its|last[ ]month|last[ ]year|(?:last
        |previous|earlier)[ ](?:outage|incident|maintenance|upgrade|downtime))\b
    | \b(?:تأسس(?:ت)?|أطلق(?:ت)?[ ](?:في|عام)|قانون[ ]رقم|آخر[ ](?:صيانة|تحديث|توقف|انقطاع)|(?:صيانة|توقف
        |تحديث)[ ]سابقة?|العام[ ]الماضي|الشهر[ ]الماضي)\b""",
    "another time's event",
)
SPOKEN = pattern(
    "aside.spoken",
    r"""\b(?:said|says|announced|stated|tweeted|confirmed|reported|told|posted|wrote|statement|published|issued|dated)
        (?:[ ](?:on|late|early|in|a|statement|reporters|twitter|x)){0,3}[ ,]{0,2}\Z
    | \b(?:بيان|بيانها|بيانه|تصريح|تغريدة|منشور)(?:[ ](?:لها|له|صادر|صدر|نشرته|نشره|صحفي|رسمي)){0,3}[ ،]{0,2}\Z""",
    "the day on which somebody said it",
)
SPOKEN_THAT = pattern(
    "aside.spoken-that",
    r"""[ ،,]{0,3}(?:that\b|أن\w{0,4}\b|إن\w{0,4}\b|بأن\w{0,4}\b|عن\b|في[ ]بيان)""",
    "a day, and behind it what was said on it: announced on Sunday that; أعلنت اليوم أن",
)
_SAYING = pattern(
    "aside.saying",
    r"""\b(?:said|says|announced|stated|tweeted|confirmed)\b
    | \b[وف]?(?:أعلنت?|قالت?|أفادت?|ذكرت?|أوضحت?|أكدت?|كشفت?|نوهت?|أشارت?|بينت?|دعت?|أصدرت?)\b""",
    "somebody says something",
)
_UPDATE = re.compile(
    r"\W{0,4}(?:updated?|resolved|completed|monitoring|identified|investigating|تحديث|محدث)(?:[ ](?:at|on))?\W{1,4}"
)
_DASH = re.compile(r"[-–—‑~|][ ]{0,3}\Z")
_CLOSE = 30  # characters
_REACH = 60
_FAR = 400  # what a long line says further away is about something else; each of its times looks no further
_IN_CLAUSE: tuple[Pattern, ...] = (DEADLINE, HOURS, VALIDITY, HISTORY)
RULES: tuple[Pattern, ...] = (BYLINE, LABEL, STAMP, SPOKEN, SPOKEN_THAT, *_IN_CLAUSE)
_ZONE = re.compile(r"\A[ ]{0,2}(?:[a-z]{2,4}t|utc|gmt|local[ ]time)\b")  # "14:20 BST - we are looking into it"
CONTEXTS = frozenset({SPOKEN.name, SPOKEN_THAT.name, STAMP.name, LABEL.name})
"""Rules whose points lend their day to what is told behind them."""

_OF_A_MOMENT = frozenset({STAMP.name, LABEL.name})
_ABOUT_THE_WORK = frozenset({Matter.DOWN, Matter.DEGRADED, Matter.WORK})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A point that is something else's, and the rule that says so."""

    point: Point
    rule: str


def set_aside(
    folded: Folded,
    sentences: Sequence[Sentence],
    points: Sequence[Point],
    cues: Sequence[Cue],
    without: frozenset[str] = frozenset(),
) -> tuple[tuple[Point, ...], tuple[SetAside, ...]]:
    """The points that may be the work's, and those that are not."""
    kept: list[Point] = []
    aside: list[SetAside] = []
    spanning = _spanning(folded, points)
    for point in points:
        names = frozenset(one.name for one in allowed(RULES, without))
        if id(point) in spanning:
            names -= _OF_A_MOMENT
        rule = _rule(folded, sentences[point.sentence].span, point, cues, names)
        if rule is None:
            kept.append(point)
        else:
            aside.append(SetAside(point=point, rule=rule))
    return tuple(kept), tuple(aside)


def _spanning(folded: Folded, points: Sequence[Point]) -> set[int]:
    """The points that open or close a span: two hours or two days joined by its words, or one behind a word."""
    found: set[int] = set()
    for at, point in enumerate(points):
        former = points[at - 1] if at else point
        gap = folded.text[former.span.end : point.span.start]
        if point.role is Role.END and at and former.sentence == point.sentence and _letters(gap) <= _DATELINE:
            if former.has_hour == point.has_hour:
                found |= {id(former), id(point)}
        elif point.role in {Role.START, Role.END} and not _after_dash(folded, point):
            found.add(id(point))
    return found


def _after_dash(folded: Folded, point: Point) -> bool:
    """Whether a dash stands in front, which parts the place of a byline from its day too."""
    return _DASH.search(folded.text, max(0, point.span.start - 4), point.span.start) is not None


def _rule(folded: Folded, sentence: Span, point: Point, cues: Sequence[Cue], names: frozenset[str]) -> str | None:
    said = [cue.span for cue in cues if cue.matter in _ABOUT_THE_WORK and cue.span.overlaps(sentence)]
    of_line = _of_line(folded, sentence.start, point, said, names)
    if of_line is not None:
        return of_line
    spoken = _spoken(folded, sentence, point, names)
    if spoken is not None:
        return spoken
    # In a sentence about the work only what stands close in front of the time can claim it.
    begin = max(sentence.start, point.span.start - (_CLOSE if said else _FAR))
    words = folded.text[begin : point.span.end if said else min(sentence.end, point.span.end + _FAR)]
    return next((one.name for one in _IN_CLAUSE if one.name in names and one.regex.search(words)), None)


def _of_line(folded: Folded, sentence: int, point: Point, said: Sequence[Span], names: frozenset[str]) -> str | None:
    """The rule by which the line's layout takes the time; ``said`` is where its sentence speaks of the work."""
    start = folded.text.rfind("\n", 0, point.span.start) + 1
    end = folded.text.find("\n", point.span.end)
    before, after = folded.text[start : point.span.start], folded.text[point.span.end : end if end >= 0 else None]
    byline = BYLINE.regex.match(before)
    if byline is not None and all(one.start < start + byline.end() for one in said):  # "updated" is a word of work too
        return BYLINE.name if BYLINE.name in names else None
    for words in (before, folded.text[max(start, sentence) : point.span.start]):
        if STAMP.name in names and STAMP.regex.match(words) and not point.until_next and _is_stamp(words, after):
            return STAMP.name
    if any(one.start >= start + len(before) for one in said) or (said and not _is_status(before)):
        return None
    if LABEL.name in names and LABEL.regex.match(before):
        return LABEL.name
    return STAMP.name if STAMP.name in names and _is_dateline(before, after) else None


def _spoken(folded: Folded, sentence: Span, point: Point, names: frozenset[str]) -> str | None:
    """The rule by which the point is when somebody spoke; what has words of a span in front of it is not."""
    if point.role is not Role.NONE:
        return None
    before = folded.text[max(sentence.start, point.span.start - _FAR) : point.span.start]
    if SPOKEN.name in names and SPOKEN.regex.search(before[-_REACH:]):
        return SPOKEN.name
    says = not point.has_hour and _SAYING.regex.search(before)
    if SPOKEN_THAT.name in names and says and SPOKEN_THAT.regex.match(folded.text, point.span.end):
        return SPOKEN_THAT.name
    return None


def _is_stamp(before: str, after: str) -> bool:
    """Whether a colon or a dash with words follows, or the time stands in brackets behind a status word."""
    if before.rstrip().endswith("("):
        return ")" in after[:20]
    return (
        (not before.strip(" \t-*•[(") or _UPDATE.fullmatch(before) is not None)
        and _ZONE.sub("", after).lstrip(" )]")[:1] in {":", "-", "–", "—"}
        and _letters(after[:_FAR]) > _DATELINE
    )


def _is_status(before: str) -> bool:
    """Whether the words of work in front are those of a status line: "Update - 5 December, 14:30"."""
    return STAMP.regex.match(before) is not None and _DASH.search(before) is not None


def _is_dateline(before: str, after: str) -> bool:
    return len(before) + len(after) <= _FAR and _letters(before) + _letters(after) <= _DATELINE


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)
