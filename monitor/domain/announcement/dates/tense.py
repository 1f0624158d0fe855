"""Whether a weekday lies behind: "since Friday", "said on Sunday", "went down on Saturday".

A guess from the words of the sentence, for weekdays that nothing else settles.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.domain.announcement.folding import Folded, Span

_REACH: Final = 160
_REPORT: Final = 80
SAID: Final = (
    r"(?:said|announced|stated|confirmed|tweeted|posted|wrote|told|reported"
    r"|قالت?|اعلنت?|ذكرت?|اكدت?|افادت?|اوضحت?)(?!\w)"
)
"""What is said on a day, is no work of that day."""
_SINCE: Final = re.compile(
    r"(?<!\w)(?:since|منذ(?:[ ](?:صباح|مساء|فجر|ظهر|ليله|ليل))?)(?:[ ](?:on|يوم))?[ ]\Z"
    rf"|(?<!\w){SAID}(?:[ ](?!that)[a-z]{{1,12}}){{0,6}}[ ]on[ ](?:late[ ]|early[ ])?\Z"
)
_PAST: Final = re.compile(
    r"(?<!\w)(?:was|were|had|went|stopped|began|started|fell|crashed|suffered|hit|experienced|restored|resumed|returned"
    r"|recovered|resolved|(?:has|have)[ ]been|كان|كانت|توقفت?|تعطلت?|شهدت?|عادت?|استانفت?|تعرضت?|واجهت?|وقع|حدث|طرات?"
    r"|انقطعت?|تاثرت)(?!\w)"
)
_FUTURE: Final = re.compile(
    r"(?<!\w)(?:will|shall|to[ ]be|scheduled|planned|until|till|from|starting|next|upcoming|[وف]?س[تيان]\w{3,12}|سوف"
    r"|حتي|لغايه|ابتداء|اعتبارا|بدءا|المقبله?|القادمه?|غدا?)(?!\w)"
)
_ENDS: Final = re.compile(r"[.!?؟\n](?=\s|\Z)")


def is_reported(folded: Folded, span: Span) -> bool:
    """Whether something has lasted since that day, or was said on it."""
    return _SINCE.search(folded.text[max(0, span.start - _REPORT) : span.start]) is not None


def is_past(folded: Folded, span: Span) -> bool:
    """Whether the sentence speaks of that day as gone by."""
    before = folded.text[max(0, span.start - _REACH) : span.start]
    after = folded.text[span.end : span.end + _REACH]
    ends = [match.end() for match in _ENDS.finditer(before)]
    stop = _ENDS.search(after)
    sentence = f"{before[ends[-1] if ends else 0 :]} {after[: stop.start()] if stop else after}"
    return _PAST.search(sentence) is not None and _FUTURE.search(sentence) is None
