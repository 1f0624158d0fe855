"""Lines and lengths out of chunks that end anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.transport.reading import Reader
from monitor.adapters.transport.refusals import RefusedError


class Chunks:
    """A source that gives one chunk after the other, and then the end."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = [chunk for chunk in chunks if chunk]

    async def read(self, most: int = 65536) -> bytes:
        chunk = self._chunks.pop(0) if self._chunks else b""
        if len(chunk) > most:
            self._chunks.insert(0, chunk[most:])
        return chunk[:most]


async def lines(reader: Reader) -> list[str]:
    found = []
    while (line := await reader.line()) is not None:
        found.append(line)
    return found


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"\xd8", b"\xb5"]), max_size=30), st.data())
def test_lines_do_not_depend_on_where_chunks_end(parts: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=5)))
    chunks = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    found = asyncio.run(lines(Reader(Chunks(chunks))))

    *ended, rest = whole.split(b"\n")
    wanted = ended + [rest] * bool(rest)
    assert found == [line.decode("utf-8", "replace").rstrip("\r\n") for line in wanted]


async def test_what_was_not_asked_for_is_left() -> None:
    reader = Reader(Chunks([b"one\r\ntw", b"o\nthree"]))

    assert (await reader.line(), reader.rest) == ("one", b"tw")
    assert (await reader.exactly(4), reader.rest) == (b"two\n", b"three")


@pytest.mark.parametrize(("chunks", "words"), [([b"abc"], "closed inside a message"), ([], "closed without an answer")])
async def test_end_before_the_length_is_a_reset(chunks: list[bytes], words: str) -> None:
    with pytest.raises(ConnectionResetError, match=words):
        await Reader(Chunks(chunks)).exactly(4)


async def test_no_more_is_read_than_the_bound() -> None:
    source = Chunks([b"a" * 10, b"\n"])

    with pytest.raises(RefusedError):
        await Reader(source, 10).line()

    assert await source.read() == b"\n"
    assert await Reader(Chunks([b"a" * 9 + b"\n"]), 10).line() == "a" * 9
