"""Nobody is asked whom the configuration does not name, nobody more often than conduct allows, on any hop."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.blackbox import Permission, permission
from monitor.domain.cadence import DueKind
from monitor.domain.catalogue import Catalogue, Configuration, Location, Platform, Service, Settings, Text
from monitor.domain.conduct import Refusal, SkipReason
from monitor.domain.target import DnsTarget, HttpTarget, IcmpTarget, Target, TcpTarget
from tests.adapters.blackbox.desk import AGENT, Desk, check_of, modules_of
from tests.faulty_server import answers, answers_after, faulty_server, gzip_bomb, redirects, sends_an_endless_body

MODULES = """
modules:
  http_2xx: {prober: http, timeout: 2s}
  quick: {prober: http, timeout: 300ms}
  gzip: {prober: http, timeout: 2s, http: {compression: gzip}}
  agent:
    prober: http
    timeout: 2s
    http: {headers: {User-Agent: curl, X-Key: a}, basic_auth: {username: u, password: p}}
  tcp_connect: {prober: tcp, timeout: 2s}
  icmp: {prober: icmp, timeout: 2s}
"""
NAMES = Permission(hosts=frozenset({"portal.example", "other.example", "127.0.0.1"}))
TEXT = Text(en="x", ar="س")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(modules=modules_of(tmp_path, MODULES), permission=NAMES)


# --- who may be asked


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("http_2xx", "http://elsewhere.example/"),
        ("http_2xx", "elsewhere.example"),
        ("http_2xx", "http://portal.example@elsewhere.example/"),
        ("http_2xx", "http://portal.example.elsewhere.example/"),
        ("http_2xx", "http://[::1]/"),
        ("http_2xx", "http://127.1/"),
        ("http_2xx", "http://0x7f000001/"),
        ("http_2xx", "http://portal.example:99999/"),
        ("http_2xx", "http:///x"),
        ("tcp_connect", "elsewhere.example:80"),
        ("tcp_connect", "portal.example"),
        ("tcp_connect", "[::1]:80"),
        ("icmp", "elsewhere.example"),
        ("icmp", "169.254.169.254"),
    ],
)
async def test_a_host_that_is_not_named_is_forbidden(desk: Desk, module: str, target: str) -> None:
    reply = await desk.ask(module=module, target=target)

    if target == "portal.example":  # a target of tcp without a port: admitted, and the probe fails by itself
        assert (reply.status, reply.samples["probe_success"]) == (200, 0)
        return
    assert reply.status == 403
    assert reply.text.endswith("is neither a host of a configured check nor listed in probe.allow.\n")
    assert desk.lookups == []


@pytest.mark.parametrize("target", ["http://PORTAL.example/", "portal.example.", "http://Portal.Example./x"])
async def test_spelling_of_a_host_does_not_matter(desk: Desk, target: str) -> None:
    reply = await desk.ask(module="quick", target=target)

    assert reply.status == 200


def configuration_of(platform: Platform, *allow: str) -> Configuration:
    settings = Settings(
        location=Location(id="riyadh-1", country="SA"),
        timezone="Asia/Riyadh",
        storage_url="sqlite://",
        retention=timedelta(days=1),
        listen=(),
        external_url="http://127.0.0.1",
        canaries=(),
        contact="https://marsad.sa/contact",
        contact_is_placeholder=False,
        own_hosts=(),
        probe_allow=allow,
    )
    return Configuration(settings=settings, catalogue=Catalogue(platforms=(platform,)), windows=(), sha256="", files=())


def platform_of(*hosts: str, resolve: dict[str, str] | None = None) -> Platform:
    check = check_of("www.absher.example")
    target = HttpTarget(url="https://WWW.absher.example./", resolve=resolve or {})
    service = Service(
        id="absher/portal",
        name=TEXT,
        tier=1,
        checks=(
            type(check)(id=check.id, target=target, interval=check.interval, timeout=check.timeout, slow=check.slow),
        ),
    )
    return Platform(id="absher", name=TEXT, operator=TEXT, timezone="Asia/Riyadh", hosts=hosts, services=(service,))


def test_permission_comes_from_checks_and_from_what_is_allowed() -> None:
    configuration = configuration_of(platform_of("absher.example"), "a.example", "b.example:8080", "::1", "[::2]:90")

    found = permission(configuration)

    assert found.admits("www.absher.example", 443)
    assert not found.admits("absher.example", 443)
    assert found.admits("a.example", 1)
    assert found.admits("b.example", 8080)
    assert not found.admits("b.example", 80)
    assert not found.admits("b.example", None)
    assert found.admits("::1", 80)
    assert (found.admits("::2", 90), found.admits("::2", 91)) == (True, False)


@pytest.mark.parametrize(
    ("target", "open_ports"),
    [
        (HttpTarget(url="https://www.absher.example:8443/"), {80, 443, 8443}),
        (TcpTarget(host="www.absher.example", port=25), {25, 80, 443}),
        (DnsTarget(name="absher.example", resolvers=(("www.absher.example", 53),)), {53, 80, 443}),
        (IcmpTarget(host="www.absher.example"), {80, 443}),
    ],
)
def test_a_check_opens_its_own_port_and_those_of_the_web(target: Target, open_ports: set[int]) -> None:
    platform = platform_of("absher.example")
    [service] = platform.services
    checks = (replace(service.checks[0], target=target),)

    found = permission(configuration_of(replace(platform, services=(replace(service, checks=checks),))))

    assert {port for port in (22, 25, 53, 80, 443, 8443) if found.admits("www.absher.example", port)} == open_ports
    assert found.admits("www.absher.example", None)


def test_redirects_may_go_to_the_hosts_of_the_same_platform() -> None:
    found = permission(configuration_of(platform_of("absher.example"), "a.example"))

    assert found.admits_redirect("www.absher.example", "absher.example", 443)
    assert not found.admits_redirect("a.example", "absher.example", 443)
    assert not found.admits_redirect("www.absher.example", "elsewhere.example", 443)


def test_addresses_that_a_check_is_given_hold_for_its_host_alone() -> None:
    given = {"www.absher.example": "127.0.0.1", "absher.example": "127.0.0.2"}

    found = permission(configuration_of(platform_of("absher.example", resolve=given)))

    assert found.overrides == {"www.absher.example": "127.0.0.1"}


async def test_a_redirect_to_a_host_that_is_not_named_fails_the_probe(desk: Desk) -> None:
    async with (
        faulty_server(answers()) as elsewhere,
        faulty_server(redirects(f"http://localhost:{elsewhere.port}/")) as server,
    ):
        reply = await desk.ask(module="http_2xx", target=server.url(), debug="true")

    assert "\nprobe_success 0\n" in reply.text
    assert "\nprobe_http_redirects 1\n" in reply.text
    assert "localhost is neither a host of a configured check nor listed in probe.allow." in reply.text
    assert elsewhere.connections == 0


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/", "http://127.0.0.1:99999/", "http://[", "javascript:x"])
async def test_a_redirect_to_no_place_fails_the_probe(desk: Desk, location: str) -> None:
    async with faulty_server(redirects(location)) as server:
        reply = await desk.ask(module="http_2xx", target=server.url())

    assert (reply.samples["probe_success"], reply.samples["probe_http_status_code"]) == (0, 0)


async def test_a_name_of_a_check_that_leads_into_a_private_range_is_not_followed(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        desk.permission = Permission(
            checks={"portal.example": frozenset({"absher/portal"})}, ports={"portal.example": frozenset({server.port})}
        )
        reply = await desk.ask(module="http_2xx", target=server.url(host="portal.example"), debug="true")

    assert "\nprobe_success 0\n" in reply.text
    assert "portal.example at 127.0.0.1" in reply.text
    assert server.connections == 0


# --- how often


async def test_a_host_is_asked_once_a_minute(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        target = server.url(host="portal.example")
        first = await desk.ask(module="http_2xx", target=target)
        second = await desk.ask(module="http_2xx", target=target)
        other = await desk.ask(module="http_2xx", target=server.url(host="other.example"))
        desk.passed = timedelta(seconds=61)
        third = await desk.ask(module="http_2xx", target=target)

    assert [reply.status for reply in (first, second, other, third)] == [200, 429, 200, 200]
    assert second.headers["Retry-After"] in {"59", "60"}
    assert second.text == "portal.example was asked as often as it may be asked.\n"
    assert len(server.seen) == 3


async def test_hosts_that_are_ours_are_asked_at_any_time(desk: Desk) -> None:
    desk.own_hosts = ("portal.example",)
    desk.__post_init__()

    async with faulty_server(answers()) as server:
        asked = [await desk.ask(module="http_2xx", target=server.url(host=host)) for host in ["portal.example"] * 3]

    assert [reply.status for reply in asked] == [200, 200, 200]


async def test_a_scheduled_check_waits_for_what_a_guest_was_given(tmp_path: Path) -> None:
    desk = Desk(modules=modules_of(tmp_path, MODULES), permission=NAMES, checks=(check_of("portal.example"),))

    async with faulty_server(answers()) as server:
        await desk.ask(module="http_2xx", target=server.url(host="portal.example"))

    assert desk.agenda._hosts is not None
    answer = desk.agenda._hosts.ask("absher/portal/portal.example", DueKind.SCHEDULED, desk.steady())
    assert isinstance(answer, Refusal)
    assert answer.reason is SkipReason.POLITENESS


async def test_two_guests_are_never_at_one_host_together(desk: Desk) -> None:
    desk.passed = timedelta(0)

    async with faulty_server(answers_after(0.4)) as server:
        target = server.url(host="portal.example")
        first = asyncio.create_task(desk.ask(module="http_2xx", target=target))
        await asyncio.sleep(0.1)
        desk.passed = timedelta(minutes=2)  # the floor is past, the connection is not
        waiting = await desk.ask(module="http_2xx", target=target)
        given_up = (await first).status

    assert (given_up, waiting.status) == (200, 200)
    assert server.connections == 2
    assert waiting.samples["probe_duration_seconds"] < 1.9


async def test_a_guest_who_cannot_wait_longer_is_sent_away(desk: Desk) -> None:
    async with faulty_server(answers_after(1.0)) as server:
        target = server.url(host="portal.example")
        first = asyncio.create_task(desk.ask(module="http_2xx", target=target))
        await asyncio.sleep(0.1)
        desk.passed = timedelta(minutes=2)
        refused = await desk.ask(module="quick", target=target)
        await first

    assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
    assert refused.text == "portal.example has a probe in flight, and one connection at a time is all it gets.\n"
    assert server.connections == 1


@pytest.mark.parametrize(("status", "closed_for"), [(429, timedelta(seconds=120)), (403, timedelta(minutes=15))])
async def test_a_refusal_closes_the_host_to_checks_and_guests(
    tmp_path: Path, status: int, closed_for: timedelta
) -> None:
    desk = Desk(modules=modules_of(tmp_path, MODULES), permission=NAMES, checks=(check_of("portal.example"),))
    behaviour = answers(b"no", status, Retry_After="120")

    async with faulty_server(behaviour) as server:
        target = server.url(host="portal.example")
        await desk.ask(module="http_2xx", target=target)
        desk.passed = closed_for - timedelta(seconds=5)
        refused = await desk.ask(module="http_2xx", target=target)
        assert desk.agenda._hosts is not None
        check = desk.agenda._hosts.ask("absher/portal/portal.example", DueKind.RECHECK, desk.steady())
        desk.passed = closed_for + timedelta(seconds=5)
        again = await desk.ask(module="http_2xx", target=target)

    assert (refused.status, again.status) == (429, 200)
    assert refused.text == "portal.example refused us lately and is left alone for a while.\n"
    assert isinstance(check, Refusal)
    assert check.reason is SkipReason.BACKOFF


async def test_redirects_are_charged_and_refused_where_the_budget_is_spent(desk: Desk) -> None:
    async with faulty_server(answers()) as second:
        onward = second.url(host="other.example")
        async with faulty_server(redirects(onward)) as first:
            target = first.url(host="portal.example")
            walked = await desk.ask(module="http_2xx", target=target)
            direct = await desk.ask(module="http_2xx", target=onward)
            desk.passed = timedelta(seconds=61)
            await desk.ask(module="http_2xx", target=onward)
            stopped = await desk.ask(module="http_2xx", target=target, debug="true")

    assert walked.samples["probe_success"] == 1
    assert direct.status == 429
    assert "other.example was asked as often as it may be asked." in stopped.text
    assert len(second.seen) == 2


async def test_a_connection_is_given_back_however_the_probe_ends(desk: Desk) -> None:
    for module, target in (("quick", "http://portal.example:1/"), ("tcp_connect", "portal.example:1")):
        reply = await desk.ask(module=module, target=target)
        desk.passed += timedelta(minutes=2)
        assert (reply.status, reply.samples["probe_success"]) == (200, 0)


# --- what is said and taken


async def test_who_asks_is_always_said(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        await desk.ask(module="agent", target=server.url())

    [seen] = server.seen
    assert (seen.headers["user-agent"], seen.headers["x-key"]) == (AGENT, "a")
    assert seen.headers["connection"] == "close"


async def test_credentials_stay_with_the_first_host(desk: Desk) -> None:
    async with faulty_server(answers()) as second, faulty_server(redirects(second.url(host="other.example"))) as first:
        await desk.ask(module="agent", target=first.url(host="portal.example"))

    assert first.seen[0].headers["authorization"] == "Basic dTpw"
    assert "authorization" not in second.seen[0].headers
    assert second.seen[0].headers["host"] == f"other.example:{second.port}"


async def test_a_body_of_another_host_is_cut_and_one_of_ours_is_counted(desk: Desk) -> None:
    async with faulty_server(answers(b"x" * 1_000_000)) as server:
        theirs = await desk.ask(module="http_2xx", target=server.url(host="portal.example"))
        ours = await desk.ask(module="http_2xx", target=server.url())

    assert (theirs.samples["probe_success"], ours.samples["probe_success"]) == (1, 1)
    assert theirs.samples["probe_http_uncompressed_body_length"] == 256 * 1024
    assert ours.samples["probe_http_uncompressed_body_length"] == 1_000_000


@pytest.mark.parametrize(("module", "behaviour"), [("http_2xx", sends_an_endless_body), ("gzip", gzip_bomb(64))])
async def test_a_hostile_body_costs_no_more_than_the_bound(desk: Desk, module: str, behaviour: object) -> None:
    async with faulty_server(behaviour) as server:  # type: ignore[arg-type]  # one of two coroutines
        reply = await desk.ask(module=module, target=server.url(host="portal.example"))

    assert reply.samples["probe_http_uncompressed_body_length"] == 256 * 1024
    assert reply.samples["probe_duration_seconds"] < 2
