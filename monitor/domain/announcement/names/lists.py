"""Lists of what is affected: after "such as" and its like, after a colon, in bullets, and before a verb of stopping.

A list ends where a time, a reason or another sentence begins; an item too long to be a name is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.pattern import pattern

OPENING = (
    pattern(
        "names.list-arabic",
        r"(?<![ء-ي])(?:[وفب]?(?:م[نم]ها|منها|مثل|وهي|وهو|بما[ ]في(?:ها|ه|[ ]ذلك)|أبرزها|من[ ]بينها|من[ ]ضمنها|"
        r"على[ ]سبيل[ ]المثال|لا[ ]سيما|"
        r"خاصة|خصوصا|ومعها|ومعه)|[وف]?س?[تي]?شمل(?:ت|ه)?(?:[ ]ذلك|[ ]التوقف|[ ]الصيانة|[ ]التحديث)?|"
        r"[وف]?(?:قد[ ])?[تي]طال|"
        r"[وف]?(?:قد[ ])?[تي]مس|التالية|الآتية|كالتالي|هي)(?![ء-ي])[ ]?:?[ ]?(?:كل[ ]من|كلا[ ]من|خدمات[ ]مثل)?[ ]?",
        "words that begin a list",
    ),
    pattern(
        "names.list-english",
        r"(?<![\w-])(?:including|includes?|such[ ]as|namely|affect(?:s|ed|ing)(?:[ ](?:systems?|services?))?|"
        r"takes?[ ]down|impact(?:s|ed|ing)"
        r"(?:[ ](?:systems?|services?))?|the[ ]following(?:[ ][a-z]{2,14}){0,4}|as[ ]follows|for[ ]example|"
        r"e\.g\.|(?:services?|systems?|applications?)[ ]?(?=:))[ ]?:?[ ]",
        "words that begin a list",
    ),
)
COLON = pattern(
    "names.list-colon",
    r"(?<![\w])(?:(?:ال)?(?:خدمات|أنظمة|منصات|تطبيقات)[ ](?:[ء-ي]{2,12}[ ]){0,2}(?:التالية|الآتية|المتأثرة)|"
    r"following|affected|impacted|unavailable|"
    r"services|systems|applications|التالية|الآتية)[^:\n]{0,60}:[ ]?\n",
    "a line that ends with a colon; the lines after it are items",
)
HEAD = pattern(
    "names.list-head",
    r"[ ]?(?:(?:affected|impacted|unavailable|suspended)[ ](?:[a-z]{2,12}[ ]){0,2}(?:services?|systems?|"
    r"applications?|products?|sites?)|"
    r"(?:services?|systems?|applications?)[ ](?:affected|impacted)|(?:ال)?(?:خدمات|أنظمة|"
    r"قنوات)[ ](?:ال)?(?:متأثرة|متوقفة|مشمولة))[ ]?:",
    "a sentence that says what it is a list of",
)
BULLET = pattern("names.list-bullet", r"[ ]?(?:[-*•·▪●–]|[0-9]{1,2}[.)-])[ ]?", "what a line of a list begins with")
RULES = (*OPENING, COLON, HEAD, BULLET)
_CUT = re.compile(
    r"""
    [.؛;:\n()]
    | [ ] (?: غدا | اليوم | امس | صباح | مساء | فجر | ليل | ظهر | لل(?:صيان|تحديث|تطوير)[ء-ي]{0,3}
      | من[ ]الساعه | اعتبارا | ابتداء | يوم | حتي | لغايه | الي[ ]غايه | وذلك | لمده | خلال | بسبب
      | لان | عبر | بعد | علي[ ]ان | وقد | وقال | واكد | ودع[ء-ي]{1,3} | ولن | ولا | ولم | لن | لا
      | فيما | بينما | اما | التي | الذي | كان | ما | حين | قبل | منذ | لانجاز | لتقفيل | لصيانه
      | لتحديث | وان | وانه | وانها | from | on | until | till | will | is | are | was | were
      | during | while | when | because | due | between | to | may | has | have | had | at | by
      | which | who | starting | beginning | stops? | stopped | unavailable | through | can | cannot
      | and[ ](?:is|are|will|was|has|breaks|may) | for[ ]essential | now | out | so | since
    ) (?![\w])
    """,
    re.VERBOSE,
)
_BETWEEN = re.compile(
    r"""
    [ ]?[،,][ ]?(?:and[ ]|or[ ]|as[ ]well[ ]as[ ]|و(?=[ء-ي]{3}))?(?:the[ ])? | [ ](?:and|or|&|او)[ ](?:the[ ])?
    | [ ]و(?=[ء-ي]{3})(?!زار|ثايق|ثيق|طن|قود|رق|صول|صل|اجه|فاه|فاي|ساي|سيط|كال|كيل|لاد|ظاي|ظيف|حد|حيد|قت|ضع|صف|داي|ديع
        |افد|اقع|لي|جه|اردات|ارد|سط|رش|رد)
    """,
    re.VERBOSE,
)
_LEADING = re.compile(r"(?:(?:and|or|the|a|an|no|any|some|all|its|our|their|both|like|كل|من|الي|وهي|ذلك)[ ]){1,3}")
_LONGEST, _WORDS, _ITEMS = 400, 7, 25  # characters of a list, words of an item, items
_BARE = re.compile(
    r"[0-9\W]*|(?:a|an|the|you|used|business|agents|app|others?|more|etc|غيرها|سواها|ذلك|هذه|it|this|these|so|those|users?|customers?|now|back|out|"
    r"offline|work|unavailable|available|affected|down|suspended|متوقفه|متاحه|today|tonight|tomorrow|"
    r"maintenance|outage|downtime|(?:is|are|at|on|may|in|by|to|not|until|from|ان|انه|انها|ولهذا|لهذا|قد|لا|في|"
    r"علي)(?:[ ].*)?)",
    re.DOTALL,
)


def is_list(folded: Folded, span: Span) -> bool:
    """Whether a sentence says that what is affected follows."""
    return HEAD.regex.match(folded.text, span.start, span.end) is not None


def items(folded: Folded, told: Sequence[Span]) -> Iterator[Span]:
    """The items of every list that begins in what is ``told`` of downtime."""
    for span in told:
        for rule in OPENING:
            for match in rule.regex.finditer(folded.text, span.start, span.end):
                yield from parted(folded.text, match.end(), min(span.end, match.end() + _LONGEST))


def bullets(folded: Folded) -> Iterator[Span]:
    """The items that have lines of their own, under a line that says what they are a list of."""
    for match in COLON.find(folded):
        at, is_marked = match.end(), False
        for _ in range(_ITEMS):
            end = folded.text.find("\n", at)
            line = Span(at, end if end >= 0 else len(folded.text))
            mark = BULLET.regex.match(folded.text, line.start, line.end)
            item = _tidy(folded.text, _named(folded.text, Span(mark.end() if mark else line.start, line.end)))
            if item is None or (is_marked and not mark):
                break
            is_marked = mark is not None
            yield item
            at = line.end + 1
            if end < 0:
                break


def _named(text: str, line: Span) -> Span:
    """A line up to the colon after which its times stand."""
    colon = text.find(": ", line.start, line.end)
    return Span(line.start, colon) if colon > 0 else line


def parted(text: str, start: int, end: int) -> Iterator[Span]:
    """The items of the list that a stretch begins with."""
    cut = _CUT.search(text, start, end)
    end = cut.start() if cut else end
    at = start
    for count, mark in enumerate(_BETWEEN.finditer(text, start, end)):
        if count >= _ITEMS:
            return
        item = _tidy(text, Span(at, mark.start()))
        if item is not None:
            yield item
        at = mark.end()
    item = _tidy(text, Span(at, end))
    if item is not None:
        yield item


def _tidy(text: str, span: Span) -> Span | None:
    """The item without what leads to it; ``None`` for one that is no name."""
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip(" -–\"'«"))
    end = span.start + len(piece.rstrip(" .،,؛;:-–\"'»"))
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    if start >= end or text.count(" ", start, end) >= _WORDS or _BARE.fullmatch(text, start, end):
        return None
    return Span(start, end)
