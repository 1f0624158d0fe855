"""What Alembic executes to migrate: the caller's connection, inside the caller's transaction.

A migration that is killed half-way therefore leaves nothing behind.
"""

from __future__ import annotations

from alembic import context

from monitor.adapters.ledger.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
