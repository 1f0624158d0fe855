"""One observation told to a person: where the time went, what came back, and what the windows say now.

Works on plain lines; colour is laid over the first of them by whoever prints. Everything from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from monitor.domain.observation import Observation, Phases, Reason, TlsFacts
from monitor.domain.plan import Cover, Plan
from monitor.domain.printable import printable
from monitor.domain.verdict import Verdict

_BAR_WIDTH = 40  # characters for the whole probe
_NAMES_SHOWN = 4  # of a certificate: those of a content network have a hundred
_MINUTE = "%a %Y-%m-%d %H:%M"
_ORDER = ("resolve", "connect", "tls", "processing", "transfer")


def narrated(observation: Observation, verdict: Verdict, windows: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, the verdict first; ``windows`` are ``what_windows_say``."""
    reason = f" ({observation.reason})" if observation.reason else ""
    head = f"{observation.check_id} seen from {observation.location}: {verdict}{reason}, one probe, not confirmed"
    rows = [
        *_phases(observation.phases),
        *_answer(observation),
        *_certificate(observation.tls, observation.completed_at),
        *_evidence(observation),
        *_doubt(observation, verdict),
        *_labelled("windows", windows),
    ]
    return tuple(map(printable, (head, *rows)))


def what_windows_say(plan: Plan | None, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Which windows cover the check at ``now``, which recovery runs, and which window comes next, in ``zone``.

    ``None``: the target belongs to no service.
    """
    if plan is None:
        return ("the target belongs to no service, so no window speaks of it",)
    running = [f"{_named(cover)} covers it until {_local(cover.ends, zone)}" for cover in plan.covering(now)]
    recovering = [
        f"{cover.window_id} ended, its recovery runs until {_local(cover.ends + cover.revision.spec.recovery, zone)}"
        for cover in plan.recovering(now)
    ]
    ahead = next((cover for cover in plan.coming(now) if cover.starts > now), None)
    coming = (
        [] if ahead is None else [f"next {_named(ahead)}: {_local(ahead.starts, zone)} to {_local(ahead.ends, zone)}"]
    )
    return (*(running or ["no window covers this now"]), *recovering, *coming)


def _named(cover: Cover) -> str:
    return f"{cover.window_id} ({cover.impact})"


def _local(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):{_MINUTE}} {zone}"


def _phases(phases: Phases | None) -> Iterator[str]:
    """A waterfall: each bar begins where the one before it ended, so the last ends at the total."""
    if phases is None:
        return
    scale = _BAR_WIDTH / phases.total if phases.total > 0 else 0.0
    before = 0.0
    for name in _ORDER:
        seconds = getattr(phases, name)
        if seconds is not None:
            begin, end = round(before * scale), round((before + seconds) * scale)
            bar = " " * begin + ("█" * (end - begin) or "▏")
            yield f"  {name:<12} {seconds * 1000:9.1f} ms  {bar}"
            before += seconds
    yield f"  {'total':<12} {phases.total * 1000:9.1f} ms"


def _answer(observation: Observation) -> Iterator[str]:
    http = observation.http
    if http is not None and http.status:
        cut = " (cut there)" if http.truncated else ""
        yield from _labelled("answer", (f"status {http.status}, HTTP/{http.version}, {http.body_bytes} bytes{cut}",))
    yield from _labelled("answer", observation.answer)
    if http is not None:
        yield from _labelled("redirects", http.redirects)


def _certificate(tls: TlsFacts | None, at: datetime) -> Iterator[str]:
    if tls is None:
        return
    session = [f"{tls.version} {tls.cipher}"] if tls.version else ["the handshake did not finish"]
    yield from _labelled("tls", session)
    lines = []
    if tls.subject or tls.issuer:
        lines.append(f"{tls.subject or 'no subject'}, issued by {tls.issuer or 'nobody named'}")
    if tls.names:
        more = len(tls.names) - _NAMES_SHOWN
        lines.append("for " + ", ".join(tls.names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else ""))
    if tls.not_after is not None:
        lines.append(f"valid until {tls.not_after:%Y-%m-%d %H:%M} UTC ({_left(tls.not_after, at)})")
    if tls.chain_not_after is not None and tls.chain_not_after != tls.not_after:
        chain = tls.chain_not_after
        lines.append(f"something in its chain only until {chain:%Y-%m-%d %H:%M} UTC ({_left(chain, at)})")
    lines.append("verified" if tls.verified else "NOT verified")
    yield from _labelled("certificate", lines)


def _left(expiry: datetime, at: datetime) -> str:
    days = (expiry - at).days
    return f"{days} days left" if expiry > at else f"expired {-days} days ago"


def _evidence(observation: Observation) -> Iterator[str]:
    told = []
    for evidence in observation.evidence:
        # What came from outside is escaped already, and once is enough.
        wanted = f", wanted '{evidence.wanted}'" if evidence.wanted else ""
        told.append(f"{evidence.rule}: found '{evidence.found}'{wanted}")
    yield from _labelled("evidence", told)
    if observation.retries:
        yield from _labelled("retried for", observation.retries)


def _doubt(observation: Observation, verdict: Verdict) -> Iterator[str]:
    if verdict is Verdict.UNKNOWN and observation.reason not in {None, Reason.SELF}:
        yield "  every canary fails too: our own network, so this says nothing about the target"


def _labelled(label: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    """The label in front of the first line only."""
    for number, line in enumerate(lines):
        yield f"  {label if number == 0 else '':<12} {line}"
