"""The ledger on SQLite (or PostgreSQL): what the monitor decided survives ``kill -9`` (record 0010).

Read in this order: ``tables``, ``merging``, ``packing``, ``durations``, ``transaction``, ``database``, ``lease``,
``store``, ``backlog``, ``writer``, ``sql``, ``surroundings``, ``annals``, ``archive``, ``registry``. Nothing here
knows what a record means.
"""

from monitor.adapters.ledger.archive import LedgerArchive
from monitor.adapters.ledger.registry import LedgerRegistry
from monitor.adapters.ledger.sql import SqlLedger
from monitor.adapters.ledger.writer import Listener

__all__ = ["LedgerArchive", "LedgerRegistry", "Listener", "SqlLedger"]
