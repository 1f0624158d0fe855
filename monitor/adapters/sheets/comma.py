"""Tables as comma-separated text, safe to open in a spreadsheet. Seconds and instants are written exactly."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from monitor.domain.printable import printable
from monitor.domain.report.tables import Table, Value

_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would compute, wherever the text came from


def comma_separated(table: Table) -> str:
    """The table with its header, one row a line; a cell without a figure is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(row[column]) for column in table.columns] for row in table.rows)
    return text.getvalue()


def cell(value: Value) -> str:
    """One value: numbers to the microsecond without trailing zeros, instants in UTC, words that compute nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    text = printable(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
