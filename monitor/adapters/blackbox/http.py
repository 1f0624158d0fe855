"""The http prober: one request, its redirects, and the metrics of the answer at the end of them.

One address and one attempt, as blackbox_exporter does it. Beyond it: no hop leaves the hosts that the configuration
names, and no body of a host that is not ours is read past the bound of conduct.
"""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.head import Answer
from monitor.adapters.blackbox.journey import Journey, ProbeFailedError, phases, reason
from monitor.adapters.blackbox.sections import Module
from monitor.adapters.blackbox.tls import show_session
from monitor.adapters.blackbox.verdict import body_is_valid, headers_are_valid, status_is_valid, version_is_valid
from monitor.adapters.blackbox.walk import ANSWER_ERRORS, Walk, target_url
from monitor.adapters.transport.body import charset_of, decode_text
from monitor.domain import classification
from monitor.domain.observation import TlsFacts

_PHASES = ("connect", "tls", "processing", "transfer")
_ALWAYS = (
    families.HTTP_STATUS,
    families.HTTP_VERSION,
    families.HTTP_CONTENT_LENGTH,
    families.HTTP_BODY_LENGTH,
    families.HTTP_REDIRECTS,
    families.HTTP_SSL,
    families.FAILED_DUE_TO_REGEX,
)


async def probe_http(journey: Journey, target: str, module: Module) -> bool:
    """Whether the answer is what ``module`` wants."""
    journey.gauges.register(*_ALWAYS)
    try:
        walk = Walk(journey, target_url(target), module.http)
    except (ValueError, OSError) as error:
        journey.log.complain("Could not make the request", err=error)
        return False
    try:
        await walk.begin()
        phases(journey.gauges, families.HTTP_DURATION, *_PHASES)
        return await _visit(journey, walk, module)
    except ProbeFailedError as error:
        journey.log.complain("Error resolving address", err=error.__cause__)
        return False
    finally:
        walk.end()
        # Also when the deadline cuts it: what came until then is told.
        _show(journey, walk)


async def _visit(journey: Journey, walk: Walk, module: Module) -> bool:
    try:
        await walk.go()
    except ANSWER_ERRORS as error:
        journey.log.complain("Error for HTTP request", err=error)
    if walk.answer is None:
        # Without an answer there is no session either, whatever the last hop began.
        walk.tls = None
        return False
    success = await _judge(journey, walk, walk.answer, module)
    return _tls_is_valid(walk, module, success=success, journey=journey)


async def _judge(journey: Journey, walk: Walk, answer: Answer, module: Module) -> bool:
    section, log = module.http, journey.log
    log.say("Received HTTP response", status_code=answer.status)
    success = status_is_valid(section, answer.status, log)
    if success and (section.fail_if_header_matches or section.fail_if_header_not_matches):
        success = headers_are_valid(section, answer, log)
        journey.gauges.set(families.FAILED_DUE_TO_REGEX, int(not success))
    wants_body = success and bool(section.fail_if_body_matches_regexp or section.fail_if_body_not_matches_regexp)
    complaint = await _read(walk, journey)
    if wants_body:
        success = complaint is None and body_is_valid(section, bytes(walk.body.kept), log)
        journey.gauges.set(families.FAILED_DUE_TO_REGEX, int(not success))
    if complaint is not None and not walk.is_stopped:
        success = False
    return version_is_valid(section, answer.version, log) and success


async def _read(walk: Walk, journey: Journey) -> str | None:
    """Read the body; why it could not be read, or ``None``."""
    try:
        await walk.read()
    except ANSWER_ERRORS as error:
        journey.log.say("Failed to read HTTP response body", err=error)
        return reason(error)
    return None


def _tls_is_valid(walk: Walk, module: Module, *, success: bool, journey: Journey) -> bool:
    if walk.tls is not None and module.http.fail_if_ssl:
        journey.log.complain("Final request was over SSL")
        return False
    if walk.tls is None and module.http.fail_if_not_ssl and success:
        journey.log.complain("Final request was not over SSL")
        return False
    return success


def _show(journey: Journey, walk: Walk) -> None:
    gauges, answer = journey.gauges, walk.answer
    gauges.add(families.HTTP_DURATION, gauges.value(families.LOOKUP), "resolve")
    gauges.set(families.HTTP_REDIRECTS, walk.redirects)
    if answer is None:
        return
    gauges.set(families.HTTP_STATUS, answer.status)
    gauges.set(families.HTTP_VERSION, float(answer.version))
    gauges.set(families.HTTP_CONTENT_LENGTH, answer.content_length)
    gauges.set(families.HTTP_BODY_LENGTH, walk.body.length)
    _let_hear(journey, walk, answer)
    if walk.tls is not None:
        _show_tls(journey, walk.tls)
    modified = _instant(answer.value("last-modified"))
    if modified is not None:
        gauges.set(families.HTTP_LAST_MODIFIED, modified)


def _let_hear(journey: Journey, walk: Walk, answer: Answer) -> None:
    if journey.gate.is_exempt(walk.host):
        return
    body = bytes(walk.body.kept)
    journey.gate.hear(
        classification.Answer(
            status=answer.status,
            headers=dict(reversed(answer.headers)),
            text=decode_text(body, charset_of(answer.value("content-type"))),
            duration=timedelta(0),
            at=journey.means.clock.now(),
            body=body,
            host=walk.host,
        )
    )


def _show_tls(journey: Journey, facts: TlsFacts) -> None:
    journey.gauges.set(families.HTTP_SSL, 1)
    show_session(journey.gauges, facts, cipher=True)


def _instant(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None
