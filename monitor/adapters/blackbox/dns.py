"""The dns prober: one question to one server, and what its records must or must not match."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.journey import Journey, Logbook, ProbeFailedError, phases
from monitor.adapters.blackbox.place import split_host
from monitor.adapters.blackbox.sections import DnsSection, Module, RecordRules
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.dialer import Dialer
from monitor.adapters.transport.dns_exchange import DNS_PORT, ask
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.reading import Reader
from monitor.adapters.transport.reasons import NETWORK_ERRORS

_TLS_PORT = 853
_LENGTH_BYTES = 2


async def probe_dns(journey: Journey, target: str, module: Module) -> bool:
    """Whether the answer came and is what ``module`` wants."""
    gauges, log, section = journey.gauges, journey.log, module.dns
    assert section is not None
    phases(gauges, families.DNS_DURATION, "resolve", "connect", "request")
    gauges.register(families.DNS_ANSWERS, families.DNS_AUTHORITIES, families.DNS_ADDITIONALS, families.DNS_SUCCEEDED)
    try:
        query = _query(section)
    except (ValueError, dns.exception.DNSException) as error:
        log.complain("Invalid query", err=error)
        return False
    if section.query_type == "SOA":
        gauges.register(families.DNS_SERIAL)
    host, port = split_host(target, _TLS_PORT if section.dns_over_tls else DNS_PORT)
    try:
        address, spent = await journey.resolve(host, section)
    except ProbeFailedError as error:
        log.complain("Error resolving address", err=error.__cause__)
        return False
    gauges.set(families.DNS_DURATION, spent, "resolve")
    if section.dns_over_tls and section.transport_protocol != "tcp":
        log.complain("Configuration error: Expected transport protocol tcp for DoT")
        return False
    log.say("Making DNS query", target=address, query=section.query_name, type=section.query_type)
    try:
        answer = await _asked(journey, section, query, (host, address, port))
    except NETWORK_ERRORS as error:
        log.complain("Error while sending a DNS query", err=error)
        return False
    _show(journey, answer)
    return _is_valid(answer, section, log)


def _query(section: DnsSection) -> dns.message.Message:
    query = dns.message.QueryMessage(id=secrets.randbits(16))
    query.flags = dns.flags.RD if section.recursion_desired else dns.flags.Flag(0)
    name = dns.name.from_text(section.query_name)
    kind, within = dns.rdatatype.from_text(section.query_type), dns.rdataclass.from_text(section.query_class)
    query.find_rrset(query.question, name, within, kind, create=True, force_unique=True)
    return query


async def _asked(
    journey: Journey, section: DnsSection, query: dns.message.Message, place: tuple[str, str, int]
) -> dns.message.Message:
    host, address, port = place
    clock, record = journey.means.clock, journey.journal()
    began = clock.monotonic()
    try:
        with journey.dialer(host, record) as dialer:
            if section.dns_over_tls:
                return await _by_tls(journey, section, query, place, (dialer, record))
            by_tcp = dialer if section.transport_protocol == "tcp" else None
            return await ask(query, address, port, journal=record, dialer=by_tcp)
    finally:
        request = record.watch.read().processing or 0.0
        journey.gauges.set(families.DNS_DURATION, request, "request")
        journey.gauges.set(families.DNS_DURATION, max(clock.monotonic() - began - request, 0.0), "connect")


async def _by_tls(
    journey: Journey,
    section: DnsSection,
    query: dns.message.Message,
    place: tuple[str, str, int],
    way: tuple[Dialer, Journal],
) -> dns.message.Message:
    dialer, record = way
    channel = await dialer.connect_to(place[1], place[2])
    name = section.tls_config.server_name or place[0]
    await channel.start_tls(journey.contexts.get(section.tls_config), canonical_host(name))
    wire, reader = query.to_wire(), Reader(channel)
    try:
        with record.watch.during(Phase.PROCESSING):
            channel.write(len(wire).to_bytes(_LENGTH_BYTES, "big") + wire)
            length = int.from_bytes(await reader.exactly(_LENGTH_BYTES), "big")
            return dns.message.from_wire(await reader.exactly(length))
    except dns.exception.DNSException as error:
        raise ConnectionResetError(f"no DNS message: {error}") from error


def _show(journey: Journey, answer: dns.message.Message) -> None:
    gauges = journey.gauges
    journey.log.say("Got response", response=answer.to_text().replace("\n", "; "))
    gauges.set(families.DNS_ANSWERS, _count(answer.answer))
    gauges.set(families.DNS_AUTHORITIES, _count(answer.authority))
    # The pseudo record of EDNS is an additional record too; dnspython keeps it apart.
    gauges.set(families.DNS_ADDITIONALS, _count(answer.additional) + (answer.opt is not None))
    gauges.set(families.DNS_SUCCEEDED, 1)
    for rrset in answer.answer:
        if rrset.rdtype == dns.rdatatype.SOA:
            for record in rrset:
                gauges.set(families.DNS_SERIAL, record.serial)


def _count(section: Iterable[dns.rrset.RRset]) -> int:
    return sum(len(rrset) for rrset in section)


def _is_valid(answer: dns.message.Message, section: DnsSection, log: Logbook) -> bool:
    rcode = dns.rcode.to_text(answer.rcode())
    valid = section.valid_rcodes or ("NOERROR",)
    if rcode not in valid:
        log.complain("Invalid rcode", rcode=rcode, valid=" ".join(valid))
        return False
    parts = (
        ("Answer", answer.answer, section.validate_answer_rrs),
        ("Authority", answer.authority, section.validate_authority_rrs),
        ("Additional", answer.additional, section.validate_additional_rrs),
    )
    for name, rrsets, rules in parts:
        log.say(f"Validating {name} RRs")
        if not records_are_valid([text for rrset in rrsets for text in record_texts(rrset)], rules, log):
            log.complain(f"{name} RRs validation failed")
            return False
    return True


def record_texts(rrset: dns.rrset.RRset) -> list[str]:
    """Each record as the patterns of a module expect it: name, time to live, class, type and data, with tabs."""
    within, kind = dns.rdataclass.to_text(rrset.rdclass), dns.rdatatype.to_text(rrset.rdtype)
    return [f"{rrset.name}\t{rrset.ttl}\t{within}\t{kind}\t{record.to_text()}" for record in rrset]


def records_are_valid(records: Sequence[str], rules: RecordRules, log: Logbook) -> bool:
    """Whether no rule speaks against the records."""
    if not records and (rules.fail_if_not_matches_regexp or rules.fail_if_none_matches_regexp):
        log.complain("A rule wants records, and none was returned")
        return False
    contents = [record.encode() for record in records]
    if any(pattern.found_in(content) for content in contents for pattern in rules.fail_if_matches_regexp):
        log.complain("At least one RR matched regexp")
        return False
    unmatched = [
        pattern.source
        for content in contents
        for pattern in rules.fail_if_not_matches_regexp
        if not pattern.found_in(content)
    ]
    if unmatched:
        log.complain("At least one RR did not match regexp", regexp=unmatched[0])
        return False
    return _together_valid(contents, rules, log)


def _together_valid(contents: Sequence[bytes], rules: RecordRules, log: Logbook) -> bool:
    everything, anything = rules.fail_if_all_match_regexp, rules.fail_if_none_matches_regexp
    # As blackbox_exporter does it and not as the key is called: what it asks for is that all match.
    if everything and not all(pattern.found_in(content) for content in contents for pattern in everything):
        log.complain("Not all RRs matched regexp")
        return False
    if anything and not any(pattern.found_in(content) for content in contents for pattern in anything):
        log.complain("None of the RRs did matched any regexp")
        return False
    return True
