"""Whether a weekday lies behind: "since Friday", "said on Sunday", "went down on Saturday".

A guess from the words of the sentence, for weekdays that nothing else settles.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.domain.announcement.folding import Folded, Span

_REACH: Final = 160
_SINCE: Final = re.compile(
    r"(?<!\w)(?:since|منذ(?:[ ](?:صباح|مساء|فجر|ظهر|ليله|ليل))?"
    r"|(?:said|announced|stated|confirmed|tweeted|wrote|told[ ]\w{1,20})"
    r"(?:[ ](?:late|early))?)(?:[ ](?:on|يوم))?[ ]\Z"
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


def is_past(folded: Folded, span: Span) -> bool:
    """Whether the sentence speaks of that day as gone by."""
    before = folded.text[max(0, span.start - _REACH) : span.start]
    if _SINCE.search(before[-40:]):
        return True
    after = folded.text[span.end : span.end + _REACH]
    ends = [match.end() for match in _ENDS.finditer(before)]
    stop = _ENDS.search(after)
    sentence = f"{before[ends[-1] if ends else 0 :]} {after[: stop.start()] if stop else after}"
    return _PAST.search(sentence) is not None and _FUTURE.search(sentence) is None
