# Forks a holder for each number it reads, says its process id, and `dead` once it was killed. The program is imported
# once; a hundred starts from nothing would take minutes.
from __future__ import annotations

import asyncio
import os
import sys

from tests.adapters.ledger.holder import main, say


def live(path: str, first: int) -> None:
    child = os.fork()
    if child == 0:
        say(os.getpid())
        os._exit(asyncio.run(main(path, first, 0)))
    os.waitpid(child, 0)


if __name__ == "__main__":
    for line in sys.stdin:
        live(sys.argv[1], int(line))
        say("dead")
