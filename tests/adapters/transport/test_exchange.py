"""Where an answer begins and ends, and what is none, whatever the pieces in which it comes."""

from __future__ import annotations

import httpx
import pytest

from monitor.adapters.transport.exchange import LONGEST_HEAD, MOST_FRAMING, Answer

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def read(raw: bytes, *, method: str = "GET", by: int = 65536, closes: bool = True) -> tuple[int, bytes]:
    """Status and body of ``raw``, in pieces of ``by`` bytes."""
    answer = Answer(method)
    for at in range(0, len(raw), by):
        if not answer.complete:
            answer.feed(raw[at : at + by])
        if answer.broken is not None:
            raise answer.broken
    if closes:
        answer.end()
    assert answer.complete
    return answer.status, b"".join(answer.chunks)


@pytest.mark.parametrize("by", [1, 7, 65536])
@pytest.mark.parametrize(
    ("raw", "status", "body"),
    [
        (OK + b"Content-Length: 3\r\n\r\nabc", 200, b"abc"),
        (OK + b"Content-Length: 3\r\n\r\nabcHTTP/1.1 500 No\r\n\r\n", 200, b"abc"),
        (OK + b"\r\nuntil the end", 200, b"until the end"),
        (CHUNKED + b"3;ext=1\r\nabc\r\n0\r\nTrailer: x\r\n\r\nrubbish", 200, b"abc"),
        (OK + b"Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 200, b"abc"),
        (OK + b"Transfer-Encoding: gzip\r\n\r\nabc", 200, b"abc"),
        (b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", 204, b""),
        (b"HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", 304, b""),
        (b"HTTP/1.1 100 Go on\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na", 200, b"a"),
        (b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" * 8 + OK + b"Content-Length: 1\r\n\r\na", 200, b"a"),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nabc", 200, b"abc"),
        (b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", 200, b"abc"),
        (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, b""),
        (OK + b"Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 1\r\n\r\na", 200, b"a"),
    ],
)
def test_answer_is_read_to_its_end(raw: bytes, status: int, body: bytes, by: int) -> None:
    assert read(raw, by=by) == (status, body)


@pytest.mark.parametrize("by", [1, 65536])
def test_answer_to_head_ends_with_its_headers(by: int) -> None:
    assert read(OK + b"Content-Length: 5\r\n\r\n", method="HEAD", by=by, closes=False) == (200, b"")


@pytest.mark.parametrize("by", [1, 65536])
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        OK,
        OK + b"Content-Length: 3\r\n\r\nab",
        OK + b"content-LENGTH: 18446744073709551615\r\n\r\nab",
        CHUNKED + b"3\r\nab",
        CHUNKED + b"3\r\nabc\r\n0\r\n",
        b"HTTP/1.1 100 Go on\r\n\r\n",
    ],
)
def test_end_before_the_end_is_a_connection_closed_on_us(raw: bytes, by: int) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match=r"^(Server disconnected|peer closed connection)"):
        read(raw, by=by)


@pytest.mark.parametrize("by", [1, 65536])
@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"ICE/1.0 200 OK\r\n\r\n",
        b"RTSP/1.0 200 OK\r\n\r\n",
        b"HTTP/0.9 200 OK\r\n\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00\x00\x12\x04\x00\x00\x00\x00\x00",
        b"<html>no head at all</html>",
        b"\r\n\r\n" + OK + b"\r\n",
        b"HTTP/1.1 99 Low\r\n\r\n",
        b"HTTP/1.1 050 Low\r\n\r\n",
        b"HTTP/1.1 1000 High\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\x00",
        b"HTTP/1.1 101 Switching\r\n\r\n\x00",
        b"HTTP/1.1 103 Hints\r\n\r\n" * 9,
        OK + b"Content-Length: -1\r\n\r\nabc",
        OK + b"Content-Length: 99999999999999999999999\r\n\r\nabc",
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        OK + b"X: a\r\n folded\r\n\r\n",
        OK + b"X : a\r\n\r\n",
        OK + b": a\r\n\r\n",
        OK + b"X: a\x00b\r\n\r\n",
        OK + b"X: a\rSet-Cookie: b\r\n\r\n",
        CHUNKED + b"zz\r\nabc",
        CHUNKED + b"-3\r\nabc",
        CHUNKED + b"ffffffffffffffffff\r\nabc",
        CHUNKED + b"3\r\nabcd\r\n",
    ],
)
def test_what_is_no_answer_is_an_error_of_the_protocol(raw: bytes, by: int) -> None:
    with pytest.raises(httpx.RemoteProtocolError) as refused:
        read(raw, by=by)

    assert not str(refused.value).startswith(("Server disconnected", "peer closed connection"))


@pytest.mark.parametrize("by", [1000, 65536, 200_000])
@pytest.mark.parametrize(("longer", "read_on"), [(0, True), (1, False)])
def test_head_is_bounded_to_the_byte(by: int, longer: int, read_on: bool) -> None:
    ends = b"\r\n\r\n"
    head = OK + b"Content-Length: 1\r\nX: "
    raw = head + b"a" * (LONGEST_HEAD - len(head) - len(ends) + longer) + ends + b"b"

    if read_on:
        assert read(raw, by=by) == (200, b"b")
    else:
        with pytest.raises(httpx.RemoteProtocolError, match="headers are longer"):
            read(raw, by=by)


MUCH = MOST_FRAMING + LONGEST_HEAD  # what comes with the head is not counted twice


@pytest.mark.parametrize(
    "framing", [b"5;" + b"a" * MUCH, b"0\r\n" + b"X: a\r\n" * (MUCH // 6 + 1), b"1\r\na\r\n" * (MUCH // 5 + 1)]
)
def test_what_is_sent_beside_the_body_is_bounded(framing: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="beside the body"):
        read(CHUNKED + framing)


def test_headers_keep_their_order_and_lose_capitals_and_what_surrounds_them() -> None:
    answer = Answer("GET")

    answer.feed(OK + b"A: 1 \r\nEmpty:\r\nA:\t2\r\nB: \xd8\xa3\r\n\r\n")

    assert answer.headers == [(b"a", b"1"), (b"empty", b""), (b"a", b"2"), (b"b", b"\xd8\xa3")]
