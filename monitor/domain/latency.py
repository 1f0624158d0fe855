"""How long successful probes took, counted by the hour in buckets a tenth apart; enough for medians, small to keep.

A bucket's bounds are 10 % apart, so that a quantile read from it is within 5 % of the true one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

_RATIO = 1.1
_SMALLEST = 0.001  # seconds; whatever is shorter is in bucket 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOfLatency:
    """The successful probes of one check from one location in the UTC hour that begins at ``hour``.

    ``counts`` are probes by bucket.
    """

    check_id: str
    location: str
    hour: datetime
    counts: Mapping[int, int]


def bucket_of(seconds: float) -> int:
    """The bucket that a duration falls into."""
    if seconds <= _SMALLEST:
        return 0
    return math.ceil(math.log(seconds / _SMALLEST, _RATIO) - 1e-9)


def middle_of(bucket: int) -> float:
    """What a bucket stands for, in seconds: the geometric middle of its bounds."""
    return _SMALLEST * _RATIO ** (bucket - 0.5) if bucket > 0 else _SMALLEST


def together(hours: Iterable[HourOfLatency]) -> dict[int, int]:
    """The probes of several hours by bucket."""
    counts: dict[int, int] = {}
    for hour in hours:
        for bucket, number in hour.counts.items():
            counts[bucket] = counts.get(bucket, 0) + number
    return counts


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The duration in seconds that ``share`` (0 to 1) of the probes did not exceed; ``None`` without any."""
    wanted = math.ceil(share * sum(counts.values()))
    reached = 0
    for bucket in sorted(counts):
        reached += counts[bucket]
        if reached >= max(wanted, 1):
            return middle_of(bucket)
    return None
