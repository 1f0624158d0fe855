"""Reports as files that other programs read: a JSON document, and comma-separated tables.

Writes what ``domain.report`` says and adds no figure of its own.
"""

from monitor.adapters.sheets.comma import comma_separated
from monitor.adapters.sheets.document import document

__all__ = ["comma_separated", "document"]
