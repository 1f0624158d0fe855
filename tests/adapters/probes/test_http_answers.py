"""What a good answer tells: phases, facts, bodies of every size and coding, and who asked."""

from __future__ import annotations

import gzip
import zlib

import pytest

from monitor.domain.observation import Outcome
from monitor.domain.target import Expect
from tests import faulty_server as faults
from tests.adapters.probes.conftest import BASE, Lookups, Probe

LIMIT = 256 * 1024


async def test_good_answer_is_ok_and_measured(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [["127.0.0.1"]]}

    async with faults.faulty_server(faults.answers(b"welcome")) as server:
        seen = await probe(server.url(host="portal.example"), own_hosts=["PORTAL.example"])

    assert (seen.outcome, seen.reason, seen.attempts, seen.retries) == (Outcome.OK, None, 1, ())
    assert (seen.check_id, seen.location) == ("example/portal/landing", "riyadh-1")
    assert BASE <= seen.started_at <= seen.completed_at
    assert seen.http is not None
    assert (seen.http.status, seen.http.version, seen.http.body_bytes, seen.http.truncated) == (200, "1.1", 7, False)
    assert seen.tls is None
    phases = seen.phases
    assert phases is not None
    assert phases.tls is None
    parts = [phases.resolve, phases.connect, phases.processing, phases.transfer]
    assert all(part is not None and part >= 0 for part in parts)
    assert sum(part for part in parts if part is not None) <= phases.total


async def test_delay_of_the_server_shows_in_processing(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers_after(0.1)) as server:
        seen = await probe(server.url())

    phases = seen.phases
    assert phases is not None
    assert phases.processing is not None
    assert phases.processing > max(phases.connect or 0, phases.transfer or 0)


async def test_empty_answer_is_an_answer(probe: Probe) -> None:
    async with faults.faulty_server(faults.sends(b"HTTP/1.1 204 No Content\r\n\r\n")) as server:
        seen = await probe(server.url(), expect=Expect(status=((204, 204),)))

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert (seen.http.status, seen.http.body_bytes) == (204, 0)


async def test_every_request_says_who_asks(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers()) as server:
        await probe(server.url(), headers=[("User-Agent", "Mozilla/5.0"), ("Accept-Encoding", "br")])

    headers = server.seen[0].headers
    assert headers["user-agent"] == "marsad/0.1.0 (+https://example.org/marsad)"
    assert headers["accept"] == "text/html,*/*;q=0.8"
    assert headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize(("length", "read", "truncated"), [(-1, -1, False), (0, 0, False), (1, 0, True)])
async def test_body_is_cut_at_the_limit(probe: Probe, length: int, read: int, truncated: bool) -> None:
    async with faults.faulty_server(faults.answers(b"a" * (LIMIT + length))) as server:
        seen = await probe(server.url())

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert (seen.http.body_bytes, seen.http.truncated) == (LIMIT + read, truncated)


async def test_endless_body_is_cut_and_judged_on_its_beginning(probe: Probe) -> None:
    async with faults.faulty_server(faults.sends_an_endless_body) as server:
        seen = await probe(server.url(), expect=Expect(contains=("beginning",)))

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert (seen.http.body_bytes, seen.http.truncated) == (LIMIT, True)


async def test_gzip_bomb_is_cut(probe: Probe) -> None:
    async with faults.faulty_server(faults.gzip_bomb()) as server:
        seen = await probe(server.url())

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert (seen.http.body_bytes, seen.http.truncated) == (LIMIT, True)


# Ids of tests are made of these bodies and must be the same in every worker: no time in the gzip header.
PAGE = "<p>أبشر</p>" * 500
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)),
        ("GZIP", gzip.compress(PAGE[:50].encode(), mtime=0) + gzip.compress(PAGE[50:].encode(), mtime=0)),
        ("gzip", gzip.compress(PAGE.encode(), mtime=0) + b"rubbish behind the end"),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", BARE.compress(PAGE.encode()) + BARE.flush()),
        ("identity", PAGE.encode()),
        ("unheard-of", PAGE.encode()),
    ],
)
async def test_coding_is_undone(probe: Probe, coding: str, body: bytes) -> None:
    async with faults.faulty_server(faults.answers(body, Content_Encoding=coding)) as server:
        seen = await probe(server.url(), expect=Expect(contains=(PAGE,)))

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert seen.http.body_bytes == len(PAGE.encode())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=windows-1256", "أبشر".encode("cp1256")),
        ("text/html", b'<meta charset="windows-1256">' + "أبشر".encode("cp1256")),
        ("text/html; charset=hex", "أبشر".encode()),
        ("text/html; charset=no-such", "أبشر".encode()),
        ("text/html; charset=windows-1256", b"\xef\xbb\xbf" + "أبشر".encode()),
        ("text/html", "أبشر".encode() + b"\xff\xfe"),
        ("text/html", "ا\u0654بشر".encode()),
    ],
)
async def test_text_is_read_in_its_charset(probe: Probe, kind: str, body: bytes) -> None:
    async with faults.faulty_server(faults.answers(body, Content_Type=kind)) as server:
        seen = await probe(server.url(), expect=Expect(contains=("أبشر",)))

    assert seen.outcome is Outcome.OK


async def test_head_has_no_body(probe: Probe) -> None:
    async with faults.faulty_server(faults.sends(faults.head(Content_Length="5"))) as server:
        seen = await probe(server.url(), method="HEAD")

    assert seen.outcome is Outcome.OK
