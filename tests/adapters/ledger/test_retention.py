from __future__ import annotations

from datetime import date, timedelta

from monitor.adapters.ledger.retention import ROWS_AT_ONCE
from monitor.domain.verdict import State
from tests.adapters.ledger.ledgers import NOW, Bench, batch, change, incident, minute, seconds, states, wait_until

DAY = 24 * 60
FIRST = date(2026, 1, 1)


async def test_what_is_older_than_the_retention_goes_but_not_the_state_at_the_cut(bench: Bench) -> None:
    old = (-40 * DAY, State.UP), (-35 * DAY, State.BLOCKED), (-31 * DAY, State.UP), (-DAY, State.DEGRADED)
    closed = incident(-36 * DAY, ended_at=minute(-35 * DAY), recovered_at=minute(-35 * DAY))
    unclosed = incident(-34 * DAY)
    async with bench.open(retention=timedelta(days=30)) as (ledger, _):
        ledger.submit(
            batch(
                timeline=(change("absher/portal", *old),),
                incidents=(closed, unclosed),
                usage=(seconds(State.UP, 60, day=date(2026, 1, 29)), seconds(State.UP, 60, day=date(2026, 1, 30))),
            )
        )
        assert await ledger.flushed(5)

        await wait_until(lambda: len(ledger.rollups(FIRST, NOW.date())) == 1)

        assert states(ledger.transitions("absher/portal", minute(-99 * DAY), NOW)) == [
            (minute(-31 * DAY), State.UP),
            (minute(-DAY), State.DEGRADED),
        ]
        assert ledger.incidents(minute(-99 * DAY), NOW) == (unclosed,)


async def test_many_rows_go_in_steps_and_then_not_again_for_an_hour(bench: Bench) -> None:
    many = tuple(seconds(State.UP, 1, day=FIRST, service_id=f"p/{n}") for n in range(2 * ROWS_AT_ONCE + 1))
    async with bench.open(retention=timedelta(days=30)) as (ledger, _):
        ledger.submit(batch(usage=many))
        await wait_until(lambda: ledger.writes == 1 and ledger.rollups(FIRST, NOW.date()) == ())

        bench.clock.move(timedelta(minutes=59))
        ledger.submit(batch(usage=many[:1]))
        assert await ledger.flushed(5)
        ledger.submit(batch())
        assert await ledger.flushed(5)
        assert len(ledger.rollups(FIRST, NOW.date())) == 1

        bench.clock.move(timedelta(minutes=1))
        ledger.submit(batch())
        await wait_until(lambda: ledger.rollups(FIRST, NOW.date()) == ())
