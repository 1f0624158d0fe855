"""Reads the ledger for a report and has it made; the formats that the API hands out are put together here."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from monitor.adapters.ledger import LedgerArchive
from monitor.adapters.server import ReportWish
from monitor.adapters.sheets import comma_separated, document
from monitor.domain.catalogue import Catalogue, Configuration
from monitor.domain.dependency import hard_roots
from monitor.domain.report import Report, report
from monitor.domain.report.tables import table

_API_TABLE = "services"


def reported(configuration: Configuration, archive: LedgerArchive, wish: ReportWish, at: datetime) -> Report:
    """The report that somebody wishes, made at ``at``; of the ledger alone, which knows what was known when.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    names = None if wish.services is None else _with_roots(configuration.catalogue, wish.services)
    return report(
        archive.chronicle(wish.since, wish.until, names, latencies=True),
        configuration.catalogue,
        configuration.settings,
        since=wish.since,
        until=wish.until,
        at=at,
        timezone=wish.timezone,
        services=wish.services,
    )


def writers(
    configuration: Callable[[], Configuration], archive: LedgerArchive, now: Callable[[], datetime]
) -> Mapping[str, Callable[[ReportWish], bytes]]:
    """What the API writes of a wish, by format: ``json`` the whole report, ``csv`` a row for each service."""

    def as_json(wish: ReportWish) -> bytes:
        made = reported(configuration(), archive, wish, now())
        return json.dumps(document(made, configuration().catalogue), ensure_ascii=False).encode()

    def as_csv(wish: ReportWish) -> bytes:
        made = reported(configuration(), archive, wish, now())
        return comma_separated(table(made, configuration().catalogue, _API_TABLE)).encode()

    return {"json": as_json, "csv": as_csv}


def _with_roots(catalogue: Catalogue, services: Collection[str]) -> frozenset[str]:
    """The services, and those whose outages explain theirs."""
    found = [catalogue.services[name] for name in services if name in catalogue.services]
    return frozenset(services) | {root.id for service in found for root in hard_roots(catalogue, service)}
