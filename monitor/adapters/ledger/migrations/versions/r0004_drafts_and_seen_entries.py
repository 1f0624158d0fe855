"""What announcements propose until a person decides, and which entries of feeds were read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create both tables; a ledger of before has nothing to fill in."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("proposal", sa.Text, nullable=False),
    )
    op.create_index("ix_drafts_decided_at", "drafts", ["decided_at"])
    op.create_table(
        "seen_entries",
        sa.Column("feed", sa.String(255), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_seen_entries_at", "seen_entries", ["at"])
