from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.spans import Spans
from tests.domain.facts import MIDNIGHT, MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    starts: datetime
    ends: datetime


SPANS = st.builds(
    lambda first, length: Span(starts=MIDNIGHT + first * MINUTE, ends=MIDNIGHT + (first + length) * MINUTE),
    st.integers(0, 40),
    st.integers(1, 40),
)


@given(spans=st.lists(SPANS, max_size=12), asked=SPANS)
def test_spans_found_are_those_that_share_an_instant(spans: list[Span], asked: Span) -> None:
    found = Spans(spans).touching(asked.starts, asked.ends)

    wanted = [span for span in spans if span.starts < asked.ends and span.ends > asked.starts]
    assert list(found) == sorted(wanted, key=lambda span: span.starts)
