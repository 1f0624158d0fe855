from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_mock_engine
from sqlalchemy.engine.default import DefaultDialect

from monitor.adapters.ledger.tables import METADATA, Instant, Span, Spec
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

DIALECT = DefaultDialect()

_words = st.text(max_size=8)
_offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_local = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - local wall times are naive
_aware = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=_offsets)  # noqa: DTZ001 - zone is added
_midnights = _local.map(lambda at: at.replace(hour=0, minute=0, second=0, microsecond=0))
_instants = st.one_of(_local, _aware, _midnights)
_spans = st.timedeltas(timedelta(0), timedelta(days=400))
_optional_instants = st.one_of(st.none(), _instants)

_scopes = st.builds(
    Scope,
    everything=st.booleans(),
    services=st.frozensets(_words, max_size=3),
    selectors=st.lists(st.lists(st.tuples(_words, _words), max_size=2).map(tuple), max_size=2).map(tuple),
    exclude=st.frozensets(_words, max_size=3),
)
_rules = st.builds(
    Rule,
    rrule=_words,
    until=_optional_instants,
    exdates=st.lists(st.one_of(_instants, st.dates()), max_size=4).map(tuple),
)
_specs = st.builds(
    WindowSpec,
    id=_words,
    platform=_words,
    scope=_scopes,
    starts=_instants,
    ends=_optional_instants,
    duration=st.one_of(st.none(), _spans),
    timezone=_words,
    fold=st.one_of(st.none(), st.sampled_from(Fold)),
    impact=st.sampled_from(Impact),
    declared_at=st.one_of(st.none(), _aware),
    recovery=_spans,
    early_start_tolerance=_spans,
    long=st.booleans(),
    status=st.sampled_from(Status),
    source_url=_words,
    source_text=_words,
    rule=st.one_of(st.none(), _rules),
)


@given(_specs)
def test_window_is_read_back_as_it_was_written(spec: WindowSpec) -> None:
    column = Spec()

    again = column.process_result_value(column.process_bind_param(spec, DIALECT), DIALECT)

    assert again == spec
    assert again is not None
    if spec.rule is not None and again.rule is not None:
        # A datetime is a date to Python; a left-out day must not come back as a left-out midnight.
        assert [type(day) for day in again.rule.exdates] == [type(day) for day in spec.rule.exdates]


@given(_aware)
def test_instant_is_kept_to_the_microsecond_and_comes_back_in_utc(at: datetime) -> None:
    column = Instant()

    again = column.process_result_value(column.process_bind_param(at, DIALECT), DIALECT)

    assert again == at
    assert again is not None
    assert again.tzinfo is UTC


def test_naive_instant_is_refused() -> None:
    with pytest.raises(TypeError, match="naive"):
        Instant().process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001 - that is the fault


@given(_spans)
def test_span_is_kept_to_the_microsecond(span: timedelta) -> None:
    assert Span().process_result_value(Span().process_bind_param(span, DIALECT), DIALECT) == span


def test_tables_can_be_made_on_postgresql() -> None:
    statements: list[str] = []
    engine = create_mock_engine("postgresql+psycopg://", lambda sql, *_, **__: statements.append(str(sql)))

    METADATA.create_all(engine, checkfirst=False)

    assert len(statements) == len(METADATA.tables) + 7
