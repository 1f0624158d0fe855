"""Sums over marks: how much of what was read is right, and how much of what is there was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.evaluate.scoring import Field, Outcome, Scored


@dataclass(slots=True)
class Tally:
    """One field over many texts. What cannot be compared counts nowhere."""

    counts: Counter[Outcome] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        """How many values there were to read."""
        return self.counts[Outcome.RIGHT] + self.counts[Outcome.WRONG] + self.counts[Outcome.MISSED]

    @property
    def recall(self) -> float | None:
        """Right ones among those that there were to read."""
        return self.counts[Outcome.RIGHT] / self.n if self.n else None

    @property
    def precision(self) -> float | None:
        """Right ones among those that were read."""
        read = self.counts[Outcome.RIGHT] + self.counts[Outcome.WRONG] + self.counts[Outcome.SPURIOUS]
        return self.counts[Outcome.RIGHT] / read if read else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Many texts, added up."""

    texts: int
    look_alikes: int
    false_alarms: int
    missed: int
    silent: int
    drafted: int  # texts that drafts were made of
    warned: int  # of these, whose first draft has a warning
    fields: dict[Field, Tally]


def figures(scored: Iterable[Scored]) -> Figures:
    """The sums over some texts."""
    texts = list(scored)
    fields = {name: Tally() for name in Field}
    for one in texts:
        for mark in one.marks:
            fields[mark.field].counts[mark.outcome] += 1
    return Figures(
        texts=len(texts),
        look_alikes=sum(not one.sample.label.kinds for one in texts),
        false_alarms=fields[Field.ANNOUNCEMENT].counts[Outcome.SPURIOUS],
        missed=fields[Field.ANNOUNCEMENT].counts[Outcome.MISSED],
        silent=sum(len(one.silent) for one in texts),
        drafted=sum(bool(one.drafts) for one in texts),
        warned=sum(bool(one.drafts and one.drafts[0].warnings) for one in texts),
        fields=fields,
    )
