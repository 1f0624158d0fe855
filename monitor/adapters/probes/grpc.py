"""The gRPC look: does the server call the service healthy (gRPC health checking protocol)?"""

from __future__ import annotations

from monitor.adapters.probes.job import Job, dial
from monitor.adapters.probes.pace import judge_pace
from monitor.adapters.transport.health import ALPN, OK, SERVING, HealthAnswer, HealthQuestion, health
from monitor.domain.classification import Judgement, excerpt
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.target import GrpcTarget

# The status codes of gRPC in their order.
_CODES = (
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
)  # fmt: skip


async def look(job: Job) -> Judgement:
    """What the server says about the service."""
    target = job.check.target
    assert isinstance(target, GrpcTarget)
    question = HealthQuestion(
        service=target.service,
        authority=authority(target.host, target.port),
        secure=target.tls is not None,
        user_agent=job.equipment.headers["User-Agent"],
    )
    with dial(job, target.host) as dialer:
        channel = await dialer.connect(target.host, target.port)
        if target.tls is not None:
            context = job.equipment.contexts.get(target.tls, alpn=ALPN)
            await channel.start_tls(context, target.tls.server_name or target.host)
        answer = await health(channel, question, job.journal)
    job.journal.answer.append(answer.serving_status or named(answer.grpc_status))
    return _unwanted(answer) or judge_pace(job)


def authority(host: str, port: int) -> str:
    """Host and port as one text."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def named(grpc_status: int) -> str:
    """The name of a status code, the number where there is none."""
    return _CODES[grpc_status] if grpc_status < len(_CODES) else str(grpc_status)


def _unwanted(answer: HealthAnswer) -> Judgement | None:
    if answer.grpc_status != OK:
        said = f": {excerpt(answer.message)}" if answer.message else ""
        evidence = Evidence(rule="grpc.status", found=f"{named(answer.grpc_status)}{said}", wanted=named(OK))
        return Judgement(outcome=Outcome.FAILED, reason=Reason.STATUS, evidence=(evidence,))
    if answer.serving_status != SERVING:
        evidence = Evidence(rule="expect.serving_status", found=answer.serving_status, wanted=SERVING)
        return Judgement(outcome=Outcome.FAILED, reason=Reason.EXPECT, evidence=(evidence,))
    return None
