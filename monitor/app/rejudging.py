"""Judges what the ledger holds once more, by the configuration and the windows given now. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.adapters.ledger import LedgerArchive
from monitor.domain.catalogue import Configuration
from monitor.domain.window import WindowSpec
from monitor.engine.recorded import among, lead, rebuilt, seen_from
from monitor.engine.rejudge import Contrast, contrasts
from monitor.engine.replay import replay
from monitor.engine.replayed import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which span is to be judged once more, of which services (``None``: all), and with which windows beside."""

    since: datetime
    until: datetime
    service_ids: tuple[str, ...] | None = None
    windows: tuple[WindowSpec, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """What came of it. ``unknown_to_ledger`` and ``unseen_checks`` name what has no history to be judged by."""

    since: datetime
    until: datetime
    contrasts: tuple[Contrast, ...]
    refusals: tuple[Refusal, ...]
    unknown_to_ledger: tuple[str, ...]
    unseen_checks: tuple[str, ...]


def rejudged(configuration: Configuration, storage_url: str, wish: Wish) -> Rejudged:
    """The recorded history under the windows and settings of now, held against what was recorded.

    Raises:
        LedgerError: the ledger cannot be read, or holds nothing yet.
    """
    catalogue = configuration.catalogue
    wanted = tuple(catalogue.services) if wish.service_ids is None else wish.service_ids
    judged = among(catalogue, frozenset(wanted))
    recorded = LedgerArchive(storage_url).recorded(wish.since, wish.until, list(judged.checks), lead(judged))
    replayed = replay(rebuilt(recorded, judged, configuration.settings, wish.windows))
    seen = {glimpse.check_id for glimpse in seen_from(recorded, configuration.settings)}
    return Rejudged(
        since=recorded.since,
        until=recorded.until,
        contrasts=contrasts(recorded, replayed, wanted),
        refusals=replayed.refusals,
        unknown_to_ledger=tuple(name for name in wanted if name not in recorded.timelines),
        unseen_checks=tuple(check_id for check_id in judged.checks if check_id not in seen),
    )
