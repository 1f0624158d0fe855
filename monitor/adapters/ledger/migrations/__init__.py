"""Alembic's environment for the ledger, run from code on a connection that is passed in; there is no alembic.ini."""
