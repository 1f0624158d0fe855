# A process of its own that holds a ledger and writes until it is killed. Each line on its output is a fact that a test
# may rely on: `held <records>`, `refused <holder>`, `failed <why>`, or the number of a batch that is on disk.
from __future__ import annotations

import asyncio
import resource
import sys
from datetime import timedelta

from monitor.adapters.ledger import Listener, SqlLedger
from monitor.domain.errors import LedgerInUseError
from monitor.domain.verdict import State
from tests.adapters.ledger.ledgers import SetClock, batch, change, incident, minute, seconds

REFUSED = 2  # what `marsad run` exits with


def say(fact: object) -> None:
    sys.stdout.write(f"{fact}\n")
    sys.stdout.flush()


async def write(ledger: SqlLedger, first: int) -> None:
    """One batch after the other, each number in all of its parts, so that half a batch would show."""
    number = first
    while True:
        state = State.UP if number % 2 else State.UNPLANNED_OUTAGE
        ledger.submit(
            batch(
                minute(number),
                records={"a/b": b"%d" % number},
                timeline=(change("a/b", (number, state)),),
                incidents=(incident(1, confirmed_at=minute(number)),),
                usage=(seconds(State.UP, 1, service_id="a/b"),),
            )
        )
        if await ledger.flushed(30):
            say(number)
        number += 1


async def main(path: str, first: int, largest_file: int) -> int:
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
    ledger = SqlLedger(
        f"sqlite:///{path}",
        SetClock(),
        holder=f"holder {first}",
        retention=timedelta(days=400),
        listener=Listener(failed=lambda error: say(f"failed {error}")),
    )
    try:
        snapshot = ledger.load()
    except LedgerInUseError as error:
        say(f"refused {error.holder}")
        return REFUSED
    say(f"held {len(snapshot.records)}")
    await write(ledger, first)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
