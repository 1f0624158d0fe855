"""The ledger as a reader sees it, also while the monitor writes: nothing is locked, migrated or changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from monitor.adapters.ledger import reading
from monitor.adapters.ledger.database import read_only, schema_version
from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.tables import HEAD
from monitor.domain.errors import LedgerError
from monitor.engine.inquiry import Past


class LedgerArchive:
    """What the ledger at ``url`` holds; each question opens it anew, and blocks."""

    def __init__(self, url: str) -> None:
        self._url = url

    def past(self, service_id: str, check_ids: Collection[str], since: datetime, until: datetime) -> Past:
        """What was kept of a service and its checks between two instants, as of one moment.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        with translated("the ledger cannot be read"), read_only(self._url).begin() as connection:
            if schema_version(connection) != HEAD:
                raise LedgerError("the ledger is of another version: start the monitor once", transient=False)
            snapshot = reading.snapshot(connection)
            return Past(
                heartbeat_at=snapshot.heartbeat_at,
                timeline=reading.transitions_between(connection, service_id, since, until),
                incidents=reading.incidents_between(connection, since, until),
                revisions=snapshot.revisions,
                glimpses=reading.glimpses_between(connection, check_ids, since, until),
            )
