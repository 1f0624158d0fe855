"""Reading the body of an answer: its coding undone, its length counted, the beginning of it kept for the rules."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from monitor.adapters.blackbox.head import BadAnswerError
from monitor.adapters.transport.body import LONGEST_BODY

_WBITS = {"gzip": 16 + zlib.MAX_WBITS, "deflate": -zlib.MAX_WBITS}  # Go's deflate is the bare stream of RFC 1951
_STEP = 64 * 1024


@dataclass(slots=True, kw_only=True)
class Body:
    """A body as far as it was read: ``length`` counts all of it, ``kept`` is its beginning."""

    coding: str = ""
    limit: int = 0  # the module's own; 0 is none
    whole: bool = False  # read on to the end, to count it; else it is cut where conduct cuts it
    length: int = 0
    kept: bytearray = field(default_factory=bytearray)

    async def read(self, chunks: AsyncIterator[bytes]) -> None:
        """Read to the end or to where it is cut.

        Raises:
            OSError: the connection broke.
            BadAnswerError: it ended too soon, is longer than the module's limit or not in the coding it names.

        """
        inflate = zlib.decompressobj(_WBITS[self.coding]) if self.coding in _WBITS else None
        raw_bytes = 0
        async for chunk in chunks:
            raw_bytes += len(chunk)
            if raw_bytes > LONGEST_BODY and inflate is not None and not self.whole:
                return  # empty blocks never become a body
            for piece in (chunk,) if inflate is None else _inflated(inflate, chunk):
                if self._take(piece):
                    return
        if inflate is not None and not inflate.eof:
            raise BadAnswerError("unexpected EOF")

    def _take(self, piece: bytes) -> bool:
        """Count ``piece``; whether nothing more is wanted."""
        room = LONGEST_BODY - len(self.kept)
        if self.limit and self.length + len(piece) > self.limit:
            self.kept += piece[: min(room, self.limit - self.length)]
            self.length = self.limit
            raise BadAnswerError("http: request body too large")
        self.kept += piece[:room]
        self.length += len(piece)
        if self.whole or self.length <= LONGEST_BODY:
            return False
        self.length = LONGEST_BODY
        return True


def _inflated(inflate: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    # In steps: a whole chunk at once could be a thousand times as long, and the caller may stop after any of them.
    rest = chunk
    try:
        while rest and not inflate.eof:
            yield inflate.decompress(rest, _STEP)
            rest = inflate.unconsumed_tail
    except zlib.error as error:
        raise BadAnswerError(f"broken content coding: {error}") from error
