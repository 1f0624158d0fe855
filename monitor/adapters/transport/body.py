"""Reading a body within bounds, and making text of it.

httpx decodes a whole network chunk at a time, and 64 KiB of gzip can be 64 MB of zeros; so the decoding is done here,
and stops at the limit.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import httpx

from monitor.adapters.transport.journal import Journal

LONGEST_BODY = 256 * 1024
"""Bytes after decoding; what is longer is cut, not failed (SEMANTICS section 8)."""

_LONGEST_TYPE = 256
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WBITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Decoder:
    """Undoes gzip or deflate up to a number of bytes; any other coding is left as it is."""

    def __init__(self, coding: str) -> None:
        self._wbits = _WBITS.get(coding.strip().lower())
        self._inflate = None if self._wbits is None else zlib.decompressobj(self._wbits)
        self._fresh = True

    def decode(self, chunk: bytes, room: int) -> bytes:
        """What ``chunk`` adds, ``room`` bytes at most.

        Raises:
            httpx.DecodingError: it is not in the coding that the headers name.

        """
        if self._inflate is None:
            return chunk[:room]
        out = b""
        while chunk and len(out) < room and not self._ended(chunk):
            out += self._step(chunk, room - len(out))
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data
        return out

    def _ended(self, chunk: bytes) -> bool:
        assert self._inflate is not None
        if not self._inflate.eof:
            return False
        if self._wbits != _WBITS["gzip"] or not chunk.startswith(b"\x1f\x8b"):
            return True  # whatever stands behind the end is no part of the body
        self._inflate = zlib.decompressobj(_WBITS["gzip"])
        return False

    def _step(self, chunk: bytes, room: int) -> bytes:
        assert self._inflate is not None
        try:
            out = self._inflate.decompress(chunk, room)
        except zlib.error as error:
            if self._wbits != zlib.MAX_WBITS or not self._fresh:
                raise httpx.DecodingError(f"broken content coding: {error}") from error
            # Some servers mean the bare stream (RFC 1951) when they say deflate; browsers take both.
            self._fresh, self._inflate = False, zlib.decompressobj(-zlib.MAX_WBITS)
            return self._step(chunk, room)
        self._fresh = False
        return out


async def read_body(response: httpx.Response, journal: Journal) -> bytes:
    """The decoded body of ``response``, cut at the limit; the journal follows what was read."""
    decoder = Decoder(response.headers.get("content-encoding", ""))
    parts: list[bytes] = []
    raw_bytes = 0
    async for chunk in response.aiter_raw():
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
    return _charset(content_type) if len(content_type) <= _LONGEST_TYPE else None


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
