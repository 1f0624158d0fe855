# What a server may say, for bench/fuzz.py: good answers whose meaning is known, what mutation makes of them, and noise.
from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from hypothesis import strategies as st

LONGEST_BODY = 256 * 1024
HOST = "127.0.0.1"


class Ending(StrEnum):
    """What follows the last byte."""

    CLOSE = "close"
    RESET = "reset"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an answer says by the rules of RFC 9112, known from how it was made."""

    status: int
    body: bytes
    framed: bool  # it says where it ends
    headers: frozenset[str] = frozenset()  # their names, if known


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that comes over one connection."""

    raw: bytes
    ending: Ending
    wanted: Wanted | None = None
    cut_short: bool = False  # the rest of a good answer that says where it ends is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The answers of successive connections (the last one again and again), and where the bytes are cut."""

    answers: tuple[Answer, ...]
    method: str = "GET"
    cuts: tuple[int, ...] = ()
    pauses: tuple[float, ...] = ()  # before the chunks, in turn


# --- good answers

_TOKEN = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_!#$%&'*+.^`|~", min_size=1, max_size=12).map(str.encode)
_WORDS = st.one_of(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30).map(str.encode),
    st.text("أبشر منصة خدمة إيقاف صيانة", max_size=20).map(lambda text: text.strip().encode()),
    st.binary(max_size=20).map(lambda raw: bytes(byte | 0x80 for byte in raw)),
)
_FRAMING = {b"content-length", b"transfer-encoding", b"content-encoding", b"location", b"connection", b"upgrade"}
_KNOWN_HEADERS = st.sampled_from(
    [
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Content-Type", b"text/html; charset=windows-1256"),
        (b"Content-Type", b"text/html; charset=\xff\x80"),
        (b"Content-Type", b"text/html; charset=idna"),
        (b"Content-Type", b"application/json"),
        (b"Content-Type", b";;;=\"'"),
        (b"Retry-After", b"120"),
        (b"Retry-After", b"9" * 5000),
        (b"Retry-After", b"Tue, 24 Nov 2026 12:00:00 GMT"),
        (b"Retry-After", b"Mon, 99 Foo 99999 99:99:99 +9999"),
        (b"Retry-After", b"-1"),
        (b"Server", b"cloudflare"),
        (b"CF-Mitigated", b"challenge"),
        (b"X-Amzn-Waf-Action", b"captcha\xc2\x85"),
        (b"Set-Cookie", b"a=b; Expires=never"),
        (b"Date", b"yesterday"),
        (b"X-Empty", b""),
        (b"X-Long", b"a" * 3000),
    ]
)
_OTHER_HEADERS = st.tuples(_TOKEN.filter(lambda name: name.lower() not in _FRAMING), _WORDS)
_HEADERS = st.lists(st.one_of(_KNOWN_HEADERS, _OTHER_HEADERS), max_size=6)
_STATUSES = st.one_of(
    st.sampled_from([200, 200, 200, 204, 304, 403, 404, 429, 500, 503, 999]), st.integers(min_value=200, max_value=999)
)
_TEXTS = st.one_of(
    st.just(b""),
    st.binary(max_size=200),
    st.sampled_from(
        [
            "<html><title>أبشر</title>مرحبا 1234567890</html>".encode(),
            "<h1>الموقع تحت الصيانة</h1>".encode(),
            b'<meta charset="windows-1256"><title>\xc3\xc8\xd4\xd1</title>',
            b'<meta charset="idna">',
            b"<html><title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1234567890123",
            b'{"status": "up", "checks": []}',
            b"\xef\xbb\xbf\xd8\xa3",
            b"\x1b[2J\x00\xe2\x80\xae",
        ]
    ),
)
_REPEATED = st.tuples(_TEXTS, st.sampled_from([2, 3, 7, 20, 50, 300, 1500])).map(lambda made: made[0] * made[1])
_LARGE = st.tuples(
    st.sampled_from([b"a", b"<p>", "صيانة ".encode()]),
    st.sampled_from([LONGEST_BODY - 1, LONGEST_BODY, LONGEST_BODY + 1, 2 * LONGEST_BODY]),
).map(lambda made: (made[0] * made[1])[: made[1]])
_BODIES = st.one_of(*[_TEXTS] * 8, *[_REPEATED] * 3, _LARGE)  # the rules take their time over a large one
_INTERIM = st.sampled_from([b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"])
_LESS_CHUNKED = b"\r\nTransfer-Encoding: chunked\r\n"


def _raw_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(body) + deflate.flush()


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "x-gzip": lambda body: (
        gzip.compress(body[: len(body) // 2], 6, mtime=0) + gzip.compress(body[len(body) // 2 :], 6, mtime=0)
    ),
    "deflate": zlib.compress,
    "Deflate": _raw_deflate,
    "identity": lambda body: body,
}


@st.composite
def good_answers(draw: st.DrawFn, status: int | None = None) -> Answer:
    """A valid answer and what it says."""
    status = draw(_STATUSES) if status is None else status
    body = draw(_BODIES)
    coding = draw(st.sampled_from(sorted(_CODINGS)))
    coded = _CODINGS[coding](body)
    framing = draw(st.sampled_from(["length", "chunked", "close"]))
    version = b"1.1" if framing == "chunked" else draw(st.sampled_from([b"1.1", b"1.1", b"1.0"]))
    headers = list(draw(_HEADERS))
    if coding:
        headers.append((b"Content-Encoding", coding.encode()))
    empty = status in {204, 304}
    payload = b"" if empty else coded
    if framing == "length":
        headers.append((b"content-length", b"%d" % len(payload)))
    elif framing == "chunked":
        headers.append((b"Transfer-Encoding", draw(st.sampled_from([b"chunked", b"Chunked"]))))
        payload = b"" if empty else draw(_chunked(payload))
    closed = framing == "close" and not empty
    ending = Ending.CLOSE if closed else draw(st.sampled_from(list(Ending)))
    reason = draw(st.sampled_from([b" OK", b" Not Found At All", b" ", " تم".encode(), b""]))
    lines = b"".join(b"%s: %s\r\n" % header for header in draw(st.permutations(headers)))
    head = b"HTTP/%s %d%s\r\n%s\r\n" % (version, status, reason, lines)
    interim = b"".join(draw(st.lists(_INTERIM, max_size=2)) if version == b"1.1" else [])
    names = frozenset(name.decode().lower() for name, _ in headers)
    wanted = Wanted(status=status, body=b"" if empty else body, framed=not closed, headers=names)
    return Answer(raw=interim + head + payload, ending=ending, wanted=wanted)


@st.composite
def _chunked(draw: st.DrawFn, payload: bytes) -> bytes:
    """``payload`` in a few chunks, with what may stand around them."""
    cuts = sorted(draw(st.lists(st.integers(min_value=0, max_value=len(payload)), max_size=5)))
    parts = [payload[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
    extension = draw(st.sampled_from([b"", b"", b";a=b", b';a="b c"']))
    size = draw(st.sampled_from([b"%x", b"%X", b"%08x"]))
    chunks = b"".join(size % len(part) + extension + b"\r\n" + part + b"\r\n" for part in parts if part)
    trailer = draw(st.sampled_from([b"", b"", b"X-Sum: 1\r\n"]))
    return chunks + b"0\r\n" + trailer + b"\r\n"


# --- bad ones

_SEEDS = (
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 503 Service Unavailable\r\n",
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 429 Too Many Requests\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
    b"HTTP/1.1 99 Low\r\n",
    b"HTTP/1.1 1000 High\r\n",
    b"HTTP/9.9 200 OK\r\n",
    b"http/1.1 200 ok\r\n",
    b"SSH-2.0-OpenSSH_9.2\r\n",
    b"\x15\x03\x01\x00\x02\x02\x46",
    b"Content-Length: 5\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999999\r\n",
    b"Content-Length: 3, 3\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Transfer-Encoding: identity\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: deflate\r\n",
    b"Connection: keep-alive\r\n",
    b"Connection: upgrade\r\nUpgrade: websocket\r\n",
    b"X: a\r\n folded\r\n",
    b"X\x00: a\r\n",
    b"X: a\x00b\r\n",
    b"no colon\r\n",
    b": no name\r\n",
    b"X : a\r\n",
    b"\r\n",
    b"\r",
    b"\n",
    b"\x00",
    b"\xff",
    b"5\r\nhello\r\n",
    b"5;a=b\r\nhello\r\n",
    b"0\r\n\r\n",
    b"-1\r\n",
    b"ffffffffffffffff\r\n",
    b"fffffffffffffffff\r\n",
    b"7fffffff\r\n",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff",
    b"\x00\x00\x00\xff\xff" * 9,
    b"a" * 5000,
    b"X-Again: and again\r\n" * 400,
    b"Location: ",
    b"Retry-After: ",
    b"Content-Type: text/html; charset=",
)
_PIECES = st.one_of(st.sampled_from(_SEEDS), st.binary(max_size=40), st.integers().map(lambda number: b"%d" % number))
_SOUP = st.lists(_PIECES, max_size=12).map(b"".join)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    raw = draw(good_answers()).raw[:20_000]
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        at = draw(st.integers(min_value=0, max_value=len(raw)))
        to = min(len(raw), at + draw(st.integers(min_value=0, max_value=60)))
        match draw(st.sampled_from(["insert", "replace", "cut", "double", "break off", "bare"])):
            case "insert":
                raw = raw[:at] + draw(_PIECES) + raw[at:]
            case "replace":
                raw = raw[:at] + draw(_PIECES) + raw[to:]
            case "cut":
                raw = raw[:at] + raw[to:]
            case "double":
                raw = raw[:to] + raw[at:to] + raw[to:]
            case "break off":
                raw = raw[:at]
            case _:
                raw = raw[:at] + raw[at:].replace(b"\r\n", b"\n", 2)
    return raw


_BAD = st.builds(
    Answer, raw=st.one_of(_mutated(), _mutated(), _SOUP, st.binary(max_size=300)), ending=st.sampled_from(list(Ending))
)


_UNASKED = (b"HTTP/1.1 500 No\r\nX-Other: 1\r\nContent-Length: 3\r\n\r\nbad", b"\r\n", b"0\r\n\r\n")


def _is_missed(made: Answer) -> bool:
    """Whether an end of ``made`` that does not come is missed: it is announced, and would be read."""
    return made.wanted is not None and made.wanted.framed and len(made.wanted.body) < LONGEST_BODY


@st.composite
def _followed(draw: st.DrawFn) -> Answer:
    """A good answer, and behind its end what nobody asked for."""
    answer = draw(good_answers().filter(_is_missed))
    rest = draw(st.one_of(st.sampled_from(_UNASKED), good_answers().map(lambda made: made.raw), st.binary(max_size=9)))
    return replace(answer, raw=answer.raw + rest)


@st.composite
def _cut_short(draw: st.DrawFn) -> Answer:
    raw = draw(good_answers().filter(_is_missed)).raw
    raw = raw[: min(len(raw) - 1, draw(st.integers(min_value=0, max_value=20_000)))]
    return Answer(raw=raw, ending=draw(st.sampled_from(list(Ending))), cut_short=True)


# --- several in turn

_LOCATIONS = st.one_of(
    st.integers(min_value=0, max_value=3).map(lambda number: b"/%d" % number),
    st.sampled_from(
        [
            b"http://127.0.0.1/there?session=1#part",
            b"http://127.0.0.1:-1/",
            b"http://127.0.0.1:0/",
            b"http://127.0.0.1:65536/",
            b"http://127.0.0.1:" + b"9" * 5000 + b"/",
            b"//user:secret@127.0.0.1/",
            b"https://elsewhere.example/",
            b"http://[::1/",
            b"http://[::1%25lo]/",
            b"http://xn--a/",
            "http://أبشر.example/".encode(),
            b"http://\xff\xfe/",
            b"javascript:alert(1)",
            b"file:///etc/passwd",
            b"http:",
            b"http:///",
            b"//",
            b"?",
            b"",
            b"/a\tb",
            b"/a%0d%0aX: y",
            b"/" + b"a" * 70_000,
        ]
    ),
    st.binary(max_size=30).map(lambda raw: raw.translate(None, b"\r\n\x00")),
)


@st.composite
def _redirect(draw: st.DrawFn) -> Answer:
    status = draw(st.sampled_from([301, 302, 303, 307, 308]))
    head = b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, draw(_LOCATIONS))
    return Answer(raw=head, ending=draw(st.sampled_from(list(Ending))))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One case of any kind."""
    hops = draw(st.lists(_redirect(), max_size=2)) if draw(st.integers(min_value=0, max_value=3)) == 0 else []
    last = draw(st.one_of(good_answers(), _followed(), _cut_short(), _BAD, _BAD, _redirect()))
    length = len(last.raw)
    cuts = draw(st.lists(st.integers(min_value=0, max_value=length), max_size=8)) if length else []
    pauses = draw(st.sampled_from([(), (), (0.0, 0.5), (0.4, 0.0, 3.0)]))
    method = draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"]))
    return Case(answers=(*hops, last), method=method, cuts=tuple(sorted(set(cuts))), pauses=pauses)
