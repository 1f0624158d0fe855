"""Reads what promtool prints of expectations that were meant to fail: the alerts that fire at each instant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

_TIME = re.compile(r"^    expr: .*, time: ([0-9a-z]+),\s*$")
_GOT = re.compile(r"^        got: (.*)$")
_SAMPLE = re.compile(r'\{((?:\w+="(?:[^"\\]|\\.)*"(?:, )?)*)\} \S+')
_LABEL = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*")')
_SPAN = re.compile(r"([0-9]+)(ms|[ywdhms])")
_UNITS = {
    "y": timedelta(days=365),
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
_OWN = ("__name__", "alertname", "alertstate")
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert fired from ``since`` to ``until`` (``None``: to the end), told from the beginning of the history."""

    name: str
    labels: Mapping[str, str]
    since: timedelta
    until: timedelta | None


def alerts(output: str, step: timedelta, last: timedelta) -> tuple[Alert, ...]:
    """What fires from when to when, asked about every ``step`` from 0 to ``last``; by the instant it began."""
    firing: dict[Labels, list[timedelta]] = {}
    for at, labels in _firing(output.splitlines()):
        firing.setdefault(labels, []).append(at)
    found = [alert for labels, instants in firing.items() for alert in _merged(labels, instants, step, last)]
    return tuple(sorted(found, key=lambda alert: (alert.since, alert.name, sorted(alert.labels.items()))))


def _firing(lines: Iterable[str]) -> Iterator[tuple[timedelta, Labels]]:
    at = timedelta(0)
    for line in lines:
        if (asked := _TIME.match(line)) is not None:
            at = sum((int(n) * _UNITS[unit] for n, unit in _SPAN.findall(asked[1])), timedelta(0))
        elif (got := _GOT.match(line)) is not None:
            for sample in _SAMPLE.findall(got[1]):
                yield at, tuple((name, _unquoted(text)) for name, text in _LABEL.findall(sample))


def _unquoted(text: str) -> str:
    try:
        unquoted: str = json.loads(text)
    except ValueError:  # an escape of Go's own, of a character that no label of ours holds
        return text[1:-1]
    return unquoted


def _merged(labels: Labels, instants: list[timedelta], step: timedelta, last: timedelta) -> Iterator[Alert]:
    since = before = instants[0]
    for at in [*instants[1:], None]:
        if at is not None and at - before <= step:
            before = at
            continue
        known = dict(labels)
        yield Alert(
            name=known.get("alertname", ""),
            labels={name: value for name, value in labels if name not in _OWN},
            since=since,
            until=None if before >= last else before + step,
        )
        if at is not None:
            since = before = at
