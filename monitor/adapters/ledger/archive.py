"""The ledger as a reader sees it, also while the monitor writes: nothing is locked, migrated or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from monitor.adapters.ledger import annals, reading
from monitor.adapters.ledger.database import read_only, schema_version
from monitor.adapters.ledger.durations import hours_near
from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.surroundings import Surroundings
from monitor.adapters.ledger.tables import HEAD, heartbeat, transitions
from monitor.domain.book import Book, read
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction
from monitor.domain.errors import LedgerError
from monitor.domain.incident import Incident
from monitor.domain.latency import HourOfLatency
from monitor.engine.inquiry import Past
from monitor.engine.recorded import Recorded


class LedgerArchive:
    """What the ledger at ``url`` holds; each question opens it anew, and blocks."""

    def __init__(self, url: str) -> None:
        self._url = url

    def past(self, service_id: str, check_ids: Collection[str], since: datetime, until: datetime) -> Past:
        """What was kept of a service and its checks between two instants, as of one moment.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        with self._reading() as connection:
            snapshot = reading.snapshot(connection)
            return Past(
                heartbeat_at=snapshot.heartbeat_at,
                timeline=reading.transitions_between(connection, service_id, since, until),
                incidents=reading.incidents_between(connection, since, until),
                revisions=snapshot.revisions,
                glimpses=reading.glimpses_between(connection, check_ids, since, until),
            )

    def chronicle(
        self,
        since: datetime,
        until: datetime,
        service_ids: Collection[str] | None = None,
        *,
        latencies: bool = False,
    ) -> Chronicle:
        """All that was kept of a span, of every service or of those named, as of one moment.

        ``until`` is cut at the last heartbeat. With ``latencies`` come the hours from 30 hours before each maintenance
        that was ever announced for the span to two days after it, where they are still kept.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        with self._reading() as connection:
            heard_at = connection.execute(select(heartbeat.c.at)).scalar_one_or_none()
            until = max(min(until, heard_at or since), since)
            book = read(reading.revisions(connection))
            return Chronicle(
                since=since,
                until=until,
                timelines=annals.timelines_between(connection, since, until, service_ids),
                incidents=annals.incidents_within(connection, since, until, service_ids),
                book=book,
                corrections=annals.corrections_within(connection, since, until, service_ids),
                latencies=_latencies(connection, book, since, until, service_ids) if latencies else (),
            )

    def recorded(self, since: datetime, until: datetime, check_ids: Collection[str], lead: timedelta) -> Recorded:
        """What a span needs to be judged once more, of all services, from ``lead`` before what is open at its start.

        Raises:
            LedgerError: it cannot be read, was written by another version, or holds nothing yet.

        """
        with self._reading() as connection:
            heard_at = connection.execute(select(heartbeat.c.at)).scalar_one_or_none()
            begins = connection.execute(select(func.min(transitions.c.at))).scalar_one_or_none()
            if heard_at is None or begins is None:
                raise LedgerError("the ledger holds no history yet", transient=False)
            since = max(since, begins)
            until = max(min(until, heard_at), since)
            incidents = annals.incidents_within(connection, since, until)
            starts = max(min([since, *(incident.started_at for incident in incidents)]) - lead, begins)
            return Recorded(
                begins=begins,
                starts=starts,
                since=since,
                until=until,
                timelines=annals.timelines_between(connection, starts, until, None),
                incidents=incidents,
                revisions=reading.revisions(connection),
                glimpses=reading.glimpses_between(connection, check_ids, starts, until),
            )

    def incidents(self, since: datetime, until: datetime) -> tuple[Incident, ...]:
        """Every incident that touches ``[since, until)``, by its start.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        with self._reading() as connection:
            return annals.incidents_within(connection, since, until)

    def incident(self, incident_id: str) -> tuple[Incident, tuple[Correction, ...]] | None:
        """One incident, and the correction log's words on it.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        with self._reading() as connection:
            return annals.incident_of(connection, incident_id)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated("the ledger cannot be read"), read_only(self._url).begin() as connection:
            if schema_version(connection) != HEAD:
                raise LedgerError("the ledger is of another version: start the monitor once", transient=False)
            yield connection


def _latencies(
    connection: Connection, book: Book, since: datetime, until: datetime, service_ids: Collection[str] | None
) -> tuple[HourOfLatency, ...]:
    near = Surroundings(book, since, until, service_ids)
    return hours_near(connection, near.since, near.until, near.hours_of)
