"""Every wording of every family, where it stands in a text. What they mean together is ``judging``'s to say."""

from __future__ import annotations

from monitor.domain.announcement.cues.families import FAMILIES
from monitor.domain.announcement.cues.heads import HEADS
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import Cue
from monitor.domain.announcement.pattern import allowed, span_of


def find_cues(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[Cue, ...]:
    """All cues in the order of the text; those of different matters may overlap."""
    found = [
        Cue(span=span_of(match), rule=rule.name, matter=matter)
        for matter, rules in FAMILIES.items()
        for rule in allowed(rules, without)
        for match in rule.find(folded)
    ]
    found += [
        Cue(span=span_of(match), rule=rule.name, matter=matter)
        for rule, matter in HEADS
        for one in allowed((rule,), without)
        for match in one.find(folded)
    ]
    return tuple(sorted(found, key=lambda cue: (cue.span, cue.matter, cue.rule)))
