"""Redirects lead only where they may, and addresses are judged at every hop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from monitor.adapters.probes import NetworkProber
from monitor.domain.observation import Outcome, Reason
from monitor.domain.target import Credentials, Expect, HttpTarget
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Lookups, LoopClock, Probe, check_of, platform_of, settings_of


def by_path(pages: dict[str, faults.Behaviour]) -> faults.Behaviour:
    async def behave(exchange: faults.Exchange) -> None:
        await pages[exchange.request.path](exchange)

    return behave


async def test_redirect_to_a_listed_host_is_followed(probe: Probe) -> None:
    pages = by_path({"/": faults.redirects("/next?session=1"), "/next?session=1": faults.answers("وصلت".encode())})

    async with faults.faulty_server(pages) as server:
        seen = await probe(server.url(), expect=Expect(contains=("وصلت",)))

    assert seen.outcome is Outcome.OK
    assert seen.http is not None
    assert (seen.http.status, seen.http.redirects) == (200, (server.url("/next"),))
    assert server.connections == 2


async def test_redirect_off_the_list_is_never_followed(probe: Probe) -> None:
    async with (
        faults.faulty_server(faults.answers()) as elsewhere,
        faults.faulty_server(faults.redirects(elsewhere.url(host="localhost"))) as server,
    ):
        seen = await probe(server.url(), hosts=["127.0.0.1", "portal.example"])

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.REDIRECT)
    assert (seen.evidence[0].rule, seen.evidence[0].found) == ("redirect.host", "localhost")
    assert elsewhere.connections == 0
    assert seen.http is not None
    assert (seen.http.status, seen.http.redirects) == (302, ())


async def test_loop_ends_at_the_first_repetition(probe: Probe) -> None:
    pages = by_path({"/": faults.redirects("/a"), "/a": faults.redirects("/")})

    async with faults.faulty_server(pages) as server:
        seen = await probe(server.url())

    assert (seen.reason, seen.evidence[0].rule) == (Reason.REDIRECT, "redirect.loop")
    assert server.connections == 2


@pytest.mark.parametrize(("hops", "rule"), [(9, None), (10, None), (11, "redirect.limit")])
async def test_ten_redirects_are_followed(probe: Probe, hops: int, rule: str | None) -> None:
    pages = {f"/{at}": faults.redirects(f"/{at + 1}") for at in range(hops)}

    async with faults.faulty_server(by_path({**pages, f"/{hops}": faults.answers()})) as server:
        seen = await probe(server.url("/0"))

    assert (seen.evidence[0].rule if seen.evidence else None) == rule
    assert server.connections == min(hops + 1, 11)


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("ftp://127.0.0.1/", "redirect.scheme"),
        ("file:///etc/passwd", "redirect.scheme"),
        ("http://127.0.0.1:99999999/", "redirect.location"),
        ("//elsewhere.example/", "redirect.host"),
        ("http://127.0.0.1@elsewhere.example/", "redirect.host"),
    ],
)
async def test_location_that_cannot_be_followed(probe: Probe, location: str, rule: str) -> None:
    async with faults.faulty_server(faults.redirects(location)) as server:
        seen = await probe(server.url())

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.REDIRECT, rule)


async def test_redirect_into_a_private_range_is_refused(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"listed.example": [["127.0.0.1"]]}

    async with (
        faults.faulty_server(faults.answers()) as inside,
        faults.faulty_server(faults.redirects(inside.url(host="listed.example"))) as server,
    ):
        seen = await probe(server.url(), hosts=["listed.example"])

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.REDIRECT)
    assert (seen.evidence[0].rule, seen.evidence[0].found) == ("address.private", "listed.example at 127.0.0.1")
    assert inside.connections == 0


async def test_redirect_into_a_private_range_of_our_own_host_is_followed(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"own.example": [["127.0.0.1"]]}

    async with (
        faults.faulty_server(faults.answers()) as inside,
        faults.faulty_server(faults.redirects(inside.url(host="own.example"))) as server,
    ):
        seen = await probe(server.url(), hosts=["own.example"], own_hosts=["own.example"])

    assert seen.outcome is Outcome.OK


async def test_public_name_at_a_private_address_is_dns(probe: Probe, lookups: Lookups) -> None:
    lookups.answers = {"portal.example": [["10.0.0.1"]]}

    seen = await probe("http://portal.example/")

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.DNS, "address.private")
    assert seen.phases is not None
    assert seen.phases.connect is None


async def test_redirect_whose_status_is_expected_is_the_answer(probe: Probe) -> None:
    async with faults.faulty_server(faults.redirects("https://elsewhere.example/")) as server:
        seen = await probe(server.url(), expect=Expect(status=((302, 302),)))

    assert seen.outcome is Outcome.OK
    assert server.connections == 1


async def test_secret_headers_go_to_the_first_host_alone(probe: Probe) -> None:
    async with (
        faults.faulty_server(faults.answers()) as second,
        faults.faulty_server(faults.redirects(second.url(host="localhost"))) as first,
    ):
        seen = await probe(
            first.url(), hosts=["localhost"], headers=[("X-Key", "s3cret")], resolve={"localhost": "127.0.0.1"}
        )

    assert seen.outcome is Outcome.OK
    assert first.seen[0].headers["x-key"] == "s3cret"
    assert "x-key" not in second.seen[0].headers


async def test_secret_headers_do_not_go_to_another_port_of_the_same_host(probe: Probe) -> None:
    async with (
        faults.faulty_server(faults.answers()) as second,
        faults.faulty_server(faults.redirects(second.url())) as first,
    ):
        seen = await probe(first.url(), headers=[("X-Key", "s3cret")])

    assert seen.outcome is Outcome.OK
    assert first.seen[0].headers["x-key"] == "s3cret"
    assert "x-key" not in second.seen[0].headers


async def test_credentials_are_read_from_their_file_and_go_to_the_first_host_alone(
    clock: LoopClock, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    credentials = Credentials(bearer_token_file=str(token))
    prober = NetworkProber(clock, settings_of().location, settings_of(own_hosts=["localhost"]), "0.1.0")

    async with (
        faults.faulty_server(faults.answers()) as second,
        faults.faulty_server(faults.redirects(second.url(host="localhost"))) as first,
    ):
        check = check_of(HttpTarget(url=first.url(), credentials=credentials))
        without = await prober.probe(check, platform_of(["localhost"]))
        for secret in ("old", "renewed"):
            await asyncio.to_thread(token.write_text, secret)
            await prober.probe(check, platform_of(["localhost"]))

    assert (without.outcome, without.reason) == (Outcome.NOTHING, Reason.SELF)
    assert [request.headers.get("authorization") for request in first.seen] == ["Bearer old", "Bearer renewed"]
    assert [request.headers.get("authorization") for request in second.seen] == [None, None]


async def test_cookies_are_not_kept(probe: Probe) -> None:
    async def set_and_move(exchange: faults.Exchange) -> None:
        await exchange.send(faults.head(302, Location="/next", Set_Cookie="a=b", Content_Length="0"))

    async with faults.faulty_server(by_path({"/": set_and_move, "/next": faults.answers()})) as server:
        await probe(server.url())

    assert [("cookie" in request.headers) for request in server.seen] == [False, False]


@pytest.mark.parametrize(("status", "methods"), [(302, ["POST", "GET"]), (307, ["POST", "POST"])])
async def test_method_after_a_redirect(probe: Probe, status: int, methods: list[str]) -> None:
    pages = by_path({"/": faults.redirects("/next", status), "/next": faults.answers()})

    async with faults.faulty_server(pages) as server:
        await probe(server.url(), method="POST")

    assert [request.method for request in server.seen] == methods


async def test_one_deadline_stands_over_all_hops(probe: Probe) -> None:
    async def linger_and_move(exchange: faults.Exchange) -> None:
        await asyncio.sleep(0.1)
        await faults.redirects(f"/{len(exchange.request.path)}{exchange.request.path}")(exchange)

    async with faults.faulty_server(linger_and_move) as server:
        seen = await probe(server.url(), deadline=0.35)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TIMEOUT)
    assert seen.http is not None
    assert 1 <= len(seen.http.redirects) <= 3
