"""What each check saw, kept where it changed, so that a state can be explained afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of glimpses; a ledger of before has none to fill in."""
    op.create_table(
        "glimpses",
        sa.Column("check_id", sa.String(255), primary_key=True),
        sa.Column("location", sa.String(255), primary_key=True),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
    )
    op.create_index("ix_glimpses_at", "glimpses", ["at"])
