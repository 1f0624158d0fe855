"""Parts that were compressed one by one are one gzip body that any client reads."""

from __future__ import annotations

import gzip
import subprocess
import zlib

from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.exposition.blocks import Board, labels, sample
from monitor.adapters.exposition.metric import Group, counter, gauge
from monitor.adapters.exposition.packing import member, part

STATE = gauge(Group.SERVICE, "marsad_a", ("service_id",), "A.")
SECONDS = counter(Group.SERVICE, "marsad_b_seconds_total", ("service_id",), "B.")
_ONE_MEMBER = 16 + zlib.MAX_WBITS


@given(st.lists(st.builds(lambda text, times: text * times, st.binary(max_size=50), st.integers(0, 3000)), max_size=8))
def test_parts_read_back_as_one_member(bodies: list[bytes]) -> None:
    packed = member(part(body) for body in bodies)

    reader = zlib.decompressobj(_ONE_MEMBER)  # checks the sum and the size, and stops after one member
    assert reader.decompress(packed) == b"".join(bodies)
    assert (reader.eof, reader.unused_data) == (True, b"")


def test_member_is_what_the_program_gzip_reads() -> None:
    packed = member([part(b"# HELP a A.\n"), part(b"a 1\n" * 100_000), part(b"# EOF\n")])

    read = subprocess.run(["gzip", "-dc"], input=packed, capture_output=True, check=True)

    assert read.stdout == b"# HELP a A.\n" + b"a 1\n" * 100_000 + b"# EOF\n"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["", "1", "2"]), st.sampled_from(["", "1", "2"]), st.booleans()
        ),
        max_size=30,
    )
)
def test_packed_board_is_the_board(course: list[tuple[str, str, str, bool]]) -> None:
    """Whatever was kept from an earlier scrape: what is read must be what stands there now."""
    board = Board([STATE, SECONDS])
    for key, state, seconds, openmetrics in course:
        texts = {
            metric: sample(metric, labels(service_id=key), value) if value else ""
            for metric, value in ((STATE, state), (SECONDS, seconds))
        }
        board.replace(key, texts)
        if state == seconds == "2":
            board.retain([STATE], {"a"})

        packed = member(board.pack(openmetrics=openmetrics))

        assert gzip.decompress(packed) == b"".join(board.collect(openmetrics=openmetrics))
