"""Gzip in parts: each part compressed by itself, so that what did not change since the last scrape is not packed again.

The parts of a body make one gzip member (RFC 1952), as any client reads it. Knows nothing of metrics.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

# Level 1: scrapes are frequent, near by, and the text repeats itself.
_LEVEL = 1
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"  # deflate, no name, no time, fastest, unknown system
_LAST = b"\x03\x00"  # an empty block that says it is the last
_POLYNOMIAL = 0xEDB88320  # of the CRC, in the bit order of zlib


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some bytes, compressed up to a byte's end without reference to what stands before them."""

    packed: bytes
    crc: int
    size: int


def part(body: bytes) -> Part:
    """``body`` as a part; without the interpreter's lock while it is compressed."""
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeezer.compress(body) + squeezer.flush(zlib.Z_SYNC_FLUSH)
    return Part(packed=packed, crc=zlib.crc32(body), size=len(body))


def member(parts: Iterable[Part]) -> bytes:
    """One gzip member that holds the bytes of all parts in their order."""
    pieces, crc, size = [_HEADER], 0, 0
    for one in parts:
        pieces.append(one.packed)
        crc = _joined(crc, one.crc, one.size)
        size += one.size
    trailer = crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((*pieces, _LAST, trailer))


def _joined(before: int, after: int, size: int) -> int:
    """The CRC of two texts one after the other from theirs; ``size`` is that of the second (zlib's crc32_combine)."""
    power = 0
    while size:
        if size & 1:
            before = _applied(_ZEROS[power], before)
        size >>= 1
        power += 1
    return before ^ after


def _applied(operator: list[int], vector: int) -> int:
    total = 0
    for row in operator:
        if vector & 1:
            total ^= row
        vector >>= 1
    return total


def _zeros() -> list[list[int]]:
    """What 1, 2, 4, 8 ... bytes of zero do to a CRC, as matrices over its bits."""
    operator = [_POLYNOMIAL, *(1 << bit for bit in range(31))]  # one bit of zero
    operators = []
    for _ in range(43):  # sizes up to a terabyte
        operators.append(operator)
        operator = [_applied(operator, row) for row in operator]
    return operators[3:]


_ZEROS = _zeros()
