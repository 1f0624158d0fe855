"""The tcp prober: a connection, TLS where the module says so, and a conversation line by line."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.gauges import Family
from monitor.adapters.blackbox.journey import Journey, ProbeFailedError
from monitor.adapters.blackbox.place import split_host_port
from monitor.adapters.blackbox.sections import Module, TcpSection, Turn
from monitor.adapters.blackbox.tls import show_session
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.reading import Reader
from monitor.adapters.transport.reasons import NETWORK_ERRORS

_EXPECT_INFO = "probe_expect_info"
_EXPECT_HELP = "Explicit content matched"


async def probe_tcp(journey: Journey, target: str, module: Module) -> bool:
    """Whether the connection stands and everything expected was said."""
    journey.gauges.register(families.FAILED_DUE_TO_REGEX)
    section, record = module.tcp, journey.journal()
    try:
        host, port = split_host_port(target)
        address, _ = await journey.resolve(host, section)
    except (ValueError, ProbeFailedError) as error:
        journey.log.complain("Error dialing TCP", err=error.__cause__ or error)
        return False
    with journey.dialer(host, record, journey.proxy_for(host, None)) as dialer:
        name = section.tls_config.server_name or journey.hostname or host
        try:
            journey.log.say("Dialing TCP with TLS" if section.tls else "Dialing TCP without TLS")
            channel = await dialer.connect_to(address, port)
            if section.tls:
                await channel.start_tls(journey.contexts.get(section.tls_config), canonical_host(name))
                _show(journey, record)
        except NETWORK_ERRORS as error:
            journey.log.complain("Error dialing TCP", err=error)
            return False
        journey.log.say("Successfully dialed")
        return await _Talk(journey, section, record, channel, name).hold()


@dataclass(slots=True)
class _Talk:
    """One conversation."""

    journey: Journey
    section: TcpSection
    record: Journal
    channel: Channel
    server_name: str

    async def hold(self) -> bool:
        """Take every turn; whether all were taken."""
        log, reader = self.journey.log, Reader(self.channel)
        for number, turn in enumerate(self.section.query_response):
            log.say("Processing query response entry", entry_number=number)
            try:
                send = turn.send if turn.expect is None else await self._expected(turn, reader)
                if send is None:
                    return False
                if send:
                    log.say("Sending line", line=send)
                    self.channel.write(f"{send}\n".encode("utf-8", "replace"))
                if turn.starttls:
                    await self._start_tls()
                    reader = Reader(self.channel)
            except NETWORK_ERRORS as error:
                log.complain("Error reading from connection", err=error)
                return False
        return True

    async def _expected(self, turn: Turn, reader: Reader) -> str | None:
        """What is to be sent once a line matches; ``None``: none did."""
        log, gauges = self.journey.log, self.journey.gauges
        expression = turn.expect
        assert expression is not None
        while (line := await reader.line()) is not None:
            log.say("Read line", line=line)
            content = line.encode()
            send = expression.expand(content, turn.send)
            if send is not None:
                log.say("Regexp matched", regexp=expression.source, line=line)
                gauges.set(families.FAILED_DUE_TO_REGEX, 0)
                if turn.labels:
                    info = Family(_EXPECT_INFO, _EXPECT_HELP, tuple(label.name for label in turn.labels))
                    gauges.set(info, 1, *(expression.expand(content, label.value) or "" for label in turn.labels))
                return send
        gauges.set(families.FAILED_DUE_TO_REGEX, 1)
        log.complain("Regexp did not match", regexp=expression.source)
        return None

    async def _start_tls(self) -> None:
        context = self.journey.contexts.get(self.section.tls_config)
        await self.channel.start_tls(context, canonical_host(self.server_name))
        self.journey.log.say("TLS Handshake (client) succeeded.")
        _show(self.journey, self.record)


def _show(journey: Journey, record: Journal) -> None:
    if record.tls is not None:
        show_session(journey.gauges, record.tls)
