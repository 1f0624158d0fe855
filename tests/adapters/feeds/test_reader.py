"""Fetching a feed on real sockets: what is asked, what is remembered, and servers that mean no good."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from monitor.adapters.feeds import NetworkFeeds, Readers
from monitor.adapters.feeds.download import LONGEST_FILE
from monitor.adapters.feeds.reader import MOST_SERIES, MOST_WINDOWS, bounded
from monitor.adapters.news import kiosk
from monitor.adapters.transport.names import Resolver
from monitor.domain.errors import ConfigurationError
from monitor.domain.feed import Copy, Failed, Feed, FeedKind, Fetched, Said, Unchanged
from monitor.domain.window import Rule, WindowSpec
from tests import faulty_server as faults
from tests.adapters.feeds.feeding import ACTIVE, SUMMARY, UPCOMING, by_id, feed_at, page
from tests.adapters.probes.conftest import LoopClock
from tests.adapters.probes.looking import let_go_of, open_descriptors
from tests.domain import facts
from tests.faulty_server import Behaviour, Exchange, FaultyServer, faulty_server

SOON = 0.5


def calendar(data: bytes, feed: Feed) -> Said:
    """A reader of calendars that takes none but this one."""
    if data != b"calendar":
        raise ConfigurationError(())
    return Said(specs=(facts.window(id=f"{feed.id}.event"),))


@dataclass
class Names:
    """A resolver that knows one name."""

    address: str = "127.0.0.1"

    def __call__(self, host: str, family: int) -> list[str]:
        del host, family
        return [self.address]


def reader(*own_hosts: str, address: str = "127.0.0.1") -> NetworkFeeds:
    settings = replace(facts.settings(), contact="https://marsad.example/", own_hosts=own_hosts)
    readers = Readers(calendar=calendar, news=kiosk.read)
    return NetworkFeeds(LoopClock(), settings, readers, version="0.1.0", resolver=Resolver(Names(address)))


def by_path(answers: Mapping[str, Behaviour]) -> Behaviour:
    async def behave(exchange: Exchange) -> None:
        await answers[exchange.request.path.partition("?")[0]](exchange)

    return behave


def serves(name: str) -> Behaviour:
    return faults.answers(page(name), Content_Type="application/json")


def calendar_at(server: FaultyServer, path: str = "/a.ics", /, **changes: object) -> Feed:
    return feed_at(server.url(path), kind=FeedKind.ICAL, **changes)


async def fetched(behaviour: Behaviour, **changes: object) -> Fetched:
    async with faulty_server(behaviour) as server:
        return await reader().fetch(calendar_at(server, **changes), {})


# ---- what is asked


async def test_base_of_a_page_is_asked_for_its_summary_by_name_and_address_of_ours() -> None:
    async with faulty_server(by_path({SUMMARY: serves("summary")})) as server:
        said = await reader().fetch(feed_at(server.url("/")), {})

    assert isinstance(said, Said)
    assert len(by_id(said)) == 5
    [seen] = server.seen
    assert (seen.method, seen.path) == ("GET", SUMMARY)
    assert seen.headers["user-agent"] == "marsad/0.1.0 (+https://marsad.example/)"
    assert "if-none-match" not in seen.headers
    assert "authorization" not in seen.headers


@pytest.mark.parametrize("named", [UPCOMING, ACTIVE])
async def test_either_of_the_pair_asks_for_both_upcoming_first(named: str) -> None:
    async with faulty_server(by_path({UPCOMING: serves("upcoming"), ACTIVE: serves("active")})) as server:
        said = await reader().fetch(feed_at(server.url(named)), {})

    assert isinstance(said, Said)
    assert len(by_id(said)) == 5
    assert [seen.path for seen in server.seen] == [UPCOMING, ACTIVE]


async def test_pair_of_which_one_fails_says_nothing() -> None:
    behaviour = by_path({UPCOMING: serves("upcoming"), ACTIVE: faults.answers(status=500)})
    async with faulty_server(behaviour) as server:
        answer = await reader().fetch(feed_at(server.url(UPCOMING)), {})

    assert answer == Failed(why="status 500")


async def test_token_goes_with_the_request(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret\n")
    async with faulty_server(faults.answers(b"calendar")) as server:
        await reader().fetch(calendar_at(server, token_file=str(token)), {})

    assert server.seen[0].headers["authorization"] == "Bearer s3cret"


async def test_token_that_is_missing_is_a_failure_and_nothing_is_sent(tmp_path: Path) -> None:
    async with faulty_server(faults.answers(b"calendar")) as server:
        answer = await reader().fetch(calendar_at(server, token_file=str(tmp_path / "none")), {})

    assert isinstance(answer, Failed)
    assert server.seen == []


# ---- what is remembered


async def test_what_did_not_change_is_asked_for_by_its_validators_and_not_sent_again() -> None:
    asked: list[Mapping[str, str]] = []

    async def behave(exchange: Exchange) -> None:
        asked.append(exchange.request.headers)
        answer = faults.answers(b"", 304) if "if-none-match" in exchange.request.headers else first
        await answer(exchange)

    first = faults.answers(b"calendar", ETag='W/"1"', Last_Modified="Tue, 10 Mar 2026 12:00:00 GMT")
    async with faulty_server(behave) as server:
        feeds, feed = reader(), calendar_at(server)
        said = await feeds.fetch(feed, {})
        assert isinstance(said, Said)
        again = await feeds.fetch(feed, said.memory)

    assert again == Unchanged()
    assert asked[1]["if-none-match"] == 'W/"1"'
    assert asked[1]["if-modified-since"] == "Tue, 10 Mar 2026 12:00:00 GMT"


async def test_file_of_a_pair_that_did_not_change_is_taken_from_memory() -> None:
    known = Copy(body=page("upcoming"), etag='"1"')
    behaviour = by_path({UPCOMING: faults.answers(b"", 304), ACTIVE: serves("active")})
    async with faulty_server(behaviour) as server:
        said = await reader().fetch(feed_at(server.url(UPCOMING)), {server.url(UPCOMING): known})

    assert isinstance(said, Said)
    assert len(by_id(said)) == 5


async def test_not_modified_without_having_asked_is_a_failure() -> None:
    assert await fetched(faults.answers(b"", 304)) == Failed(why="status 304")


async def test_validator_that_no_header_should_hold_is_not_said_back() -> None:
    said = await fetched(faults.answers(b"calendar", ETag="x" * 600, Last_Modified="caf\xe9"))

    assert isinstance(said, Said)
    [copy] = said.memory.values()
    assert (copy.etag, copy.last_modified) == ("", "")


# ---- servers that mean no good


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (faults.says_nothing, "timeout"),
        (faults.drips, "timeout"),
        (faults.sends_an_endless_body, "protocol: body.limit"),
        (faults.gzip_bomb(), "protocol: body.limit"),
        (faults.sends_endless_headers, "protocol"),
        (faults.sends_half_a_body, "reset"),
        (faults.resets_before_headers, "reset"),
        (faults.closes, "reset"),
        (faults.sends(b"220 mail.example ESMTP\r\n"), "protocol"),
        (faults.answers(b"<html>maintenance</html>"), "cannot be read"),
        (faults.answers(b"calendar", Content_Encoding="gzip"), "protocol"),
        (faults.answers(gzip.compress(b"calendar")[:10], Content_Encoding="gzip"), "cannot be read"),
        (faults.answers(b""), "cannot be read"),
        (faults.answers(b"gone", 404), "status 404"),
        (faults.answers(b"", 204), "status 204"),
        (faults.answers(b"cal", 206), "status 206"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value)[:30],
)
async def test_server_that_misbehaves_is_a_failure_with_a_name(behaviour: Behaviour, why: str) -> None:
    answer = await fetched(behaviour, timeout=timedelta(seconds=SOON if why == "timeout" else 10))

    assert isinstance(answer, Failed), answer
    assert answer.why.startswith(why)


async def test_file_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    body = b'{"page": {}, "scheduled_maintenances": []}'
    longest = body + b" " * (LONGEST_FILE - len(body))

    async with faulty_server(by_path({SUMMARY: faults.answers(longest)})) as server:
        read = await reader().fetch(feed_at(server.url()), {})
    async with faulty_server(by_path({SUMMARY: faults.answers(longest + b" ")})) as server:
        refused = await reader().fetch(feed_at(server.url()), {})

    assert isinstance(read, Said)
    assert isinstance(refused, Failed)


async def test_nobody_there_is_a_failure() -> None:
    async with faulty_server(faults.closes) as server:
        feed = calendar_at(server)

    answer = await reader().fetch(feed, {})

    assert isinstance(answer, Failed)
    assert answer.why.startswith("connect")


async def test_deadline_holds_for_all_files_together() -> None:
    slow = faults.answers_after(0.4, page("upcoming"))
    async with faulty_server(by_path({UPCOMING: slow, ACTIVE: slow})) as server:
        answer = await reader().fetch(feed_at(server.url(UPCOMING), timeout=timedelta(seconds=0.6)), {})

    assert isinstance(answer, Failed)
    assert answer.why.startswith("timeout")


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", timedelta(minutes=2)), ("999999", timedelta(hours=6)), ("soon", timedelta(0))],
)
async def test_wait_that_a_server_asks_for_is_kept_six_hours_at_most(value: str, wait: timedelta) -> None:
    assert await fetched(faults.answers(b"", 429, Retry_After=value)) == Failed(why="status 429", retry_after=wait)


def series(name: str, rrule: str) -> WindowSpec:
    return facts.window(id=name, rule=Rule(rrule=rrule))


def test_feed_of_too_many_windows_says_nothing() -> None:
    windows = tuple(facts.window(id=f"ministry.{number}") for number in range(MOST_WINDOWS + 1))
    nightly = tuple(series(f"ministry.{number}", "FREQ=DAILY") for number in range(MOST_SERIES + 1))

    assert isinstance(bounded(Said(specs=windows)), Failed)
    assert isinstance(bounded(Said(specs=nightly)), Failed)
    assert bounded(Said(specs=windows[1:])) == Said(specs=windows[1:])
    assert bounded(Said(specs=nightly[1:])) == Said(specs=nightly[1:])


@pytest.mark.parametrize("rrule", ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=WEEKLY;BYDAY=FR;BYMINUTE=0,30"])
def test_series_that_repeats_within_a_day_is_unread_with_all_its_occurrences(rrule: str) -> None:
    crowded, alone = series("ministry.crowded", rrule), facts.window(id="ministry.crowded@2026-03-10T09:00")
    calm = facts.window(id="ministry.calm")

    said = bounded(Said(specs=(crowded, alone, calm)))

    assert isinstance(said, Said)
    assert said.specs == (calm,)
    assert said.unread == {"ministry.crowded"}
    assert len(said.remarks) == 1


# ---- where it may lead


async def test_redirect_is_followed_three_times_and_no_more() -> None:
    hops = {f"/{number}": faults.redirects(f"/{number + 1}") for number in range(4)}
    async with faulty_server(by_path({**hops, "/4": faults.answers(b"calendar")})) as server:
        three = await reader().fetch(calendar_at(server, "/1"), {})
        four = await reader().fetch(calendar_at(server, "/0"), {})

    assert isinstance(three, Said)
    assert isinstance(four, Failed)
    assert four.why.startswith("redirect")
    assert len(server.seen) == 4 + 4


async def test_token_is_not_sent_to_another_server(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret")
    async with (
        faulty_server(faults.answers(b"calendar")) as other,
        faulty_server(faults.redirects(other.url("/b.ics"))) as server,
    ):
        said = await reader().fetch(calendar_at(server, token_file=str(token)), {})

    assert isinstance(said, Said)
    assert server.seen[0].headers["authorization"] == "Bearer s3cret"
    assert "authorization" not in other.seen[0].headers


@pytest.mark.parametrize(
    "location",
    [
        "http://portal.example/a.ics",
        "http://10.0.0.7/a.ics",
        "ftp://portal.example/a.ics",
        "file:///etc/passwd",
        "//[",
        "https://[::1",
        "https://a.example:999999/",
    ],
)
async def test_redirect_to_plain_http_or_no_web_server_is_refused(location: str) -> None:
    answer = await fetched(faults.redirects(location))

    assert isinstance(answer, Failed)
    assert answer.why.startswith("redirect")


@pytest.mark.parametrize("host", ["10.0.0.7", "192.168.1.1", "169.254.169.254", "[fd00::1]", "[::ffff:10.0.0.7]"])
async def test_redirect_to_a_private_host_is_refused(host: str) -> None:
    answer = await fetched(faults.redirects(f"https://{host}/a.ics"))

    assert isinstance(answer, Failed)
    assert "address.private" in answer.why


async def test_name_that_leads_to_a_private_address_is_refused_unless_the_host_is_our_own() -> None:
    async with faulty_server(faults.answers(b"calendar")) as server:
        feed = feed_at(server.url("/a.ics", host="calendar.example"), kind=FeedKind.ICAL)
        stranger = await reader().fetch(feed, {})
        own = await reader("calendar.example").fetch(feed, {})

    assert isinstance(stranger, Failed)
    assert "address.private" in stranger.why
    assert isinstance(own, Said)


async def test_failure_does_not_tell_the_address_of_a_secret_calendar() -> None:
    async with faulty_server(faults.redirects("http://elsewhere.example/private-abc")) as server:
        answer = await reader().fetch(calendar_at(server, "/private-abc/basic.ics"), {})

    assert isinstance(answer, Failed)
    assert "private-abc" not in answer.why
    assert "private-abc" not in repr(feed_at("https://a.example/private-abc"))


# ---- TLS


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_certificate_is_verified_against_the_file_of_the_feed(*, is_trusted: bool, tmp_path: Path) -> None:
    authority = trustme.CA()
    root = tmp_path / "root.pem"
    authority.cert_pem.write_to_path(root)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    async with faulty_server(faults.answers(b"calendar"), context) as server:
        answer = await reader().fetch(calendar_at(server, ca_file=str(root) if is_trusted else None), {})

    assert isinstance(answer, Said if is_trusted else Failed)
    assert is_trusted or (isinstance(answer, Failed) and answer.why.startswith("certificate"))


async def test_cancelled_fetch_leaves_no_connection() -> None:
    arrived = asyncio.Event()

    async def behave(exchange: Exchange) -> None:
        arrived.set()
        await faults.says_nothing(exchange)

    async with faulty_server(behave) as server:
        before = open_descriptors()
        task = asyncio.create_task(reader().fetch(calendar_at(server), {}))
        async with asyncio.timeout(5):
            await arrived.wait()
        task.cancel()
        await asyncio.wait({task})

        assert task.cancelled()
        assert await let_go_of(before + 1) <= before + 1  # the server's own end of it
