"""Reading a body within bounds, and making text of it.

httpx decodes a whole network chunk at a time, and 64 KiB of gzip can be 64 MB of zeros; so the decoding is done here,
and stops at the limit.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterable
from functools import lru_cache

import httpx

from monitor.adapters.transport.journal import Journal

LONGEST_BODY = 256 * 1024
"""Bytes after decoding; what is longer is cut, not failed (SEMANTICS section 8)."""

_LONGEST_TYPE = 256
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_GZIP, _ZLIB = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS
_WBITS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_START_BYTES = 2  # that tell one kind of stream from another


class Decoder:
    """Undoes gzip or deflate up to a number of bytes; any other coding is left as it is."""

    def __init__(self, coding: str) -> None:
        self._wbits = _WBITS.get(coding.strip().lower()) if coding else None
        self._inflate: zlib._Decompress | None = None  # between two streams there is none
        self._held = b""
        self._streams = 0
        self._over = False

    def decode(self, chunk: bytes, room: int) -> bytes:
        """What ``chunk`` adds, ``room`` bytes at most.

        Raises:
            httpx.DecodingError: it is not in the coding that the headers name.

        """
        if self._wbits is None:
            return chunk[:room]
        chunk, self._held = self._held + chunk, b""
        out = b""
        while chunk and len(out) < room and not self._over:
            if self._inflate is None and len(chunk) < _START_BYTES:
                self._held = chunk
                break
            self._inflate = self._inflate or self._begin(chunk)
            if self._inflate is not None:
                out += _step(self._inflate, chunk, room - len(out))
                chunk = self._inflate.unconsumed_tail or self._inflate.unused_data
                self._end()
        return out

    def _begin(self, chunk: bytes) -> zlib._Decompress | None:
        """For the stream that ``chunk`` begins; whatever else stands behind the first one is no part of the body."""
        self._streams += 1
        if self._wbits == _ZLIB:
            # Some servers mean the bare stream (RFC 1951) when they say deflate; browsers take both.
            return zlib.decompressobj(_ZLIB if _is_zlib(chunk) else -_ZLIB)
        if self._streams > 1 and not chunk.startswith(b"\x1f\x8b"):
            self._over = True
            return None
        return zlib.decompressobj(_GZIP)

    def _end(self) -> None:
        if self._inflate is not None and self._inflate.eof:
            self._inflate = None
            self._over = self._wbits != _GZIP  # only gzip may go on with another stream (RFC 1952, 2.2)


def _step(inflate: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return inflate.decompress(chunk, room)
    except zlib.error as error:
        raise httpx.DecodingError(f"broken content coding: {error}") from error


def _is_zlib(start: bytes) -> bool:
    """Whether a stream begins as RFC 1950 has it: method 8, and a check of both bytes."""
    return start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0


async def read_body(stream: AsyncIterable[bytes], coding: str, journal: Journal) -> bytes:
    """What ``stream`` brings in ``coding``, decoded, cut at the limit; the journal follows what was read."""
    decoder = Decoder(coding)
    parts: list[bytes] = []
    raw_bytes = 0
    async for chunk in stream:
        # One byte more than the limit tells a body of exactly that length from a longer one.
        part = decoder.decode(chunk, LONGEST_BODY + 1 - journal.body_bytes)
        parts.append(part)
        raw_bytes += len(chunk)
        journal.body_bytes += len(part)
        # A stream of empty deflate blocks never fills the room, so the raw bytes have a limit too.
        if max(raw_bytes, journal.body_bytes) > LONGEST_BODY:
            journal.truncated = True
            journal.body_bytes = min(journal.body_bytes, LONGEST_BODY)
            break
    return b"".join(parts)[:LONGEST_BODY]


def charset_of(content_type: str) -> str | None:
    """The charset that a ``Content-Type`` names."""
    # Sites have few of them and each costs a parser for mail; what is too long for that is not remembered.
    return _charset(content_type) if len(content_type) <= _LONGEST_TYPE and content_type.isascii() else None


@lru_cache(maxsize=1024)
def _charset(content_type: str) -> str | None:
    return httpx.Response(200, headers={"Content-Type": content_type}).charset_encoding


def decode_text(body: bytes, charset: str | None) -> str:
    """``body`` as text, in the charset of the header, else of its own ``meta`` element, else UTF-8."""
    named = None if body.startswith(_BYTE_ORDER_MARK) else charset or _declared_charset(body)
    try:
        return body.decode(named or "utf-8-sig", errors="replace")
    except (LookupError, ValueError):  # no such charset, or one that is no charset of texts
        return body.decode("utf-8-sig", errors="replace")


def _declared_charset(body: bytes) -> str | None:
    found = _META_CHARSET.search(body, 0, 1024)  # HTML Living Standard 13.2.3.2 looks no further
    return found[1].decode("ascii") if found else None
