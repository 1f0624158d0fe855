"""Several commands that revise the same few windows of one ledger at once: ``python -m bench.writers LEDGER 8 10000``.

Each writer is a process with a registry of its own, as `marsad windows` is without a monitor. Half of the changes name
the version that their writer saw last, so that some are refused. Afterwards the ledger is held against what each writer
was told.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.fleet_files import write_configuration
from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerRegistry
from monitor.domain.book import Author, Revision, Rules
from monitor.domain.change import Change, Verb
from monitor.domain.errors import WindowChangedError
from monitor.domain.window import Scope, WindowSpec

WINDOWS = 8
_STARTS = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one writer was told: the revisions that it made, and the texts of the changes that were refused."""

    made: list[tuple[str, int, str]]
    refused: list[str]


def rules() -> Rules:
    """What the windows are held against: a platform of a few services."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        path = write_configuration(Path(folder), 5, "60s", platform_port=1, listen_port=1)
        configuration = manifest.load(path, {})
    return Rules(catalogue=configuration.catalogue, longest_window=configuration.settings.longest_window)


def registry(path: Path, name: str) -> LedgerRegistry:
    """The registry of one writer."""
    return LedgerRegistry(f"sqlite:///{path}", lambda: datetime.now(UTC), f"{name}:{os.getpid()}")


def declare_all(path: Path, held: Rules) -> None:
    """The windows that all writers share."""
    for window_id in map(_window_id, range(WINDOWS)):
        spec = WindowSpec(
            id=window_id,
            platform="p0000",
            scope=Scope(everything=True),
            starts=_STARTS,
            duration=timedelta(hours=2),
            timezone="Asia/Riyadh",
        )
        author = Author(by="bench", why="declared", origin="command")
        change = Change(verb=Verb.DECLARE, window_id=window_id, author=author, spec=spec)
        registry(path, "declares").change(change, held)


def changes(path: Path, writer: int, held: Rules) -> Iterator[Revision | str]:
    """One change after the other, without an end: the revision that it made, or the text of a refused one."""
    chosen, mine, seen = random.Random(writer), registry(path, f"writer {writer}"), dict[str, str]()
    number = 0
    while True:
        number += 1
        window_id = _window_id(chosen.randrange(WINDOWS))
        why = f"{writer}/{os.getpid()}/{number}"
        version = seen.get(window_id) if number % 2 else None
        change = Change(
            verb=Verb.REVISE,
            window_id=window_id,
            author=Author(by=f"writer {writer}", why=why, origin="command"),
            changes={"source_text": why},
            version=version,
        )
        try:
            revision = mine.change(change, held)
        except WindowChangedError as refusal:
            seen[window_id] = refusal.present
            yield why
            continue
        if revision is None:
            raise RuntimeError(f"{why} was said before")
        seen[window_id] = str(revision.number)
        yield revision


def write(path: Path, held: Rules, wanted: int, writer: int) -> Told:
    """Make ``wanted`` revisions."""
    told = Told(made=[], refused=[])
    for done in changes(path, writer, held):
        if isinstance(done, str):
            told.refused.append(done)
        else:
            told.made.append((done.window_id, done.number, done.why))
        if len(told.made) >= wanted:
            break
    return told


def crowd(path: Path, writers: int, wanted: int) -> list[Told]:
    """``writers`` processes that make ``wanted`` revisions together."""
    held = rules()
    declare_all(path, held)
    with multiprocessing.get_context("fork").Pool(writers) as pool:
        return pool.map(partial(write, path, held, wanted // writers), range(writers), chunksize=1)


def faults(path: Path, told: list[Told]) -> list[str]:
    """What is wrong with the ledger, after all that was told."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
        rows = connection.execute("SELECT window_id, number, why FROM window_revisions ORDER BY 1, 2").fetchall()
    if answer != "ok":
        found.append(f"the file is damaged: {answer}")
    for window_id, last in Counter(row[0] for row in rows).items():
        if [number for name, number, _ in rows if name == window_id] != list(range(1, last + 1)):
            found.append(f"{window_id} is not numbered from 1 to {last}")
    written = Counter((name, number, why) for name, number, why in rows)
    found += [f"{made} was told and is not there once" for one in told for made in one.made if written[made] != 1]
    whys = {why for _, _, why in rows}
    found += [f"{why} was refused and is there" for one in told for why in one.refused if why in whys]
    if len(rows) != WINDOWS + sum(len(one.made) for one in told):
        found.append(f"there are {len(rows)} revisions, more than were told")
    return found


def _window_id(number: int) -> str:
    return f"works-{number}"


def main(arguments: list[str]) -> int:
    """Let the writers loose on a new ledger, and print what came of it as JSON."""
    path, writers, wanted = Path(arguments[0]), min(int(arguments[1]), 64), min(int(arguments[2]), 100_000)
    began = time.monotonic()
    told = crowd(path, writers, wanted)
    seconds = time.monotonic() - began
    facts = {
        "revisions": sum(len(one.made) for one in told),
        "refused": sum(len(one.refused) for one in told),
        "seconds": round(seconds, 2),
        "faults": faults(path, told)[:10],
    }
    print(json.dumps(facts))
    return 1 if facts["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
