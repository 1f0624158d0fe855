"""Answers are read as Go's client reads them, and nothing that can be sent is more than a bad answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.blackbox.head import BadAnswerError, chunk_length, end_of_head, read_head
from tests.adapters.blackbox.desk import Desk, modules_of
from tests.faulty_server import faulty_server, sends, sends_endless_headers

PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"\r\n",
        b"\n",
        b" ",
        b"\t",
        b":",
        b"Content-Length",
        b"Transfer-Encoding",
        b"chunked",
        b"9" * 30,
    ]
)


@pytest.mark.parametrize(
    ("head", "status", "length"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, 5),
        (b"HTTP/1.1 200\nContent-Length: 5\n\n", 200, 5),
        (b"HTTP/1.0 404   Not Found\r\n\r\n", 404, -1),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, 0),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 5\r\n\r\n", 200, -1),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", 200, -1),
    ],
)
def test_status_and_length_are_found(head: bytes, status: int, length: int) -> None:
    answer = read_head(head, "GET")

    assert (answer.status, answer.content_length) == (status, length)


@pytest.mark.parametrize(
    "head",
    [
        b"\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/11 200 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n folded: first\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_a_bad_one(head: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read_head(head, "GET")


def test_names_of_headers_are_compared_in_lower_case_and_values_keep_their_order() -> None:
    answer = read_head(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a:2\r\n goes on\r\n\r\n", "GET")

    assert answer.values("x-a") == ["1", "2 goes on"]


@given(st.lists(PIECES | st.binary(max_size=6)).map(b"".join), st.sampled_from(["GET", "HEAD"]))
def test_any_bytes_are_an_answer_or_a_bad_one(data: bytes, method: str) -> None:
    is_whole, end = end_of_head(data, 0)
    try:
        read_head(data[:end], method)
        chunk_length(data)
    except BadAnswerError:
        return
    assert is_whole or b"\n" not in data or end <= len(data)


@given(
    st.lists(st.sampled_from([b"a: 1", b"\r\n", b"\n", b"\r"])).map(b"".join), st.integers(min_value=0, max_value=40)
)
def test_the_end_of_a_head_is_the_same_in_one_piece_or_two(data: bytes, cut: int) -> None:
    is_whole, at = end_of_head(data[:cut], 0)
    found = (True, at) if is_whole else end_of_head(data, at)

    assert found == end_of_head(data, 0)


@pytest.mark.parametrize("line", [b"\r\n", b"xyz\r\n", b"-1\r\n", b"0x1\r\n", b"1" * 17])
def test_a_chunk_without_a_length_is_a_bad_answer(line: bytes) -> None:
    with pytest.raises(BadAnswerError):
        chunk_length(line)


def test_length_of_a_chunk_may_have_an_extension() -> None:
    assert chunk_length(b"1F;x=y \r\n") == 31


async def test_endless_headers_end_the_probe(tmp_path: Path) -> None:
    desk = Desk(modules=modules_of(tmp_path, "modules: {http_2xx: {prober: http, timeout: 5s}}"))

    async with faulty_server(sends_endless_headers) as server:
        reply = await desk.ask(target=server.url(), debug="true")

    assert "\nprobe_success 0\n" in reply.text
    assert "server response headers exceeded 65536 bytes" in reply.text


async def test_more_announcements_than_a_few_are_no_answer(tmp_path: Path) -> None:
    desk = Desk(modules=modules_of(tmp_path, "modules: {http_2xx: {prober: http, timeout: 5s}}"))
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n"

    async with faulty_server(sends(early * 6 + b"HTTP/1.1 200 OK\r\n\r\n")) as server:
        reply = await desk.ask(target=server.url(), debug="true")

    assert "too many 1xx informational responses" in reply.text


@pytest.mark.parametrize("header", ["x: 1\\r\\nInjected: yes", "a\\nb"])
async def test_a_header_of_a_module_cannot_end_itself(tmp_path: Path, header: str) -> None:
    text = f'modules: {{http_2xx: {{prober: http, http: {{headers: {{X-A: "{header}"}}}}}}}}'
    desk = Desk(modules=modules_of(tmp_path, text))

    async with faulty_server(sends(b"HTTP/1.1 200 OK\r\n\r\n")) as server:
        reply = await desk.ask(target=server.url())

    assert reply.samples["probe_success"] == 0
    assert server.seen == []
