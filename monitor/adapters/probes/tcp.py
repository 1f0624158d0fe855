"""The TCP look: a port that accepts, and where the check says so a conversation in lines, in TLS from some point on."""

from __future__ import annotations

from monitor.adapters.probes.job import Job, dial
from monitor.adapters.probes.pace import judge_pace
from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.reading import Reader
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.classification import Judgement, excerpt
from monitor.domain.observation import Evidence, Reason
from monitor.domain.target import TcpTarget, TextRule

_MOST_LINES = 1000  # that are not the one waited for; a quarter of a million empty ones would hold everybody up


async def look(job: Job) -> Judgement:
    """Whether the port accepts and says what each step waits for."""
    target = job.check.target
    assert isinstance(target, TcpTarget)
    with dial(job, target.host) as dialer:
        channel = await dialer.connect(target.host, target.port)
        if target.tls_from_start:
            await _begin_tls(job, target, channel)
        await _converse(job, target, channel)
    return judge_pace(job)


async def _converse(job: Job, target: TcpTarget, channel: Channel) -> None:
    reader = Reader(channel)
    for number, step in enumerate(target.steps, 1):
        if step.expect is not None:
            with job.journal.watch.during(Phase.PROCESSING):
                await _await_line(job, reader, step.expect, number)
        if step.start_tls:
            # What came too early belongs to the handshake and breaks it: nothing said before TLS counts inside it.
            channel.unread(reader.rest)
            await _begin_tls(job, target, channel)
            reader = Reader(channel)
        if step.send is not None:
            channel.write(_line(step.send))


async def _await_line(job: Job, reader: Reader, wanted: TextRule, number: int) -> None:
    """Read lines until one is ``wanted``; what came instead stands in the journal, whatever ends the waiting."""
    other: str | None = None
    try:
        for _ in range(_MOST_LINES):
            line = await reader.line()
            if line is None:
                raise ConnectionResetError(f"closed at step {number}")
            if wanted.find(line) is not None:
                other = None
                job.journal.answer.append(excerpt(line))
                return
            other = line
    finally:
        if other is not None:
            found = f"step {number}: {excerpt(other)}"
            job.journal.unmet = Evidence(rule="expect.line", found=found, wanted=wanted.source)
    found = f"step {number}: {_MOST_LINES} other lines"
    raise RefusedError(Reason.EXPECT, "expect.line", found=found, wanted=wanted.source)


async def _begin_tls(job: Job, target: TcpTarget, channel: Channel) -> None:
    await channel.start_tls(job.equipment.contexts.get(target.tls), target.tls.server_name or target.host)


def _line(text: str) -> bytes:
    """``text`` as a line of a protocol, unless it brings its own end."""
    return (text if text.endswith("\n") else text + "\r\n").encode()
