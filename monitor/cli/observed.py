"""One observation as JSON, for programs; ``narrated`` tells it to people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.domain.observation import Evidence, HttpFacts, Observation, Phases, TlsFacts
from monitor.domain.plan import Cover
from monitor.domain.verdict import Verdict
from monitor.domain.window import Impact


def facts(observation: Observation, verdict: Verdict, covers: tuple[Cover, ...]) -> dict[str, Any]:
    """The document of ``marsad probe --json``: durations in seconds, absent phases absent."""
    told: dict[str, Any] = {
        "check": observation.check_id,
        "location": observation.location,
        "started_at": _rfc3339(observation.started_at),
        "verdict": verdict.value,
        "confirmed": False,
        "reason": observation.reason.value if observation.reason else None,
        "phases": _phases(observation.phases),
        "attempts": observation.attempts,
    }
    if observation.http is not None:
        told["http"] = _http(observation.http)
    if observation.tls is not None:
        told["tls"] = _tls(observation.tls)
    if observation.answer:
        told["answer"] = list(observation.answer)
    told["evidence"] = [_evidence(evidence) for evidence in observation.evidence]
    in_plan = any(cover.impact is Impact.OUTAGE for cover in covers)
    told["plan"] = {"in": in_plan, "windows": [cover.window_id for cover in covers]}
    return told


def _phases(phases: Phases | None) -> dict[str, float]:
    measured = asdict(phases) if phases else {}
    return {name: round(seconds, 6) for name, seconds in measured.items() if seconds is not None}


def _http(http: HttpFacts) -> dict[str, Any]:
    return {
        "status": http.status,
        "version": http.version,
        "redirects": list(http.redirects),
        "bytes": http.body_bytes,
        "truncated": http.truncated,
    }


def _tls(tls: TlsFacts) -> dict[str, Any]:
    told: dict[str, Any] = {"version": tls.version, "cipher": tls.cipher, "verified": tls.verified}
    expiries = {"not_after": tls.not_after, "chain_not_after": tls.chain_not_after}
    told |= {name: _rfc3339(instant) for name, instant in expiries.items() if instant is not None}
    if tls.names:
        told["names"] = list(tls.names)
    texts = {
        "subject": tls.subject,
        "issuer": tls.issuer,
        "serial": tls.serial,
        "fingerprint_sha256": tls.fingerprint_sha256,
    }
    return told | {name: text for name, text in texts.items() if text}


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"rule": evidence.rule, "found": evidence.found, "wanted": evidence.wanted}


def _rfc3339(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
