"""Scrapes, one every step, kept as the series of a promtool test: run lengths, and gaps where nothing was exported.

A promtool test begins at the Unix epoch; so that rules which compare with ``time()`` see what they saw, timestamps are
told from the beginning of the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

JOB, INSTANCE = "marsad", "127.0.0.1:10115"  # as config/prometheus/prometheus.yml scrapes
_TARGET = f'job="{JOB}",instance="{INSTANCE}"'
_UP = f"up{{{_TARGET}}}"
_GAP, _STALE = "_", "stale"


class Columns:
    """All series of a history that begins at ``epoch`` (in seconds)."""

    def __init__(self, epoch: float) -> None:
        self._epoch = epoch
        self._values: dict[str, list[str]] = {}  # by the line's text up to the value
        self._up: list[str] = []

    def __len__(self) -> int:
        return len(self._up)

    def scrape(self, exposition: str) -> None:
        """Add what one scrape brought: exposition text without timestamps."""
        for line in exposition.splitlines():
            if not line.startswith("#"):
                identity, _, value = line.rpartition(" ")
                self._column(identity).append(self._told(identity, value))
        self._up.append("1")
        self._close()

    def miss(self) -> None:
        """Add a scrape that nobody answered."""
        self._up.append("0")
        self._close()

    def series(self) -> Iterator[tuple[str, str]]:
        """Each series as promtool names it, and its values."""
        yield _UP, _notation(self._up)
        for identity, values in self._values.items():
            yield _named(identity), _notation(values)

    def _column(self, identity: str) -> list[str]:
        column = self._values.get(identity)
        if column is None:
            self._values[identity] = column = [_GAP] * len(self._up)
        return column

    def _close(self) -> None:
        """What was not in the last scrape ends, as Prometheus sees it: first stale, then nothing."""
        for column in self._values.values():
            if len(column) < len(self._up):
                column.append(_GAP if column[-1] in {_GAP, _STALE} else _STALE)

    def _told(self, identity: str, value: str) -> str:
        if not identity.partition("{")[0].endswith("_timestamp_seconds") or float(value) == 0:
            return value  # 0 stands for never
        return f"{float(value) - self._epoch:.6f}".rstrip("0").rstrip(".")


def _named(identity: str) -> str:
    name, _, labels = identity.partition("{")
    return f"{name}{{{labels.removesuffix('}')}{',' if labels not in {'', '}'} else ''}{_TARGET}}}"


def _notation(values: list[str]) -> str:
    return " ".join(_run(value, sum(1 for _ in same)) for value, same in groupby(values))


def _run(value: str, count: int) -> str:
    if value == _GAP:
        return f"_x{count}"  # of gaps promtool counts all, of values the further ones
    return value if count == 1 else f"{value}x{count - 1}"
