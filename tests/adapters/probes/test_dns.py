"""DNS questions over real sockets: codes, records, rules, and resolvers that do not say the same."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import replace

import dns.message
import pytest

from monitor.adapters.patterns import text_rule
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.target import DnsTarget
from tests.adapters.probes.looking import Looking, let_go_of, open_descriptors
from tests.dns_server import Answering, DnsServer, answered, dns_server, records
from tests.talking_server import Talk, talking_server

A = "portal.example. 60 IN A 192.0.2.1"
B = "portal.example. 60 IN A 192.0.2.2"
look_at = Looking()


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    """Both loops: each tells a reader in its own way that a datagram met an error."""
    return "asyncio", {"use_uvloop": request.param}


def target(*servers: DnsServer, **more: object) -> DnsTarget:
    resolvers = tuple(("127.0.0.1", server.port) for server in servers)
    return DnsTarget(**{"name": "portal.example", "resolvers": resolvers, **more})  # type: ignore[arg-type] # keywords


async def seen_with(answering: Answering, *, deadline: float = 5.0, **more: object) -> Observation:
    async with dns_server(answering) as server:
        return await look_at(target(server, **more), deadline=deadline)


def rules(seen: Observation) -> list[tuple[str, str]]:
    return [(one.rule, one.wanted) for one in seen.evidence]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_record_that_comes_is_ok(host: str, transport: str) -> None:
    async with dns_server(records(B, A), host=host) as server:
        seen = await look_at(target(resolvers=((host, server.port),), transport=transport))

    assert (seen.outcome, seen.reason) == (Outcome.OK, None)
    assert seen.answer == ("192.0.2.1", "192.0.2.2")
    assert server.asked == [(transport, "portal.example. IN A")]
    assert seen.phases is not None
    assert seen.phases.processing is not None
    assert (seen.phases.connect is None) is (transport == "udp")
    assert (seen.phases.resolve, seen.http) == (None, None)


async def test_answer_that_is_cut_is_asked_for_again_over_tcp() -> None:
    async with dns_server(records(A, cut_by_udp=True)) as server:
        seen = await look_at(target(server))

    assert (seen.outcome, seen.answer) == (Outcome.OK, ("192.0.2.1",))
    assert [transport for transport, _ in server.asked] == ["udp", "tcp"]


@pytest.mark.parametrize("rcode", ["NXDOMAIN", "SERVFAIL", "REFUSED"])
async def test_code_that_is_not_wanted_is_dns(rcode: str) -> None:
    seen = await seen_with(records(rcode=rcode))

    assert (seen.outcome, seen.reason, rules(seen)) == (Outcome.FAILED, Reason.DNS, [("expect.rcode", "NOERROR")])
    assert seen.evidence[0].found.endswith(rcode)


async def test_code_that_is_wanted_is_ok() -> None:
    seen = await seen_with(records(rcode="NXDOMAIN"), rcodes=("NXDOMAIN",))

    assert (seen.outcome, seen.answer) == (Outcome.OK, ())


async def test_answer_without_the_record_is_expect() -> None:
    seen = await seen_with(records("portal.example. 60 IN CNAME edge.example."))

    assert (seen.outcome, seen.reason, rules(seen)) == (
        Outcome.FAILED,
        Reason.EXPECT,
        [("expect.record", "a A record")],
    )


@pytest.mark.parametrize(
    ("line", "record", "wanted"),
    [
        (A, "A", "192.0.2.1"),
        ("portal.example. 60 IN AAAA 2001:db8::1", "AAAA", "2001:DB8::1"),
        ("portal.example. 60 IN CNAME Edge.example.", "CNAME", "edge.example"),
        ("portal.example. 60 IN MX 10 mail.example.", "MX", "10 mail.example"),
        ('portal.example. 60 IN TXT "v=spf1 " "-all"', "TXT", "v=spf1 -all"),
        ("portal.example. 60 IN NS ns1.example.", "NS", "ns1.example."),
    ],
)
async def test_record_is_found_as_people_write_it(line: str, record: str, wanted: str) -> None:
    seen = await seen_with(records(line), record=record, contains=(wanted,))

    assert seen.outcome is Outcome.OK


async def test_serial_of_a_zone_is_shown_with_its_digits() -> None:
    soa = "portal.example. 60 IN SOA ns1.example. admin.example. 2026112401 7200 3600 1209600 3600"

    seen = await seen_with(records(soa), record="SOA")

    assert "2026112401" in seen.answer[0]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"contains": ("192.0.2.9",)}, ("expect.contains", "192.0.2.9")),
        ({"contains": ("192.0.2",)}, ("expect.contains", "192.0.2")),
        ({"matches": (text_rule("^198[.]"),)}, ("expect.matches", "^198[.]")),
        ({"not_matches": (text_rule("[.]2$"),)}, ("expect.not_matches", "nothing like [.]2$")),
    ],
)
async def test_rule_that_the_answers_miss_is_expect(rule: dict[str, object], expected: tuple[str, str]) -> None:
    seen = await seen_with(records(A, B), **rule)  # type: ignore[arg-type] # no deadline among them

    assert (seen.outcome, seen.reason, rules(seen)) == (Outcome.FAILED, Reason.EXPECT, [expected])
    assert seen.evidence[0].found.endswith("192.0.2.1, 192.0.2.2")


async def test_rules_that_the_answers_keep_are_ok() -> None:
    seen = await seen_with(
        records(A, B), contains=("192.0.2.2",), matches=(text_rule("1$"),), not_matches=(text_rule("^10[.]"),)
    )

    assert seen.outcome is Outcome.OK


async def test_resolvers_that_say_the_same_agree() -> None:
    async with dns_server(records(A, B)) as one, dns_server(records(B, A)) as other:
        seen = await look_at(target(one, other, agree=True))

    assert seen.outcome is Outcome.OK
    assert seen.answer == (
        f"127.0.0.1:{one.port}: 192.0.2.1",
        f"127.0.0.1:{one.port}: 192.0.2.2",
        f"127.0.0.1:{other.port}: 192.0.2.1",
        f"127.0.0.1:{other.port}: 192.0.2.2",
    )


async def test_resolvers_that_disagree_are_expect_with_what_each_said() -> None:
    async with dns_server(records(A)) as one, dns_server(records(B)) as other:
        seen = await look_at(target(one, other, agree=True))
        free = await look_at(target(one, other))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.EXPECT)
    assert [(one_of.rule, one_of.found) for one_of in seen.evidence] == [
        ("expect.agree", f"127.0.0.1:{one.port}: 192.0.2.1"),
        ("expect.agree", f"127.0.0.1:{other.port}: 192.0.2.2"),
    ]
    assert free.outcome is Outcome.OK


async def test_silent_resolver_does_not_keep_the_other_from_being_heard() -> None:
    async with dns_server(lambda _: []) as silent, dns_server(records(A)) as other:
        seen = await look_at(target(silent, other), deadline=1.0)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TIMEOUT)
    assert [one.found for one in seen.evidence] == [f"127.0.0.1:{silent.port}: still in processing"]
    assert seen.answer == ("192.0.2.1",)


async def test_every_resolver_that_fails_is_named() -> None:
    async with dns_server(records(rcode="SERVFAIL")) as one, dns_server(records(rcode="REFUSED")) as other:
        seen = await look_at(target(one, other))

    assert [one_of.found.rpartition(" ")[2] for one_of in seen.evidence] == ["SERVFAIL", "REFUSED"]
    assert seen.reason is Reason.DNS


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_silence_is_timeout(transport: str) -> None:
    seen = await seen_with(lambda _: [], transport=transport, deadline=0.3)

    assert (seen.reason, seen.evidence[0].found) == (Reason.TIMEOUT, "still in processing")


@pytest.mark.parametrize(("transport", "kind"), [("udp", socket.SOCK_DGRAM), ("tcp", socket.SOCK_STREAM)])
async def test_port_on_which_nobody_listens_is_connect(transport: str, kind: socket.SocketKind) -> None:
    with socket.socket(type=kind) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        if transport == "udp":
            unused.close()
        seen = await look_at(target(resolvers=(("127.0.0.1", port),), transport=transport))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CONNECT)


async def test_answers_to_other_questions_are_not_heard() -> None:
    def noisy(query: dns.message.Message) -> Sequence[bytes]:
        other = dns.message.make_query("other.example", "A", id=query.id)
        guess = answered(query, B)
        guess.id = query.id ^ 1
        return [
            b"",
            b"\0",
            guess.to_wire(),
            answered(other, "other.example. 60 IN A 192.0.2.3").to_wire(),
            query.to_wire(),
            answered(query, A).to_wire(),
        ]

    for transport in ("udp", "tcp"):
        seen = await seen_with(noisy, transport=transport)

        assert (seen.outcome, seen.answer) == (Outcome.OK, ("192.0.2.1",)), transport


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_answer_that_is_no_message_is_protocol(transport: str) -> None:
    def broken(query: dns.message.Message) -> Sequence[bytes]:
        return [answered(query, A).to_wire()[:-3]]

    seen = await seen_with(broken, transport=transport)

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.FAILED, Reason.PROTOCOL, "dns.message")


async def test_flood_of_strays_ends_by_itself() -> None:
    def flood(query: dns.message.Message) -> Sequence[bytes]:
        return [(query.id ^ 1).to_bytes(2, "big")] * 150

    seen = await seen_with(flood)

    assert (seen.reason, seen.evidence[0].rule) == (Reason.PROTOCOL, "dns.strays")


async def test_close_without_an_answer_is_reset() -> None:
    async def close(talk: Talk) -> None:
        await talk.reader.read(100)

    async with talking_server(close) as server:
        seen = await look_at(target(resolvers=(("127.0.0.1", server.port),), transport="tcp"))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_name_that_is_no_name_is_our_own_fault() -> None:
    seen = await seen_with(records(A), name="a" * 64 + ".example")

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


async def test_resolver_with_a_name_is_looked_up_and_has_to_keep_the_rules() -> None:
    async with dns_server(records(A)) as server:
        wanted = replace(target(server), resolvers=(("ns.example", server.port),))
        refused = await Looking(lambda *_: ["127.0.0.1"])(wanted)
        own = await Looking(lambda *_: ["127.0.0.1"])(wanted, own_hosts=["ns.example"])

    assert (refused.reason, refused.evidence[0].rule) == (Reason.DNS, "address.private")
    assert own.outcome is Outcome.OK
    assert own.phases is not None
    assert own.phases.resolve is not None


async def test_arabic_name_is_asked_for_in_ascii() -> None:
    async with dns_server(lambda query: [answered(query, rcode="NXDOMAIN").to_wire()]) as server:
        await look_at(target(server, name="موقع.السعودية"))

    assert server.asked == [("udp", "xn--4gbrim.xn--mgberp4a5d4ar. IN A")]


async def test_slower_than_slow_is_slow() -> None:
    async with dns_server(records(A)) as server:
        seen = await look_at(target(server), slow=0.0)

    assert (seen.outcome, seen.evidence[0].rule) == (Outcome.SLOW, "slow")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_cancelled_probe_leaves_no_socket(transport: str) -> None:
    async with dns_server(lambda _: []) as server:
        await look_at(target(server, transport=transport), deadline=0.1)
        before = open_descriptors()
        for turns in range(10):
            await look_at.cancelled(target(server, transport=transport), turns)
        after = await let_go_of(before)

    assert after <= before
