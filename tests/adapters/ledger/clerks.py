# Forks a clerk for each number it reads: one who revises windows until he is killed, so many microseconds later. Each
# line of a clerk is a revision that he was told is on disk; `dead` is the nursery's own word.
from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

from bench.writers import changes, rules
from monitor.domain.book import Rules
from tests.adapters.ledger.holder import say


def work(path: Path, held: Rules, writer: int) -> None:
    for done in changes(path, writer, held):
        if not isinstance(done, str):
            say(f"{done.window_id} {done.number} {done.why}")


def main(path: Path) -> None:
    held = rules()
    for writer, line in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            work(path, held, writer)
        select.select([], [], [], int(line) / 1e6)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
