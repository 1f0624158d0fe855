"""The ledger's tables, plain enough for SQLite and PostgreSQL alike, and how domain values become columns.

Instants and spans are whole microseconds in a ``BIGINT``: SQLite has no type for instants, text would sort wrongly
across offsets, and a float would round; an integer compares and indexes alike everywhere. ``HEAD`` names the migration
that these tables correspond to.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)

from monitor.domain.correction import Remark
from monitor.domain.history import Seen
from monitor.domain.incident import Kind
from monitor.domain.proposal import Decision, Proposal
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec

HEAD = "0004"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SPEC = TypeAdapter(WindowSpec)
_PROPOSAL = TypeAdapter(Proposal)

Word = TypeVar("Word", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware instant as microseconds since the epoch; a naive one is refused by the subtraction."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - interface
        """Turn into a whole number without passing through a float."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - interface
        """Turn back into UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Span(TypeDecorator[timedelta]):
    """A length of time in microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - interface
        """Turn into a whole number."""
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> timedelta | None:  # noqa: ANN401, ARG002 - interface
        """Turn back."""
        return None if value is None else timedelta(microseconds=value)


class Choice(TypeDecorator[Word], Generic[Word]):
    """One word of a closed set, stored as that word: a database enum would need a migration per word."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__(32)
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        """Store the word itself."""
        return None if value is None else value.value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Word | None:  # noqa: ANN401, ARG002 - interface
        """Find the member again."""
        return None if value is None else self.words(value)


class Spec(TypeDecorator[WindowSpec]):
    """A window as its author wrote it, as JSON: it is read back whole and never searched."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: WindowSpec | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        """Write the JSON."""
        return None if value is None else _SPEC.dump_json(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> WindowSpec | None:  # noqa: ANN401, ARG002 - interface
        """Read the JSON back into the domain's own type."""
        return None if value is None else _SPEC.validate_json(value)


class Proposed(TypeDecorator[Proposal]):
    """What an announcement proposes, as JSON: it is read back whole; what is asked for has columns beside it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Proposal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        """Write the JSON."""
        return None if value is None else _PROPOSAL.dump_json(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Proposal | None:  # noqa: ANN401, ARG002 - interface
        """Read the JSON back into the domain's own type."""
        return None if value is None else _PROPOSAL.validate_json(value)


METADATA = MetaData()
VERSIONS = MetaData()  # apart from ours, as Alembic keeps it

alembic_version = Table(
    "alembic_version",
    VERSIONS,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

# One row. `stamp` names the last transaction, so that a commit whose answer was lost is not applied twice.
heartbeat = Table(
    "heartbeat",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("stamp", String(32), nullable=False),
)

lease = Table(
    "lease",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("holder", String(255), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

records = Table(
    "records",
    METADATA,
    Column("service_id", String(255), primary_key=True),
    Column("record", LargeBinary, nullable=False),
)

transitions = Table(
    "transitions",
    METADATA,
    Column("service_id", String(255), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("state", Choice(State), nullable=False),
    Column("incident_id", String(255)),
    Index("ix_transitions_at", "at"),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", String(255), primary_key=True),
    Column("service_id", String(255), nullable=False),
    Column("kind", Choice(Kind), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("overrun_at", Instant),
    Column("ended_at", Instant),
    Column("recovered_at", Instant),
    Column("paged_at", Instant),
    Column("early_start", Span, nullable=False),
    Index("ix_incidents_started_at", "started_at"),
)

window_revisions = Table(
    "window_revisions",
    METADATA,
    Column("window_id", String(255), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("known_at", Instant, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("spec", Spec, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("origin", String(64), nullable=False),
)

rollups = Table(
    "rollups",
    METADATA,
    Column("service_id", String(255), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", Choice(State), primary_key=True),
    Column("seconds", Float(53), nullable=False),
    Index("ix_rollups_day", "day"),
)

glimpses = Table(
    "glimpses",
    METADATA,
    Column("check_id", String(255), primary_key=True),
    Column("location", String(255), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("seen", Choice(Seen), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("evidence", Text, nullable=False),
    Index("ix_glimpses_at", "at"),
)

# The whole entry but its words is the key: an entry that is handed over twice stands once.
corrections = Table(
    "corrections",
    METADATA,
    Column("incident_id", String(255), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("remark", Choice(Remark), primary_key=True),
    Column("by", Text, primary_key=True),
    Column("why", Text, nullable=False),
)

latencies = Table(
    "latencies",
    METADATA,
    Column("check_id", String(255), primary_key=True),
    Column("location", String(255), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("hours", LargeBinary, nullable=False),  # ``packing``
    Index("ix_latencies_day", "day"),
)

drafts = Table(
    "drafts",
    METADATA,
    Column("id", String(255), primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("decision", Choice(Decision), nullable=False),
    Column("decided_at", Instant),
    Column("proposal", Proposed, nullable=False),
    Index("ix_drafts_decided_at", "decided_at"),
)

seen_entries = Table(
    "seen_entries",
    METADATA,
    Column("feed", String(255), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_seen_entries_at", "at"),
)
