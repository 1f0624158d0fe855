"""A few hundred of the answers of ``python -m bench.fuzz``, and all that it has ever found."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from bench.fuzz import PLANTED, judge
from bench.fuzz_answers import Answer, Case, Ending, Wanted, cases
from bench.fuzz_wire import Bench
from bench.mutants import ROOT, Planted, planted_text

EXAMPLES = 150
_OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(case=cases())
def test_answers_are_read_within_bounds_and_alike_however_they_are_cut(bench: Bench, case: Case) -> None:
    judge(bench, case)


def _bare_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(body) + deflate.flush()


def _coded(coding: bytes, coded: bytes, body: bytes) -> Answer:
    head = _OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(coded))
    return Answer(raw=head + coded, ending=Ending.CLOSE, wanted=Wanted(status=200, body=body, framed=True))


def _moves(location: bytes) -> Answer:
    raw = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % location
    return Answer(raw=raw, ending=Ending.CLOSE)


FOUND = {
    "bare deflate whose first byte comes alone": _coded(b"deflate", _bare_deflate(b"welcome"), b"welcome"),
    "second stream of gzip whose first byte comes alone": _coded(
        b"gzip", gzip.compress(b"wel", mtime=0) + gzip.compress(b"come", mtime=0), b"welcome"
    ),
    "charset that is no ASCII": Answer(
        raw=_OK + b"Content-Type: text/html; charset=\xff\x80\r\nContent-Length: 2\r\n\r\nok",
        ending=Ending.CLOSE,
        wanted=Wanted(status=200, body=b"ok", framed=True),
    ),
    "chunk that is none, right behind the head": Answer(
        raw=_OK + b"Transfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\n0\r\n\r\n", ending=Ending.CLOSE
    ),
    "redirect to a negative port": _moves(b"http://127.0.0.1:-1/"),
}


@pytest.mark.parametrize("answer", FOUND.values(), ids=FOUND.keys())
def test_what_was_found_once_is_not_found_again(bench: Bench, answer: Answer) -> None:
    judge(bench, Case(answers=(answer,)))


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_planted_fault_still_fits_the_code(fault: Planted) -> None:
    text = (ROOT / fault.file).read_text("utf-8")

    assert planted_text(fault, text) != text
