"""A day of latency counts as some hundred bytes: 24 rows a day for each check would be the largest table by far.

For each hour: its number, how many buckets it has, the buckets, their counts. All are bytes; where a count needs two,
the hour's first bit says so. Unpacking is one slice and one ``zip`` an hour, since a report reads tens of thousands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

Counts = Mapping[int, int]

_WIDE = 0x80
_LARGEST_BYTE, _LARGEST = 0xFF, 0xFFFF  # of a bucket (a year), and of a count (18 probes a second): more is cut


def pack(hours: Mapping[int, Counts]) -> bytes:
    """The bytes of a day, from its counts by bucket and hour."""
    return b"".join(_pack(hour, hours[hour]) for hour in sorted(hours))


def unpack(packed: bytes) -> Iterator[tuple[int, Counts]]:
    """The hours of a day that have any probe, and their counts."""
    at = 0
    while at < len(packed):
        hour, buckets = packed[at], at + 2
        counts = buckets + packed[at + 1]
        if hour < _WIDE:
            at = counts + packed[at + 1]
            yield hour, dict(zip(packed[buckets:counts], packed[counts:at], strict=True))
        else:
            wide = struct.unpack_from(f"<{packed[at + 1]}H", packed, counts)
            at = counts + 2 * packed[at + 1]
            yield hour - _WIDE, dict(zip(packed[buckets:counts], wide, strict=True))


def _pack(hour: int, counts: Counts) -> bytes:
    buckets = bytes(sorted(bucket for bucket in counts if bucket < _LARGEST_BYTE))  # 255 of them fit
    numbers = [min(counts[bucket], _LARGEST) for bucket in buckets]
    if max(numbers, default=0) <= _LARGEST_BYTE:
        return bytes((hour, len(buckets))) + buckets + bytes(numbers)
    return bytes((hour | _WIDE, len(buckets))) + buckets + struct.pack(f"<{len(numbers)}H", *numbers)
