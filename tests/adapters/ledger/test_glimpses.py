from __future__ import annotations

from datetime import timedelta

from monitor.domain.history import Seen
from monitor.domain.verdict import State
from tests.adapters.ledger.ledgers import NOW, Bench, batch, glimpse, minute, seconds, wait_until

DAY = 24 * 60
LANDING, SIGN_IN = "absher/portal/landing", "absher/portal/sign-in"


async def test_asked_for_a_span_it_tells_what_was_seen_last_before_it(bench: Bench) -> None:
    seen = tuple(glimpse(n, s) for n, s in ((1, Seen.OK), (5, Seen.FAILED), (9, Seen.OK), (20, Seen.SLOW)))
    other = glimpse(2, Seen.DOUBTED, check_id=SIGN_IN)
    async with bench.open() as (ledger, _):
        ledger.submit(batch(glimpses=(*seen, other, glimpse(3, check_id="qiwa/portal/landing"))))
        assert await ledger.flushed(5)

        found = ledger.glimpses((LANDING, SIGN_IN), minute(6), minute(20))

    assert found == (other, seen[1], seen[2])


async def test_the_last_one_before_the_retention_stays(bench: Bench) -> None:
    old = (glimpse(-40 * DAY, Seen.OK), glimpse(-31 * DAY, Seen.FAILED), glimpse(-DAY, Seen.OK))
    async with bench.open(retention=timedelta(days=30)) as (ledger, _):
        ledger.submit(batch(glimpses=old, usage=(seconds(State.UP, 1, day=minute(-40 * DAY).date()),)))
        assert await ledger.flushed(5)

        await wait_until(lambda: ledger.rollups(minute(-50 * DAY).date(), NOW.date()) == ())

        assert ledger.glimpses((LANDING,), minute(-99 * DAY), NOW) == old[1:]
