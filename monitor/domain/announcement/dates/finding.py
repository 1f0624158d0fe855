"""All dates of a text: the rules tried one after the other, the longest reading kept, halves joined.

Says what is written; which day that is, ``settling`` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from monitor.domain.announcement.dates import joining, named_days, numeric, relative, sharing, written
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import DateMention
from monitor.domain.announcement.pattern import Pattern, allowed

RULES: Final[tuple[Pattern, ...]] = (
    *written.RULES,
    *numeric.RULES,
    *relative.RULES,
    *named_days.RULES,
    *sharing.RULES,
    *joining.RULES,
)
"""Every rule of dates."""


def find_dates(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[DateMention, ...]:
    """The dates that a text names, in order; no two overlap. Rules named in ``without`` are left out."""
    rules = tuple(allowed(RULES, without))
    found = _longest(
        [
            *written.find_written(folded, iter(rules)),
            *numeric.find_numeric(folded, iter(rules)),
            *relative.find_relative(folded, iter(rules)),
            *named_days.find_named_days(folded, iter(rules)),
        ]
    )
    shared = _longest(sharing.shared_days(folded, found, rules))
    joined = joining.join(folded, shared, rules)
    return tuple(one for one in joined if not named_days.is_weak(one, folded))


def _longest(found: Iterable[DateMention]) -> list[DateMention]:
    """In order, without overlaps: of two that share a character the longer stays, of equal ones that with a month."""
    kept: list[DateMention] = []
    for one in sorted(found, key=lambda mention: (mention.span, mention.month is None, mention.swappable)):
        if not kept or not kept[-1].span.overlaps(one.span):
            kept.append(one)
        elif _length(one) > _length(kept[-1]):
            kept[-1] = one
    return kept


def _length(mention: DateMention) -> int:
    """A bare day is no rival to one that has its month from a neighbour."""
    return 0 if mention.rule == named_days.BARE_DAY.name else mention.span.end - mention.span.start
