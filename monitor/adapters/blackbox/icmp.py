"""The icmp prober: one echo request and its reply."""

from __future__ import annotations

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.journey import Journey, ProbeFailedError, phases
from monitor.adapters.blackbox.sections import Module
from monitor.adapters.transport.echo import echo
from monitor.adapters.transport.reasons import NETWORK_ERRORS

_OWN_PAYLOAD = 28  # bytes, where the module says nothing: as much text as blackbox_exporter sends


async def probe_icmp(journey: Journey, target: str, module: Module) -> bool:
    """Whether the host answered."""
    gauges, log, section = journey.gauges, journey.log, module.icmp
    phases(gauges, families.ICMP_DURATION, "resolve", "setup", "rtt")
    try:
        address, spent = await journey.resolve(target.removeprefix("[").removesuffix("]"), section)
    except ProbeFailedError as error:
        log.complain("Error resolving address", err=error.__cause__)
        return False
    gauges.set(families.ICMP_DURATION, spent, "resolve")
    clock, record = journey.means.clock, journey.journal()
    began = clock.monotonic()
    log.say("Writing out packet")
    try:
        reply = await echo(
            address, payload_bytes=section.payload_size or _OWN_PAYLOAD, hop_limit=section.ttl or None, journal=record
        )
    except NETWORK_ERRORS as error:
        log.complain("Error reading from socket", err=error)
        return False
    log.say("Found matching reply packet")
    gauges.set(families.ICMP_DURATION, reply.rtt_seconds, "rtt")
    gauges.set(families.ICMP_DURATION, max(clock.monotonic() - began - reply.rtt_seconds, 0.0), "setup")
    if reply.hop_limit is not None:
        gauges.set(families.ICMP_HOP_LIMIT, reply.hop_limit)
    return True
