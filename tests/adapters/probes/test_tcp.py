"""Ports and conversations over real sockets: each way in which one goes wrong ends in its reason."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from typing import NoReturn

import pytest
import trustme

from monitor.adapters.patterns import starttls_steps, text_rule
from monitor.domain.observation import Outcome, Reason
from monitor.domain.target import IpProtocol, Step, TcpTarget, TlsSettings
from tests.adapters.probes.looking import Looking, let_go_of, open_descriptors
from tests.adapters.probes.test_http_tls import serving
from tests.faulty_server import connect_proxy
from tests.talking_server import Talk, lines, talking_server

look_at = Looking()


def target(port: int, *steps: Step, host: str = "127.0.0.1") -> TcpTarget:
    return TcpTarget(host=host, port=port, steps=steps)


def waits_for(pattern: str, **more: object) -> Step:
    return Step(expect=text_rule(pattern), **more)  # type: ignore[arg-type] # keywords of the test


async def silent(talk: Talk) -> None:
    await talk.wait_for_the_end()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_port_that_accepts_is_ok(host: str) -> None:
    async with talking_server(silent, host=host) as server:
        seen = await look_at(target(server.port, host=host))

    assert (seen.outcome, seen.reason, seen.answer) == (Outcome.OK, None, ())
    assert seen.phases is not None
    assert seen.phases.connect is not None
    assert (seen.phases.resolve, seen.phases.tls, seen.phases.processing) == (None, None, None)
    assert (seen.http, seen.tls) == (None, None)


async def test_closed_port_is_connect() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seen = await look_at(target(unused.getsockname()[1]))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CONNECT)


async def test_name_without_address_is_dns() -> None:
    def unknown(host: str, family: int) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    seen = await Looking(unknown)(target(25, host="mail.example"))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.DNS)
    assert seen.phases is not None
    assert seen.phases.resolve is not None


async def test_name_with_a_private_address_is_refused() -> None:
    seen = await Looking(lambda *_: ["10.0.0.1"])(target(25, host="mail.example"))

    assert (seen.reason, seen.evidence[0].rule) == (Reason.DNS, "address.private")


async def test_resolve_leads_a_name_to_an_address() -> None:
    async with talking_server(silent) as server:
        wanted = replace(target(server.port, host="Mail.Example"), resolve={"mail.example": "127.0.0.1"})
        seen = await look_at(wanted)

    assert seen.outcome is Outcome.OK


async def test_conversation_sends_lines_and_keeps_what_matched() -> None:
    async with talking_server(lines(b"noise\r\n+OK ready 1234567890\r\n", b"pong\n")) as server:
        seen = await look_at(target(server.port, waits_for(r"^\+OK", send="ping"), waits_for("^p.ng$", send="bye\n")))
        await server.ended.wait()

    assert (seen.outcome, seen.answer) == (Outcome.OK, ("+OK ready ##########", "pong"))
    assert server.heard == [b"ping\r\n"]
    assert seen.phases is not None
    assert seen.phases.processing is not None


async def test_other_line_than_expected_is_expect_and_names_the_step() -> None:
    async with talking_server(lines(b"+OK\r\n", b"-ERR in maintenance\r\n")) as server:
        wanted = target(server.port, waits_for(r"^\+OK", send="ping"), waits_for("^pong"))
        seen = await look_at(wanted, deadline=0.5)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.EXPECT)
    assert [(one.rule, one.found, one.wanted) for one in seen.evidence] == [
        ("expect.line", "step 2: -ERR in maintenance", "^pong")
    ]
    assert seen.answer == ("+OK",)


async def test_other_line_and_a_close_is_expect_at_once() -> None:
    async def turn_away(talk: Talk) -> None:
        await talk.say(b"554 no service")

    async with talking_server(turn_away) as server:
        seen = await look_at(target(server.port, waits_for("^220")), deadline=30)

    assert (seen.reason, seen.evidence[0].found) == (Reason.EXPECT, "step 1: 554 no service")


async def test_last_line_needs_no_end() -> None:
    async def brief(talk: Talk) -> None:
        await talk.say(b"SSH-2.0-x")

    async with talking_server(brief) as server:
        seen = await look_at(target(server.port, waits_for("^SSH-")))

    assert (seen.outcome, seen.answer) == (Outcome.OK, ("SSH-2.0-x",))


async def test_silence_is_timeout_in_the_conversation() -> None:
    async with talking_server(silent) as server:
        seen = await look_at(target(server.port, waits_for("^220")), deadline=0.3)

    assert (seen.reason, seen.evidence[0].found) == (Reason.TIMEOUT, "still in processing")


async def test_close_without_a_word_is_reset() -> None:
    async def leave(talk: Talk) -> None:
        del talk

    async with talking_server(leave) as server:
        seen = await look_at(target(server.port, waits_for("^220")))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_close_after_a_step_that_was_met_is_reset() -> None:
    async def greet(talk: Talk) -> None:
        await talk.say(b"220 hello\r\n")

    async with talking_server(greet) as server:
        seen = await look_at(target(server.port, waits_for("^220", send="EHLO x"), waits_for("^250")))

    assert seen.reason is Reason.RESET


async def test_endless_line_is_protocol_within_the_bound() -> None:
    async def flood(talk: Talk) -> None:
        while True:
            await talk.say(b"a" * 65_536)

    async with talking_server(flood) as server:
        seen = await look_at(target(server.port, waits_for("^220")))

    assert (seen.reason, seen.evidence[0].rule) == (Reason.PROTOCOL, "read.limit")


async def test_endless_lines_are_expect_within_their_number() -> None:
    async def flood(talk: Talk) -> None:
        while True:
            await talk.say(b"\n" * 65_536)

    async with talking_server(flood) as server:
        seen = await look_at(target(server.port, waits_for("^220")))

    assert (seen.reason, seen.evidence[0].found) == (Reason.EXPECT, "step 1: 1000 other lines")


async def test_slower_than_slow_is_slow() -> None:
    async with talking_server(lines(b"220 hello\r\n")) as server:
        seen = await look_at(target(server.port, waits_for("^220")), slow=0.0)

    assert (seen.outcome, seen.reason, seen.evidence[0].rule) == (Outcome.SLOW, None, "slow")


async def test_tls_from_the_first_byte(authority: trustme.CA, trusting: TlsSettings) -> None:
    context = serving(authority.issue_cert("127.0.0.1"))

    async with talking_server(lines(b"* OK ready\r\n"), tls=context) as server:
        wanted = replace(target(server.port, waits_for(r"^\* OK")), tls=trusting, tls_from_start=True)
        seen = await look_at(wanted)

    assert (seen.outcome, seen.answer) == (Outcome.OK, ("* OK ready",))
    assert seen.tls is not None
    assert seen.tls.verified
    assert seen.phases is not None
    assert None not in (seen.phases.connect, seen.phases.tls, seen.phases.processing)


def smtp(context: ssl.SSLContext, *, greeting: bytes = b"220 mail ready\r\n", go: bytes = b"220 go\r\n") -> object:
    async def play(talk: Talk) -> None:
        await talk.say(greeting)
        await talk.hear()
        await talk.say(b"250-mail\r\n250-STARTTLS\r\n250 HELP\r\n")
        await talk.hear()
        await talk.say(go)
        await talk.begin_tls(context)
        await talk.hear()
        await talk.say(b"221 bye\r\n")

    return play


async def test_smtp_gets_into_tls(authority: trustme.CA, trusting: TlsSettings) -> None:
    script = smtp(serving(authority.issue_cert("127.0.0.1")), greeting=b"220-mail\r\n220 ready\r\n")

    async with talking_server(script) as server:  # type: ignore[arg-type] # a script
        seen = await look_at(replace(target(server.port, *starttls_steps("smtp")), tls=trusting))
        await server.ended.wait()

    assert (seen.outcome, seen.reason) == (Outcome.OK, None)
    assert seen.answer == ("220 ready", "250-STARTTLS", "220 go", "221 bye")
    assert server.heard == [b"EHLO marsad\r\n", b"STARTTLS\r\n", b"QUIT\r\n"]
    assert seen.tls is not None
    assert seen.tls.not_after is not None


async def test_words_said_before_tls_do_not_count_inside_it(authority: trustme.CA, trusting: TlsSettings) -> None:
    script = smtp(serving(authority.issue_cert("127.0.0.1")), go=b"220 go\r\n221 injected\r\n")

    async with talking_server(script) as server:  # type: ignore[arg-type] # a script
        seen = await look_at(replace(target(server.port, *starttls_steps("smtp")), tls=trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TLS)


async def test_smtp_server_without_starttls_is_expect(trusting: TlsSettings) -> None:
    async with talking_server(lines(b"220 mail\r\n", b"250-mail\r\n250 HELP\r\n")) as server:
        seen = await look_at(replace(target(server.port, *starttls_steps("smtp")), tls=trusting), deadline=0.5)

    assert (seen.reason, seen.evidence[0].found) == (Reason.EXPECT, "step 2: 250 HELP")


async def test_imap_gets_into_tls(authority: trustme.CA, trusting: TlsSettings) -> None:
    context = serving(authority.issue_cert("127.0.0.1"))

    async def play(talk: Talk) -> None:
        await talk.say(b"* OK IMAP4rev1 ready\r\n")
        await talk.hear()
        await talk.say(b"a OK begin\r\n")
        await talk.begin_tls(context)
        await talk.hear()
        await talk.say(b"* BYE\r\nb OK bye\r\n")

    async with talking_server(play) as server:
        seen = await look_at(replace(target(server.port, *starttls_steps("imap")), tls=trusting))
        await server.ended.wait()

    assert (seen.outcome, seen.answer[-1]) == (Outcome.OK, "b OK bye")
    assert server.heard == [b"a STARTTLS\r\n", b"b LOGOUT\r\n"]


async def test_certificate_behind_starttls_that_does_not_verify(trusting: TlsSettings) -> None:
    script = smtp(serving(trustme.CA().issue_cert("127.0.0.1")))

    async with talking_server(script) as server:  # type: ignore[arg-type] # a script
        seen = await look_at(replace(target(server.port, *starttls_steps("smtp")), tls=trusting))

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CERTIFICATE)


async def test_conversation_through_a_proxy() -> None:
    async with talking_server(lines(b"220 hello\r\n")) as server, connect_proxy(server.port) as proxy:
        seen = await look_at(target(25, waits_for("^220"), host="mail.example"), proxy_url=proxy.url)

    assert (seen.outcome, seen.answer) == (Outcome.OK, ("220 hello",))
    assert proxy.targets == ["CONNECT mail.example:25"]


async def test_family_that_is_asked_for_is_looked_up() -> None:
    families: list[int] = []

    def lookup(host: str, family: int) -> list[str]:
        families.append(family)
        return ["::1"]

    async with talking_server(silent, host="::1") as server:
        wanted = replace(target(server.port, host="localhost"), ip_protocol=IpProtocol.V6)
        seen = await Looking(lookup)(wanted)

    assert (seen.outcome, families) == (Outcome.OK, [socket.AF_INET6])


async def test_cancelled_probe_leaves_no_socket() -> None:
    async with talking_server(silent) as server:
        await look_at(target(server.port))
        before = open_descriptors()
        for turns in range(12):
            await look_at.cancelled(target(server.port, waits_for("^220")), turns)
        after = await let_go_of(before)

    assert after <= before
