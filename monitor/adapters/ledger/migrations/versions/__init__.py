"""One module per step of the schema; the last one is ``tables.HEAD``."""
