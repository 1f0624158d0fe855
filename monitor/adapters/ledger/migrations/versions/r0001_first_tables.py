"""The first tables. Column types are spelled out: a migration must not change when the code does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first release."""
    _create_single_rows()
    _create_history()
    _create_windows()


def _create_single_rows() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
    )
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("holder", sa.String(255), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("service_id", sa.String(255), primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )


def _create_history() -> None:
    op.create_table(
        "transitions",
        sa.Column("service_id", sa.String(255), primary_key=True),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("incident_id", sa.String(255)),
    )
    op.create_index("ix_transitions_at", "transitions", ["at"])
    op.create_table(
        "rollups",
        sa.Column("service_id", sa.String(255), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("state", sa.String(32), primary_key=True),
        sa.Column("seconds", sa.Float(53), nullable=False),
    )
    op.create_index("ix_rollups_day", "rollups", ["day"])
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("service_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("confirmed_at", sa.BigInteger, nullable=False),
        sa.Column("overrun_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("recovered_at", sa.BigInteger),
        sa.Column("paged_at", sa.BigInteger),
        sa.Column("early_start", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_incidents_started_at", "incidents", ["started_at"])


def _create_windows() -> None:
    op.create_table(
        "window_revisions",
        sa.Column("window_id", sa.String(255), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("known_at", sa.BigInteger, nullable=False),
        sa.Column("declared_at", sa.BigInteger, nullable=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
    )
