"""A list of windows without waiting: loads neither the parser of flags nor what reads files and ledger as a whole.

Answers what is asked most, where a glance does; ``None`` leaves it to the program as a whole.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.adapters.clock import SystemClock
from monitor.adapters.glance import glance
from monitor.cli.output import document
from monitor.cli.windows_facts import window
from monitor.cli.windows_text import escaped, listed
from monitor.domain.book import Book
from monitor.domain.catalogue import Catalogue
from monitor.domain.fulfilment import Fulfilment, Stage, fulfilments

AHEAD = timedelta(days=30)
BEHIND = timedelta(days=1)
NOTHING = "no windows"
_LINGERING = frozenset({Stage.OVERRUN, Stage.RECOVERY})
_DEFAULT_CONFIG = "config/marsad.yaml"
_VALUES = {
    "--config.file": "config_file",
    "--storage.url": "storage_url",
    "--platform": "platform",
    "--service": "service",
}

Found = tuple[Iterable[Fulfilment], Book]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list shall show; the defaults are those of the flags."""

    config_file: Path = Path(_DEFAULT_CONFIG)
    storage_url: str | None = None
    platform: str | None = None
    service: str | None = None
    as_json: bool = False

    def is_strange(self, catalogue: Catalogue) -> bool:
        """Whether it names something that is not there, which is said by whoever knows all names."""
        if self.platform is not None and self.platform not in catalogue.by_platform:
            return True
        return self.service is not None and self.service not in catalogue.services


def answered(arguments: Sequence[str]) -> bool:
    """Print the list for these flags, if a glance does; whether it did."""
    shown = answer(arguments)
    if shown is None:
        return False
    if not shown:
        sys.stderr.write(f"{NOTHING}\n")
        return True
    try:
        sys.stdout.write(f"{shown}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough; the rest goes nowhere, lest closing fails again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def answer(arguments: Sequence[str]) -> str | None:
    """The list for these flags, ``None`` where one of them, or the ledger, takes more than a glance."""
    wanted = _wanted(arguments)
    if wanted is None:
        return None
    now = SystemClock().now()
    seen = glance(wanted.config_file, wanted.storage_url, now, BEHIND)
    if seen is None or wanted.is_strange(seen.catalogue):
        return None
    minimum = seen.notice_minimum
    found = fulfilments(seen.chronicle, seen.catalogue, now, notice_minimum=minimum, until=now + AHEAD)
    return rendered((recent(found, now), seen.chronicle.book), wanted)


def recent(found: Iterable[Fulfilment], now: datetime) -> Iterator[Fulfilment]:
    """Those that are to come, run or ran in the last day."""
    return (one for one in found if one.ends > now - BEHIND or one.stage in _LINGERING)


def rendered(found: Found, wanted: Wanted) -> str:
    """The list as it is printed, empty where there is nothing to print."""
    windows, book = found
    kept = [one for one in windows if _is_wanted(one, wanted)]
    if wanted.as_json:
        return document({"windows": [window(one, book) for one in kept]})
    return escaped(listed(kept).split("\n")) if kept else ""


def _is_wanted(one: Fulfilment, wanted: Wanted) -> bool:
    if wanted.platform is not None and one.revision.spec.platform != wanted.platform:
        return False
    return wanted.service is None or wanted.service in one.by_service


def _wanted(arguments: Sequence[str]) -> Wanted | None:
    values: dict[str, str] = {}
    as_json, waiting = False, list(arguments)
    while waiting:
        flag, equals, value = waiting.pop(0).partition("=")
        if flag == "--json" and not equals:
            as_json = True
        elif flag in _VALUES and (equals or waiting):
            values[_VALUES[flag]] = value if equals else waiting.pop(0)
        else:
            return None
    return Wanted(
        config_file=Path(values.get("config_file", _DEFAULT_CONFIG)),
        storage_url=values.get("storage_url"),
        platform=values.get("platform"),
        service=values.get("service"),
        as_json=as_json,
    )
