"""The DNS look: every resolver of the check is asked for one record, and what each says is compared.

An answer that was cut to fit a datagram is asked for again over TCP, as any resolver would; the phases then show a
connection. Resolvers are asked one after the other, each within its share of the deadline, so that one that is silent
does not keep the others from being heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdata
import dns.rdatatype
from dns.rdtypes.ANY.TXT import TXT

from monitor.adapters.probes.dns_rules import Heard, disagreement, failure, missed
from monitor.adapters.probes.faults import judge_fault
from monitor.adapters.probes.job import Job
from monitor.adapters.probes.pace import judge_pace
from monitor.adapters.transport.addresses import AddressPolicy, canonical_host, literal_address
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.dns_exchange import DNS_PORT, ask
from monitor.adapters.transport.reasons import NETWORK_ERRORS
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.classification import Judgement
from monitor.domain.observation import Outcome
from monitor.domain.target import DnsTarget

_PAYLOAD_BYTES = 1232  # what fits every path unfragmented (DNS flag day 2020)
_SHARED = 0.9  # of the deadline, so that the last share ends before it
_MOST_LINES = 20


async def look(job: Job) -> Judgement:
    """What the resolvers say, all of them."""
    target = job.check.target
    assert isinstance(target, DnsTarget)
    query = _query(target)
    heard: list[Heard] = []
    failures: list[Judgement] = []
    for resolver in target.resolvers:
        answer = await _heard(job, target, query, resolver)
        if isinstance(answer, Judgement):
            if answer.outcome is Outcome.NOTHING:
                return answer
            failures.append(answer)
        else:
            heard.append(answer)
            failures.extend(missed(answer, target))
    job.journal.answer.extend(_lines(heard))
    if target.agree:
        failures.extend(disagreement(heard))
    return failure(failures) or judge_pace(job)


async def _heard(
    job: Job, target: DnsTarget, query: dns.message.Message, resolver: tuple[str, int]
) -> Heard | Judgement:
    """What one resolver says, or what its silence means; alone it has the whole deadline and its errors pass."""
    name = _name(*resolver)
    if len(target.resolvers) == 1:
        return _read(name, await _asked(job, target, query, resolver), target)
    share = _SHARED * job.check.timeout.total_seconds() / len(target.resolvers)
    try:
        async with asyncio.timeout(share):
            return _read(name, await _asked(job, target, query, resolver), target)
    except NETWORK_ERRORS as error:
        fault = judge_fault(error, job.check, job.journal)
        evidence = tuple(replace(one, found=f"{name}: {one.found}") for one in fault.evidence)
        return replace(fault, evidence=evidence)


async def _asked(
    job: Job, target: DnsTarget, query: dns.message.Message, resolver: tuple[str, int]
) -> dns.message.Message:
    host, port = resolver
    with _dialer(job, target, host) as dialer:
        # An address in the configuration is the operator's own choice, a private one too; a name has to keep the rules.
        address = host if literal_address(host) is not None else await dialer.address(host)
        if target.transport == "tcp":
            return await ask(query, address, port, journal=job.journal, dialer=dialer)
        answer = await ask(query, address, port, journal=job.journal)
        if answer.flags & dns.flags.TC:
            return await ask(query, address, port, journal=job.journal, dialer=dialer)
        return answer


def _dialer(job: Job, target: DnsTarget, host: str) -> Dialer:
    """Never through a proxy: resolvers are asked from where we are."""
    equipment = job.equipment
    policy = AddressPolicy(first_host=canonical_host(host), own_hosts=equipment.own_hosts)
    route = Route(policy=policy, protocol=target.ip_protocol)
    return Dialer(equipment.resolver, route, job.journal, sleep=equipment.clock.sleep)


def _query(target: DnsTarget) -> dns.message.Message:
    try:
        return dns.message.make_query(target.name, target.record, use_edns=0, payload=_PAYLOAD_BYTES)
    except dns.exception.DNSException as error:
        raise OwnFaultError(f"no DNS question: {error}") from error


def _read(name: str, message: dns.message.Message, target: DnsTarget) -> Heard:
    kind = dns.rdatatype.from_text(target.record)
    records = {_text(rdata) for rrset in message.answer if rrset.rdtype == kind for rdata in rrset}
    return Heard(resolver=name, rcode=dns.rcode.to_text(message.rcode()), records=tuple(sorted(records)))


def _text(rdata: dns.rdata.Rdata) -> str:
    """Record data as people write it: a text record without its quotes and cuts."""
    if isinstance(rdata, TXT):
        return b"".join(rdata.strings).decode("utf-8", "replace")
    return rdata.to_text()


def _name(host: str, port: int) -> str:
    if port == DNS_PORT:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _lines(heard: list[Heard]) -> Iterator[str]:
    """A line for each record, with its resolver where there are several."""
    for one in heard:
        prefix = f"{one.resolver}: " if len(heard) > 1 else ""
        for line in one.shown()[:_MOST_LINES]:
            yield f"{prefix}{line}"
        if len(one.records) > _MOST_LINES:
            yield f"{prefix}and {len(one.records) - _MOST_LINES} more"
