"""What is kept apart from the book: drafts that wait for a person, and which entries of feeds were read.

Held in memory as the ledger has it; whoever changes it here hands the same to the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.ports import Publisher, Snapshot


@dataclass(slots=True)
class Drawer:
    """Drafts by their ids, in the order in which they came, and entries by feed and key."""

    publisher: Publisher
    proposals: dict[str, Proposal] = field(default_factory=dict)
    seen: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def fill(self, snapshot: Snapshot) -> tuple[Proposal, ...]:
        """Take over what a ledger held; what is known otherwise here, as it stands with both, to be written again.

        A ledger that opens late may hold a decision on a draft that was received once more meanwhile.
        """
        here, self.proposals = self.proposals, {one.id: one for one in snapshot.proposals}
        for one in here.values():
            kept = self.proposals.get(one.id)
            if kept is None or kept.is_waiting:
                self.proposals[one.id] = one
        for entry in snapshot.seen:
            self.seen.setdefault((entry.feed, entry.key), entry.at)
        self._show()
        return tuple(self.proposals[name] for name in here)

    def put(self, *proposals: Proposal) -> None:
        """Keep these as they stand now."""
        for one in proposals:
            self.proposals[one.id] = one
        self._show()

    def note(self, entries: Iterable[SeenEntry]) -> None:
        """Know that these were read."""
        for entry in entries:
            self.seen[entry.feed, entry.key] = entry.at

    def entries(self) -> tuple[SeenEntry, ...]:
        """Every entry that was read."""
        return tuple(SeenEntry(feed=feed, key=key, at=at) for (feed, key), at in self.seen.items())

    def _show(self) -> None:
        self.publisher.set_drafts(sum(one.is_waiting for one in self.proposals.values()))
