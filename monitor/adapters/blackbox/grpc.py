"""The grpc prober: one question to the health service of a server."""

from __future__ import annotations

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.journey import Journey, ProbeFailedError, phases
from monitor.adapters.blackbox.place import split_host
from monitor.adapters.blackbox.sections import Module
from monitor.adapters.blackbox.tls import show_session
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.health import ALPN, OK, SERVING, HealthAnswer, HealthQuestion, health
from monitor.adapters.transport.reasons import NETWORK_ERRORS
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.observation import Reason

_STATUSES = ("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN")
_UNKNOWN = 2.0
# https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
_OF_HTTP = {"400": 13.0, "401": 16.0, "403": 7.0, "404": 12.0, **dict.fromkeys(("429", "502", "503", "504"), 14.0)}
_TLS_PORT = 443
_UNAVAILABLE = 14.0  # gRPC's own word for a server that cannot be reached


async def probe_grpc(journey: Journey, target: str, module: Module) -> bool:
    """Whether the service is serving."""
    gauges, log, section = journey.gauges, journey.log, module.grpc
    phases(gauges, families.GRPC_DURATION, "resolve")
    gauges.register(families.GRPC_SSL, families.GRPC_STATUS, families.EARLIEST_EXPIRY)
    try:
        host, port = split_host(target.partition("://")[2] or target, _TLS_PORT)
        address, spent = await journey.resolve(host, section)
    except ProbeFailedError as error:
        log.complain("Error resolving address", err=error.__cause__)
        return False
    gauges.set(families.GRPC_DURATION, spent, "resolve")
    phases(gauges, families.GRPC_HEALTH, *_STATUSES)
    record, clock = journey.journal(), journey.means.clock
    question = HealthQuestion(
        service=section.service,
        authority=target,
        secure=section.tls,
        user_agent=journey.means.user_agent,
    )
    began = clock.monotonic()
    try:
        with journey.dialer(host, record, journey.proxy_for(host, None)) as dialer:
            channel = await dialer.connect_to(address, port)
            if section.tls:
                name = section.tls_config.server_name or host
                await channel.start_tls(journey.contexts.get(section.tls_config, ALPN), canonical_host(name))
            answer = await health(channel, question, record)
    except NETWORK_ERRORS as error:
        gauges.set(families.GRPC_STATUS, _code_of(error))
        log.complain("can't connect grpc server:", err=error)
        return False
    finally:
        gauges.set(families.GRPC_DURATION, clock.monotonic() - began, "check")
    if record.tls is not None:
        gauges.set(families.GRPC_SSL, 1)
        show_session(gauges, record.tls, chain_expiry=False)
    return _judge(journey, answer)


def _code_of(error: Exception) -> float:
    """The gRPC status for a call that got none: by the HTTP status where there is one."""
    if isinstance(error, RefusedError) and error.reason is Reason.STATUS:
        return _OF_HTTP.get(error.found, _UNKNOWN)
    return _UNAVAILABLE


def _judge(journey: Journey, answer: HealthAnswer) -> bool:
    journey.gauges.set(families.GRPC_STATUS, answer.grpc_status)
    if answer.grpc_status != OK:
        journey.log.complain("health check failed", status=answer.grpc_status, message=answer.message)
        return False
    for status in _STATUSES:
        journey.gauges.set(families.GRPC_HEALTH, int(status == answer.serving_status), status)
    journey.log.say("connected the grpc server", health_status=answer.serving_status)
    return answer.serving_status == SERVING
