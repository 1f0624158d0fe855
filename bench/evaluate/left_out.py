"""What rests on a single event: every event read again without the rules that no other event of its set supports.

A rule written for one text shows up here: switch it off, and only that text is read worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from bench.evaluate.labels import Sample
from bench.evaluate.scoring import Scored

Reading = Callable[[Sample, frozenset[str]], Scored]
"""Reads and scores one text without the rules that are named."""


def supporters(scored: Iterable[Scored]) -> dict[str, set[str]]:
    """The events that each rule was of use in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in scored:
        for rule in one.rules:
            found[rule].add(one.sample.event)
    return dict(found)


def lonely(scored: Iterable[Scored]) -> dict[str, str]:
    """Rules that fire in one text alone, and the text's name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in scored:
        for rule in one.rules:
            found[rule].append(one.sample.id)
    return {rule: texts[0] for rule, texts in sorted(found.items()) if len(texts) == 1}


def left_out(scored: Sequence[Scored], read: Reading) -> list[Scored]:
    """Every text as it is read without what only its own event supports."""
    support = supporters(scored)
    return [_again(one, support, read) for one in scored]


def _again(one: Scored, support: Mapping[str, set[str]], read: Reading) -> Scored:
    own = frozenset(rule for rule in one.rules if support[rule] == {one.sample.event})
    return read(one.sample, own) if own else one
