# Forks a clerk for each number it reads: one who revises windows until he is killed, so many microseconds after his
# first revision. Each line of a clerk is a revision that he was told is on disk; `dead` is the nursery's own word.
from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

from bench.writers import changes, rules
from monitor.domain.book import Rules
from tests.adapters.ledger.holder import say


def work(path: Path, held: Rules, writer: int, begun: int) -> None:
    for done in changes(path, writer, held):
        if not isinstance(done, str):
            say(f"{done.window_id} {done.number} {done.why}")
            os.write(begun, b".")


def live(path: Path, held: Rules, writer: int, seconds: float) -> None:
    begun, told = os.pipe()
    child = os.fork()
    if child == 0:
        work(path, held, writer, told)
    select.select([begun], [], [], 30)
    select.select([], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(begun)
    os.close(told)
    say("dead")


if __name__ == "__main__":
    known = rules()
    for number, line in enumerate(sys.stdin):
        live(Path(sys.argv[1]), known, number, int(line) / 1e6)
