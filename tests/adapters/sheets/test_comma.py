from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from monitor.adapters.sheets import comma_separated
from monitor.domain.report.tables import Table, Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (0.0, "0"),
        (86400.0, "86400"),
        (99.9, "99.9"),
        (2591999.95, "2591999.95"),
        (0.000001, "0.000001"),
        (-5.5, "-5.5"),
        (date(2026, 3, 10), "2026-03-10"),
        (datetime(2026, 3, 10, 9, 0, tzinfo=UTC), "2026-03-10T09:00:00Z"),
        (datetime(2026, 3, 10, 12, 0, 0, 50, tzinfo=timezone(timedelta(hours=3))), "2026-03-10T09:00:00.000050Z"),
        ("status", "status"),
        ("أبشر", "أبشر"),
        ("a\u202eb", "a\\u202eb"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
    ],
)
def test_value_is_written_exactly_and_computes_nothing(value: Value, text: str) -> None:
    written = comma_separated(Table(columns=("of",), rows=({"of": value},)))

    assert [*csv.reader(io.StringIO(written))] == [["of"], [text] if text else []] or written == 'of\n""\n'


def test_words_with_commas_quotes_and_lines_stay_one_cell() -> None:
    text = 'said "soon", then\nnothing'

    written = comma_separated(Table(columns=("a", "b"), rows=({"a": text, "b": 1},)))

    assert [*csv.reader(io.StringIO(written))] == [["a", "b"], ['said "soon", then\\u000anothing', "1"]]
    assert written.count("\n") == 2


def test_table_without_rows_is_its_header() -> None:
    assert comma_separated(Table(columns=("a", "b"), rows=())) == "a,b\n"
