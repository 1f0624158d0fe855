"""A day of latency counts as a few hundred bytes: 24 rows a day for each check would be the largest table by far.

Only whole numbers, each in as few bytes as it needs (LEB128): the hour, how many buckets it has, then each bucket and
its count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_MORE = 0x80  # set in every byte of a number but its last

Hours = Mapping[int, Mapping[int, int]]  # counts by bucket, by hour of the UTC day


def pack(hours: Hours) -> bytes:
    """The bytes of a day."""
    numbers: list[int] = []
    for hour in sorted(hours):
        numbers += (hour, len(hours[hour]))
        for bucket in sorted(hours[hour]):
            numbers += (bucket, hours[hour][bucket])
    if all(number < _MORE for number in numbers):  # as nearly always
        return bytes(numbers)
    return b"".join(map(_bytes_of, numbers))


def unpack(packed: bytes) -> dict[int, dict[int, int]]:
    """The counts of a day, of those hours that have any."""
    numbers = iter(packed) if packed.isascii() else _numbers_of(packed)
    return {hour: {next(numbers): next(numbers) for _ in range(next(numbers))} for hour in numbers}


def _bytes_of(number: int) -> bytes:
    parts = bytearray()
    while number >= _MORE:
        parts.append(number & 0x7F | _MORE)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _numbers_of(packed: bytes) -> Iterator[int]:
    number, shift = 0, 0
    for part in packed:
        number |= (part & 0x7F) << shift
        shift += 7
        if part < _MORE:
            yield number
            number, shift = 0, 0
