"""What people say afterwards about incidents, and how long successful probes took, by the hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create both tables; a ledger of before has nothing to fill in."""
    op.create_table(
        "corrections",
        sa.Column("incident_id", sa.String(255), primary_key=True),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("remark", sa.String(32), primary_key=True),
        sa.Column("by", sa.Text, primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "latencies",
        sa.Column("check_id", sa.String(255), primary_key=True),
        sa.Column("location", sa.String(255), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("hours", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_latencies_day", "latencies", ["day"])
